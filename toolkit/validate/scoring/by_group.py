"""Scores by outlet and by form of source, with intervals over articles: where errors are uneven.

Every figure is a ratio of sums over articles (right over coded, right over found, both over both),
so that the measures' own intervals hold for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from toolkit.annotate import Annotator
from toolkit.measure.estimation.notes import FIGURES
from toolkit.measure.shares import ratio
from toolkit.progress import bar
from toolkit.validate.coding.gold import Coded
from toolkit.validate.scoring.quotes import LABELS, found_quotes, match, same_speaker, words_of

OUTLET, FORM = "outlet", "source_form"
ALL = "all"
_MEASURES = ("recall", "precision", "f1", "speaker", *LABELS)
Row = dict[str, Any]


def score_groups(gold: Iterable[Coded], annotator: Annotator, overlap: float = 0.5) -> pd.DataFrame:
    """How well quotes and their sources are told: in all, by outlet, by form of source.

    A found quote matches a coded one where their words share at least `overlap` of their union, one
    to one. Labels are of matched quotes alone. The form is the coded one; for precision, the found.

    Returns:
        Frame of measure (recall, precision and f1 of quotes; speaker and each label: the share as
        coded), group ("all", "outlet" or "source_form"), value (which), estimate, low, high (95 %,
        over articles; shares), n_articles, count (right), n, note.
    """
    rows = pd.DataFrame(list(_rows(list(gold), annotator, overlap)))
    if rows.empty:
        return pd.DataFrame(columns=["measure", "group", "value", *FIGURES])
    parts = []
    for group in (ALL, OUTLET, FORM):
        own = rows.assign(group=group, value=ALL if group == ALL else rows[group])
        for measure in _MEASURES:
            chosen = own[own["measure"] == measure].dropna(subset=["value"])
            if len(chosen):
                parts.append(_figures(chosen, measure))
    return pd.concat(parts, ignore_index=True)


def _figures(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    of = rows.assign(amount=rows["n"])
    right = rows.assign(amount=rows["right"])
    made = ratio(right, of, (), ["group", "value"], bounded=True)
    return made.assign(measure=measure)[["measure", *made.columns]]


def _rows(gold: list[Coded], annotator: Annotator, overlap: float) -> Iterator[Row]:
    with bar(len(gold), "scoring", "texts") as shown:
        for coded in gold:
            yield from _of_article(coded, annotator, overlap)
            shown.update()


def _of_article(coded: Coded, annotator: Annotator, overlap: float) -> Iterator[Row]:
    """What is right of how much, one row a quote and measure."""
    gold = [q for q in coded.quotes if q.get("cue_kind") != "intention"]
    made = [q for q in found_quotes(coded, annotator) if q["cue_kind"] != "intention"]
    sets = [[words_of(coded.text, q) for q in quotes] for quotes in (gold, made)]
    pairs = match(sets[0], sets[1], overlap)
    hit, right = {i for i, _ in pairs}, {j for _, j in pairs}
    about = {"article_id": coded.name, OUTLET: coded.about.get("outlet")}
    for i, quote in enumerate(gold):
        one = {**about, FORM: quote.get(FORM), "right": float(i in hit), "n": 1.0}
        yield {**one, "measure": "recall"}
        yield {**one, "measure": "f1", "n": 0.5}
    for j, quote in enumerate(made):
        one = {**about, FORM: quote.get(FORM), "n": 1.0}
        yield {**one, "measure": "precision", "right": float(j in right)}
        yield {**one, "measure": "f1", "right": 0.0, "n": 0.5}
    for i, j in pairs:
        yield from _labels(about, gold[i], made[j])


def _labels(about: Mapping[str, Any], gold: Row, made: Row) -> Iterator[Row]:
    one = {**about, FORM: gold.get(FORM), "n": 1.0}
    yield {**one, "measure": "speaker", "right": float(same_speaker(gold, made["speaker"]))}
    for name in LABELS:
        if gold.get(name) is not None:
            yield {**one, "measure": name, "right": float(gold[name] == made[name])}
