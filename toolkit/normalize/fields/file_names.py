"""Dates, outlets and headlines in the names of files and folders.

A place is the path of a document below the requested folder: ``Carver Post/2025-05-08/ferry.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from toolkit.lexicons import lexicon

_YEAR, _MONTH, _DAY = r"(?:19|20)\d\d", r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_ISO = (
    rf"(?P<y>{_YEAR})(?P<sep>[-_. ])(?P<m>{_MONTH})(?P=sep)(?P<d>{_DAY})|"
    rf"(?P<y2>{_YEAR})(?P<m2>1[0-2]|0[1-9])(?P<d2>3[01]|[12]\d|0[1-9])"
)
_MONTHS = {
    word: int(month)
    for month, words in lexicon("months")[["month", "names"]].itertuples(index=False)
    for word in words.split("|")
}
_WORD = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_CLOCK = r"(?:[T _-]{1,3}\d{2}[-_.:h]?\d{2}(?:[-_.:]?\d{2})?(?:Z|[+-]\d{4})?)?"
_NUMBERS = rf"(?P<a>\d{{1,2}})(?P<dot>[-_.])(?P<b>\d{{1,2}})(?P=dot)(?P<y3>{_YEAR})"
_NAMED = (
    rf"\d{{1,2}}(?:st|nd|rd|th)?[ ._-]*{_WORD}[ ._-]*{_YEAR}|"
    rf"(?<![^\W\d_]){_WORD}[ ._-]*\d{{1,2}}(?:st|nd|rd|th)?,?[ ._-]+{_YEAR}"
)
_DATE = re.compile(rf"(?<!\d)(?:(?:{_ISO}){_CLOCK}|{_NUMBERS}|(?P<named>{_NAMED}))(?!\d)", re.I)
_IN_FOLDERS = re.compile(rf"(?:^|/)({_YEAR})[-_./ ]?({_MONTH})[-_./ ]({_DAY})(?=/)")
_NAMED_FOLDERS = re.compile(rf"(?:^|/)({_YEAR})/(?:\d\d?[-_ ])?({_WORD})/({_DAY})(?=/)", re.I)
_OTHER_DAY = re.compile(
    r"(?:saved?|download(?:ed|s)?|access(?:ed)?|retrieved|export(?:ed)?|scan(?:ned)?|captured?|"
    r"crawl(?:ed)?|abgerufen)(?: on| at| am)?[^\w/]{0,3}$",
    re.I,
)
# the hash that `toolkit import` adds, and the number of a copy
_ADDED = re.compile(r"^[0-9a-f]{12}-(?=.)|\s*(?:\(\d{1,2}\)|[-–_ ]+(?:copy|kopie)(?: \d+)?)$", re.I)
_SUFFIX = re.compile(
    r"\.(?:[xs]?html?|te?xt|md|markdown|mdown|mkd|json|jsonl|ndjson|csv|tsv|tab|xlsx?|docx?|rtf|pdf|"
    r"zip|warc|gz|xml)$",
    re.I,
)
_FIELD_BREAK = re.compile(
    r"\s+[-–—|~]\s+|\s*[|–—]\s*|__+|\]\s*|\s*\[|"
    r"(?:(?<=^\d)|(?<=^\d\d)|(?<=^\d\d\d))[ ._)-]+(?=[^\W\d_])"
)
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
_SLUG_WORDS = 3
"""Words from which a file's name can repeat a headline."""


class Name(NamedTuple):
    """The name of a file, split where its fields seem to end.

    Attributes:
        template: the name with "{0}", "{1}" … for its fields and a placeholder for its date.
        fields: the fields.
        day: the day, as 2025-05-08.
    """

    template: str
    fields: tuple[str, ...]
    day: str | None


def stem_of(place: str) -> str:
    """The name of a file without suffix, number of a copy and hash of an import.

    Example:
        >>> stem_of("raw/Carver Post/0123456789ab-ferry (1).txt")
        'ferry'
    """
    stem, name = "", PurePosixPath(place).name if not place.endswith("/") else ""
    while name != stem:
        stem, name = name, _SUFFIX.sub("", name)
    return _ADDED.sub("", _ADDED.sub("", stem)).strip("-_. ")


def headed_by_slug(place: str, line: str) -> bool:
    """Whether the name of a file repeats a line, perhaps shortened and without some words.

    Example:
        >>> headed_by_slug("post_2016-09-12_ferry-runs-aga.txt", "The ferry runs again on Tuesday.")
        True
        >>> headed_by_slug("ferry-report-2.txt", "The ferry runs again.")
        False
    """
    slug = _words(_DATE.split(stem_of(place))[-1])
    words = _words(line)
    if len(slug) < _SLUG_WORDS or len(words) > 40:
        return False
    near = iter(words[: len(slug) + 4])
    return all(any(w == s for w in near) for s in slug[:-1]) and any(
        w.startswith(slug[-1]) for w in near
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def day_in_place(place: str, day_first: bool | None = None) -> str | None:
    """The day in a file's name, or else in the names of its folders; None if unsure.

    Args:
        place: path of the document.
        day_first: how to read 05-08-2025; None for unknown. With points, the day is first.

    Example:
        >>> day_in_place("Carver Post/2025/05/08/ferry.txt"), day_in_place("ferry 8 May 2025.txt")
        ('2025-05-08', '2025-05-08')
        >>> day_in_place("ferry_05-08-2025.txt"), day_in_place("ferry_05-08-2025.txt", True)
        (None, '2025-08-05')
    """
    days = _days(stem_of(place), day_first)
    folders = f"{PurePosixPath(place).parent}/"
    numbers = [*_IN_FOLDERS.findall(folders), *_NAMED_FOLDERS.findall(folders)]
    days = (
        days
        or [day for numbered in numbers if (day := _day(*numbered))]
        or [day for part in folders.split("/") for day in _days(part, day_first)]
    )
    return days[0] if len(set(days)) == 1 else None


def _days(text: str, day_first: bool | None) -> list[str]:
    matches = (m for m in _DATE.finditer(text) if not _OTHER_DAY.search(text[: m.start()]))
    return [day for m in matches if (day := _read_day(m, day_first))]


def _read_day(match: re.Match[str], day_first: bool | None) -> str | None:
    found = match.groupdict()
    if found["named"]:
        day, year = re.findall(r"\d+", found["named"])
        return next((_day(year, m, day) for m in re.findall(_WORD, found["named"], re.I)), None)
    if found["a"]:
        order = True if found["dot"] == "." and day_first is None else day_first
        return numeric_day(found["a"], found["b"], found["y3"], order)
    return _day(*(found[k] or found[f"{k}2"] for k in "ymd"))


def numeric_day(one: str, other: str, year: str, day_first: bool | None) -> str | None:
    """The day of two numbers and a year; None if their order is not known."""
    first, second = int(one), int(other)
    if day_first is None and first != second and max(first, second) <= 12:
        return None
    starts = first > 12 or (bool(day_first) and second <= 12)
    return _day(year, other, one) if starts else _day(year, one, other)


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), _MONTHS.get(month.casefold()) or int(month), int(day)).isoformat()
    except ValueError:
        return None


def day_first_in(texts: Sequence[str]) -> bool | None:
    """Whether the day comes first in dates such as 23-05-2025; None if nothing or both say so.

    Example:
        >>> day_first_in(["a_08-05-2025", "b_23-05-2025"]), day_first_in(["08/05/2025"])
        (True, None)
    """
    pairs = re.findall(rf"(?<!\d)(\d{{1,2}})([-_./])(\d{{1,2}})\2{_YEAR}(?!\d)", "\n".join(texts))
    first = any(int(a) > 12 >= int(b) for a, _, b in pairs)
    second = any(int(b) > 12 >= int(a) for a, _, b in pairs)
    return first if first != second else None


def split_name(place: str, day_first: bool | None = None) -> Name:
    """The name of a file, split at its date and at the marks between fields.

    Example:
        >>> split_name("carver-post_2025-05-08_ferry-runs.txt")
        Name(template='{0}_{date}_{1}', fields=('carver-post', 'ferry-runs'), day='2025-05-08')
        >>> split_name("The Lantern - Ferry runs again.html").fields
        ('The Lantern', 'Ferry runs again')
    """
    stem = stem_of(place)
    match = next((m for m in _DATE.finditer(stem) if _read_day(m, True)), None)
    sides = [stem[: match.start()], stem[match.end() :]] if match else [stem]
    fields: list[str] = []
    templates = [_template(side, fields) for side in sides]
    template = (_placeholder(match, day_first) if match else "").join(templates)
    return Name(template, tuple(fields), day_in_place(place, day_first))


def _placeholder(match: re.Match[str], day_first: bool | None) -> str:
    """The placeholder of a date, with its format if the order of day and month is not plain."""
    dot = match["dot"]
    if dot is None or (dot == "." and day_first is not False):
        return "{date}"
    order = f"%m{dot}%d" if day_first is False else f"%d{dot}%m"
    return f"{{date:{order}{dot}%Y}}"


def _template(side: str, fields: list[str]) -> str:
    """A part of a name with numbers for its fields, which are added to `fields`."""
    mixed = "_" in side.strip("_") and bool(re.search(r"[^\W_][- ](?=[^\W_])", side))
    breaks = re.compile(rf"({_FIELD_BREAK.pattern}{'|_' if mixed else ''})")
    made = ""
    for piece in breaks.split(side):
        plain = _EDGE.sub("", piece)
        if not plain:
            made += piece
            continue
        before, after = piece.split(plain, 1) if plain in piece else ("", "")
        made += f"{before}{{{len(fields)}}}{after}"
        fields.append(plain)
    return made


@cache
def _other_words() -> frozenset[str]:
    """Words that name no outlet: general words, sections, countries and months."""
    countries = lexicon("countries")["name"] + "|" + lexicon("countries")["forms"]
    names = [name.casefold() for forms in countries for name in forms.split("|")]
    return frozenset([*names, *lexicon("folder_words")["word"], *_MONTHS]) - {""}


@lru_cache(maxsize=65_536)
def names_nothing(part: str) -> bool:
    """Whether the name of a folder is a date, a number, a section, a country or a general word.

    Example:
        >>> [names_nothing(p) for p in ("2025-05", "May 2025", "sport", "UK", "Carver Post")]
        [True, True, True, True, False]
    """
    if len(_words(part)) == 0 or not re.search(r"[^\W\d_]{2}", _DATE.sub("", part)):
        return True
    words, none = _words(part), _other_words()
    return " ".join(words) in none or all(w in none or w.isdigit() for w in words)


_FIELDS = ("outlet", "date", "title", "author")
_DIRECTIVES = {
    "%Y": _YEAR, "%y": r"\d\d", "%m": r"\d{1,2}", "%d": r"\d{1,2}", "%b": r"[^\W\d_]+",
    "%B": r"[^\W\d_]+", "%H": r"\d\d", "%M": r"\d\d", "%S": r"\d\d",
}  # fmt: skip
_PLACEHOLDER = re.compile(r"\{(\w*)(?::([^{}]*))?\}")


class FilePattern:
    """A pattern of file names, such as "{outlet}_{date}_{slug}".

    Fields are outlet, date, title and author; any other name stands for text that is not used. A
    date can have a format of `datetime.strptime`: "{date:%d-%m-%Y}". A pattern with "/" is compared
    with the end of the path, others with the name of the file; both without suffix.

    Raises:
        ValueError: it has no field, or the format of its date is not known.

    Example:
        >>> FilePattern("{outlet}_{date}_{slug}").read("carver_post_2025-05-08_ferry.txt")
        {'outlet': 'carver_post', 'date': '2025-05-08'}
    """

    def __init__(self, pattern: str) -> None:
        self.format: str | None = None
        texts, names, forms = (_PLACEHOLDER.split(pattern)[start::3] for start in range(3))
        fields = [name for name in names if name in _FIELDS]
        if not fields or len({*fields}) < len(fields):
            raise ValueError("names each of {outlet}, {date}, {title} and {author} once at most")
        self.folders = pattern.count("/")
        groups = [*map(self._group, names, forms), ""]
        parts = [re.escape(text) + group for text, group in zip(texts, groups, strict=True)]
        self.regex = re.compile("".join(parts))

    def _group(self, name: str, form: str | None) -> str:
        if name != "date":
            return f"(?P<{name}>[^/]+?)" if name in _FIELDS else "[^/]*?"
        self.format = form
        if form is None:
            bare = re.sub(r"\?P<\w+>", "?:", rf"(?:{_ISO}){_CLOCK}|{_NUMBERS}|{_NAMED}")
            return "(?P<date>" + re.sub(r"\(\?P=\w+\)", "[-_. ]", bare) + ")"
        unknown = set(re.findall(r"%.", form)) - _DIRECTIVES.keys()
        if unknown:
            raise ValueError(f"has an unknown part of a date, {', '.join(sorted(unknown))}")
        parts = re.split(r"(%.)", form)
        return f"(?P<date>{''.join(_DIRECTIVES.get(p, re.escape(p)) for p in parts)})"

    def read(self, place: str) -> dict[str, str] | None:
        """The fields of a document's path; None if the path has another form or an invalid date."""
        parts = [*PurePosixPath(place).parts[:-1], stem_of(place)]
        match = self.regex.fullmatch("/".join(parts[-1 - self.folders :]))
        if match is None:
            return None
        fields = {k: v.strip() for k, v in match.groupdict().items() if v.strip()}
        if "date" in fields:
            day = self._day(fields["date"])
            if day is None:
                return None
            fields["date"] = day
        return fields

    def _day(self, text: str) -> str | None:
        if self.format is None:
            return next(iter(_days(text, None)), None)
        try:
            return datetime.strptime(text, self.format).date().isoformat()
        except ValueError:
            return None
