"""How far coders agree: on which stretches are quotes, and on what each of them is.

Stretches: F1 of quotes that overlap enough, and Krippendorff's alpha of every character being in a
quote or not. That is alpha for binary nominal data with characters as units, in place of alpha for
unitizing (Krippendorff, Content Analysis, section 12.6, of which no worked example was at hand to
test against): it corrects for chance and for how much is quoted, but takes no account of where one
quote ends and the next begins, which F1 does. Labels: Krippendorff's alpha (Hayes & Krippendorff
2007, Communication Methods and Measures 1(1) 77-89) of the quotes that both found, with intervals
that resample articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from toolkit.validate.coding.alpha import Values, alpha, of_characters
from toolkit.validate.coding.gold import Coded
from toolkit.validate.coding.sheet_parser import Sheet
from toolkit.validate.scoring.quotes import LABELS, match, plain, words_of

LEVELS = {"anonymity": "ordinal"}
VARIABLES = (*LABELS, "speaker")
DRAWS, OVERLAP = 1_000, 0.5
Row = dict[str, Any]


@dataclass(frozen=True)
class Unit:
    """One quote, as each coder coded it; None where a coder did not."""

    article: str
    quotes: tuple[Row | None, ...]


def units(sheets: Sequence[Sheet], overlap: float = OVERLAP) -> list[Unit]:
    """The quotes of all articles that at least two sheets coded, matched across them.

    A quote of the second, third … coder is that of the coders before where their words share
    `overlap` of their union (Jaccard), one to one; else it is a new unit. A coder who did not code
    the article has no say in it.
    """
    made: list[Unit] = []
    for name in shared(sheets):
        rows: list[list[Row | None]] = []
        for place, sheet in enumerate(sheets):
            quotes = list(sheet.coded[name].quotes) if name in sheet.coded else []
            _add(rows, quotes, place, sheets, name, overlap)
        made += [Unit(name, tuple(row)) for row in rows]
    return made


def shared(sheets: Sequence[Sheet]) -> list[str]:
    """The articles that at least two sheets coded."""
    counts = Counter(name for sheet in sheets for name in sheet.coded)
    return sorted(name for name, n in counts.items() if n > 1)


def _add(
    rows: list[list[Row | None]],
    quotes: list[Row],
    place: int,
    sheets: Sequence[Sheet],
    name: str,
    overlap: float,
) -> None:
    text = next(s.coded[name].text for s in sheets if name in s.coded)
    known = [words_of(text, next(q for q in row if q)) for row in rows]
    pairs = dict(match([words_of(text, q) for q in quotes], known, overlap))
    for number, quote in enumerate(quotes):
        if number in pairs:
            rows[pairs[number]][place] = quote
        else:
            rows.append([quote if i == place else None for i in range(len(sheets))])


def agreement(sheets: Sequence[Sheet], overlap: float = OVERLAP) -> pd.DataFrame:
    """How far coders agree, one row a measure.

    Args:
        sheets: of two or more coders.
        overlap: share of words that makes two stretches one quote.

    Returns:
        Frame of measure, coders (both names for a pair; "all"), estimate, low, high (95 %, over
        articles), n (articles; quotes for labels), note (why a figure is missing).

    Raises:
        ValueError: no article was coded by two of them.
    """
    names = shared(sheets)
    if not names:
        raise ValueError("no article was coded by two coders: nothing to compare")
    found = units(sheets, overlap)
    rows = [_spans(a, b, overlap) for a, b in combinations(sheets, 2)]
    rows.append(
        _row(
            "characters in quotes: alpha", "all", names, partial(of_characters, sheets), len(names)
        )
    )
    for variable in VARIABLES:
        rated = [u for u in found if sum(q is not None for q in u.quotes) > 1]
        by_article = {n: _table([u for u in rated if u.article == n], variable) for n in names}
        figure = partial(_of_articles, by_article, LEVELS.get(variable, "nominal"))
        rows.append(_row(f"{variable}: alpha", "all", names, figure, len(rated)))
    return pd.DataFrame([r for r in rows if r])


def _spans(one: Sheet, other: Sheet, overlap: float) -> Row | None:
    both = [n for n in one.coded if n in other.coded]
    if not both:
        return None
    counts = {n: _matched(one.coded[n], other.coded[n], overlap) for n in both}

    def figure(names: Sequence[str]) -> float:
        right, total = np.array([counts[n] for n in names]).sum(axis=0)
        return 2 * right / total if total else np.nan

    return _row("quotes: F1", f"{one.coder}, {other.coder}", both, figure, len(both))


def _matched(one: Coded, other: Coded, overlap: float) -> tuple[int, int]:
    sets = [[words_of(c.text, q) for q in c.quotes] for c in (one, other)]
    return len(match(sets[0], sets[1], overlap)), len(sets[0]) + len(sets[1])


def _row(
    measure: str,
    coders: str,
    names: Sequence[str],
    figure: Callable[[Sequence[str]], float],
    n: int,
) -> Row:
    estimate = figure(names)
    random = np.random.default_rng(1)
    draws = [figure(list(random.choice(names, len(names)))) for _ in range(DRAWS)]
    known = [d for d in draws if np.isfinite(d)]
    few = len(names) < 5 or not known
    low, high = (np.nan, np.nan) if few else np.percentile(known, [2.5, 97.5])
    note = "no figure: all values are the same, or too few" if np.isnan(estimate) else None
    note = note or ("fewer than five articles: no interval" if few else None)
    figures = {"estimate": estimate, "low": low, "high": high, "n": n, "note": note}
    return {"measure": measure, "coders": coders, **figures}


def _table(rated: Sequence[Unit], variable: str) -> Values:
    made = [[None if q is None else said(q, variable) for q in u.quotes] for u in rated]
    return np.array(made, dtype=object).T if made else np.empty((0, 0), dtype=object)


def said(quote: Row, variable: str) -> str | None:
    """What a coder said of a quote, as it is compared; None where nothing."""
    value = quote.get(variable)
    if value is None or value == "":
        return None
    return plain(str(value)) if variable == "speaker" else str(value)


def _of_articles(tables: dict[str, Values], level: str, names: Sequence[str]) -> float:
    parts = [tables[n] for n in names if tables[n].size]
    return alpha(np.concatenate(parts, axis=1), level) if parts else float("nan")


def confusion(found: Sequence[Unit], variable: str) -> pd.DataFrame:
    """What one coder said where another said what: each value by each value, quotes counted.

    Every pair of coders of a quote counts once in each direction, so that no coder is the norm.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for unit in found:
        values = [v for q in unit.quotes if q and (v := said(q, variable)) is not None]
        for a, b in combinations(values, 2):
            pairs.update([(a, b), (b, a)])
    known = sorted({v for pair in pairs for v in pair})
    table = [[pairs[a, b] for b in known] for a in known]
    return pd.DataFrame(table, index=pd.Index(known, name=variable), columns=known)
