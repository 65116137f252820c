"""Articles out of exports of press databases and office files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from toolkit.collect.exports import Clipping, UnreadableExport, clippings, is_cut
from toolkit.normalize.formats.records import NAMES, read_record
from toolkit.normalize.formats.saved_text import read_saved
from toolkit.normalize.text.draft import Draft, EngineName, Unreadable
from toolkit.normalize.text.encoding import tidy

_COLUMNS = {alias for aliases in NAMES.values() for alias in aliases}


def read_clippings(suffix: str, data: bytes, engine: EngineName) -> Iterator[Draft | Unreadable]:
    """The articles of an office file.

    Raises:
        Unreadable: it cannot be read; the message says what to do.
    """
    cut = suffix == "rtf" and is_cut(data)
    for found in read_exported(lambda: clippings(suffix, data), engine):
        yield _cut(found) if cut else found


def _cut(found: Draft | Unreadable) -> Draft | Unreadable:
    if isinstance(found, Unreadable):
        return found
    said = "text cut off: the file ends before its text does"
    return replace(found, warnings=(*found.warnings, said))


def read_exported(
    read: Callable[[], Iterator[Clipping]], engine: EngineName
) -> Iterator[Draft | Unreadable]:
    """The articles that an export's reader gives.

    Raises:
        Unreadable: it gives none.
    """
    try:
        for number, clipping in enumerate(read(), 1):
            yield _draft(clipping, number, engine)
    except UnreadableExport as error:
        raise Unreadable(str(error)) from error


def _draft(clipping: Clipping, number: int, engine: EngineName) -> Draft | Unreadable:
    if clipping.fields:
        made = read_record(clipping.fields, f"row {number + 1}", "sheet", engine)
        beside = {n: v for n, v in clipping.fields.items() if _name(n) not in _COLUMNS}
        return made if isinstance(made, Unreadable) else _with(made, beside)
    if not clipping.text.strip():
        return Unreadable(f"article {number} of the export has no text")
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


def _with(draft: Draft, extra: Mapping[str, str]) -> Draft:
    return Draft(**{**draft.__dict__, "extra": _json(extra)})


def _json(extra: Mapping[str, Any]) -> str | None:
    return json.dumps(dict(extra), ensure_ascii=False) if extra else None


def _name(column: str) -> str:
    return column.strip().lower().replace(" ", "_")
