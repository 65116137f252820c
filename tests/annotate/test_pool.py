"""Annotation on several cores: the same as on one, in order, whatever comes in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from toolkit.annotate import Annotation, Pipeline, Text
from toolkit.annotate.pool import Failed, annotated

TEXTS = [Text(None, f'Vera Reed said: "The door was shut {n} times."') for n in range(20)]


class Picky:
    """Takes no article that has a seven in it."""

    version = "picky"

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        for article in articles:
            if "7" in article.text:
                raise RuntimeError("seven")
            yield Annotation([{"text": article.text}], [])


def test_several_processes_say_what_one_says() -> None:
    alone = list(annotated(Pipeline(), TEXTS))
    assert list(annotated(Pipeline(), TEXTS, workers=2)) == alone
    assert sum(len(note.quotes) for note in alone if isinstance(note, Annotation)) == len(TEXTS)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_that_fails_is_a_reason_in_its_place(workers: int) -> None:
    notes = list(annotated(Picky(), TEXTS, workers))
    failed = [i for i, note in enumerate(notes) if isinstance(note, Failed)]
    assert failed == [7, 17]
    assert notes[7] == Failed("unexpected RuntimeError: seven")


def test_articles_are_read_ahead_by_a_bounded_number() -> None:
    read = 0

    def stream() -> Iterator[Text]:
        nonlocal read
        for _ in range(10_000):
            read += 1
            yield Text(None, "It rained.")

    notes = annotated(Picky(), stream(), workers=2)
    next(notes)
    assert read < 100
    notes.close()  # type: ignore[attr-defined]
