"""Corpora of many short articles, and frames to compare row by row."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk
from tests.annotators import Counter
from toolkit.corpus.corpus import Corpus

SETTINGS = """title = "Many"
language = "en"
[limits]
seconds = 300  # a pause is no hang, on a busy machine either
"""
NAMES = ("Vera Reed", "Tom Holt", "Ines Brook")


def fill(folder: Path, size: int, first: int = 0) -> Path:
    """A corpus folder with so many articles, each with words of its own."""
    (folder / "raw").mkdir(parents=True, exist_ok=True)
    (folder / "corpus.toml").write_text(SETTINGS)
    for i in range(first, first + size):
        name = NAMES[i % 3]
        said = f'{name} said on Tuesday: "Door {i} was shut {i + 2} times by the crew {i * 7}."'
        more = " ".join(f"The harbour counted {i * j} boats in hall {j}." for j in range(1, i % 9))
        (folder / "raw" / f"{i:05}.md").write_text(f"# Door {i} shut\n\n{said} {more}\n")
    return folder


def as_rows(corpus: Corpus) -> list[str]:
    """Both frames as text: equal where every value of every row is."""
    return [f.astype(str).to_csv(index=False) for f in (corpus.mentions, corpus.quotes)]


@pytest.fixture(scope="session")
def expected_counts(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What one process finds in sixty articles with an annotator without a model."""
    return as_rows(tk.open(fill(tmp_path_factory.mktemp("counted") / "c", 60), Counter()))


@pytest.fixture(scope="session")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What one process finds in sixty articles."""
    rows = as_rows(tk.open(fill(tmp_path_factory.mktemp("alone") / "c", 60)))
    assert sum(text.count("\n") for text in rows) > 120
    return rows


def kept_keys(folder: Path) -> pd.Series[str]:
    """Key of every quote in every part on disk, with how often."""
    rows = [pd.read_parquet(p) for p in folder.glob("quotes/*/*.parquet")]
    return pd.concat(rows)["key"] if rows else pd.Series(dtype="str")


def left(corpus: Corpus) -> int:
    """Number of texts without annotation."""
    return corpus.annotations.pending().articles
