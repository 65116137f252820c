"""What a person corrected about quotes: `corrections/quotes.csv`, applied on every run.

    action,article_id,text_hash,start,end,in_title,content,to,who,when,why
    drop,b1c2d3,9f…,120,168,false,the dam tax,,Ada,2025-04-01,scare quote
    add,b1c2d3,9f…,300,341,false,the ferry was late,{},Ada,2025-04-01,
    speaker,b1c2d3,9f…,20,51,false,…,Ada Reed,Tom,2025-04-02,the mother not the daughter
    source_role,b1c2d3,9f…,20,51,false,…,expert,Tom,2025-04-02,speaks as a scholar

A correction holds on to characters of the article and to their words, not to what an annotator
made of them: so it outlives a new model. Where the text was changed it is looked up by its words.
One that fits nothing any more is reported, not lost: the file is never rewritten.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.frames import CUE_KINDS, QUOTE_TYPES, SOURCE_FORMS, SOURCE_ROLES

if TYPE_CHECKING:
    from toolkit.corpus import Corpus
    from toolkit.corrections import Corrected

VALUES: dict[str, tuple[str, ...]] = {
    "quote_type": QUOTE_TYPES,
    "cue_kind": CUE_KINDS,
    "source_form": SOURCE_FORMS,
    "source_role": SOURCE_ROLES,
    "anonymity": ("0", "1", "2", "3", "4"),
    "anonymous": ("true", "false"),
}
ACTIONS = ("drop", "add", "speaker", *VALUES)
_NEAR = 0.5  # share of characters that makes a found quote the corrected one
Row = dict[str, Any]


@dataclass(frozen=True)
class QuoteCorrection:
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


COLUMNS = tuple(f.name for f in fields(QuoteCorrection))


def correct(
    corpus: Corpus, quote: pd.Series[Any] | str, action: str, to: str = "", *, who: str, why: str
) -> None:
    """Write a correction of one quote into the corpus; open it again to see it applied.

    Args:
        corpus: whose quote it is.
        quote: a row of `corpus.quotes`, or its quote_id.
        action: "drop" (not a quote), "speaker", or the column that is wrong: source_role,
            source_form, anonymity, anonymous, cue_kind, quote_type.
        to: the right value; nothing for drop.
        who: who corrects.
        why: the reason.

    Raises:
        KeyError: no such quote.
        ValueError: no such action, or a value that is none.

    Example:
        >>> import tempfile, toolkit as tk
        >>> folder = Path(tempfile.mkdtemp()) / "a.txt"
        >>> _ = folder.write_text('The quay\\n\\n"We will close the quay," said Ada Brook.')
        >>> corpus = tk.read(folder)
        >>> correct(corpus, corpus.quotes.iloc[0], "source_role", "expert", who="Ada", why="a test")
        >>> tk.read(folder).quotes["source_role"].tolist()
        ['expert']
    """
    if isinstance(quote, str):
        chosen = corpus.quotes[corpus.quotes["quote_id"] == quote]
        if chosen.empty:
            raise KeyError(f"no quote {quote!r}; see corpus.quotes.quote_id")
        quote = chosen.iloc[0]
    text = _texts(corpus.articles)[quote["article_id"]][bool(quote["in_title"])]
    start, end = quote["segments"][0][0], quote["segments"][-1][1]
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    anchor = (quote["article_id"], _hash(text), start, end, bool(quote["in_title"]))
    made = QuoteCorrection(action, *anchor, text[start:end], to, who, now, why)
    append(corpus.home, [made])


def append(home: Path, corrections: Iterable[QuoteCorrection]) -> None:
    """Add rows to `corrections/quotes.csv`; what stands there stays.

    Raises:
        ValueError: a row is no correction.
    """
    rows = list(corrections)
    for one in rows:
        if problem := _problem(one):
            raise ValueError(problem)
    path = home / "corrections" / "quotes.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.is_file()
    with path.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        if new:
            writer.writerow(COLUMNS)
        writer.writerows([_cell(getattr(one, c)) for c in COLUMNS] for one in rows)


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_quote_corrections(home: Path) -> tuple[list[QuoteCorrection], list[str]]:
    """All rows of `corrections/quotes.csv`, and what is wrong with those that are none.

    Raises:
        ValueError: the file lacks a column.
    """
    path = home / "corrections" / "quotes.csv"
    if not path.is_file():
        return [], []
    from toolkit.validate.reading import read_table

    rows, made, wrong = read_table(path), [], []
    if rows and (lacking := [c for c in COLUMNS[:7] if c not in rows[0]]):
        raise ValueError(f"{path}: no column {', '.join(lacking)}")
    for line, row in enumerate(rows, start=2):
        given: Row = {c: str(row.get(c, "")).strip() for c in COLUMNS}
        try:
            given |= {"start": int(given["start"]), "end": int(given["end"])}
        except ValueError:
            wrong.append(f"line {line}: start and end are no whole numbers")
            continue
        one = QuoteCorrection(**{**given, "in_title": given["in_title"].casefold() == "true"})
        problem = _problem(one)
        made += [] if problem else [one]
        wrong += [f"line {line}: {problem}"] if problem else []
    return made, wrong


def _problem(one: QuoteCorrection) -> str | None:
    """What is wrong with a row, if anything."""
    if one.action not in ACTIONS:
        return f"no action {one.action!r}; choose {', '.join(ACTIONS)}"
    if one.action in VALUES and one.to not in VALUES[one.action]:
        return f"no {one.action} {one.to!r}; choose {', '.join(VALUES[one.action])}"
    if one.action == "add":
        try:
            if not isinstance(json.loads(one.to or "{}"), dict):
                return "add takes what is known of the quote as a JSON object"
        except ValueError:
            return f"add takes what is known of the quote as a JSON object, not {one.to!r}"
    return None if one.end > one.start >= 0 else "no characters from start to end"


def with_quotes_corrected(
    made: Corrected, articles: pd.DataFrame, home: Path, whole: bool = True
) -> Corrected:
    """Quotes with the corrections of `corrections/quotes.csv`, one after the other.

    Args:
        made: mentions and quotes under the actors of the corpus.
        articles: the articles frame.
        home: folder of the corpus.
        whole: whether these are all articles: else one that is not among them is no loss.

    Returns:
        As `made`, with new quotes; `lost` says of each correction that fits nothing why.
    """
    corrections, lost = read_quote_corrections(home)
    if not corrections and not lost:
        return made
    texts, quotes = _texts(articles), made.quotes
    for one in corrections:
        text = texts.get(one.article_id, ("", ""))[one.in_title]
        found = _moved(one, text)
        if one.article_id not in texts:
            lost += [f"{_about(one)}: no such article"] * whole
        elif found is None:
            lost.append(f"{_about(one)}: these words are not in the article any more")
        elif one.action == "add":
            quotes = _added(quotes, found, texts[one.article_id], made.mentions)
        else:
            quotes, reason = _changed(quotes, found, made.mentions)
            lost += [f"{_about(one)}: {reason}"] if reason else []
    return replace(made, quotes=quotes.reset_index(drop=True), lost=lost)


def _about(one: QuoteCorrection) -> str:
    by = f"{one.who or 'nobody'}, {one.when}"
    return f"{one.action} {one.content[:40]!r} in {one.article_id} ({by})"


def _texts(articles: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Text and title of each article."""
    titles = articles["title"].fillna("")
    rows = zip(articles["article_id"], articles["text"], titles, strict=True)
    return {name: (text, title) for name, text, title in rows}


def _hash(text: str) -> str:
    from toolkit.validate.drawing import text_hash

    return text_hash(text)


def _moved(one: QuoteCorrection, text: str) -> QuoteCorrection | None:
    """The correction where its words stand now; None where they do not."""
    if text[one.start : one.end] == one.content:
        return one
    places = [m.start() for m in re.finditer(re.escape(one.content), text)] if one.content else []
    if not places:
        return None
    start = min(places, key=lambda p: abs(p - one.start))
    return replace(one, start=start, end=start + len(one.content))


def _changed(
    quotes: pd.DataFrame, one: QuoteCorrection, mentions: pd.DataFrame
) -> tuple[pd.DataFrame, str | None]:
    """Quotes without or with another value in the one that is meant; why not, if so."""
    same = quotes["article_id"].eq(one.article_id) & quotes["in_title"].eq(one.in_title)
    near = {p: _overlap(s, one) for p, s in quotes.loc[same, "segments"].items()}
    best = max(near, key=lambda p: near[p], default=None)
    if best is None or near[best] < _NEAR:
        return quotes, None if one.action == "drop" else "no quote there any more"
    if one.action == "drop":
        return quotes.drop(index=best), None
    changed = quotes.copy()
    for column, value in _values(one, mentions).items():
        changed.at[best, column] = value
    return changed, None


def _overlap(segments: Iterable[Iterable[int]], one: QuoteCorrection) -> float:
    """Shared characters over all characters of a quote and of what is corrected."""
    own = {i for a, b in segments for i in range(a, b)}
    other = range(one.start, one.end)
    shared = sum(i in other for i in own)
    return shared / (len(own) + len(other) - shared)


def _values(one: QuoteCorrection, mentions: pd.DataFrame) -> Row:
    if one.action == "speaker":
        known = mentions[mentions["actor"].eq(one.to)]["actor_id"]
        return {"speaker": one.to or None, "actor_id": known.iloc[0] if len(known) else None}
    if one.action == "anonymous":
        return {"anonymous": one.to == "true"}
    return {one.action: int(one.to) if one.action == "anonymity" else one.to}


def _added(
    quotes: pd.DataFrame, one: QuoteCorrection, text: tuple[str, str], mentions: pd.DataFrame
) -> pd.DataFrame:
    """Quotes with one that was missed, unless it is found by now."""
    from toolkit.validate.finishing import finished
    from toolkit.validate.gold import Coded
    from toolkit.validate.sampled import known_names, quote_rows

    body, title = text
    words, start = (title, len(title)) if one.in_title else (body, 0)
    coded = Coded(one.article_id, words, start, (), ())
    given = json.loads(one.to or "{}")
    found = quotes[quotes["article_id"].eq(one.article_id) & quotes["in_title"].eq(one.in_title)]
    if any(_overlap(segments, one) >= _NEAR for segments in found["segments"]):
        return quotes
    whole = finished(coded, [{**given, "segments": given.get("segments", [[one.start, one.end]])}])
    own = mentions[mentions["article_id"].eq(one.article_id)]
    row = quote_rows(whole, one.article_id, known_names(own))[0]
    mark = "t" if one.in_title else ""
    new = {**row, "quote_id": f"{mark}{one.start}-{one.end}", "rule": "corrected"}
    kept = pd.DataFrame({c: pd.Series([new.get(c)], dtype="object") for c in quotes.columns})
    both = pd.concat([quotes, kept], ignore_index=True)
    return both.astype({c: "str" for c in quotes if quotes[c].dtype == "str"})


def corrections_made(home: Path) -> dict[str, str]:
    """For provenance: how many corrections of quotes there are, and who made them."""
    rows, _ = read_quote_corrections(home)
    if not rows:
        return {}
    names = ", ".join(sorted({r.who or "nobody" for r in rows}))
    return {"corrections of quotes": f"{len(rows):,} by {names}, last {max(r.when for r in rows)}"}
