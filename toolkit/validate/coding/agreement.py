"""Agreement of coders: on which passages are quotes, and on their labels.

Passages: F1 of quotes that overlap enough, and Krippendorff's alpha of each character being in a
quote or not. This is alpha for binary nominal data with characters as units, in place of alpha for
unitizing (Krippendorff, Content Analysis, section 12.6, of which no worked example was at hand to
test against): it corrects for chance and for the share of text that is quoted, but disregards where
one quote ends and the next begins, which F1 takes into account. Labels: Krippendorff's alpha (Hayes
& Krippendorff 2007, Communication Methods and Measures 1(1) 77-89) of the quotes that both coders
found, with intervals that resample articles.

Adjudication makes one coded sample of the sheets. The list of disagreements has a row for each
quote that only some coders of an article found, and for each label on which they differ. A person
writes the decision into its column `decision`: keep or drop, or the value. Undecided disagreements
are resolved in favour of the first coder of the article, and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from pathlib import Path
from typing import Any, NamedTuple

import krippendorff
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.validate.coding.codebook import choices
from toolkit.validate.coding.gold import LABELS, CodedArticle
from toolkit.validate.coding.read_sheets import read_table
from toolkit.validate.coding.sheet_parser import Row, Sheet, with_derived_labels
from toolkit.validate.shared.quote_matching import normalize_name, quote_pairs

LEVELS = {"anonymity": "ordinal"}
VARIABLES = (*LABELS, "speaker")
DRAWS, OVERLAP = 1_000, 0.5
Counts = NDArray[np.int64]


class MatchedQuote(NamedTuple):
    """A quote as each coder of its article coded it; None for coders who did not find it."""

    article: str
    quotes: list[tuple[str, Row | None]]

    @property
    def first(self) -> Row:
        """The quote as the first coder who found it has it."""
        return next(quote for _, quote in self.quotes if quote)

    def labels(self, variable: str) -> list[str]:
        """The labels that coders gave to the quote, in the form in which they are compared."""
        return [label for _, q in self.quotes if q and (label := label_of(q, variable))]


def match_coders(sheets: Sequence[Sheet], overlap: float = OVERLAP) -> list[MatchedQuote]:
    """The quotes of all articles that at least two sheets coded, matched across coders.

    A quote of the second, third … coder is the same as one of the coders before if their words
    share `overlap` of their union (Jaccard), one to one; else it is another quote. Coders who did
    not code an article do not count for it.
    """
    return [m for name in jointly_coded(sheets) for m in _matched_in(name, sheets, overlap)]


def jointly_coded(sheets: Sequence[Sheet]) -> list[str]:
    """The articles that at least two sheets coded."""
    counts = Counter(name for sheet in sheets for name in sheet.coded)
    return sorted(name for name, n in counts.items() if n > 1)


def _matched_in(name: str, sheets: Sequence[Sheet], overlap: float) -> Iterator[MatchedQuote]:
    """The quotes of one article."""
    codings = [(sheet.coder, sheet.coded[name]) for sheet in sheets if name in sheet.coded]
    rows: list[list[Row | None]] = []
    for place, (_, coded) in enumerate(codings):
        known = [next(filter(None, row)) for row in rows]
        pairs = dict(quote_pairs(coded.text, coded.quotes, known, overlap))
        for number, quote in enumerate(coded.quotes):
            if number not in pairs:
                rows.append([None] * len(codings))
            rows[pairs.get(number, -1)][place] = quote
    coders = [coder for coder, _ in codings]
    return (MatchedQuote(name, list(zip(coders, row, strict=True))) for row in rows)


def agreement(sheets: Sequence[Sheet], overlap: float = OVERLAP) -> pd.DataFrame:
    """Agreement of coders, one row per measure.

    Args:
        sheets: sheets of two or more coders.
        overlap: share of words that makes two passages one quote.

    Returns:
        Frame of measure, coders (both names for a pair; "all"), estimate, low, high (95 %, over
        articles), n (articles; quotes for labels), note (why a figure is missing).

    Raises:
        ValueError: no article was coded by two of them.
    """
    names = jointly_coded(sheets)
    if not names:
        raise ValueError("no article was coded by two coders: nothing to compare")
    rows = [
        _f1_row(one, other, overlap)
        for one, other in combinations(sheets, 2)
        if one.coded.keys() & other.coded.keys()
    ]
    in_quotes = {n: _character_counts([s.coded[n] for s in sheets if n in s.coded]) for n in names}
    rows.append(_alpha_row("characters in quotes", in_quotes, len(names), np.arange(2)))
    quotes = [m for m in match_coders(sheets, overlap) if sum(bool(q) for _, q in m.quotes) > 1]
    return pd.DataFrame([*rows, *(_label_row(variable, quotes, names) for variable in VARIABLES)])


def _f1_row(one: Sheet, other: Sheet, overlap: float) -> Row:
    counts = {}
    for name, coded in one.coded.items():
        if name in other.coded:
            others = other.coded[name].quotes
            right = len(quote_pairs(coded.text, coded.quotes, others, overlap))
            counts[name] = right, len(coded.quotes) + len(others)

    def f1(names: Sequence[str]) -> float:
        right, total = np.array([counts[n] for n in names]).sum(axis=0)
        return 2 * right / total if total else np.nan

    return _row("quotes: F1", f"{one.coder}, {other.coder}", list(counts), f1, len(counts))


def _character_counts(codings: Sequence[CodedArticle]) -> Counts:
    """For each character of a text, how many coders have it outside and inside of quotes."""
    inside = np.zeros(len(codings[0].text), dtype=np.int64)
    for coded in codings:
        quoted = np.zeros_like(inside)
        for start, end in (span for quote in coded.quotes for span in quote["segments"]):
            quoted[start:end] = 1
        inside += quoted
    return np.stack([len(codings) - inside, inside], axis=1)


def _label_row(variable: str, quotes: Sequence[MatchedQuote], names: Sequence[str]) -> Row:
    values = sorted({label for m in quotes for label in m.labels(variable)})
    counts = {}
    for name in names:
        labels = [m.labels(variable) for m in quotes if m.article == name]
        rows = [[of_quote.count(value) for value in values] for of_quote in labels]
        counts[name] = np.array(rows, dtype=np.int64).reshape(len(rows), len(values))
    level = LEVELS.get(variable, "nominal")
    domain = np.arange(len(values)) if level == "nominal" else np.array(values, dtype=float)
    return _alpha_row(variable, counts, len(quotes), domain, level)


def _alpha_row(
    name: str, counts: Mapping[str, Counts], n: int, domain: NDArray[Any], level: str = "nominal"
) -> Row:
    def estimate(articles: Sequence[str]) -> float:
        return alpha(np.concatenate([counts[a] for a in articles]), domain, level)

    return _row(f"{name}: alpha", "all", list(counts), estimate, n)


def alpha(counts: Counts, values: NDArray[Any], level: Any = "nominal") -> float:
    """Krippendorff's alpha.

    Args:
        counts: units x values: how many coders gave a unit this value.
        values: the values, as numbers; any numbers for nominal data.
        level: of measurement: nominal, ordinal, interval, ratio.

    Returns:
        1 for perfect agreement, 0 for agreement by chance; NaN where all values are the same or no
        unit has two values.

    Example:
        >>> counts = np.array([[2, 0], [2, 0], [0, 2], [1, 1]])
        >>> round(alpha(counts, np.arange(2)), 3)
        0.533
    """
    rated = counts[counts.sum(axis=1) > 1]
    used = rated.sum(axis=0) > 0
    if used.sum() < 2:
        return float("nan")
    return float(
        krippendorff.alpha(
            value_counts=rated[:, used], value_domain=values[used], level_of_measurement=level
        )
    )


def _row(
    measure: str,
    coders: str,
    names: Sequence[str],
    estimator: Callable[[Sequence[str]], float],
    n: int,
) -> Row:
    estimate = estimator(names)
    random = np.random.default_rng(1)
    draws = [estimator(list(random.choice(names, len(names)))) for _ in range(DRAWS)]
    known = [d for d in draws if np.isfinite(d)]
    few = len(names) < 5 or not known
    low, high = (np.nan, np.nan) if few else np.percentile(known, [2.5, 97.5])
    note = "no figure: all values are the same, or too few" if np.isnan(estimate) else None
    note = note or ("fewer than five articles: no interval" if few else None)
    figures = {"estimate": estimate, "low": low, "high": high, "n": n, "note": note}
    return {"measure": measure, "coders": coders, **figures}


def label_of(quote: Row, variable: str) -> str | None:
    """A coder's label of a quote in the form in which it is compared; None if there is none."""
    value = quote.get(variable)
    if value is None or value == "":
        return None
    return normalize_name(str(value)) if variable == "speaker" else str(value)


def confusion(quotes: Sequence[MatchedQuote], variable: str) -> pd.DataFrame:
    """Confusion matrix of coders: number of quotes with each pair of labels.

    Every pair of coders of a quote counts once in each direction, so that no coder is the standard.
    """
    pairs = [pair for m in quotes for pair in permutations(m.labels(variable), 2)]
    one, other = np.array(pairs, dtype="str").reshape(-1, 2).T
    return pd.crosstab(one, other, rownames=[variable], colnames=[None])


COLUMNS = ("article", "start", "content", "variable", "said", "decision")
QUOTE = "quote"
Key = tuple[str, str, str]
Decisions = Mapping[Key, str]


class Adjudication(NamedTuple):
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
    rows = [
        (article, start, " … ".join(matched.first["content"])[:200], variable, said, "")
        for matched in match_coders(sheets)
        for (article, start, variable), said in _differences(matched).items()
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def _differences(matched: MatchedQuote) -> dict[Key, str]:
    """What the coders of an article say on each point on which they differ about a quote."""
    found = [(coder, "found" if quote else "not found") for coder, quote in matched.quotes]
    said = {QUOTE: found}
    for variable in VARIABLES[1:]:
        said[variable] = [(c, label_of(q, variable) or "nothing") for c, q in matched.quotes if q]
    start = str(matched.first["segments"][0][0])
    return {
        (matched.article, start, variable): "; ".join(f"{coder}: {label}" for coder, label in given)
        for variable, given in said.items()
        if len({label for _, label in given}) > 1
    }


def read_decisions(path: Path) -> dict[Key, str]:
    """The decisions in a list of disagreements that somebody filled in.

    Raises:
        ValueError: the file lacks a column.
    """
    rows, key = read_table(path), ("article", "start", "variable")
    if rows and (lacking := [c for c in (*key, "decision") if c not in rows[0]]):
        raise ValueError(f"{path}: no column {', '.join(lacking)}")
    decided = ((*(row[c] for c in key), row["decision"].strip()) for row in rows)
    return {(article, start, name): given for article, start, name, given in decided if given}


def adjudicate(sheets: Sequence[Sheet], decisions: Decisions) -> Adjudication:
    """One coding of every article that at least one coder coded.

    Args:
        sheets: sheets of all coders; the first sheet with an article is its first coder's.
        decisions: decisions as `read_decisions` returns them.
    """
    matched = match_coders(sheets)
    open_ = [key for m in matched for key in _differences(m)]
    problems = {key: said for key in open_ if (said := _problem(key, decisions.get(key)))}
    valid = {key: decisions[key] for key in open_ if key in decisions and key not in problems}
    unknown = [f"{' '.join(key)}: no such disagreement" for key in decisions if key not in open_]
    firsts = {name: coded for sheet in reversed(sheets) for name, coded in sheet.coded.items()}
    joint = {name: list[Row]() for name in jointly_coded(sheets)}
    for m in matched:
        joint[m.article] += filter(None, [_decided(m, valid)])
    coded = [
        with_derived_labels(firsts[name], joint[name]) if name in joint else firsts[name]
        for name in dict.fromkeys(name for sheet in sheets for name in sheet.coded)
    ]
    return Adjudication(coded, len(open_) - len(valid), [*problems.values(), *unknown])


def _problem(key: Key, decision: str | None) -> str | None:
    allowed = _allowed(key[2])
    if decision is None or not allowed or decision.casefold() in allowed:
        return None
    return f"{' '.join(key)}: no {decision!r}; choose {', '.join(allowed)}"


def _allowed(variable: str) -> tuple[str, ...]:
    return ("keep", "drop") if variable == QUOTE else choices().get(variable, ())


def _decided(matched: MatchedQuote, decisions: Decisions) -> Row | None:
    """The quote as decided, else as the first coder of its article has it; None if dropped."""
    quote, keep = dict(matched.first), matched.quotes[0][1] is not None
    for key in _differences(matched):
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
