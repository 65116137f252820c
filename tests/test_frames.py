"""The tables: valid and invalid rows, and round trips through Parquet."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from toolkit import frames

SAMPLE = {
    "str": "a",
    "int": 2,
    "float": 0.5,
    "bool": True,
    "time": datetime(2025, 3, 4, 10, 15, tzinfo=UTC),
    "strings": ["a", "b"],
    "spans": [[0, 1], [4, 9]],
}
NAMES = list(frames.SCHEMAS)


def full(name: str) -> dict[str, object]:
    """A row with a value in every column of a table."""
    columns = frames.SCHEMAS[name].columns
    return {n: (c.values or [SAMPLE[c.kind]])[0] for n, c in columns.items()}


def required(name: str) -> dict[str, object]:
    """A row with a value only in the columns that require one."""
    columns = frames.SCHEMAS[name].columns
    return {n: v for n, v in full(name).items() if not columns[n].nullable}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rows", [0, 1, 3])
def test_a_frame_has_all_columns_in_order_and_their_types(name: str, rows: int) -> None:
    made = frames.frame(frames.SCHEMAS[name], [full(name)] * rows)
    assert list(made.columns) == list(frames.SCHEMAS[name].columns)
    assert len(made) == rows
    assert made.dtypes.equals(frames.frame(frames.SCHEMAS[name], [required(name)]).dtypes)


@pytest.mark.parametrize("name", NAMES)
def test_a_row_without_its_nullable_values_fits(name: str) -> None:
    row = frames.frame(frames.SCHEMAS[name], [required(name)]).iloc[0]
    assert row.drop(list(required(name))).isna().all()


@pytest.mark.parametrize(
    ("name", "column"),
    [(n, c) for n in NAMES for c, spec in frames.SCHEMAS[n].columns.items() if not spec.nullable],
)
def test_a_missing_value_is_rejected_in_a_required_column(name: str, column: str) -> None:
    row = {**full(name), column: None}
    with pytest.raises(frames.SchemaError, match=column):
        frames.frame(frames.SCHEMAS[name], [row])


WRONG = [
    ("articles", "published_precision", "century"),
    ("articles", "origin", "stolen"),
    ("articles", "n_words", "many"),
    ("articles", "n_words", 1.5),
    ("articles", "published", "yesterday"),
    ("articles", "authors", "Ada Brook"),
    ("mentions", "actor_type", "robot"),
    ("mentions", "in_title", "perhaps"),
    ("mentions", "kind", "rumour"),
    ("quotes", "quote_type", "loud"),
    ("quotes", "cue_kind", "song"),
    ("quotes", "cue_start", 2.5),
    ("quotes", "segments", "0-5"),
    ("quotes", "segments", 7),
    ("quotes", "source_form", "ghost"),
    ("quotes", "source_role", "king"),
    ("quotes", "confidence", "high"),
]


@pytest.mark.parametrize(("name", "column", "value"), WRONG)
def test_a_wrong_value_is_rejected_with_the_name_of_its_column(
    name: str, column: str, value: object
) -> None:
    with pytest.raises(frames.SchemaError, match=column):
        frames.frame(frames.SCHEMAS[name], [{**full(name), column: value}])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("row", [full, required])
def test_parquet_round_trip(name: str, row: object, tmp_path: Path) -> None:
    schema = frames.SCHEMAS[name]
    made = frames.frame(schema, [row(name), row(name)])  # type: ignore[operator]
    table = pa.Table.from_pandas(made, schema=frames.arrow_schema(schema), preserve_index=False)
    pq.write_table(table, tmp_path / "part.parquet")
    back = frames.frame(schema, pq.read_table(tmp_path / "part.parquet").to_pandas())
    pd.testing.assert_frame_equal(back, made)
    lists = [c for c, s in schema.columns.items() if s.kind in ("strings", "spans")]
    assert [json.dumps(back[c].tolist()) for c in lists] == [
        json.dumps(made[c].tolist()) for c in lists
    ]


def test_rows_stay_together_whatever_their_index() -> None:
    raw = pd.DataFrame({"reason": ["a", "b"], "step": "x", "source_file": ["1", "2"]}, index=[7, 7])
    made = frames.frame(frames.DROPPED, raw)
    assert made.to_dict("list") == {
        "source_file": ["1", "2"], "step": ["x", "x"], "reason": ["a", "b"]
    }  # fmt: skip
    half = frames.frame(frames.ARTICLES, pd.DataFrame([required("articles")] * 3).iloc[1:])
    assert len(half) == 2


ARTICLES = pd.DataFrame(
    {"article_id": ["a"], "title": ["Ada’s boat 🚤"], "text": ["It 🚤 ran. Go."]}
)
SLICES = [
    ({"start": 3, "end": 4, "text": "🚤", "in_title": False}, True),
    ({"start": 0, "end": 5, "text": "Ada’s", "in_title": True}, True),
    ({"start": 0, "end": 5, "text": "Ada’s", "in_title": False}, False),
    ({"start": 3, "end": 5, "text": "🚤", "in_title": False}, False),
    ({"segments": [[0, 2], [10, 12]], "content": "It … Go", "in_title": False}, True),
    ({"segments": [[0, 2], [10, 12]], "content": "It Go", "in_title": False}, False),
    ({"segments": [[0, 99]], "content": "It", "in_title": False}, False),
]


@pytest.mark.parametrize(("row", "fits"), SLICES)
def test_offsets_slice_to_the_text_of_the_row(row: dict[str, object], fits: bool) -> None:
    rows = pd.DataFrame([{"article_id": "a", **row}])
    if fits:
        frames.check_offsets(rows, ARTICLES)
    else:
        with pytest.raises(ValueError, match="offsets give"):
            frames.check_offsets(rows, ARTICLES)
