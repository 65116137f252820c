"""Scores of the titles, authors and days of publication that a reader finds on pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

import pandas as pd

Fields = Mapping[str, Any]
Outcome = Literal["right", "wrong", "missing"]

_QUOTES = str.maketrans({**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′`´", "'")})
_LEAD = re.compile(r"^(?:(?:written|posted|words|story|reported) )?by\b:?\s*|^authors?:\s*", re.I)
_PARTS = re.compile(r"\s*(?:[,;|/&·•\n]|\band\b)\s*")
_RANK = re.compile(r"^(?:dr|prof|professor|mr|mrs|ms)\b\.?\s*", re.I)
_DEGREE = re.compile(r"(?:[A-Z][\w.]{0,3}[A-Z]\w{0,2}\.?®?|[JS]r\.?|Esq\.?)(?: \(.*\))?")


def score_fields(truth: Mapping[str, Fields], found: Mapping[str, Fields]) -> pd.DataFrame:
    """Score the title, the authors and the day of publication of pages.

    A field counts only on the pages whose truth states it. Authors are compared as sets.

    Args:
        truth: by page: `title`, `authors` (or `author`, names in one string) and `published`.
        found: by page: the same fields; a page that is missing has none.

    Returns:
        Frame of `field`, `n` (pages), `right`, `wrong`, `missing` (shares, 0 to 1).

    Example:
        >>> truth = {"a": {"title": "Ferry runs", "author": "By Ada Brook", "published": None}}
        >>> score_fields(truth, {"a": {"title": "Ferry Runs"}}).round(1).to_dict("records")[:2]
        ... # doctest: +NORMALIZE_WHITESPACE
        [{'field': 'title', 'n': 1, 'right': 1.0, 'wrong': 0.0, 'missing': 0.0},
         {'field': 'authors', 'n': 1, 'right': 0.0, 'wrong': 0.0, 'missing': 1.0}]
    """
    outcomes = pd.DataFrame([*field_outcomes(truth, found).values()], columns=[*_READ])
    n = outcomes.notna().sum()
    shares = {kind: (outcomes == kind).sum() / n for kind in ("right", "wrong", "missing")}
    return pd.DataFrame({"n": n, **shares}).rename_axis("field").reset_index()


def field_outcomes(
    truth: Mapping[str, Fields], found: Mapping[str, Fields]
) -> dict[str, dict[str, Outcome]]:
    """By page and field, whether what is found is right; fields that the truth lacks are left out.

    Example:
        >>> field_outcomes({"a": {"published": "2025-03-04"}}, {"a": {"published": "2025-03-05"}})
        {'a': {'published': 'wrong'}}
    """
    return {
        page: {
            field: _outcome(true, read(found.get(page, {})))
            for field, read in _READ.items()
            if (true := read(fields))
        }
        for page, fields in truth.items()
    }


def _outcome(true: frozenset[str], found: frozenset[str]) -> Outcome:
    if not found:
        return "missing"
    # a moment has two days, that of its own zone and that of UTC; a name set must be the same
    return "right" if found == true or (found & true and _is_day(true)) else "wrong"


def _is_day(values: Iterable[str]) -> bool:
    return all(re.fullmatch(r"\d{4}-\d\d-\d\d", value) for value in values)


def plain_title(title: str) -> str:
    """A title in lower case with plain spaces and quotation marks.

    Example:
        >>> plain_title("“Ferry”\\xa0Runs")
        '"ferry" runs'
    """
    plain = unicodedata.normalize("NFKC", title).translate(_QUOTES)
    return " ".join(plain.casefold().split())


def name_set(names: str | Iterable[str]) -> frozenset[str]:
    """The names in a byline, or in a list of them, without "By", ranks and academic degrees.

    Example:
        >>> sorted(name_set("By Dr Ada Brook, MD, and Tom Reed"))
        ['ada brook', 'tom reed']
    """
    lines = [names] if isinstance(names, str) else list(names)
    parts = [part for line in lines for part in _names(line)]
    return frozenset(plain_title(part) for part in parts)


def _names(line: str) -> list[str]:
    first, *others = _PARTS.split(_LEAD.sub("", line.strip()))
    names = (first, *(o for o in others if not _DEGREE.fullmatch(o)))
    return [bare for n in names if (bare := _RANK.sub("", n))]


def days_of(published: object) -> frozenset[str]:
    """The day of a date or moment, in its own zone and in UTC; empty for other values.

    Example:
        >>> sorted(days_of("2025-03-04T22:00:00-05:00"))
        ['2025-03-04', '2025-03-05']
    """
    try:
        moment = datetime.fromisoformat(str(published).strip())
    except ValueError:
        return frozenset()
    utc = moment.astimezone(UTC) if moment.tzinfo else moment
    return frozenset((moment.date().isoformat(), utc.date().isoformat()))


def _title(fields: Fields) -> frozenset[str]:
    title = fields.get("title")
    return frozenset((plain_title(title),)) if isinstance(title, str) and title else frozenset()


def _authors(fields: Fields) -> frozenset[str]:
    stated = fields.get("authors")
    return name_set(fields.get("author") or () if stated is None else stated)


def _published(fields: Fields) -> frozenset[str]:
    """The day; one that is also given as printed, in `published_raw`, has the day of its zone."""
    return days_of(fields.get("published")) | days_of(fields.get("published_raw"))


_READ = {"title": _title, "authors": _authors, "published": _published}
