"""Attributions against PolNeAR: the measures that published systems are compared by.

Tokens are runs of letters and digits. Content and source match by Jaccard overlap, one to one, as
many pairs as can be, then the closest. What an annotator set aside as no part of the article is
neither right nor wrong. Where several annotators coded an article, the first is gold.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.annotate.text.attribution import Attribution, Engine
from toolkit.annotate.text.document import Document, Span, parse
from toolkit.progress import bar
from toolkit.validate.scoring.attribution_counts import RELATIONS, ROLES, THRESHOLDS, Triple, count
from toolkit.validate.scoring.attribution_kinds import CUE_KINDS, OTHER_KINDS
from toolkit.validate.scoring.bootstrap import drawn_scores
from toolkit.validate.shared.standoff import GoldArticle

TYPES = ("direct", "mixed", "indirect")
Finder = Callable[[str], Iterable[Triple]]


def triples(engine: Engine, nested: bool = False) -> Finder:
    """What scores an engine: its attributions of a text as character spans.

    Args:
        engine: whose attributions are scored.
        nested: whether those inside another's content count; PolNeAR codes the outer level alone.
    """

    def find(text: str) -> list[Triple]:
        document = parse(text) if engine.needs_syntax else Document(text, ())
        found = list(engine(document))
        return [triple(a) for a in (found if nested else outermost(found))]

    return find


def outermost(found: Sequence[Attribution]) -> list[Attribution]:
    """Attributions of which source, cue and content do not all stand inside another's content."""
    kept: list[Attribution] = []
    open_: list[Attribution] = []
    for one in sorted(found, key=lambda a: (_extent(a).start, -_extent(a).end)):
        open_ = [a for a in open_ if _extent(a).end > _extent(one).start]
        if not any(_holds(a, one) for a in open_):
            kept.append(one)
        open_.append(one)
    return kept


def _extent(one: Attribution) -> Span:
    parts = [p for p in (*one.content, one.cue, one.source) if p]
    return Span(min(p.start for p in parts), max(p.end for p in parts))


def _holds(outer: Attribution, inner: Attribution) -> bool:
    parts = [p for p in (*inner.content, inner.cue, inner.source) if p]
    return outer is not inner and all(any(p.within(c) for c in outer.content) for p in parts)


def triple(one: Attribution) -> Triple:
    """An attribution as the spans of its roles."""
    return Triple((one.source,) if one.source else (), (one.cue,) if one.cue else (), one.content)


def score_attribution(
    gold: Sequence[GoldArticle], find: Finder, predictions: Path | None = None
) -> pd.DataFrame:
    """Precision, recall and F1 of every measure, and of the relation by kind of attribution.

    Args:
        gold: annotated articles.
        find: from a text to its attributions.
        predictions: where to write what was found, a JSON object an article, for other scorers.

    Returns:
        Frame of `measure`, `precision`, `recall`, `f1` (0 to 1), `n` (gold). A kind's precision is
        of those found of that kind, its recall of those coded. Then 95 % intervals over articles,
        as `drawn_scores` has them.
    """
    counts: list[Counter[str]] = []
    lines = []
    with bar(len(gold), "scoring", "articles") as shown:
        for article in gold:
            found = list(find(article.text))
            counts.append(count(article, found))
            lines.append(_line(article, found))
            shown.update()
    if predictions:
        predictions.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return drawn_scores(counts, _summary)


def _line(article: GoldArticle, found: Iterable[Triple]) -> str:
    made = [{role: [list(s) for s in getattr(one, role)] for role in ROLES} for one in found]
    return json.dumps({"doc": article.name, "attributions": made})


def _summary(c: Counter[str]) -> list[dict[str, Any]]:
    rows = [
        _row(r, c[r], c[f"{r}.found"], c[r], c[f"{r}.gold"])
        for r in (f"token.{role}" for role in ROLES)
    ]
    rows += [_row(m, c[m], c["found"], c[m], c["gold"]) for m in (*THRESHOLDS, *RELATIONS)]
    for kind in TYPES:
        measures = ("content.exact", "content.j30", "content.j80", "ar")
        rows += [_of_kind(c, m, kind, f"{kind}.{m}") for m in measures]
    for m in ("content.j30", "content.j80", "ar"):
        rows.append(_recall(f"edge.{m}", c[f"{m}.gold.edge"], c["gold.edge"]))
    for group in ("all", "sourced", "direct"):
        for name in ("source", "source_lenient"):
            rows.append(_recall(f"{name}.{group}", c[f"{name}.{group}"], c[f"source.{group}.n"]))
    rows.append(_recall("cue.all", c["cue.all"], c["source.all.n"]))
    return rows + [_of_kind(c, "ar", kind, kind) for kind in (*CUE_KINDS, *OTHER_KINDS)]


def _of_kind(c: Counter[str], measure: str, kind: str, name: str) -> dict[str, Any]:
    right, hit = c[f"{measure}.found.{kind}"], c[f"{measure}.gold.{kind}"]
    return _row(name, right, c[f"found.{kind}"], hit, c[f"gold.{kind}"])


def _row(measure: str, right: int, found: int, hit: int, gold: int) -> dict[str, Any]:
    precision = right / found if found else 0.0
    recall = hit / gold if gold else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {"measure": measure, "precision": precision, "recall": recall, "f1": f1, "n": gold}


def _recall(measure: str, right: int, n: int) -> dict[str, Any]:
    share = right / n if n else np.nan
    return {"measure": measure, "precision": np.nan, "recall": share, "f1": np.nan, "n": n}
