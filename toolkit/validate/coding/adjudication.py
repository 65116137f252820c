"""Adjudication: one coded sample from the sheets of several coders.

The list of disagreements has a row for each quote that only some coders of an article found, and
for each label on which they differ. A person writes the decision into its column `decision`: keep
or drop, or the value. Undecided disagreements are resolved in favour of the first coder of the
article, and counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.validate.coding.agreement import VARIABLES, MatchedQuote, label_of, match_coders
from toolkit.validate.coding.codebook import choices
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.read_sheets import read_table
from toolkit.validate.coding.sheet_parser import Row, Sheet, with_derived_labels

COLUMNS = ("article", "start", "content", "variable", "said", "decision")
QUOTE = "quote"
_KEY = ("article", "start", "variable")
Key = tuple[str, str, str]
Decisions = Mapping[Key, str]


@dataclass(frozen=True)
class Adjudication:
    """One coding of every article.

    Attributes:
        coded: the articles.
        undecided: number of disagreements without a decision.
        problems: decisions that are invalid.
    """

    coded: list[CodedArticle]
    undecided: int
    problems: list[str]


def disagreements(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """All disagreements of coders of the same article, to be discussed and decided.

    Returns:
        Frame of article, start (first character of the content), content, variable ("quote" where
        not all found it), said (each coder's label), decision (empty).
    """
    rows = []
    for matched in match_coders(sheets):
        content = " … ".join(_first_coded(matched)["content"])[:200]
        for (article, start, variable), labels in _differences(matched, sheets).items():
            rows.append((article, start, content, variable, labels, ""))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def _first_coded(matched: MatchedQuote) -> Row:
    return next(quote for quote in matched.quotes if quote)


def _differences(matched: MatchedQuote, sheets: Sequence[Sheet]) -> dict[Key, str]:
    """What the coders of an article say on each point on which they differ about a quote."""
    coders = [
        (sheet.coder, quote)
        for sheet, quote in zip(sheets, matched.quotes, strict=True)
        if matched.article in sheet.coded
    ]
    differences = {}
    if any(quote is None for _, quote in coders):
        differences[QUOTE] = [(coder, "found" if q else "not found") for coder, q in coders]
    for variable in VARIABLES:
        labels = [(coder, label_of(q, variable) or "nothing") for coder, q in coders if q]
        if variable != "quote_type" and len({label for _, label in labels}) > 1:
            differences[variable] = labels
    start = str(_first_coded(matched)["segments"][0][0])
    return {
        (matched.article, start, variable): "; ".join(
            f"{coder}: {label}" for coder, label in labels
        )
        for variable, given in differences.items()
    }


def read_decisions(path: Path) -> dict[Key, str]:
    """The decisions in a list of disagreements that somebody filled in.

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


def adjudicate(sheets: Sequence[Sheet], decisions: Decisions) -> Adjudication:
    """One coding of every article that at least one coder coded.

    Args:
        sheets: sheets of all coders; the first sheet with an article is its first coder's.
        decisions: decisions as `read_decisions` returns them.
    """
    matched = match_coders(sheets)
    open_keys = [key for m in matched for key in _differences(m, sheets)]
    given = {key: decisions[key] for key in open_keys if key in decisions}
    problems = {key: problem for key in given if (problem := _problem(key, given[key]))}
    valid = {key: decision for key, decision in given.items() if key not in problems}
    unknown = [f"{' '.join(key)}: no such disagreement" for key in decisions if key not in given]
    coded = []
    for name in dict.fromkeys(name for sheet in sheets for name in sheet.coded):
        codings = [sheet.coded[name] for sheet in sheets if name in sheet.coded]
        quotes = [_decide(m, sheets, valid) for m in matched if m.article == name]
        joint = len(codings) > 1
        coded.append(with_derived_labels(codings[0], filter(None, quotes)) if joint else codings[0])
    return Adjudication(coded, len(open_keys) - len(valid), [*problems.values(), *unknown])


def _problem(key: Key, decision: str) -> str | None:
    allowed = _allowed(key[2])
    if not allowed or decision.casefold() in allowed:
        return None
    return f"{' '.join(key)}: no {decision!r}; choose {', '.join(allowed)}"


def _allowed(variable: str) -> tuple[str, ...]:
    return ("keep", "drop") if variable == QUOTE else choices().get(variable, ())


def _decide(matched: MatchedQuote, sheets: Sequence[Sheet], decisions: Decisions) -> Row | None:
    """The quote as decided, else as the first coder of its article has it; None if dropped."""
    quote = dict(_first_coded(matched))
    first = next(
        q for s, q in zip(sheets, matched.quotes, strict=True) if matched.article in s.coded
    )
    keep = first is not None
    for key in _differences(matched, sheets):
        variable, decision = key[2], decisions.get(key)
        if decision and variable == QUOTE:
            keep = decision.casefold() == "keep"
        elif decision:
            quote[variable] = _typed(variable, decision)
    return quote if keep else None


def _typed(variable: str, decision: str) -> object:
    value = decision.casefold() if _allowed(variable) else decision
    if variable == "anonymous":
        return value == "true"
    return int(value) if variable == "anonymity" else value
