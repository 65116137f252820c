"""Figures in words and in tables."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.measure.build import random_frames
from toolkit import chart, measure


def tidy(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["actor", "estimate", "low", "high"])
    return made.assign(n_articles=9, count=5, n=50)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (0.05, "Ann, 20% of 50 quotes (95% interval 10–30%, 9 articles), ahead of Bo (5%, 5–5%)"),
        (0.15, "not clearly ahead of Bo (15%, 15–15%)"),
    ],
)
def test_a_lead_is_a_lead_where_intervals_part(second: float, expected: str) -> None:
    rows = tidy(("Ann", 0.2, 0.1, 0.3), ("Bo", second, second, second))
    assert expected in chart.most(rows, "quotes")


def test_nobody_leads_an_empty_frame() -> None:
    assert chart.most(tidy(), "quotes") == "nobody: there are no quotes"
    assert chart.in_words(tidy(), "quotes") == "no figure: there are no quotes"


def test_one_article_says_so() -> None:
    row = tidy(("Ann", 0.2, float("nan"), float("nan"))).assign(n_articles=1)
    assert chart.in_words(row, "quotes") == "20% of 50 quotes (1 article: too few for an interval)"


def test_means_have_their_unit() -> None:
    row = tidy(("Ann", 2.0, 1.0, 3.5))
    words = chart.in_words(row, "stories", unit="sources per story")
    assert words == "2.0 sources per story, in 50 stories (95% interval 1.0–3.5, 9 articles)"


def test_a_sentence_is_text_even_if_it_quotes_html() -> None:
    said = chart.say("The most quoted actor is <script>alert(1)</script>", "& others.")
    assert repr(said) == "The most quoted actor is <script>alert(1)</script> & others."
    assert "<script>" not in said._repr_html_()


def test_a_table_is_for_readers() -> None:
    articles, _, quotes = random_frames()
    table = chart.table(measure.source_forms(quotes, articles, by="outlet"), top=3)
    assert list(table)[:4] == ["outlet", "source_form", "share", "95% interval"]
    assert table.index.tolist() == [1, 2, 3]
    assert table["source_form"].tolist()[0] == "named person"


def test_a_table_of_counts_has_no_interval() -> None:
    articles = random_frames()[0]
    table = chart.table(measure.articles_by(articles, "outlet"), unit="articles")
    assert list(table) == ["outlet", "articles", "of"]
    assert table["outlet"].tolist()[-1] == "outlet unknown"


def test_a_table_of_nothing_keeps_its_columns() -> None:
    quotes = random_frames()[2].head(0)
    assert "speaker" in chart.table(measure.voice_share(quotes))
