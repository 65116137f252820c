"""Corrections of quotes: in `corrections/quotes.csv`, and applied to the quotes of a corpus.

    action,article_id,text_hash,start,end,in_title,content,to,who,when,why
    drop,b1c2d3,9f…,120,168,false,the dam tax,,Ada,2025-04-01,scare quote
    add,b1c2d3,9f…,300,341,false,the ferry was late,{},Ada,2025-04-01,
    speaker,b1c2d3,9f…,20,51,false,…,Ada Reed,Tom,2025-04-02,the mother not the daughter
    source_role,b1c2d3,9f…,20,51,false,…,expert,Tom,2025-04-02,speaks as a scholar

A correction refers to characters of the article and to their words, not to the output of an
annotator, so it survives a new model. If the text of an article changes, the words are searched.
A correction that matches nothing any more is reported in `dropped`; the file is never rewritten.
For `add`, `to` is a JSON object: the labels of the quote, and `segments`, `cue_span`, `source_span`
and `reason_span` in characters from `start`.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

import pandas as pd

from toolkit.frames import CUE_KINDS, QUOTE_TYPES, SOURCE_FORMS, SOURCE_ROLES
from toolkit.storage.cells import safe_text
from toolkit.validate.coding.coded_sample import known_names, quote_rows
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.read_sheets import read_table
from toolkit.validate.coding.sheet_parser import with_derived_labels

VALUES: dict[str, tuple[str, ...]] = {
    "quote_type": QUOTE_TYPES,
    "cue_kind": CUE_KINDS,
    "source_form": SOURCE_FORMS,
    "source_role": SOURCE_ROLES,
    "anonymity": ("0", "1", "2", "3", "4"),
    "anonymous": ("true", "false"),
}
ACTIONS = ("drop", "add", "speaker", *VALUES)
Row = dict[str, Any]
_SAME = 0.5
"""Share of common characters above which a quote is the corrected one."""


class QuoteCorrection(NamedTuple):
    """One row of the file; offsets are into the title or the text of the article."""

    action: str
    article_id: str
    text_hash: str
    start: int
    end: int
    in_title: bool
    content: str
    to: str = ""
    who: str = ""
    when: str = ""
    why: str = ""


def append(home: Path, corrections: Iterable[QuoteCorrection]) -> None:
    """Append rows to `corrections/quotes.csv`.

    Raises:
        ValueError: a row is not valid.
    """
    rows = list(corrections)
    for correction in rows:
        _check(correction)
    path = home / "corrections" / "quotes.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.is_file()
    with path.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, QuoteCorrection._fields)
        if new:
            writer.writeheader()
        for row in rows:
            cells = {**row._asdict(), "in_title": str(row.in_title).lower()}
            writer.writerow({name: safe_text(str(cell)) for name, cell in cells.items()})


def texts_of(articles: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Text and title by article_id."""
    titles = articles["title"].fillna("")
    rows = zip(articles["article_id"], articles["text"], titles, strict=True)
    return {name: (text, title) for name, text, title in rows}


def read_quote_corrections(home: Path) -> tuple[list[QuoteCorrection], list[str]]:
    """The valid rows of `corrections/quotes.csv`, and what is wrong with the others."""
    path = home / "corrections" / "quotes.csv"
    if not path.is_file():
        return [], []
    try:
        rows = read_table(path)
    except (OSError, ValueError) as error:
        return [], [str(error)]
    if rows and (missing := [c for c in QuoteCorrection._fields[:7] if c not in rows[0]]):
        return [], [f"no column {', '.join(missing)}"]
    corrections, problems = [], []
    for line, row in enumerate(rows, start=2):
        try:
            corrections.append(_parse(row))
        except ValueError as error:
            problems.append(f"line {line}: {error}")
    return corrections, problems


def _parse(row: Row) -> QuoteCorrection:
    """A checked correction from the cells of a row; errors as in `_check`."""
    values: Row = {c: str(row.get(c, "")).strip() for c in QuoteCorrection._fields}
    for name in ("start", "end"):
        if not values[name].isdecimal():
            raise ValueError("start and end must be whole numbers")
        values[name] = int(values[name])
    values["in_title"] = values["in_title"].casefold() == "true"
    correction = QuoteCorrection(**values)
    _check(correction)
    return correction


def _check(correction: QuoteCorrection) -> None:
    """Check a correction.

    Raises:
        ValueError: it is not valid; says why.
    """
    action, to = correction.action, correction.to
    if action not in ACTIONS:
        raise ValueError(f"no action {action!r}; choose {', '.join(ACTIONS)}")
    if action in VALUES and to not in VALUES[action]:
        raise ValueError(f"no {action} {to!r}; choose {', '.join(VALUES[action])}")
    if not (correction.content and correction.end > correction.start >= 0):
        raise ValueError("no characters from start to end")
    if action == "add":
        _check_labels(to, len(correction.content))


def _check_labels(to: str, length: int) -> None:
    """Check the labels of an added quote; errors as in `_check`.

    Args:
        to: a JSON object; empty for none.
        length: number of characters of the quote.
    """
    try:
        labels = json.loads(to or "{}")
    except (ValueError, RecursionError):
        labels = None
    if not isinstance(labels, dict):
        raise ValueError(f"add takes the labels of the quote as a JSON object, not {to[:80]!r}")
    for name, value in labels.items():
        if not (value is None or _is_label(name, value, length)):
            raise ValueError(f"add takes no {name} {str(value)[:80]!r}")


def _is_label(name: str, value: object, length: int) -> bool:
    if name == "segments":
        spans = value if isinstance(value, list) else [value]
        return all(_is_span(span) and 0 <= span[0] < span[1] <= length for span in spans)
    if name.endswith("_span"):
        return _is_span(value)
    if name in VALUES:
        return str(value).lower() in VALUES[name]
    texts = value if name == "aliases" and isinstance(value, list) else [value]
    return all(isinstance(text, str) for text in texts)


def _is_span(value: object) -> TypeGuard[list[int]]:
    """Whether a value is two whole numbers."""
    return isinstance(value, list) and len(value) == 2 and all(type(n) is int for n in value)


def corrections_made(home: Path) -> dict[str, str]:
    """Number and authors of the corrections of quotes, for provenance."""
    rows, _ = read_quote_corrections(home)
    if not rows:
        return {}
    names = ", ".join(sorted({r.who or "nobody" for r in rows}))
    return {"corrections of quotes": f"{len(rows):,} by {names}, last {max(r.when for r in rows)}"}


def apply_quote_corrections(
    quotes: pd.DataFrame,
    mentions: pd.DataFrame,
    corrections: Iterable[QuoteCorrection],
    texts: Mapping[str, tuple[str, str]],
    speakers: Mapping[str, str],
) -> tuple[pd.DataFrame, list[str]]:
    """Quotes after corrections, applied one after the other.

    Args:
        quotes: frame of frames.QUOTES, with linked actors.
        mentions: frame of frames.MENTIONS of the same articles.
        corrections: of `read_quote_corrections`.
        texts: text and title of the corrected articles, by article_id.
        speakers: actor_id by name.

    Returns:
        New quotes, and reasons for the corrections that match nothing.
    """
    lost: list[str] = []
    for one in corrections:
        found = _moved(one, texts[one.article_id][one.in_title])
        if found is None:
            lost.append(f"{describe(one)}: these words are not in the article any more")
        elif one.action == "add":
            quotes = _added(quotes, found, texts[one.article_id], mentions)
        else:
            quotes, reason = _changed(quotes, found, speakers)
            lost += [f"{describe(one)}: {reason}"] if reason else []
    return quotes.reset_index(drop=True), lost


def describe(one: QuoteCorrection) -> str:
    """A correction in a few words, for messages."""
    by = f"{one.who or 'nobody'}, {one.when}"
    return f"{one.action} {one.content[:40]!r} in {one.article_id} ({by})"


def _moved(one: QuoteCorrection, text: str) -> QuoteCorrection | None:
    """The correction at the place where its words are now; None if they are gone."""
    places = [m.start() for m in re.finditer(f"(?={re.escape(one.content)})", text)]
    if not places:
        return None
    start = min(places, key=lambda p: abs(p - one.start))
    return one._replace(start=start, end=start + len(one.content))


def _changed(
    quotes: pd.DataFrame, one: QuoteCorrection, speakers: Mapping[str, str]
) -> tuple[pd.DataFrame, str | None]:
    """Quotes after one is dropped or changed, and why nothing was changed, if so."""
    same = quotes["article_id"].eq(one.article_id) & quotes["in_title"].eq(one.in_title)
    near = {p: _overlap(s, one) for p, s in quotes.loc[same, "segments"].items()}
    best = max(near, key=lambda p: near[p], default=None)
    if best is None or near[best] < _SAME:
        return quotes, None if one.action == "drop" else "no quote there any more"
    if one.action == "drop":
        return quotes.drop(index=best), None
    changed = quotes.copy()
    for column, value in _values(one, speakers).items():
        changed.at[best, column] = value
    return changed, None


def _overlap(segments: Iterable[Iterable[int]], one: QuoteCorrection) -> float:
    """Common characters over all characters of a quote and of a correction."""
    own = {i for a, b in segments for i in range(a, b)}
    other = range(one.start, one.end)
    shared = sum(i in other for i in own)
    return shared / (len(own) + len(other) - shared)


def _values(one: QuoteCorrection, speakers: Mapping[str, str]) -> Row:
    if one.action == "speaker":
        return {"speaker": one.to or None, "actor_id": speakers.get(one.to)}
    if one.action == "anonymous":
        return {"anonymous": one.to == "true"}
    return {one.action: int(one.to) if one.action == "anonymity" else one.to}


def _added(
    quotes: pd.DataFrame, one: QuoteCorrection, text: tuple[str, str], mentions: pd.DataFrame
) -> pd.DataFrame:
    """Quotes with a missed one added, unless it has been found by now."""
    body, title = text
    words, start = (title, len(title)) if one.in_title else (body, 0)
    coded = CodedArticle(one.article_id, words, start, (), ())
    given = json.loads(one.to or "{}")
    found = quotes[quotes["article_id"].eq(one.article_id) & quotes["in_title"].eq(one.in_title)]
    if any(_overlap(segments, one) >= _SAME for segments in found["segments"]):
        return quotes
    whole = with_derived_labels(coded, [_placed(given, one, words)])
    own = mentions[mentions["article_id"].eq(one.article_id)]
    row = quote_rows(whole, one.article_id, known_names(own))[0]
    mark = "t" if one.in_title else ""
    new = {**row, "quote_id": f"{mark}{one.start}-{one.end}", "rule": "corrected"}
    kept = pd.DataFrame({c: pd.Series([new.get(c)], dtype="object") for c in quotes.columns})
    both = pd.concat([quotes, kept], ignore_index=True)
    return both.astype({c: "str" for c in quotes if quotes[c].dtype == "str"})


def _placed(given: Row, one: QuoteCorrection, text: str) -> Row:
    """A missed quote with its places in the current text; spans that no longer match are None."""
    segments = given.get("segments") or [[0, one.end - one.start]]
    made = {**given, "segments": [[a + one.start, b + one.start] for a, b in segments]}
    for role in ("cue", "source", "reason"):
        span = given.get(f"{role}_span")
        if span:
            start, end = (p + one.start for p in span)
            there = 0 <= start < end <= len(text) and text[start:end] == given.get(role)
            made[f"{role}_span"] = [start, end] if there else None
    return made
