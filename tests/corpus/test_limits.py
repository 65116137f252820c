"""Limits of time and memory in corpus.toml: what meets them is a row, and raising them reads it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import toolkit as tk
from tests.annotators import Counter, said
from toolkit.annotate import Annotation, Text
from toolkit.corpus.annotations import Annotations
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.parallel.worker import Limits


class Slow:
    """Waits for a file before it annotates an article about cats."""

    version = "slow-1"

    def __init__(self, released: Path) -> None:
        self.released = released

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        for article in articles:
            while "cat" in article.text and not self.released.exists():
                time.sleep(0.01)
            yield Annotation([], [said(article.text)])


def limited(folder: Path, seconds: float) -> Corpus:
    """A corpus whose articles, once read, are annotated within so many seconds each."""
    articles = tk.open(folder, Counter()).annotations.articles
    articles.config = replace(articles.config, limits=Limits(seconds))
    return Corpus(Annotations(articles, Slow(folder / "released")))


def test_an_article_that_meets_a_limit_is_annotated_once_the_limit_is_raised(folder: Path) -> None:
    corpus = limited(folder, 1)
    corpus.annotate(workers=2)
    assert len(corpus.quotes) == 2
    assert corpus.dropped["source_file"].tolist() == ["flare/cat.txt"]
    assert corpus.dropped["reason"].str.startswith("stopped after 1 seconds").all()
    (folder / "released").touch()
    again = limited(folder, 60)
    again.annotate(workers=2)
    assert len(again.quotes) == 3
    assert again.dropped.empty


def test_dropped_annotates_nothing(folder: Path) -> None:
    (folder / "raw" / "empty.txt").touch()
    counter = Counter()
    corpus = tk.open(folder, counter)
    assert corpus.dropped["source_file"].tolist() == ["empty.txt"]
    assert counter.seen == []


@pytest.mark.parametrize("value", ["seconds = 0", "megabytes = 'many'", "hours = 1"])
def test_limits_that_are_none_are_named(value: str, folder: Path) -> None:
    with (folder / "corpus.toml").open("a") as stream:
        stream.write(f"[limits]\n{value}\n")
    with pytest.raises(ValueError, match="limits is a table of numbers: seconds, megabytes"):
        tk.open(folder)
