"""Turn a draft into a row of `articles`: id, dates, authors, agency, language, warnings."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from functools import cache
from urllib.parse import urlsplit

import py3langid
from courlan import clean_url

from toolkit.lexicons import lexicon
from toolkit.normalize.fields.bylines import (
    authors,
    credited_agency,
    is_partial_credit,
    named_agencies,
)
from toolkit.normalize.fields.dates import has_zone, is_ambiguous, parse_date
from toolkit.normalize.text.draft import Draft, Row, Setting
from toolkit.normalize.text.shingles import plain_words

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_LONG = 50_000
_SHORT = 40
_NO_ZONE = "time zone unknown: read as UTC"


def article_row(draft: Draft, source_file: str, folder: str | None, setting: Setting) -> Row:
    """One row of `articles` (see frames.ARTICLES).

    Args:
        draft: article as read from its source.
        source_file: name of that file.
        folder: name of the file's folder; the outlet if neither page nor corpus names one.
        setting: settings of the corpus.
    """
    url = _canonical(draft.url)
    published, precision = parse_date(draft.published_raw, setting.timezone)
    exact = precision == "minute" and not setting.timezone
    unzoned = [_NO_ZONE] if exact and not has_zone(draft.published_raw or "") else []
    outlet = _outlet(draft, url, folder, setting)
    agency = credited_agency(draft.byline, draft.credit, draft.text, setting.agencies)
    agency = None if agency == outlet else agency
    people = [n for n in authors(draft.byline, setting.agencies) if not _is_outlet(n, outlet)]
    agencies = named_agencies(draft.byline, setting.agencies) if agency else []
    words = count_words(draft.text)
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
        "origin": "agency"
        if agency and not (people and is_partial_credit(draft.credit))
        else "own",
        "story_id": _hash(plain_words(draft.text)),
        "extractor": draft.extractor,
        "fetched_at": parse_date(draft.fetched_at)[0],
        "source_file": source_file,
        "extra": draft.extra,
        "warnings": [
            *draft.warnings,
            *_warnings(draft, published, words),
            *unzoned,
        ],
    }


def count_words(text: str) -> int:
    """Number of words: runs of letters and digits, joined by apostrophe, hyphen or point.

    Example:
        >>> count_words("The vice-president's 3.5 hours.")
        4
    """
    return sum(1 for _ in _WORD.finditer(text))


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


def _outlet(draft: Draft, url: str | None, folder: str | None, setting: Setting) -> str | None:
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    for key in (host, f"www.{host}", folder, draft.outlet):
        if key and key in setting.outlets:
            return setting.outlets[key]
    return _known_outlet(host) or draft.outlet or host or folder or None


def _is_outlet(name: str, outlet: str | None) -> bool:
    """Whether a name is that of the outlet, such as "Brellin Courier" of "The Brellin Courier"."""
    bare = [re.sub(r"^the | online$|\.\w{2,3}$|\W", "", n.casefold()) for n in (name, outlet or "")]
    return bare[0] == bare[1]


def _known_outlet(host: str) -> str | None:
    """Name of the outlet in ``lexicons/outlets.csv``, by domain or parent domain."""
    labels = host.split(".")
    domains = (".".join(labels[i:]) for i in range(len(labels) - 1))
    return next((_outlets()[d] for d in domains if d in _outlets()), None)


@cache
def _outlets() -> dict[str, str]:
    table = lexicon("outlets")
    return dict(zip(table["domain"], table["name"], strict=True))


def _language(draft: Draft, setting: Setting) -> str | None:
    """ISO 639-1 code: detected in the text, or for short texts as page or corpus state it."""
    stated = (draft.language or setting.language or "")[:2].lower() or None
    if len(draft.text) < _SHORT and stated:
        return stated
    if not re.search(r"[^\W\d_]", draft.text):
        return stated
    return str(py3langid.classify(draft.text[:20_000])[0])


def _warnings(draft: Draft, published: datetime | None, words: int) -> list[str]:
    warnings = []
    if published is None:
        unread = f": {draft.published_raw!r} not understood" if draft.published_raw else ""
        warnings.append(f"no date{unread}")
    elif published > datetime.now(UTC):
        warnings.append("date in the future")
    if published is not None and is_ambiguous(draft.published_raw or ""):
        warnings.append(f"date {draft.published_raw} read month first")
    if not draft.title:
        warnings.append("no title")
    if words > _LONG:
        warnings.append(f"long: {words} words")
    if "\n\n" not in draft.text and words > 400:
        warnings.append("no paragraphs")
    return warnings
