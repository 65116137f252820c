"""Scores of attributions against PolNeAR, by the measures of published systems.

Tokens are runs of letters and digits. Content and source match by Jaccard similarity, one to one:
as many pairs as possible, then the closest. Text that an annotator marked as not part of the
article is neither right nor wrong. Where several annotators coded an article, the first is gold.
`reliability` compares the confidence of attributions with the share of them that is right.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from toolkit.annotate import Pipeline
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span
from toolkit.progress import track
from toolkit.validate.scoring.attribution_counts import (
    CUE_KINDS,
    OTHER_KINDS,
    RELATIONS,
    ROLES,
    THRESHOLDS,
    count,
    relations_right,
)
from toolkit.validate.scoring.bootstrap import Row, bootstrap_scores, ratio, score_row
from toolkit.validate.shared.quote_matching import AttributionSpans, GoldArticle

TYPES = ("direct", "mixed", "indirect")
Finder = Callable[[str], Iterable[AttributionSpans]]


def triples(pipeline: Pipeline, nested: bool = False) -> Finder:
    """A function that finds source, cue and content of a text's attributions.

    Args:
        pipeline: to score.
        nested: whether to include attributions inside another's content; PolNeAR codes the outer
            level alone.
    """

    def find(text: str) -> list[AttributionSpans]:
        attributions = attributions_of(text, pipeline)
        return [to_spans(a) for a in (attributions if nested else outermost(attributions))]

    return find


def attributions_of(text: str, pipeline: Pipeline) -> Sequence[Attribution]:
    """A pipeline's attributions of a text."""
    return pipeline.engine(pipeline.read(text))


def outermost(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Attributions whose source, cue and content are not all inside another's content."""
    kept: list[Attribution] = []
    open_: list[Attribution] = []
    for attribution in sorted(attributions, key=lambda a: (_extent(a).start, -_extent(a).end)):
        open_ = [a for a in open_ if _extent(a).end > _extent(attribution).start]
        if not any(_contains(a, attribution) for a in open_):
            kept.append(attribution)
        open_.append(attribution)
    return kept


def _parts(attribution: Attribution) -> list[Span]:
    return [p for p in (*attribution.content, attribution.cue, attribution.source) if p]


def _extent(attribution: Attribution) -> Span:
    parts = _parts(attribution)
    return Span(min(p.start for p in parts), max(p.end for p in parts))


def _contains(outer: Attribution, inner: Attribution) -> bool:
    return all(any(p.within(c) for c in outer.content) for p in _parts(inner))


def to_spans(attribution: Attribution) -> AttributionSpans:
    """An attribution as the spans of its roles."""
    source, cue = ((span,) if span else () for span in (attribution.source, attribution.cue))
    return AttributionSpans(source, cue, attribution.content)


def score_attribution(
    gold: Sequence[GoldArticle], find: Finder, predictions: Path | None = None
) -> pd.DataFrame:
    """Precision, recall and F1 of every measure, and of the relation by kind of attribution.

    Args:
        gold: annotated articles.
        find: from a text to its attributions.
        predictions: file to write the attributions to, one JSON object per article, for other
            scorers.

    Returns:
        Frame of `measure`, `precision`, `recall`, `f1` (0 to 1), `n` (gold). A kind's precision is
        of those found of that kind, its recall of those coded. Then 95 % intervals over articles,
        as in `bootstrap_scores`.
    """
    counts: list[Counter[str]] = []
    lines = []
    for article in track(gold, "scoring", "articles"):
        found = list(find(article.text))
        counts.append(count(article, found))
        rows = [{role: [list(s) for s in getattr(one, role)] for role in ROLES} for one in found]
        lines.append(json.dumps({"doc": article.name, "attributions": rows}))
    if predictions:
        predictions.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return bootstrap_scores(counts, _rows)


def _rows(c: Counter[str]) -> list[Row]:
    tokens = [(f"token.{role}", f"token.{role}.found", f"token.{role}.gold") for role in ROLES]
    measures = [(measure, "found", "gold") for measure in (*THRESHOLDS, *RELATIONS)]
    rows = [_row(m, c[m], c[found], c[m], c[gold]) for m, found, gold in (*tokens, *measures)]
    for kind in TYPES:
        for measure in ("content.exact", "content.j30", "content.j80", "ar"):
            rows.append(_of_kind(c, measure, kind, f"{kind}.{measure}"))
    for measure in ("content.j30", "content.j80", "ar"):
        rows.append(_recall(f"edge.{measure}", c[f"{measure}.gold.edge"], c["gold.edge"]))
    for group in ("all", "sourced", "direct"):
        for name in ("source", "source_lenient"):
            rows.append(_recall(f"{name}.{group}", c[f"{name}.{group}"], c[f"source.{group}.n"]))
    rows.append(_recall("cue.all", c["cue.all"], c["source.all.n"]))
    return rows + [_of_kind(c, "ar", kind, kind) for kind in (*CUE_KINDS, *OTHER_KINDS)]


def _of_kind(c: Counter[str], measure: str, kind: str, name: str) -> Row:
    right, recalled = c[f"{measure}.found.{kind}"], c[f"{measure}.gold.{kind}"]
    return _row(name, right, c[f"found.{kind}"], recalled, c[f"gold.{kind}"])


def _row(measure: str, right: int, found: int, recalled: int, gold: int) -> Row:
    return score_row(measure, ratio(right, found, 0.0), ratio(recalled, gold, 0.0), gold)


def _recall(measure: str, right: int, n: int) -> Row:
    return score_row(measure, np.nan, ratio(right, n), n)


BINS = 10


def reliability(gold: Sequence[GoldArticle], pipeline: Pipeline, bins: int = BINS) -> pd.DataFrame:
    """Mean confidence of similarly confident attributions, and the share of them that is right.

    An attribution is right where content and source both overlap a coded one's by half. Rules that
    always give the same confidence have one row each. Niculescu-Mizil and Caruana (ICML 2005,
    "Predicting good probabilities with supervised learning") plot such a table.

    Args:
        gold: annotated articles.
        pipeline: whose confidence is tested.
        bins: groups of equal size, in the order of their confidence.

    Returns:
        Frame of `rule`, `confidence` (mean), `estimate` (share that is right), `low`, `high`
        (Wilson's 95 % interval), `n`.
    """
    judged: list[tuple[str, float, bool]] = []
    for article in track(gold, "scoring", "articles"):
        attributions = outermost(attributions_of(article.text, pipeline))
        right = relations_right(article, map(to_spans, attributions))
        judged += [(a.rule, a.confidence, r) for a, r in zip(attributions, right, strict=True)]
    rows = pd.DataFrame(judged, columns=["rule", "confidence", "right"])
    table = []
    for rule, part in rows.sort_values("confidence", kind="stable").groupby("rule", sort=True):
        groups = min(bins, part["confidence"].nunique(), max(1, len(part) // bins))
        for place in np.array_split(np.arange(len(part)), groups):
            n, hits = len(place), int(part["right"].iloc[place].sum())
            ends = binomtest(hits, n).proportion_ci(method="wilson")
            confidence = part["confidence"].iloc[place].mean()
            table.append((rule, confidence, hits / n, ends.low, ends.high, n))
    columns = ["rule", "confidence", "estimate", "low", "high", "n"]
    return pd.DataFrame(table, columns=columns)
