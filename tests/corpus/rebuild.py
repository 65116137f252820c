"""Comparison of an updated corpus with one that is built from nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd

import toolkit as tk
from toolkit.annotate import Annotator
from toolkit.corpus.corpus import Corpus

DERIVED = {"articles", "mentions", "quotes", "log", "tables"}
NAMES = ("articles", "versions", "mentions", "quotes", "sources", "actors", "dropped")


def frames_of(corpus: Corpus) -> list[pd.DataFrame]:
    """All frames of a corpus."""
    return [getattr(corpus, name) for name in NAMES]


def assert_same(one: list[pd.DataFrame], other: list[pd.DataFrame]) -> None:
    """Fail unless all frames are equal, `dropped` whatever the order of its rows."""
    for name, a, b in zip(NAMES, one, other, strict=True):
        if name == "dropped":
            a, b = (f.sort_values([*f]).reset_index(drop=True) for f in (a, b))
        pd.testing.assert_frame_equal(a, b)


def rebuilt(folder: Path, *annotator: Annotator) -> list[pd.DataFrame]:
    """All frames of the same files, built from nothing in another folder."""
    fresh = folder.with_name("fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(folder, fresh, ignore=lambda _, names: {*names} & DERIVED)
    return frames_of(tk.open(fresh, *annotator))
