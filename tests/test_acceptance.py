"""The issue's own article: what must be right about it, by its few named words."""

from __future__ import annotations

from pathlib import Path

import pytest

import toolkit as tk

ARTICLE = Path(__file__).parents[2] / "shared" / "acceptance" / "wagner-arms.md"
pytestmark = pytest.mark.skipif(
    not ARTICLE.is_file(),
    reason="the acceptance article is not part of the project: it lies in ../shared/acceptance",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tk.Corpus:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOOLKIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        made = tk.read(ARTICLE)
        _ = made.quotes
    return made


def test_the_head_of_the_article(corpus: tk.Corpus) -> None:
    row = corpus.articles.iloc[0]
    assert corpus.dropped.empty
    assert row["title"].startswith("North Korea Sold Arms")
    assert row["agency"] == "AFP"
    assert row["authors"] == ["AFP"]  # nobody else is named
    assert row["origin"] == "agency"
    assert f"{row['published']:%Y-%m-%d}" == "2022-12-23"
    assert row["published_precision"] == "day"
    assert row["language"] == "en"
    assert row["warnings"] == []


ABOUT = ["TASS", "Related article", "No Way Back", "By AFP", "December 23", "Sign of desperation",
         "Close to Putin", "\\", "**", "##"]  # fmt: skip


@pytest.mark.parametrize("words", ABOUT)
def test_what_stands_about_the_article_is_not_in_it(words: str, corpus: tk.Corpus) -> None:
    assert words not in corpus.articles["text"].item()


def test_its_paragraphs_are_all_there(corpus: tk.Corpus) -> None:
    paragraphs = corpus.articles["text"].item().split("\n\n")
    assert len(paragraphs) == 17
    assert paragraphs[0].startswith("North Korea has delivered")
    assert paragraphs[-1].endswith("Wagner Group activities.")


SPEAKERS = ["John Kirby", "James Cleverly", "Yevgeny Prigozhin"]


@pytest.mark.parametrize("name", SPEAKERS)
def test_people_who_speak(name: str, corpus: tk.Corpus) -> None:
    said = corpus.quotes[corpus.quotes["speaker"] == name]
    assert len(said) > 0
    assert set(said["source_form"]) == {"named_person"}
    assert said["actor_id"].nunique() == 1


def test_the_foreign_ministry_speaks(corpus: tk.Corpus) -> None:
    named = corpus.quotes["speaker"].str.contains("North Korean foreign ministry", case=False)
    assert named.any()


NO_QUOTES = ["rival", "troll farm", "Putin's chef", "Sign of desperation", "Close to Putin"]


@pytest.mark.parametrize("words", NO_QUOTES)
def test_scare_quotes_nicknames_and_subheads_are_no_quotes(words: str, corpus: tk.Corpus) -> None:
    contents = corpus.quotes["content"].str.strip("\"'“”‘’.,").str.casefold()
    assert words.casefold() not in set(contents)


def test_what_is_said_in_two_paragraphs_is_said_by_one(corpus: tk.Corpus) -> None:
    said = corpus.quotes.dropna(subset=["speaker"])
    found = said[said["content"].str.contains("work with our partners")]
    assert set(found["speaker"]) == {"James Cleverly"}
    boast = said[said["content"].str.contains("we are interfering")]
    assert set(boast["speaker"]) == {"Yevgeny Prigozhin"}


def test_every_offset_slices(corpus: tk.Corpus) -> None:
    tk.frames.check_offsets(corpus.quotes, corpus.articles)
    tk.frames.check_offsets(corpus.mentions, corpus.articles)


def test_it_can_be_shown(corpus: tk.Corpus) -> None:
    html = corpus.show(corpus.articles["article_id"].item()).html
    assert "John Kirby" in html
    assert "<script" not in html
