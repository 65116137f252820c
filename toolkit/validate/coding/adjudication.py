"""From the sheets of several coders to one coded sample: what they differ on, and what holds.

A quote that only some coders of an article found, and a label on which they differ, is a row of the
list of disagreements. A person writes into its column `decision`: keep or drop, or the value. What
nobody decided is as the first coder of the article has it, and is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.validate.coding.agreement import VARIABLES, Unit, said, units
from toolkit.validate.coding.codebook import choices
from toolkit.validate.coding.derived_labels import finished
from toolkit.validate.coding.gold import Coded
from toolkit.validate.coding.sheet_parser import Sheet
from toolkit.validate.coding.spreadsheets import read_table

COLUMNS = ("article", "start", "content", "variable", "said", "decision")
QUOTE = "quote"
_KEY = ("article", "start", "variable")
Row = dict[str, Any]
Decisions = Mapping[tuple[str, str, str], str]


@dataclass(frozen=True)
class Adjudicated:
    """One coding of every article, and what is still as one coder alone has it.

    Attributes:
        coded: the articles.
        undecided: disagreements that nobody decided.
        problems: decisions that are none.
    """

    coded: list[Coded]
    undecided: int
    problems: list[str]


def disagreements(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """Everything that coders of the same article differ on, to be discussed and decided.

    Returns:
        Frame of article, start (first character of the content), content, variable ("quote" where
        not all found it), said (who said what), decision (empty).
    """
    rows = []
    for unit in units(sheets):
        quote = next(q for q in unit.quotes if q)
        place = {"article": unit.article, "start": str(quote["segments"][0][0])}
        place["content"] = " … ".join(quote["content"])[:200]
        for variable, who in _differing(unit, sheets).items():
            rows.append({**place, "variable": variable, "said": who, "decision": ""})
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def _differing(unit: Unit, sheets: Sequence[Sheet]) -> dict[str, str]:
    coders = [
        (s.coder, q) for s, q in zip(sheets, unit.quotes, strict=True) if unit.article in s.coded
    ]
    made = {}
    if any(q is None for _, q in coders):
        made[QUOTE] = "; ".join(f"{who}: {'found' if q else 'not found'}" for who, q in coders)
    for variable in VARIABLES:
        values = [(who, said(q, variable)) for who, q in coders if q]
        if variable != "quote_type" and len({v for _, v in values}) > 1:
            made[variable] = "; ".join(f"{who}: {v or 'nothing'}" for who, v in values)
    return made


def read_decisions(path: Path) -> dict[tuple[str, str, str], str]:
    """The decisions of a list of disagreements that somebody filled in.

    Raises:
        ValueError: the file lacks a column.
    """
    rows = read_table(path)
    if rows and (lacking := [c for c in (*_KEY, "decision") if c not in rows[0]]):
        raise ValueError(f"{path}: no column {', '.join(lacking)}")
    return {
        (r["article"], r["start"], r["variable"]): r["decision"].strip()
        for r in rows
        if r["decision"].strip()
    }


def adjudicated(sheets: Sequence[Sheet], decisions: Decisions) -> Adjudicated:
    """One coding of every article that anybody coded.

    Args:
        sheets: of all coders; the first sheet that has an article is its first coder.
        decisions: of `read_decisions`.
    """
    by_article: dict[str, list[Unit]] = {}
    for unit in units(sheets):
        by_article.setdefault(unit.article, []).append(unit)
    state = _State(dict(decisions), [])
    made = []
    for name in dict.fromkeys(n for sheet in sheets for n in sheet.coded):
        own = next(s.coded[name] for s in sheets if name in s.coded)
        if name in by_article:
            kept = [state.settled(u, sheets) for u in by_article[name]]
            own = finished(own, [q for q in kept if q])
        elif sum(name in s.coded for s in sheets) > 1:
            own = finished(own, [])
        made.append(own)
    unknown = [f"{' '.join(key)}: no such disagreement" for key in state.open]
    return Adjudicated(made, state.undecided, [*state.problems, *unknown])


@dataclass
class _State:
    """Decisions that are not used yet, and what went wrong so far."""

    open: dict[tuple[str, str, str], str]
    problems: list[str]
    undecided: int = 0

    def settled(self, unit: Unit, sheets: Sequence[Sheet]) -> Row | None:
        """The quote as decided, else as its article's first coder has it."""
        differing = _differing(unit, sheets)
        quote = dict(next(q for q in unit.quotes if q))
        start = str(quote["segments"][0][0])
        first = next(q for s, q in zip(sheets, unit.quotes, strict=True) if unit.article in s.coded)
        keep = first is not None
        for variable in differing:
            key = (unit.article, start, variable)
            decision = self._decision(key)
            if variable == QUOTE:
                keep = keep if decision is None else decision == "keep"
            elif decision is not None:
                quote[variable] = _typed(variable, decision)
        return quote if keep else None

    def _decision(self, key: tuple[str, str, str]) -> str | None:
        decision = self.open.pop(key, None)
        allowed = ("keep", "drop") if key[2] == QUOTE else choices().get(key[2], ())
        if decision is not None and allowed and decision.casefold() not in allowed:
            self.problems.append(f"{' '.join(key)}: no {decision!r}; choose {', '.join(allowed)}")
            decision = None
        self.undecided += decision is None
        return decision.casefold() if decision and allowed else decision


def _typed(variable: str, decision: str) -> object:
    if variable == "anonymous":
        return decision == "true"
    return int(decision) if variable == "anonymity" else decision
