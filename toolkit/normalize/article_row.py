"""From a draft to a row of `articles`: identity, dates, byline, agency, language, warnings."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from functools import cache
from urllib.parse import urlsplit

import py3langid
from courlan import clean_url

from toolkit.lexicons import lexicon
from toolkit.normalize.fields.bylines import authors, credited_agency, is_partial_credit
from toolkit.normalize.fields.dates import has_zone, is_ambiguous, parse_date
from toolkit.normalize.text.draft import Draft, Row, Setting

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_LONG = 50_000
_SHORT = 40
_NO_ZONE = "time zone unknown: read as UTC"


def article_row(draft: Draft, source_file: str, folder: str | None, setting: Setting) -> Row:
    """One row of `articles` (see frames.ARTICLES).

    Args:
        draft: what a reader found.
        source_file: file that it came from.
        folder: name of the folder that the file lies in; names the outlet where nothing else does.
        setting: what the corpus says about its articles.
    """
    url = _canonical(draft.url)
    published, precision = parse_date(draft.published_raw, setting.timezone)
    exact = precision == "minute" and not setting.timezone
    unzoned = [_NO_ZONE] if exact and not has_zone(draft.published_raw or "") else []
    outlet = _outlet(draft, url, folder, setting)
    agency = credited_agency(draft.byline, draft.credit, draft.text, setting.agencies)
    agency = None if agency == outlet else agency
    named = authors(draft.byline, setting.agencies)
    people = [n for n in named if n.casefold() not in (outlet or "").casefold()]
    words = count_words(draft.text)
    own = f"{draft.title}\n{draft.text}"
    return {
        "article_id": _hash(url if url and _is_page(url) else own),
        "url": url,
        "outlet": outlet,
        "title": draft.title,
        "standfirst": draft.standfirst,
        "authors": people,
        "agency": agency,
        "published": published,
        "published_raw": draft.published_raw,
        "published_precision": precision,
        "section": draft.section,
        "language": _language(draft, setting),
        "text": draft.text,
        "n_words": words,
        "origin": "agency"
        if agency and not (people and is_partial_credit(draft.credit))
        else "own",
        "story_id": _hash(_squeeze(draft.text)),
        "extractor": draft.extractor,
        "fetched_at": parse_date(draft.fetched_at)[0],
        "source_file": source_file,
        "extra": draft.extra,
        "warnings": [
            *draft.warnings,
            *_doubts(draft, published, words),
            *unzoned,
        ],
    }


def count_words(text: str) -> int:
    """Words of a text: runs of letters and digits, with what joins them ("vice-president's").

    Example:
        >>> count_words("The vice-president's 3.5 hours.")
        4
    """
    return sum(1 for _ in _WORD.finditer(text))


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:16]


def _squeeze(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _canonical(url: str | None) -> str | None:
    """The address without tracking parameters and fragment; null if it is none."""
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
    """Whether an address can be an article's: not the front page, as careless pages state it."""
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)


def _outlet(draft: Draft, url: str | None, folder: str | None, setting: Setting) -> str | None:
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    for key in (host, f"www.{host}", folder, draft.outlet):
        if key and key in setting.outlets:
            return setting.outlets[key]
    return _known_outlet(host) or draft.outlet or host or folder or None


def _known_outlet(host: str) -> str | None:
    """Name of the outlet by its domain or one above it: edition.cnn.com is cnn.com.

    The table is ``lexicons/outlets.csv``; a corpus's own is in its ``corpus.toml`` and goes first.
    """
    labels = host.split(".")
    above = (".".join(labels[i:]) for i in range(len(labels) - 1))
    return next((_outlets()[d] for d in above if d in _outlets()), None)


@cache
def _outlets() -> dict[str, str]:
    table = lexicon("outlets")
    return dict(zip(table["domain"], table["name"], strict=True))


def _language(draft: Draft, setting: Setting) -> str | None:
    """ISO 639-1, by what the text looks like; short texts by what page or corpus say."""
    stated = (draft.language or setting.language or "")[:2].lower() or None
    if len(draft.text) < _SHORT and stated:
        return stated
    if not re.search(r"[^\W\d_]", draft.text):
        return stated
    return str(py3langid.classify(draft.text[:20_000])[0])


def _doubts(draft: Draft, published: datetime | None, words: int) -> list[str]:
    found = []
    if published is None:
        unread = f": {draft.published_raw!r} not understood" if draft.published_raw else ""
        found.append(f"no date{unread}")
    elif published > datetime.now(UTC):
        found.append("date in the future")
    if published is not None and is_ambiguous(draft.published_raw or ""):
        found.append(f"date {draft.published_raw} read month first")
    if not draft.title:
        found.append("no title")
    if words > _LONG:
        found.append(f"long: {words} words")
    if "\n\n" not in draft.text and words > 400:
        found.append("no paragraphs")
    return found
