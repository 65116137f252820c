"""The articles of a file, one step at a time, so that each step can be limited."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from toolkit.collect.address import url_parts
from toolkit.collect.containers import Document, UnreadablePage, documents_of
from toolkit.collect.files import RawFile
from toolkit.normalize.article_row import article_row
from toolkit.normalize.exports import OFFICE, read_export, read_office
from toolkit.normalize.exports.office import is_cut
from toolkit.normalize.formats.records import read_csv, read_json
from toolkit.normalize.formats.saved_text import read_saved
from toolkit.normalize.html.page import read_page
from toolkit.normalize.text.draft import Draft, Reader, Row, Setting, Unreadable, why_not
from toolkit.normalize.text.encoding import decode, tidy

Rows = tuple[list[Row], list[Row]]
"""Rows of `articles` and of `dropped`."""
Step = Callable[[], Rows]
_RECORDS = ("json", "jsonl", "ndjson", "geojson", "csv", "tsv", "tab", "xls", "xlsx")
"""Suffixes of files whose records are read one by one."""
_NOT_ARTICLES = {"jpg", "jpeg", "png", "gif", "svg", "webp", "ico", "css", "js", "woff", "woff2",
                 "ttf", "mp3", "mp4", "webm", "avif", "map"}  # fmt: skip
_NOT_SUPPORTED = {"doc", "epub", "odt", "parquet", "mht", "mhtml", "eml"}
_HTML = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype html|<html|<head|<body)",
    re.I | re.S,
)
_EMPTY = "empty: there is no article in it"
_CUT = "text cut off: the file ends before its text does"


def steps_of_file(file: RawFile, setting: Setting) -> Iterator[Step]:
    """Functions that each give the rows of a document or record of a file.

    None of them raises an error, except where the machine lacks memory or room on its disk, and
    neither does the iteration.
    """
    empty = True
    try:
        for document in documents_of(file):
            empty = False
            yield from _steps(document, file, setting)
        if empty:
            raise Unreadable(_EMPTY)
    except Exception as error:  # no file stops a run
        yield partial(dropped_rows, file, why_not(error, file.suffix))


def dropped_rows(file: RawFile, reason: str) -> Rows:
    """The rows of a document that is no article."""
    return [], [{"source_file": file.name, "step": "normalize", "reason": reason}]


def _steps(document: Document | UnreadablePage, file: RawFile, setting: Setting) -> Iterator[Step]:
    if isinstance(document, UnreadablePage):
        yield partial(dropped_rows, file, str(document))
        return
    readers = _readers_or_reason(document, setting)
    for some in ([read] for read in readers) if document.suffix in _RECORDS else (readers,):
        yield partial(_rows, some, document, file, setting)


def _rows(readers: Iterable[Reader], document: Document, file: RawFile, setting: Setting) -> Rows:
    return joined(_row(read, document, file, setting) for read in readers)


def joined(several: Iterable[Rows]) -> Rows:
    """The rows of several documents."""
    articles: list[Row] = []
    dropped: list[Row] = []
    for some_articles, some_dropped in several:
        articles += some_articles
        dropped += some_dropped
    return articles, dropped


def _row(read: Reader, document: Document, file: RawFile, setting: Setting) -> Rows:
    try:
        return [article_row(read(), file.name, document.place, setting)], []
    except Exception as error:  # no record stops a run
        return dropped_rows(file, why_not(error, document.suffix))


def _readers_or_reason(document: Document, setting: Setting) -> Iterator[Reader]:
    """Readers of the articles in a document; a document without any gives the reason."""
    try:
        yield from _readers(document, setting)
    except Exception as error:  # no document stops a run
        yield Unreadable(why_not(error, document.suffix)).refuse


def _readers(document: Document, setting: Setting) -> Iterator[Reader]:
    suffix, data = document.suffix, document.data
    if suffix in _NOT_ARTICLES:
        raise Unreadable(f"not an article: a .{suffix} file")
    if suffix in _NOT_SUPPORTED:
        raise Unreadable(f"no reader for .{suffix} files yet: save it as text or HTML")
    if not data.strip():
        raise Unreadable("empty: the file has no characters")
    if suffix in OFFICE:
        warnings = [_CUT] if suffix == "rtf" and is_cut(data) else []
        readers = read_office(suffix, data, setting.engine)
    else:
        text, warnings = decode(data)
        if not tidy(text).strip():
            raise Unreadable("empty: the file has no characters that can be seen")
        readers = _text_readers(suffix, text, setting)
    empty = True
    for read in readers:
        empty = False
        yield partial(_complete, read, document, warnings)
    if empty:
        raise Unreadable(_EMPTY)


def _text_readers(suffix: str, text: str, setting: Setting) -> Iterator[Reader]:
    """Readers for a suffix, or for an unknown suffix by the form of the text.

    Records get the text untidied: they distinguish escaped characters from line breaks themselves.
    """
    exported = read_export(suffix, text)
    if exported is not None:
        return exported
    if suffix in ("html", "htm", "xhtml", "shtml") or _HTML.match(text):
        return iter([lambda: read_page(tidy(text), setting.engine)])
    if suffix in ("json", "jsonl", "ndjson", "geojson"):
        return read_json(text, setting.engine)
    if suffix in ("csv", "tsv", "tab"):
        return read_csv(text, setting.engine)
    markdown = suffix in ("md", "markdown", "mdown", "mkd")
    return iter([lambda: read_saved(tidy(text), markdown)])


def _complete(read: Reader, document: Document, warnings: Sequence[str]) -> Draft:
    """A draft with the warnings of its file, and with the address and time that an archive states.

    Raises:
        Unreadable: it has no text.
    """
    draft = read().tidied()
    if not draft.text:
        raise Unreadable("empty: there is no text in it")
    return replace(
        draft,
        url=_url(draft.url, document.url) if document.url else draft.url,
        fetched_at=document.fetched_at,
        warnings=(*draft.warnings, *warnings),
    )


def _url(stated: str | None, fetched: str) -> str:
    """The address that a page states for itself, unless it is that of another site."""
    own = url_parts(stated or "")
    is_own = own.hostname == url_parts(fetched).hostname and own.path.strip("/")
    return stated if stated and is_own else fetched
