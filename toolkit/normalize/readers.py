"""Read the documents of a file, each with the reader for its format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from toolkit.collect.containers import Document, UnreadablePage, documents_of
from toolkit.collect.exports import BINARY, clippings_in_text
from toolkit.collect.files import RawFile
from toolkit.normalize.formats.clippings import read_clippings, read_exported
from toolkit.normalize.formats.records import read_csv, read_json
from toolkit.normalize.formats.saved_text import read_saved
from toolkit.normalize.html.page import read_page
from toolkit.normalize.text.draft import Draft, EngineName, Unreadable
from toolkit.normalize.text.encoding import Binary, decode, tidy

Result = Draft | Unreadable
_NOT_ARTICLES = {"jpg", "jpeg", "png", "gif", "svg", "webp", "ico", "css", "js", "woff", "woff2",
                 "ttf", "mp3", "mp4", "webm", "avif", "map"}  # fmt: skip
_NOT_SUPPORTED = {"doc", "epub", "odt", "parquet", "mht", "mhtml", "eml"}
_HTML = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype html|<html|<head|<body)",
    re.I | re.S,
)


def read_file(file: RawFile, engine: EngineName) -> Iterator[tuple[Result, str | None]]:
    """The articles of a file, each with its place; a document that fails gives its reason.

    Raises:
        TooLarge, OSError: see `RawFile.read`.
    """
    for document in documents_of(file):
        if isinstance(document, UnreadablePage):
            yield Unreadable(str(document)), None
            continue
        try:
            for result in _read(document, engine):
                yield _with_archive_fields(result, document), document.place
        except Unreadable as error:
            yield error, document.place
        except RecursionError:
            yield Unreadable("nested too deeply to be an article"), document.place
        except Exception as error:  # no document stops a run
            yield Unreadable(f"unexpected {type(error).__name__}: {error}"[:300]), document.place


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


def _read(document: Document, engine: EngineName) -> Iterator[Result]:
    if document.suffix in _NOT_ARTICLES:
        raise Unreadable(f"not an article: a .{document.suffix} file")
    if document.suffix in _NOT_SUPPORTED:
        raise Unreadable(f"no reader for .{document.suffix} files yet: save it as text or HTML")
    if not document.data.strip():
        raise Unreadable("empty: the file has no characters")
    if document.suffix in BINARY:
        results = read_clippings(document.suffix, document.data, engine)
        yield from (_tidied(result, []) for result in results)
        return
    try:
        text, warnings = decode(document.data)
    except Binary:
        raise Unreadable("binary: the file is not text") from None
    if not tidy(text).strip():
        raise Unreadable("empty: the file has no characters that can be seen")
    for result in _reader(document.suffix, text, engine)(text):
        yield _tidied(result, warnings)


def _tidied(result: Result, warnings: list[str]) -> Result:
    if isinstance(result, Unreadable):
        return result
    draft = replace(result.tidied(), warnings=(*result.warnings, *warnings))
    return draft if draft.text else Unreadable("empty: there is no text in it")


def _reader(suffix: str, text: str, engine: EngineName) -> Callable[[str], Iterator[Result]]:
    """The reader for a suffix, or for an unknown suffix by the form of the text.

    Records get the text untidied: they distinguish escaped characters from line breaks themselves.
    """
    exported = clippings_in_text(suffix, text)
    if exported is not None:
        return lambda t: read_exported(exported, engine)
    if suffix in ("html", "htm", "xhtml", "shtml") or _HTML.match(text):
        return lambda t: iter([read_page(tidy(t), engine)])
    if suffix in ("json", "jsonl", "ndjson", "geojson"):
        return lambda t: read_json(t, engine)
    if suffix in ("csv", "tsv", "tab"):
        return lambda t: read_csv(t, engine)
    markdown = suffix in ("md", "markdown", "mdown", "mkd")
    return lambda t: iter([read_saved(tidy(t), markdown)])
