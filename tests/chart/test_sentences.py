"""Figures in words and in tables."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.measure.build import random_frames
from toolkit import chart, measure


def tidy(*rows: tuple[str, float, float, float], n_articles: int = 40) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["actor", "estimate", "lead_low", "lead_high"])
    intervals = {"low": made["estimate"] / 2, "high": made["estimate"] * 1.5}
    return made.assign(**intervals, n_articles=n_articles, count=5, n=50)


ANN = ("Ann", 0.2, None, None)
FIRST = "The most quoted actor is Ann: 20% of 50 quotes (95% interval 10–30%, 40 articles)"
LEADS = [
    ([], 40, "There are no quotes, so there is no most quoted actor."),
    ([ANN], 40, f"{FIRST}."),
    ([ANN], 9, "9 articles are too few to name the most quoted actor: a ranking needs 10."),
    ([ANN], 1, "1 article is too few to name the most quoted actor: a ranking needs 10."),
    ([ANN, ("bo", 0.05, 0.06, 0.24)], 40,
     f"{FIRST}, followed by bo with 5%, which is clearly less (95% interval of the difference 6 to"
     " 24 points)."),
    ([ANN, ("Bo", 0.15, -0.02, 0.12), ("Cy", 0.01, 0.1, 0.2)], 40,
     f"{FIRST}, followed by Bo with 15%. The order of the two may be due to chance (95% interval of"
     " the difference −2 to 12 points)."),
    ([ANN, ("Bo", 0.2, -0.1, 0.1)], 40, f"{FIRST}. The share of Bo is the same."),
    ([("Bo", 0.15, -0.02, 0.12), ("Cy", 0.01, 0.1, 0.2)], 40,
     "The most quoted actor is Bo: 15% of 50 quotes (95% interval 8–22%, 40 articles), followed by"
     " Cy with 1%."),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "n_articles", "expected"), LEADS)
def test_a_leader_and_whether_it_leads(
    rows: list[tuple[str, float, float, float]], n_articles: int, expected: str
) -> None:
    assert chart.leader(tidy(*rows, n_articles=n_articles), "most quoted actor", "quotes") == (
        expected
    )


FINDINGS = [
    (0, "There are no quotes to count."),
    (1, "20% of 1 quote (95% interval 10–30%, 1 article) is anonymous."),
    (2, "20% of 2 quotes (95% interval 10–30%, 2 articles) are anonymous."),
    (5000, "20% of 5,000 quotes (95% interval 10–30%, 5,000 articles) are anonymous."),
]


@pytest.mark.parametrize(("n", "expected"), FINDINGS)
def test_a_finding_has_its_base(n: int, expected: str) -> None:
    rows = tidy(ANN).assign(n=n, n_articles=n).head(n)
    assert chart.finding(rows, "{} are anonymous", "quotes") == expected


def test_a_share_of_articles_names_its_base_once() -> None:
    row = tidy(ANN).assign(n=40)
    assert chart.in_words(row, "articles") == "20% of 40 articles (95% interval 10–30%)"


def test_one_article_says_so() -> None:
    row = tidy(ANN).assign(low=None, n_articles=1)
    assert chart.in_words(row, "quotes") == "20% of 50 quotes (1 article: too few for an interval)"


def test_means_have_their_unit() -> None:
    row = tidy(("Ann", 2.0, None, None)).assign(low=1.0, high=3.5, n_articles=9)
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
