"""One folder as messy as they come: its fields, its story, and the sentences of its report."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk
from tests.notebooks.execute import check_sentence, shown_by
from tests.notebooks.messy_folder import expected, fill
from toolkit.chart import Sentence
from toolkit.corpus.corpus import Corpus
from toolkit.report.notebooks import find

CODED = Path(__file__).parents[2].parent / "shared" / "cases" / "stories"
STORIES = [
    pytest.param(None, marks=pytest.mark.long if CODED.is_dir() else (), id="alone"),
    pytest.param(
        CODED,
        marks=pytest.mark.skipif(not CODED.is_dir(), reason="the coded stories are not here"),
        id="with coded stories",
    ),
]


@pytest.fixture(scope="module", params=STORIES)
def stories(request: pytest.FixtureRequest) -> Path | None:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def folder(stories: Path | None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("messy") / "saved"
    fill(home, stories)
    return home


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Corpus:
    return tk.read(folder)


def test_outlets_dates_and_titles_are_right(corpus: Corpus, stories: Path | None) -> None:
    wanted = expected(stories)
    rows = corpus.articles.astype({"published": "str"})
    found = {
        row["text"][:40]: (
            None if pd.isna(row["outlet"]) else row["outlet"], row["published"][:10], row["title"]
        )
        for _, row in rows.iterrows()
    }  # fmt: skip
    assert found == wanted
    assert sorted(corpus.dropped["source_file"]) == ["empty.html", "logo.txt"]


def test_one_story_is_found(corpus: Corpus) -> None:
    told = tk.measure.stories(corpus.articles)
    assert set(told["story"]) == {1}
    assert sorted(told["outlet"]) == ["Carver Post", "Daily Mail", "The Lantern"]
    assert told["title"].str.contains("[Pp]ier").all()


def test_no_sentence_of_its_report_is_false(corpus: Corpus, folder: Path) -> None:
    said: dict[str, Sentence] = {}
    for notebook in find():
        for cell, shown in shown_by(notebook.path, folder):
            check_sentence(shown)
            if isinstance(shown, Sentence):
                said[cell] = shown
    quotes = tk.measure.attributed_quotes(corpus.quotes)
    articles = f"{len(corpus)} articles"
    assert f"has {articles} with {len(quotes)} quotes" in said["00-finding"]
    words = f"{corpus.articles['n_words'].sum():,} words, from 7 May 2025 to"
    assert f"The corpus has {articles} with {words}" in said["01-size"]
    assert "2 inputs were dropped" in said["01-dropped-finding"]
    assert "3 articles of 3 outlets that are near in words and time" in said["06-finding"]
    assert "The outlets share no sentence." in said["06-copied-finding"]
    assert said["07-measured"].startswith("On coded news")
    assert {f"{n} quotes" for n in re.findall(r"of ([\d,]+) quotes \(", " ".join(
        text for cell, text in said.items() if cell[:2] in ("00", "03", "04"))
    )} == {f"{len(quotes)} quotes"}  # fmt: skip
    for cell, text in said.items():
        if len(corpus) < tk.frames.ENOUGH_ARTICLES:
            assert "followed by" not in text, cell
        for low in re.findall(r"clearly less \(95% interval of the difference (\S+) to", text):
            assert float(low.replace("−", "-")) > 0, text
