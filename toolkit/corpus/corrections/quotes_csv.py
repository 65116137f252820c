"""What a person corrected about quotes: `corrections/quotes.csv`, applied on every run.

    action,article_id,text_hash,start,end,in_title,content,to,who,when,why
    drop,b1c2d3,9f…,120,168,false,the dam tax,,Ada,2025-04-01,scare quote
    add,b1c2d3,9f…,300,341,false,the ferry was late,{},Ada,2025-04-01,
    speaker,b1c2d3,9f…,20,51,false,…,Ada Reed,Tom,2025-04-02,the mother not the daughter
    source_role,b1c2d3,9f…,20,51,false,…,expert,Tom,2025-04-02,speaks as a scholar

A correction holds on to characters of the article and to their words, not to what an annotator
made of them: so it outlives a new model. Where the text was changed it is looked up by its words.
One that fits nothing any more is reported, not lost: the file is never rewritten. What `add` knows
of a quote is a JSON object: its labels, and `segments` and `cue_span`, `source_span`,
`reason_span` as characters from `start`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.frames import CUE_KINDS, QUOTE_TYPES, SOURCE_FORMS, SOURCE_ROLES

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


def append(home: Path, corrections: Iterable[QuoteCorrection]) -> None:
    """Add rows to `corrections/quotes.csv`; what stands there stays.

    Raises:
        ValueError: a row is no correction.
    """
    rows = list(corrections)
    if not rows:
        return
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


def texts_of(articles: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Text and title of each article."""
    titles = articles["title"].fillna("")
    rows = zip(articles["article_id"], articles["text"], titles, strict=True)
    return {name: (text, title) for name, text, title in rows}


def hash_of(text: str) -> str:
    """What tells one text from another."""
    from toolkit.validate.coding.sampling import text_hash

    return text_hash(text)


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
    from toolkit.validate.coding.spreadsheets import read_table

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


def corrections_made(home: Path) -> dict[str, str]:
    """For provenance: how many corrections of quotes there are, and who made them."""
    rows, _ = read_quote_corrections(home)
    if not rows:
        return {}
    names = ", ".join(sorted({r.who or "nobody" for r in rows}))
    return {"corrections of quotes": f"{len(rows):,} by {names}, last {max(r.when for r in rows)}"}
