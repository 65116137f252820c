"""What a measure remembers of its call: the rows behind each of its figures."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pandas as pd
import pytest

import toolkit as tk
from tests.measure.build import Frames, random_frames

FRAMES = ("articles", "mentions", "quotes")
# a measure, its frames, and its options; in each of them a figure counts rows of a frame
COUNTS: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
    ("voice_share", ("quotes",), {}),
    ("voice_share", ("quotes", "articles"), {"by": ["outlet", "week"]}),
    ("quote_types", ("quotes",), {"kinds": ["belief", "intention"]}),
    ("cues", ("quotes", "articles"), {"by": "outlet"}),
    ("direct_share", ("quotes",), {"of": "speaker"}),
    ("source_roles", ("quotes", "articles"), {"by": "month"}),
    ("anonymity", ("quotes", "articles"), {"by": "outlet"}),
    ("stated_reason", ("quotes",), {}),
    ("anonymity_grades", ("quotes",), {}),
    ("cue_force", ("quotes",), {"of": "quote_type"}),
    ("denial_rate", ("quotes",), {}),
    ("first_voice", ("quotes",), {"of": "speaker"}),
    ("last_word", ("quotes",), {"of": "speaker"}),
    ("position_profile", ("quotes",), {"of": "quote_type"}),
    ("mention_share", ("mentions", "articles"), {"by": "outlet"}),
    ("mention_reach", ("mentions", "articles"), {}),
    ("mentions_over_time", ("mentions", "articles"), {}),
    ("agency_dependence", ("articles",), {"by": "outlet"}),
    ("articles_by", ("articles",), {"by": "outlet"}),
    ("speaks_about", ("quotes", "mentions"), {}),
]


def given(names: tuple[str, ...], frames: Frames) -> dict[str, pd.DataFrame]:
    return {name: frame for name, frame in zip(FRAMES, frames, strict=True) if name in names}


@pytest.mark.parametrize(("name", "names", "options"), COUNTS)
def test_there_are_as_many_rows_behind_a_figure_as_it_counts(
    name: str, names: tuple[str, ...], options: dict[str, Any]
) -> None:
    tidy = getattr(tk.measure, name)(**given(names, random_frames()), **options)
    behind = [row.attrs["measure"].behind(row)[1] for _, row in tidy.iterrows()]
    assert [len(rows) for rows in behind] == tidy["count"].tolist()


def test_an_actor_has_mentions_and_quotes_behind_it() -> None:
    tidy = tk.measure.voice_against_mention(**given(("quotes", "mentions"), random_frames()))
    for _, row in tidy.iterrows():
        name, rows = row.attrs["measure"].behind(row)
        assert name == ("mentions" if row["share"] == "mentions" else "quotes")
        assert len(rows) == row["count"]


PER_ARTICLE = [
    ("anonymity", {"per": "stories"}),
    ("anonymity", {"per": "sources"}),
    ("sources_per_story", {}),
    ("single_source", {}),
    ("co_voices", {}),
]


@pytest.mark.parametrize(("name", "options"), PER_ARTICLE)
def test_where_articles_are_counted_their_quotes_are_behind(
    name: str, options: dict[str, Any]
) -> None:
    row = getattr(tk.measure, name)(
        **given(("quotes", "articles"), random_frames()), **options
    ).iloc[0]
    kind, rows = row.attrs["measure"].behind(row)
    assert kind == "quotes"
    assert rows["article_id"].nunique() <= len(random_frames()[0])
    assert len(rows) >= row["count"]


def test_of_the_frame_that_was_given() -> None:
    _, _, quotes = random_frames()
    direct = quotes[quotes["quote_type"] == "direct"]
    row = tk.measure.voice_share(direct).iloc[0]
    kind, rows = row.attrs["measure"].behind(row)
    assert kind == "quotes"
    assert set(rows["quote_type"]) == {"direct"}


def test_a_call_stays_itself_in_copies_and_becomes_its_name_in_files(tmp_path: Any) -> None:
    _, _, quotes = random_frames()
    one, other = (tk.measure.quote_types(quotes) for _ in range(2))
    call = one.attrs["measure"]
    assert copy.deepcopy(call) is call is one.head(1).attrs["measure"]
    assert "measure" not in pd.concat([one, other]).attrs
    assert pickle.loads(pickle.dumps(call)) == "quote_types"
    assert pickle.loads(pickle.dumps(tk.measure.quote_types)) is tk.measure.quote_types
    one.to_parquet(tmp_path / "tidy.parquet")
    assert pd.read_parquet(tmp_path / "tidy.parquet").attrs == {"measure": "quote_types"}
