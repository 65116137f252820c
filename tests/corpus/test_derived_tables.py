"""Sources: what is counted of each, and what is left out."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.annotators import said
from toolkit import frames
from toolkit.corpus.derived_tables import sources


def quotes(*rows: dict[str, object]) -> pd.DataFrame:
    return frames.frame(
        frames.QUOTES, [{**said("Yes we can"), "article_id": "a", **r} for r in rows]
    )


ADA = {"speaker": "Ada Brook", "actor_id": "ada"}
ROWS = [
    ("nothing", [], []),
    ("no speaker", [{"speaker": None}], []),
    ("one", [ADA], [("Ada Brook", 1, 0, 1)]),
    ("two of one", [ADA, {**ADA, "n_words": 9, "quote_type": "direct"}], [("Ada Brook", 2, 1, 10)]),
    ("by actor, not by name", [ADA, {**ADA, "speaker": "Brook"}], [("Ada Brook", 2, 0, 2)]),
    ("unnamed by their words", [{"speaker": "A nurse"}, {"speaker": "a nurse"}],
     [("A nurse", 2, 0, 2)]),
    ("one name, two actors", [ADA, {**ADA, "actor_id": "other"}],
     [("Ada Brook", 1, 0, 1), ("Ada Brook", 1, 0, 1)]),
    ("one actor, two articles", [ADA, {**ADA, "article_id": "b"}],
     [("Ada Brook", 1, 0, 1), ("Ada Brook", 1, 0, 1)]),
    ("mixed counts as direct", [{**ADA, "quote_type": "mixed"}], [("Ada Brook", 1, 1, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rows", "expected"), ROWS, ids=[r[0] for r in ROWS])
def test_what_is_counted(
    name: str, rows: list[dict[str, object]], expected: list[tuple[object, ...]]
) -> None:
    made = sources(quotes(*rows))
    columns = ["speaker", "n_quotes", "n_direct", "n_words"]
    assert list(made[columns].itertuples(index=False, name=None)) == expected


def test_the_best_grade_the_most_frequent_form_the_first_place() -> None:
    rows = [
        {**ADA, "anonymity": 1, "source_form": "named_person", "position": 0.7, "anonymous": True},
        {**ADA, "anonymity": 4, "source_form": "named_person", "position": 0.2},
        {**ADA, "anonymity": None, "source_form": "document", "position": 0.9, "anonymous": True},
    ]
    row = sources(quotes(*rows)).iloc[0]
    assert (row["anonymity"], row["source_form"], row["position"]) == (4, "named_person", 0.2)
    assert not row["anonymous"]
    assert pd.isna(sources(quotes({**ADA, "anonymity": None})).iloc[0]["anonymity"])


SPEAKERS = st.sampled_from([None, "Ada Brook", "Tom Reed", "a nurse", "A Nurse"])


@given(st.lists(st.tuples(SPEAKERS, st.sampled_from("ab"), st.integers(1, 50)), max_size=12))
def test_no_quote_and_no_word_is_lost_or_counted_twice(
    rows: list[tuple[str | None, str, int]],
) -> None:
    made = sources(quotes(*({"speaker": s, "article_id": a, "n_words": n} for s, a, n in rows)))
    known = [n for s, _, n in rows if s]
    assert made["n_quotes"].sum() == len(known)
    assert made["n_words"].sum() == sum(known)
