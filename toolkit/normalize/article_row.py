"""Turn a draft into a row of `articles`: id, dates, authors, agency, language, warnings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import py3langid
from courlan import clean_url

from toolkit.normalize.fields import bylines, outlets
from toolkit.normalize.fields.dates import has_zone, is_ambiguous, parse_date
from toolkit.normalize.fields.file_names import headed_by_slug
from toolkit.normalize.text.draft import Draft, Row, Setting
from toolkit.normalize.text.shingles import plain_words

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_POINT = re.compile(r"(?<![A-Z])[.;]$|(?<=\.);$")
_LINE = 200
_LONG = 50_000
_SHORT = 40
_NO_ZONE = "time zone unknown: read as UTC"


def article_row(draft: Draft, source_file: str, place: str | None, setting: Setting) -> Row:
    """One row of `articles` (see frames.ARTICLES), with two more keys that can tell its outlet.

    These are `place`, and `heads`: names in head or byline that can be outlets.

    Args:
        draft: article as read from its source.
        source_file: name of that file.
        place: path of the document below the requested folder, also in a zip.
        setting: settings of the corpus.
    """
    draft = _with_title(draft, place or "")
    url = _canonical(draft.url)
    published, precision = parse_date(draft.published_raw, setting.timezone)
    others = bylines.employers(draft.byline)
    employed = [name for name in others if not bylines.is_agency(name, setting.agencies)]
    outlet = _outlet(draft, url, employed, setting)
    agency = bylines.credited_agency(draft.byline, draft.credit, draft.text, setting.agencies)
    agency = None if agency == outlet else agency
    names = bylines.authors(draft.byline, setting.agencies)
    people = [n for n in names if outlets.outlet_key(n) != outlets.outlet_key(outlet or "")]
    agencies = bylines.named_agencies(draft.byline, setting.agencies) if agency else []
    words = count_words(draft.text)
    in_part = people and bylines.is_partial_credit(draft.credit)
    content = f"{draft.title}\n{draft.text}"
    return {
        "article_id": _hash(url if url and _is_page(url) else content),
        "url": url,
        "outlet": outlet,
        "title": draft.title,
        "standfirst": draft.standfirst,
        "authors": people or agencies,
        "agency": agency,
        "published": published,
        "published_raw": draft.published_raw,
        "published_precision": precision,
        "section": draft.section,
        "language": _language(draft, setting),
        "text": draft.text,
        "n_words": words,
        "origin": "agency" if agency and not in_part else "own",
        "story_id": _hash(plain_words(draft.text)),
        "extractor": draft.extractor,
        "fetched_at": parse_date(draft.fetched_at)[0],
        "source_file": source_file,
        "place": place,
        "heads": [*draft.heads, *employed],
        "extra": draft.extra,
        "warnings": [*draft.warnings, *_warnings(draft, published, precision, words, setting)],
    }


def count_words(text: str) -> int:
    """Number of words: runs of letters and digits, joined by apostrophe, hyphen or point.

    Example:
        >>> count_words("The vice-president's 3.5 hours.")
        4
    """
    return len(_WORD.findall(text))


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:16]


def _canonical(url: str | None) -> str | None:
    """The address without tracking parameters and fragment; None if it is invalid."""
    if not url or not url.startswith(("http://", "https://")):
        return None
    try:
        cleaned = clean_url(url.split("#")[0])
        parts = urlsplit(cleaned or "")
    except ValueError:
        return None
    if not parts.hostname:
        return None
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _is_page(url: str) -> bool:
    """Whether an address can be that of an article: some pages state their front page's."""
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)


def _with_title(draft: Draft, place: str) -> Draft:
    """A draft whose first paragraph is its title, if the file is named after it."""
    first, _, rest = draft.text.partition("\n\n")
    lines = (first, f"{first} {rest[:_LINE]}" if first.endswith(";") else first)
    if draft.title or not rest or not any(headed_by_slug(place, line) for line in lines):
        return draft
    return replace(draft, title=_POINT.sub("", first), text=rest)


def _outlet(draft: Draft, url: str | None, employed: Sequence[str], setting: Setting) -> str | None:
    """The outlet that the corpus or the page names, or else the page's host."""
    host = outlets.host_of(url) if url else ""
    stated = draft.outlet or next(filter(outlets.reads_as_outlet, employed), None)
    if stated and outlets.DOMAIN.fullmatch(stated):
        host, stated = host or outlets.host_of(stated), None
    for key in (host, f"www.{host}", stated):
        if key and setting.outlets.get(key):
            return setting.outlets[key]
    return outlets.known_outlet(host) or stated or host or None


def _language(draft: Draft, setting: Setting) -> str | None:
    """ISO 639-1 code: detected in the text, or for short texts as page or corpus state it."""
    stated = _code(draft.language or setting.language or "")
    if len(draft.text) < _SHORT and stated:
        return stated
    if not re.search(r"[^\W\d_]", draft.text):
        return stated
    return str(py3langid.classify(draft.text[:20_000])[0])


def _code(stated: str) -> str | None:
    """The code in a stated language such as "en-GB" or "English"; None for other names.

    Example:
        >>> _code("en-GB"), _code("English"), _code("nds"), _code("eng"), _code("Welsh")
        ('en', 'en', 'nds', 'en', None)
    """
    code = re.match(r"[a-z]{2,3}\b", re.sub(r"^eng(?:lish)?\b", "en", stated.lower()))
    return code[0] if code else None


def _warnings(
    draft: Draft, published: datetime | None, precision: str, words: int, setting: Setting
) -> list[str]:
    raw = draft.published_raw or ""
    unread = f": {raw!r} not understood" if raw else ""
    holds = {
        f"no date{unread}": published is None,
        "date in the future": published is not None and published > datetime.now(UTC),
        f"date {raw} read month first": published is not None and is_ambiguous(raw),
        "no title": not draft.title,
        f"long: {words} words": words > _LONG,
        "no paragraphs": "\n\n" not in draft.text and words > 400,
        _NO_ZONE: precision == "minute" and not (setting.timezone or has_zone(raw)),
    }
    return [warning for warning, is_true in holds.items() if is_true]
