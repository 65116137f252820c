"""Apply corrections of quotes; each finds its quote by place and by words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from toolkit.corpus.corrections.quotes_csv import QuoteCorrection, Row
from toolkit.validate.coding.coded_sample import known_names, quote_rows
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.sheet_parser import with_derived_labels

_SAME = 0.5
"""Share of common characters above which a quote is the corrected one."""


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
        texts: text and title by article_id; corrections of other articles are skipped.
        speakers: actor_id by name.

    Returns:
        New quotes, and reasons for the corrections that match nothing.
    """
    lost: list[str] = []
    for one in corrections:
        if one.article_id not in texts:
            continue
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
    if text[one.start : one.end] == one.content:
        return one
    places = [m.start() for m in re.finditer(re.escape(one.content), text)] if one.content else []
    if not places:
        return None
    start = min(places, key=lambda p: abs(p - one.start))
    return replace(one, start=start, end=start + len(one.content))


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
            there = start >= 0 and text[start:end] == given.get(role)
            made[f"{role}_span"] = [start, end] if there else None
    return made
