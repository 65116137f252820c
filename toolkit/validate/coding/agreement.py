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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.validate.coding.codebook import choices
from toolkit.validate.coding.gold import LABELS, CodedArticle
from toolkit.validate.coding.read_sheets import read_table
from toolkit.validate.coding.sheet_parser import Row, Sheet, with_derived_labels
from toolkit.validate.shared.matching import match
from toolkit.validate.shared.quote_matching import normalize_name, words_of

LEVELS = {"anonymity": "ordinal"}
VARIABLES = (*LABELS, "speaker")
DRAWS, OVERLAP = 1_000, 0.5
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class MatchedQuote:
    """A quote as each coder coded it; None for coders who did not."""

    article: str
    quotes: tuple[Row | None, ...]


def match_coders(sheets: Sequence[Sheet], overlap: float = OVERLAP) -> list[MatchedQuote]:
    """The quotes of all articles that at least two sheets coded, matched across coders.

    A quote of the second, third … coder is the same as one of the coders before if their words
    share `overlap` of their union (Jaccard), one to one; else it is another quote. Coders who did
    not code an article do not count for it.
    """
    return [
        MatchedQuote(name, tuple(quotes))
        for name in jointly_coded(sheets)
        for quotes in _matched_in([sheet.coded.get(name) for sheet in sheets], overlap)
    ]


def jointly_coded(sheets: Sequence[Sheet]) -> list[str]:
    """The articles that at least two sheets coded."""
    counts = Counter(name for sheet in sheets for name in sheet.coded)
    return sorted(name for name, n in counts.items() if n > 1)


def _matched_in(codings: Sequence[CodedArticle | None], overlap: float) -> list[list[Row | None]]:
    """The quotes of one article, each as a list with one entry for each coder."""
    rows: list[list[Row | None]] = []
    for coder, coded in enumerate(codings):
        if coded is None:
            continue
        known = [words_of(coded.text, next(q for q in row if q)) for row in rows]
        pairs = dict(match([words_of(coded.text, q) for q in coded.quotes], known, overlap))
        for number, quote in enumerate(coded.quotes):
            if number not in pairs:
                rows.append([None] * len(codings))
            rows[pairs.get(number, -1)][coder] = quote
    return rows


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
    rows = [_f1_of_pair(*pair, overlap) for pair in combinations(sheets, 2)]
    in_quotes = {name: _character_counts([s.coded.get(name) for s in sheets]) for name in names}
    rows.append(_alpha_row("characters in quotes", in_quotes, len(names), np.arange(2)))
    quotes = [m for m in match_coders(sheets, overlap) if sum(q is not None for q in m.quotes) > 1]
    rows += [_label_row(variable, quotes, names) for variable in VARIABLES]
    return pd.DataFrame([row for row in rows if row])


def _f1_of_pair(one: Sheet, other: Sheet, overlap: float) -> Row | None:
    names = [name for name in one.coded if name in other.coded]
    if not names:
        return None
    counts = {n: _match_counts(one.coded[n], other.coded[n], overlap) for n in names}

    def f1(names: Sequence[str]) -> float:
        right, total = np.array([counts[n] for n in names]).sum(axis=0)
        return 2 * right / total if total else np.nan

    return _row("quotes: F1", f"{one.coder}, {other.coder}", names, f1, len(names))


def _match_counts(one: CodedArticle, other: CodedArticle, overlap: float) -> tuple[int, int]:
    words = [[words_of(c.text, q) for q in c.quotes] for c in (one, other)]
    return len(match(words[0], words[1], overlap)), len(words[0]) + len(words[1])


def _character_counts(codings: Sequence[CodedArticle | None]) -> Counts:
    """For each character of a text, how many coders have it outside and inside of quotes."""
    known = [coded for coded in codings if coded]
    inside = np.zeros(len(known[0].text), dtype=np.int64)
    for coded in known:
        quoted = np.zeros_like(inside)
        for start, end in (span for quote in coded.quotes for span in quote["segments"]):
            quoted[start:end] = 1
        inside += quoted
    return np.stack([len(known) - inside, inside], axis=1)


def _label_row(variable: str, quotes: Sequence[MatchedQuote], names: Sequence[str]) -> Row:
    labels = [[label_of(q, variable) for q in m.quotes if q] for m in quotes]
    values = sorted({v for of_quote in labels for v in of_quote if v is not None})
    rows: dict[str, list[list[int]]] = {name: [] for name in names}
    for matched, of_quote in zip(quotes, labels, strict=True):
        rows[matched.article].append([of_quote.count(value) for value in values])
    counts = {n: np.array(r, dtype=np.int64).reshape(len(r), len(values)) for n, r in rows.items()}
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
    pairs: Counter[tuple[str, str]] = Counter()
    for matched in quotes:
        labels = [label for q in matched.quotes if q and (label := label_of(q, variable))]
        for a, b in combinations(labels, 2):
            pairs.update([(a, b), (b, a)])
    values = sorted({label for pair in pairs for label in pair})
    table = [[pairs[a, b] for b in values] for a in values]
    return pd.DataFrame(table, index=pd.Index(values, name=variable), columns=values)


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
