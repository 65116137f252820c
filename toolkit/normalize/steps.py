"""The articles of a file, one step at a time, so that each step can be limited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from toolkit.collect.files import RawFile
from toolkit.normalize.article_row import article_row
from toolkit.normalize.readers import Read, Result, read_file
from toolkit.normalize.text.draft import Row, Setting, Unreadable, why_not

Rows = tuple[list[Row], list[Row]]
"""Rows of `articles` and of `dropped`."""


def steps_of_file(file: RawFile, setting: Setting) -> Iterator[Callable[[], Rows]]:
    """Functions that each give the rows of a document or record of a file.

    None of them raises an error, except MemoryError, and neither does the iteration.
    """
    empty = True
    try:
        for read, place in read_file(file, setting.engine):
            empty = False
            yield partial(_rows, read, file, place, setting)
    except MemoryError:
        raise
    except Exception as error:  # no file stops a run
        empty = False
        yield partial(dropped_rows, file, why_not(error, file.suffix))
    if empty:
        yield partial(dropped_rows, file, "empty: there is no article in it")


def _rows(read: Read, file: RawFile, place: str | None, setting: Setting) -> Rows:
    found = [_row(result, file, place, setting) for result in read()]
    return [row for rows, _ in found for row in rows], [row for _, rows in found for row in rows]


def _row(result: Result, file: RawFile, place: str | None, setting: Setting) -> Rows:
    if isinstance(result, Unreadable):
        return dropped_rows(file, str(result))
    try:
        return [article_row(result, file.name, place, setting)], []
    except MemoryError:
        raise
    except Exception as error:  # no record stops a run
        return dropped_rows(file, why_not(error, file.suffix))


def dropped_rows(file: RawFile, reason: str) -> Rows:
    """The rows of a document that is no article."""
    return [], [{"source_file": file.name, "step": "normalize", "reason": reason}]
