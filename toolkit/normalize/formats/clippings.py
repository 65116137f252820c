"""Turn clippings of exports and office files into drafts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from toolkit.collect.exports import Clipping, UnreadableExport, clippings, is_cut
from toolkit.normalize.formats.records import NAMES, normalized_column, read_record
from toolkit.normalize.formats.saved_text import read_saved
from toolkit.normalize.text.draft import Draft, EngineName, Unreadable
from toolkit.normalize.text.encoding import tidy

_KNOWN_COLUMNS = {alias for aliases in NAMES.values() for alias in aliases}
Reader = Callable[[], Draft | Unreadable]
_MESSAGE = 120
"""Characters of what an export has in place of an article."""


def read_clippings(suffix: str, data: bytes, engine: EngineName) -> Iterator[Reader]:
    """Readers of the articles in an office file.

    Raises:
        Unreadable: it cannot be read; the message says what to do.
    """
    for read in read_exported(lambda: clippings(suffix, data), engine):
        yield partial(_with_warning, read) if suffix == "rtf" and is_cut(data) else read


def _with_warning(read: Reader) -> Draft | Unreadable:
    result = read()
    if isinstance(result, Unreadable):
        return result
    warning = "text cut off: the file ends before its text does"
    return replace(result, warnings=(*result.warnings, warning))


def read_exported(read: Callable[[], Iterator[Clipping]], engine: EngineName) -> Iterator[Reader]:
    """Readers of the articles that the reader of an export yields.

    Raises:
        Unreadable: the export cannot be read.
    """
    try:
        for number, clipping in enumerate(read(), 1):
            yield partial(_draft, clipping, number, engine)
    except UnreadableExport as error:
        raise Unreadable(str(error)) from error


def _draft(clipping: Clipping, number: int, engine: EngineName) -> Draft | Unreadable:
    if clipping.fields:
        draft = read_record(clipping.fields, f"row {number + 1}", "sheet", engine)
        extra = {
            name: value
            for name, value in clipping.fields.items()
            if normalized_column(name) not in _KNOWN_COLUMNS
        }
        return draft if isinstance(draft, Unreadable) else replace(draft, extra=_json(extra))
    if not clipping.text.strip():
        said = clipping.extra.get("message", "")[:_MESSAGE]
        return Unreadable(
            f"article {number} of the export has no text" + (f": {said}" if said else "")
        )
    if clipping.source == "document":
        return read_saved(tidy(clipping.text), markdown=False)
    return Draft(
        text=clipping.text,
        extractor=clipping.source,
        title=clipping.title,
        byline=(clipping.byline,) if clipping.byline else (),
        published_raw=clipping.published_raw,
        section=clipping.section,
        language=clipping.language,
        outlet=clipping.outlet,
        url=clipping.url,
        extra=_json(clipping.extra),
    )


def _json(extra: Mapping[str, Any]) -> str | None:
    return json.dumps(dict(extra), ensure_ascii=False) if extra else None
