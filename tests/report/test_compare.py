"""Two reports: changes in the corpus and in the figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from toolkit.report.compare import changed_rows, compare


def tidy(**estimates: float) -> pd.DataFrame:
    rows = [{"actor": k, "estimate": v, "low": v - 0.05, "high": v + 0.05, "n": 10}
            for k, v in estimates.items()]  # fmt: skip
    return pd.DataFrame(rows)


def written(folder: Path, table: pd.DataFrame, **changes: Any) -> Path:
    (folder / "tables").mkdir(parents=True)
    table.to_csv(folder / "tables" / "02_who-01.csv", index=False)
    about = {"notebook": "02_who", "title": "Who?", "failed": False, "parameters": {"top": 5},
             "files": ["tables/02_who-01.csv"]}  # fmt: skip
    made = {"title": "Two", "author": "", "figures": {"articles": "3"}, "notebooks": [about],
            "inputs": {"files": {"a.txt": "1", "b.txt": "2"}}, "versions": {"pandas": "3"},
            "times": {"finished": "2026-01-01T00:00:00"}}  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps({**made, **changes}), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"A": 0.2}, {"A": 0.2}, []),
        ({"A": 0.2}, {"A": 0.25}, [("A", 0.05, False)]),
        ({"A": 0.2}, {"A": 0.28}, [("A", 0.08, True)]),  # though the two intervals overlap
        ({"A": 0.2, "B": 0.1}, {"A": 0.5, "B": 0.2}, [("A", 0.3, True), ("B", 0.1, True)]),
    ],
)
def test_rows_that_differ(old: Any, new: Any, expected: list[tuple[str, float, bool]]) -> None:
    rows = changed_rows(tidy(**old), tidy(**new))
    assert list(zip(rows["actor"], rows["difference"], rows["clear"], strict=True)) == expected


def test_a_row_of_one_report_alone_has_no_difference() -> None:
    rows = changed_rows(tidy(A=0.2), tidy(A=0.2, B=0.1))
    assert rows["before"].tolist() == ["–"]
    assert rows["difference"].isna().all()
    assert not rows["clear"].any()


def test_only_key_columns_match_rows() -> None:
    old, new = (tidy(A=v).assign(actor_id="a", n_words=w) for v, w in ((0.2, 7), (0.5, 9)))
    order = ["actor", "actor_id", "estimate", "low", "high", "n_words"]
    rows = changed_rows(old[order], new[order])
    assert list(rows) == ["actor", "before", "after", "difference", "clear"]
    assert rows["difference"].tolist() == [0.3]


def test_figures_without_an_interval_are_compared() -> None:
    old, new = (tidy(A=value)[["actor", "estimate"]] for value in (0.2, 0.5))
    rows = changed_rows(old, new)
    assert rows[["before", "after", "clear"]].to_numpy().tolist() == [["0.2", "0.5", False]]


def test_frames_of_other_keys_are_not_compared() -> None:
    assert len(changed_rows(tidy(A=0.2), tidy(A=0.4).rename(columns={"actor": "outlet"}))) == 0


def test_the_page_lists_the_changes(tmp_path: Path) -> None:
    before = written(tmp_path / "before", tidy(A=0.2))
    files = {"files": {"a.txt": "1", "b.txt": "other", "c.txt": "3"}}
    table = tidy(**{"A": 0.6, "<script>alert(1)</script>": 0.1})
    after = written(tmp_path / "after", table, inputs=files, figures={"articles": "4"})
    change = compare(before, after, tmp_path / "out.html")
    assert change.files == {"new": 1, "gone": 0, "changed": 1, "the same": 1}
    assert change.settings == [("articles", "3", "4")]
    html = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert "0.2 (0.15 to 0.25)" in html


def test_equal_reports_have_no_differences(tmp_path: Path) -> None:
    both = [written(tmp_path / name, tidy(A=0.2)) for name in ("one", "two")]
    change = compare(*both, tmp_path / "out.html")
    assert (change.settings, change.tables, change.only) == ([], {}, [])


@pytest.mark.parametrize("text", ["{", "[]", "{}"])
def test_a_folder_that_holds_no_report_says_so(tmp_path: Path, text: str) -> None:
    good = written(tmp_path / "good", tidy(A=0.2))
    with pytest.raises(FileNotFoundError, match="no report"):
        compare(tmp_path, good, tmp_path / "out.html")
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="no manifest"):
        compare(tmp_path, good, tmp_path / "out.html")
