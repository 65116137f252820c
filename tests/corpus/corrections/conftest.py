"""A corpus of one article, and annotators for it, whose quotes the tests correct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import toolkit as tk
from toolkit.annotate import Annotation, Pipeline, Text

TITLE = "Ferry late again"
BODY = (
    '"The ferry was late," said Ada Reed, the harbourmaster of Ashmarket.\n\n'
    '"Nobody told us," said Tom Brook, a passenger. Gulls were said to be hungry.'
)


class Shifted:
    """Another model: it finds the same quotes, a little wider, under another version."""

    version = "another-model-2"

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        for note in Pipeline()(articles):
            quotes = [
                {
                    **q,
                    "segments": [[a, b + 1] for a, b in q["segments"]],
                    "quote_id": q["quote_id"] + "x",
                }
                for q in note.quotes
            ]
            yield note._replace(quotes=quotes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "corpus"
    (made / "raw").mkdir(parents=True)
    (made / "corpus.toml").write_text('title = "Ferries"\n', encoding="utf-8")
    (made / "raw" / "a.txt").write_text(f"{TITLE}\n\n{BODY}\n", encoding="utf-8")
    return made


def said(folder: Path, annotator: object = None) -> tk.Corpus:
    return tk.open(folder, annotator or Pipeline())  # type: ignore[arg-type]
