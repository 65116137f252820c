"""Scores of sources against hand coding: form, role, anonymity and its grade in matched quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd

from toolkit.annotate import Annotator
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.scoring.bootstrap import Row, ratio, score_articles, score_row
from toolkit.validate.scoring.quotes import QuoteMatches, match_quotes
from toolkit.validate.shared.quote_matching import same_speaker

LABELS = ("source_form", "source_role", "anonymity")


def score_sources(
    gold: Iterable[CodedArticle],
    annotator: Annotator,
    overlap: float = 0.5,
    by_outlet: bool = False,
) -> pd.DataFrame:
    """How often the labels of the source of a matched quote agree with the coding.

    A found quote matches a coded one if their words share at least `overlap` of their union, one
    to one. Quotes of cue kind intention are left out on both sides. Each form and
    role has its own row, because an accuracy over all labels hides how the rare ones fare.

    Returns:
        Frame of `measure`, `precision`, `recall`, `f1` in percent and `n` (coded). For
        `source_form`, `source_role` and `anonymity`, recall is the share that agrees with the
        coding, also among quotes with the right speaker ("… of right speakers"). For one form or
        role, and for `anonymous` and `reason`, precision is the share of those found. Then 95 %
        intervals over articles, as in `bootstrap_scores`; first `outlet`, if requested.
    """
    return score_articles(
        gold, lambda coded: _count(match_quotes(coded, annotator, overlap)), _rows, by_outlet
    )


def _count(matches: QuoteMatches) -> Counter[str]:
    counts: Counter[str] = Counter()
    for coded, found in matches.matched():
        for measure, is_coded, is_found in _comparisons(coded, found):
            counts[f"n {measure}"] += is_coded
            counts[f"right {measure}"] += is_coded and is_found
            counts[f"found {measure}"] += is_found
    return counts


def _comparisons(coded: Row, found: Row) -> Iterable[tuple[str, bool, bool]]:
    """Measures of one quote: name, whether the coding has it, and whether the annotation has it."""
    suffixes = ["", " of right speakers"] if same_speaker(coded, found["speaker"]) else [""]
    for label in LABELS:
        if coded.get(label) is None:
            continue
        for suffix in suffixes:
            yield label + suffix, True, coded[label] == found[label]
        if label != "anonymity":
            for value in {coded[label], found[label]} - {None}:
                yield f"{label}: {value}", coded[label] == value, found[label] == value
    for label in ("anonymous", "reason"):
        yield label, bool(coded.get(label)), bool(found[label])


def _rows(counts: Counter[str]) -> list[Row]:
    names = [key.removeprefix("n ") for key in counts if key.startswith("n ")]
    return [_row(name, counts) for name in sorted(names, key=_order)]


def _order(name: str) -> tuple[int, str]:
    first = [*LABELS, "anonymous", "reason"]
    return (first.index(name) if name in first else len(first), name)


def _row(name: str, counts: Counter[str]) -> Row:
    right, n, found = (counts[f"{key} {name}"] for key in ("right", "n", "found"))
    recall = 100 * ratio(right, n)
    if name.split(" of ")[0] in LABELS:
        return score_row(name, np.nan, recall, n)
    f1 = 100 * ratio(2 * right, n + found, 0.0)
    return score_row(name, 100 * ratio(right, found), recall, n) | {"f1": f1}
