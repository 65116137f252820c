"""Annotators without models, for tests of everything around annotation.

They are in a module of their own, so that processes and clusters can import them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.annotate import Annotation, Text


def said(text: str) -> dict[str, object]:
    """A row of `quotes` whose content is the first word."""
    word = text.split(" ")[0]
    place = {"segments": [[0, len(word)]], "in_title": False, "paragraph": 0, "position": 0.0}
    kinds = {"quote_type": "indirect", "cue_kind": "communication", "anonymous": False}
    about = {"quote_id": f"0-{len(word)}", "n_words": 1, "rule": "test", "confidence": 1.0}
    return {"content": word, "speaker": "Somebody", **place, **kinds, **about}


class Counter:
    """Finds a quote of the first word in each article, and remembers the texts that it saw."""

    def __init__(self, version: str = "counter-1", fails_on: str = "\0") -> None:
        self.version = version
        self.fails_on = fails_on
        self.seen: list[str] = []

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        for article in articles:
            self.seen.append(article.text)
            if self.fails_on in article.text:
                raise RuntimeError("no idea")
            yield Annotation([], [said(article.text)])


class Pausing:
    """Finds a quote of the first word in each article; pauses at one until it is released.

    Args:
        folder: gets a file `reached` at the pause; a file `released` there ends it.
        words: of the article at which it pauses.
    """

    version = "pausing-1"

    def __init__(self, folder: Path, words: str) -> None:
        self.reached, self.released = folder / "reached", folder / "released"
        self.words = words

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        for article in articles:
            if self.words in article.text:
                self.reached.touch()
                while not self.released.exists():
                    time.sleep(0.01)
            yield Annotation([], [said(article.text)])
