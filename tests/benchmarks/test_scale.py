"""Benchmarks: articles that are no copies of each other, and memory that is somebody's."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

import toolkit as tk
from toolkit.benchmarks import scale as sizes
from toolkit.benchmarks.process_cost import cost, cost_of
from toolkit.benchmarks.scale import resampled, write_corpus
from toolkit.normalize.duplicates.near_duplicates import find_pairs


@pytest.fixture(scope="module")
def texts() -> list[str]:
    articles = tk.open("data/sample").articles
    return articles.loc[articles["language"].eq("en"), "text"].tolist()


def test_resampled_articles_are_no_copies_and_always_the_same(texts: list[str]) -> None:
    made = list(islice(resampled(texts, 60), 300))
    assert made == list(islice(resampled(texts, 60), 300))
    assert made != list(islice(resampled(texts, 60, seed=8), 300))
    assert all(len(text.split()) >= 60 for text in made)
    assert len(find_pairs(made)) < 5
    assert sum("said" in text for text in made) > 100


def test_a_corpus_of_them_opens_and_grows(texts: list[str], tmp_path: Path) -> None:
    write_corpus(tmp_path, texts, 12, 60)
    assert len(tk.open(tmp_path)) == 12
    write_corpus(tmp_path, texts, 3, 60, seed=8)
    corpus = tk.open(tmp_path)
    assert len(corpus) == 15
    assert corpus.dropped.empty


def test_cost_is_of_the_whole_family_of_processes() -> None:
    child = "import time; held = bytearray(150_000_000); time.sleep(1)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    assert cost("-c", parent).megabytes > 150
    busy = "import time; end = time.process_time() + 0.6\nwhile time.process_time() < end: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    assert cost("-c", parent).cpu > 0.5
    with pytest.raises(RuntimeError, match="no such thing"):
        cost("-c", "raise ValueError('no such thing')")


def test_the_cost_of_a_function_is_measured_in_a_process_of_its_own() -> None:
    result, spent = cost_of(len, "abc")
    assert result == 3
    assert spent.megabytes > 1


@pytest.mark.parametrize("measure", sizes.MEASURES)
def test_the_measures_are_called_as_they_are(measure: str) -> None:
    corpus = tk.open("data/sample")
    for frames in (corpus, corpus.without_text):
        names = {"tk": tk, "q": frames.quotes, "m": frames.mentions, "a": frames.articles}
        assert len(eval(measure, names)) > 0


@pytest.mark.long
def test_the_steps_of_a_small_corpus(texts: list[str], tmp_path: Path) -> None:
    made = sizes.steps(tmp_path, texts, 3, 20)
    assert made.index[:3].tolist() == ["read", "annotate", "tables"]
    assert made[["seconds", "cpu", "megabytes", "on_disk"]].gt(0).all().all()
