"""Reading a file: of each document in it, the reader for what it looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from toolkit.collect.containers import Part, Unopened, parts
from toolkit.collect.exports import BINARY, clippings_in_text
from toolkit.collect.files import CONTAINERS, RawFile
from toolkit.normalize.formats.clippings import read_clippings, read_exported
from toolkit.normalize.formats.records import read_csv, read_json
from toolkit.normalize.formats.saved_text import read_saved
from toolkit.normalize.html.page import read_page
from toolkit.normalize.text.draft import Draft, EngineName, Unreadable
from toolkit.normalize.text.encoding import Binary, decode, tidy

Found = Draft | Unreadable
_NOT_ARTICLES = [
    "jpg",
    "jpeg",
    "png",
    "gif",
    "svg",
    "webp",
    "ico",
    "css",
    "js",
    "woff",
    "woff2",
    "ttf",
    "mp3",
    "mp4",
    "webm",
    "avif",
    "map",
]
_LATER = {"doc", "epub", "odt", "parquet"} | {
    "mht",
    "mhtml",
    "eml",
}


def of_parts(raw: RawFile, engine: EngineName) -> Iterator[tuple[Found, str | None]]:
    """What is found in each document of a file; of many, one that fails leaves the others."""
    if raw.suffix not in CONTAINERS:
        yield from ((found, raw.folder) for found in _read(Part(raw.suffix, raw.data), engine))
        return
    for part in parts(raw):
        folder = raw.folder if isinstance(part, Unopened) else part.folder or raw.folder
        try:
            if isinstance(part, Unopened):
                raise Unreadable(part.reason)
            yield from ((_placed(found, part), folder) for found in _read(part, engine))
        except Unreadable as error:
            yield Unreadable(str(error)), folder
        except Exception as error:  # the promise: no page stops a run
            yield Unreadable(f"unexpected {type(error).__name__}: {error}"[:300]), folder


def _placed(found: Found, part: Part) -> Found:
    """With the address and time that an archive knows of a page."""
    if isinstance(found, Unreadable) or part.url is None:
        return found
    return replace(found, url=_url(found.url, part.url), fetched_at=part.fetched_at)


def _url(stated: str | None, fetched: str) -> str:
    """The address that a page states for itself; another site's is none of its own."""
    try:
        own = stated is not None and urlsplit(stated).hostname == urlsplit(fetched).hostname
    except ValueError:
        own = False
    return stated if own and stated and urlsplit(stated).path.strip("/") else fetched


def _read(part: Part, engine: EngineName) -> Iterator[Found]:
    if part.suffix in _NOT_ARTICLES:
        raise Unreadable(f"not an article: a .{part.suffix} file")
    if part.suffix in _LATER:
        raise Unreadable(f"no reader for .{part.suffix} files yet: save it as text or HTML")
    if not part.data.strip():
        raise Unreadable("empty: the file has no characters")
    if part.suffix in BINARY:
        yield from (_finished(f, []) for f in read_clippings(part.suffix, part.data, engine))
        return
    try:
        text, warnings = decode(part.data)
    except Binary:
        raise Unreadable("binary: the file is not text") from None
    if not tidy(text).strip():
        raise Unreadable("empty: the file has no characters that can be seen")
    for found in _reader(part.suffix, text, engine)(text):
        yield _finished(found, warnings)


def _finished(draft: Found, warnings: list[str]) -> Found:
    if isinstance(draft, Unreadable):
        return draft
    made = replace(draft.tidied(), warnings=(*draft.warnings, *warnings))
    return made if made.text else Unreadable("empty: there is no text in it")


def _reader(suffix: str, text: str, engine: EngineName) -> Callable[[str], Iterator[Found]]:
    """The reader for a suffix; where the suffix says nothing, for what the text looks like.

    Records get the text as it stands: they tell characters from line breaks by themselves.
    """
    exported = clippings_in_text(suffix, text)
    if exported is not None:
        return lambda t: read_exported(exported, engine)
    if suffix in ("html", "htm", "xhtml", "shtml") or _looks_like_html(text):
        return lambda t: iter([read_page(tidy(t), engine)])
    if suffix in ("json", "jsonl", "ndjson", "geojson"):
        return lambda t: read_json(t, engine)
    if suffix in ("csv", "tsv", "tab"):
        return lambda t: read_csv(t, engine)
    markdown = suffix in ("md", "markdown", "mdown", "mkd")
    return lambda t: iter([read_saved(tidy(t), markdown)])


def _looks_like_html(text: str) -> bool:
    return bool(
        re.match(
            r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype html|<html|<head|<body)",
            text,
            re.I | re.S,
        )
    )
