"""Scores by outlet and by form of source, with intervals over articles.

Every figure is a ratio of sums over articles (right over coded, right over found, both over both),
and has the intervals of the measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from toolkit.annotate import Annotator
from toolkit.measure.estimation.intervals import FIGURES
from toolkit.measure.shares import ratio
from toolkit.progress import track
from toolkit.validate.coding.gold import LABELS, CodedArticle
from toolkit.validate.scoring.bootstrap import ALL, Row
from toolkit.validate.scoring.quotes import QuoteMatches, match_quotes
from toolkit.validate.shared.quote_matching import same_speaker

OUTLET, FORM = "outlet", "source_form"
_MEASURES = ("recall", "precision", "f1", "speaker", *LABELS)


def score_groups(
    gold: Iterable[CodedArticle], annotator: Annotator, overlap: float = 0.5
) -> pd.DataFrame:
    """Scores of quotes and their sources: in all, by outlet, and by form of source.

    A found quote matches a coded one where their words share at least `overlap` of their union, one
    to one. Labels are scored on matched quotes alone. The form is the coded one; for precision, the
    found one.

    Returns:
        Frame of measure (recall, precision and f1 of quotes; speaker and each label: the share that
        agrees with the coding), group ("all", "outlet" or "source_form"), value (which), estimate,
        low, high (95 %, over articles; shares), n_articles, count (right), n, note.
    """
    rows = pd.DataFrame(
        {**row, "article_id": coded.name, OUTLET: coded.about.get("outlet")}
        for coded in track(list(gold), "scoring", "texts")
        for row in _judgements(match_quotes(coded, annotator, overlap))
    )
    if rows.empty:
        return pd.DataFrame(columns=["measure", "group", "value", *FIGURES])
    parts = []
    for group in (ALL, OUTLET, FORM):
        grouped = rows.assign(group=group, value=ALL if group == ALL else rows[group])
        for measure in _MEASURES:
            of_measure = grouped[grouped["measure"] == measure].dropna(subset=["value"])
            if len(of_measure):
                parts.append(_estimates(of_measure, measure))
    return pd.concat(parts, ignore_index=True)


def _estimates(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    right, total = (rows.assign(amount=rows[column]) for column in ("right", "n"))
    estimates = ratio(right, total, (), ["group", "value"], bounded=True)
    return estimates.assign(measure=measure)[["measure", *estimates.columns]]


def _judgements(matches: QuoteMatches) -> Iterator[Row]:
    """One row for each quote and measure: how much is right, out of how much."""
    hit, right = {i for i, _ in matches.pairs}, {j for _, j in matches.pairs}
    for i, quote in enumerate(matches.gold):
        yield _row(quote, "recall", i in hit)
        yield _row(quote, "f1", i in hit, n=0.5)
    for j, quote in enumerate(matches.found):
        yield _row(quote, "precision", j in right)
        yield _row(quote, "f1", False, n=0.5)
    for coded, found in matches.matched():
        yield _row(coded, "speaker", same_speaker(coded, found["speaker"]))
        for label in LABELS:
            if coded.get(label) is not None:
                yield _row(coded, label, coded[label] == found[label])


def _row(quote: Row, measure: str, right: bool, n: float = 1.0) -> Row:
    return {FORM: quote.get(FORM), "measure": measure, "right": float(right), "n": n}
