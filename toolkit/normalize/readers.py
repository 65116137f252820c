"""Read the documents of a file, each with the reader for its format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from toolkit.collect.containers import Document, UnreadablePage, documents_of
from toolkit.collect.exports import BINARY, clippings_in_text
from toolkit.collect.files import RawFile
from toolkit.normalize.formats.clippings import read_clippings, read_exported
from toolkit.normalize.formats.records import read_csv, read_json
from toolkit.normalize.formats.saved_text import read_saved
from toolkit.normalize.html.page import read_page
from toolkit.normalize.text.draft import Draft, EngineName, Unreadable, why_not
from toolkit.normalize.text.encoding import Binary, decode, tidy

Result = Draft | Unreadable
Read = Callable[[], list[Result]]
"""Reads a document or one of its records."""
_RECORDS = ("json", "jsonl", "ndjson", "geojson", "csv", "tsv", "tab", "xls", "xlsx")
"""Suffixes of files whose records are read one by one."""
_NOT_ARTICLES = {"jpg", "jpeg", "png", "gif", "svg", "webp", "ico", "css", "js", "woff", "woff2",
                 "ttf", "mp3", "mp4", "webm", "avif", "map"}  # fmt: skip
_NOT_SUPPORTED = {"doc", "epub", "odt", "parquet", "mht", "mhtml", "eml"}
_HTML = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype html|<html|<head|<body)",
    re.I | re.S,
)


def read_file(file: RawFile, engine: EngineName) -> Iterator[tuple[Read, str | None]]:
    """Functions that read the documents and records of a file, each with its place.

    Raises:
        TooLarge, OSError: see `RawFile.read`.
    """
    for document in documents_of(file):
        if isinstance(document, UnreadablePage):
            yield partial(_refused, str(document)), None
        elif document.suffix in _RECORDS:
            for read in _results(document, engine):
                yield partial(_taken, [read], document), document.place
        else:
            yield partial(_all_of, document, engine), document.place


def _refused(reason: str) -> list[Result]:
    return [Unreadable(reason)]


def _all_of(document: Document, engine: EngineName) -> list[Result]:
    return _taken(_results(document, engine), document)


def _taken(reads: Iterable[Callable[[], Result]], document: Document) -> list[Result]:
    """The results of readers; what fails gives its reason."""
    results: list[Result] = []
    for read in reads:
        try:
            results.append(_with_archive_fields(read(), document))
        except MemoryError:
            raise
        except Exception as error:  # no record stops a run
            results.append(Unreadable(why_not(error, document.suffix)))
    return results


def _results(document: Document, engine: EngineName) -> Iterator[Callable[[], Result]]:
    """Readers of the articles in a document; a document that fails gives its reason."""
    try:
        yield from _read(document, engine)
    except MemoryError:
        raise
    except Exception as error:  # no document stops a run
        yield partial(Unreadable, why_not(error, document.suffix))


def _with_archive_fields(result: Result, document: Document) -> Result:
    """Add the address and time that an archive states for a page."""
    if isinstance(result, Unreadable) or document.url is None:
        return result
    return replace(result, url=_url(result.url, document.url), fetched_at=document.fetched_at)


def _url(stated: str | None, fetched: str) -> str:
    """The address that a page states for itself, unless it is that of another site."""
    try:
        own = stated is not None and urlsplit(stated).hostname == urlsplit(fetched).hostname
    except ValueError:
        own = False
    return stated if own and stated and urlsplit(stated).path.strip("/") else fetched


def _read(document: Document, engine: EngineName) -> Iterator[Callable[[], Result]]:
    if document.suffix in _NOT_ARTICLES:
        raise Unreadable(f"not an article: a .{document.suffix} file")
    if document.suffix in _NOT_SUPPORTED:
        raise Unreadable(f"no reader for .{document.suffix} files yet: save it as text or HTML")
    if not document.data.strip():
        raise Unreadable("empty: the file has no characters")
    if document.suffix in BINARY:
        for read in read_clippings(document.suffix, document.data, engine):
            yield partial(_tidied, read, [])
        return
    try:
        text, warnings = decode(document.data)
    except Binary:
        raise Unreadable("binary: the file is not text") from None
    if not tidy(text).strip():
        raise Unreadable("empty: the file has no characters that can be seen")
    for read in _readers(document.suffix, text, engine):
        yield partial(_tidied, read, warnings)


def _tidied(read: Callable[[], Result], warnings: list[str]) -> Result:
    result = read()
    if isinstance(result, Unreadable):
        return result
    draft = replace(result.tidied(), warnings=(*result.warnings, *warnings))
    return draft if draft.text else Unreadable("empty: there is no text in it")


def _readers(suffix: str, text: str, engine: EngineName) -> Iterator[Callable[[], Result]]:
    """Readers for a suffix, or for an unknown suffix by the form of the text.

    Records get the text untidied: they distinguish escaped characters from line breaks themselves.
    """
    exported = clippings_in_text(suffix, text)
    if exported is not None:
        return read_exported(exported, engine)
    if suffix in ("html", "htm", "xhtml", "shtml") or _HTML.match(text):
        return iter([lambda: read_page(tidy(text), engine)])
    if suffix in ("json", "jsonl", "ndjson", "geojson"):
        return read_json(text, engine)
    if suffix in ("csv", "tsv", "tab"):
        return read_csv(text, engine)
    markdown = suffix in ("md", "markdown", "mdown", "mkd")
    return iter([lambda: read_saved(tidy(text), markdown)])
