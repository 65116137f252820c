"""Read and write corrections of quotes in `corrections/quotes.csv`.

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
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.frames import CUE_KINDS, QUOTE_TYPES, SOURCE_FORMS, SOURCE_ROLES
from toolkit.validate.coding.read_sheets import read_table

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
    """Append rows to `corrections/quotes.csv`.

    Raises:
        ValueError: a row is not valid.
    """
    rows = list(corrections)
    if not rows:
        return
    for correction in rows:
        if problem := _problem(correction):
            raise ValueError(problem)
    path = home / "corrections" / "quotes.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.is_file()
    with path.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        if new:
            writer.writerow(COLUMNS)
        writer.writerows([_cell(getattr(row, c)) for c in COLUMNS] for row in rows)


def texts_of(articles: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Text and title by article_id."""
    titles = articles["title"].fillna("")
    rows = zip(articles["article_id"], articles["text"], titles, strict=True)
    return {name: (text, title) for name, text, title in rows}


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_quote_corrections(home: Path) -> tuple[list[QuoteCorrection], list[str]]:
    """The valid rows of `corrections/quotes.csv`, and what is wrong with the others.

    Raises:
        ValueError: the file lacks a column.
    """
    path = home / "corrections" / "quotes.csv"
    if not path.is_file():
        return [], []
    rows, corrections, problems = read_table(path), [], []
    if rows and (missing := [c for c in COLUMNS[:7] if c not in rows[0]]):
        raise ValueError(f"{path}: no column {', '.join(missing)}")
    for line, row in enumerate(rows, start=2):
        values: Row = {c: str(row.get(c, "")).strip() for c in COLUMNS}
        try:
            values |= {"start": int(values["start"]), "end": int(values["end"])}
        except ValueError:
            problems.append(f"line {line}: start and end must be whole numbers")
            continue
        in_title = values["in_title"].casefold() == "true"
        correction = QuoteCorrection(**{**values, "in_title": in_title})
        if problem := _problem(correction):
            problems.append(f"line {line}: {problem}")
        else:
            corrections.append(correction)
    return corrections, problems


def _problem(correction: QuoteCorrection) -> str | None:
    """What is wrong with a row, if anything."""
    action, to = correction.action, correction.to
    if action not in ACTIONS:
        return f"no action {action!r}; choose {', '.join(ACTIONS)}"
    if action in VALUES and to not in VALUES[action]:
        return f"no {action} {to!r}; choose {', '.join(VALUES[action])}"
    if action == "add" and not _is_object(to or "{}"):
        return f"add takes the labels of the quote as a JSON object, not {to!r}"
    has_characters = correction.end > correction.start >= 0
    return None if has_characters else "no characters from start to end"


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def corrections_made(home: Path) -> dict[str, str]:
    """Number and authors of the corrections of quotes, for provenance."""
    rows, _ = read_quote_corrections(home)
    if not rows:
        return {}
    names = ", ".join(sorted({r.who or "nobody" for r in rows}))
    return {"corrections of quotes": f"{len(rows):,} by {names}, last {max(r.when for r in rows)}"}
