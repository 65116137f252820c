"""Attributions against PolNeAR: the measures that published systems are compared by.

Tokens are runs of letters and digits. Content and source match by Jaccard overlap, one to one, as
many pairs as can be, then the closest. What an annotator set aside as no part of the article is
neither right nor wrong. Where several annotators coded an article, the first is gold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from toolkit.annotate.attribution import Engine
from toolkit.annotate.documents import parse
from toolkit.progress import bar
from toolkit.validate.matching import best_pairs, jaccard
from toolkit.validate.standoff import GoldArticle, Spans
from toolkit.validate.tokens import Tokens, TokenText

ROLES = ("source", "cue", "content")
TYPES = ("direct", "mixed", "indirect")
THRESHOLDS = {"content.j30": 0.3, "content.j50": 0.5, "content.j80": 0.8, "content.exact": 1.0}
RELATIONS = ("ar", "ar_lenient", "ar_cue")


@dataclass(frozen=True)
class Triple:
    """One attribution as character spans; source and cue may be empty."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True)
class _Item:
    source: Tokens
    cue: Tokens
    content: Tokens
    head: int | None
    type: str
    edge: bool


Finder = Callable[[str], Iterable[Triple]]


def triples(engine: Engine) -> Finder:
    """What scores an engine: its attributions of a text as character spans."""

    def find(text: str) -> list[Triple]:
        return [
            Triple((a.source,) if a.source else (), (a.cue,) if a.cue else (), a.content)
            for a in engine(parse(text))
        ]

    return find


def score_attribution(gold: Sequence[GoldArticle], find: Finder) -> pd.DataFrame:
    """Precision, recall and F1 of every measure.

    Args:
        gold: annotated articles.
        find: from a text to its attributions.

    Returns:
        Frame of `measure`, `precision`, `recall`, `f1` (0 to 1), `n` (gold).
    """
    counts: Counter[str] = Counter()
    with bar(len(gold), "scoring", "articles") as shown:
        for article in gold:
            counts += count(article, find(article.text))
            shown.update()
    return _summary(counts)


def count(article: GoldArticle, found: Iterable[Triple]) -> Counter[str]:
    """What adds up over articles: right, found and gold by measure."""
    text = TokenText(article.text)
    aside = text.within(article.discarded)
    gold = _items(text, [Triple(a.source, a.cue, a.content) for a in article.codings[0]])
    made = _items(text, found)
    made = [m for m in made if 2 * len(m.content & aside) < len(m.content)]
    counts = Counter(gold=len(gold), found=len(made), articles=1)
    for role in ROLES:
        _count_tokens(counts, role, gold, made, aside)
    counts.update(f"gold.{g.type}" for g in gold)
    counts.update(f"found.{m.type}" for m in made)
    counts["gold.edge"] = sum(g.edge for g in gold)
    near = {
        (i, j): jaccard(g.content, m.content)
        for i, g in enumerate(gold)
        for j, m in enumerate(made)
        if g.content & m.content
    }
    for measure in (*THRESHOLDS, *RELATIONS):
        edges = {k: v for k, v in near.items() if _right(measure, gold[k[0]], made[k[1]], v)}
        _count_pairs(counts, measure, best_pairs(edges), gold, made)
    return counts


def _items(text: TokenText, attributions: Iterable[Triple]) -> list[_Item]:
    items = []
    for one in attributions:
        content = text.within(one.content)
        if content:
            source, cue = text.within(one.source), text.within(one.cue)
            kind, edge = text.quote_type(content), text.edge_quoted(one.content)
            items.append(_Item(source, cue, content, text.head(one.source), kind, edge))
    return items


def _count_tokens(
    counts: Counter[str], role: str, gold: list[_Item], made: list[_Item], aside: Tokens
) -> None:
    one, other = (
        frozenset().union(*(getattr(item, role) for item in items)) for items in (gold, made)
    )
    other -= aside
    counts[f"token.{role}"] += len(one & other)
    counts[f"token.{role}.gold"] += len(one)
    counts[f"token.{role}.found"] += len(other)


def _right(measure: str, gold: _Item, made: _Item, overlap: float) -> bool:
    if measure in THRESHOLDS:
        return overlap >= THRESHOLDS[measure]
    if overlap < 0.5 or not _same_source(gold, made, lenient=measure == "ar_lenient"):
        return False
    return measure != "ar_cue" or _same_cue(gold, made)


def _same_source(gold: _Item, made: _Item, lenient: bool = False) -> bool:
    if not gold.source or not made.source:
        return not gold.source and not made.source
    return jaccard(gold.source, made.source) >= 0.5 or (lenient and gold.head == made.head)


def _same_cue(gold: _Item, made: _Item) -> bool:
    return bool(gold.cue & made.cue) or not (gold.cue or made.cue)


def _count_pairs(
    counts: Counter[str],
    measure: str,
    pairs: list[tuple[int, int]],
    gold: list[_Item],
    made: list[_Item],
) -> None:
    counts[measure] += len(pairs)
    for i, j in pairs:
        counts[f"{measure}.gold.{gold[i].type}"] += 1
        counts[f"{measure}.found.{made[j].type}"] += 1
        counts[f"{measure}.gold.edge"] += gold[i].edge
        if measure == "content.j30":
            _count_sources(counts, gold[i], made[j])


def _count_sources(counts: Counter[str], gold: _Item, made: _Item) -> None:
    groups = ["all"] + ["sourced"] * bool(gold.source) + ["direct"] * (gold.type == "direct")
    for group in groups:
        counts[f"source.{group}.n"] += 1
        counts[f"source.{group}"] += _same_source(gold, made)
        counts[f"source_lenient.{group}"] += _same_source(gold, made, lenient=True)
    counts["cue.all"] += _same_cue(gold, made)


def _summary(c: Counter[str]) -> pd.DataFrame:
    rows = [
        _row(
            f"token.{r}",
            c[f"token.{r}"],
            c[f"token.{r}.found"],
            c[f"token.{r}"],
            c[f"token.{r}.gold"],
        )
        for r in ROLES
    ]
    rows += [_row(m, c[m], c["found"], c[m], c["gold"]) for m in (*THRESHOLDS, *RELATIONS)]
    for kind in TYPES:
        for m in ("content.exact", "content.j30", "content.j80", "ar"):
            right, all_found = c[f"{m}.found.{kind}"], c[f"found.{kind}"]
            rows.append(
                _row(f"{kind}.{m}", right, all_found, c[f"{m}.gold.{kind}"], c[f"gold.{kind}"])
            )
    for m in ("content.j30", "content.j80", "ar"):
        rows.append(_recall(f"edge.{m}", c[f"{m}.gold.edge"], c["gold.edge"]))
    for group in ("all", "sourced", "direct"):
        for name in ("source", "source_lenient"):
            rows.append(_recall(f"{name}.{group}", c[f"{name}.{group}"], c[f"source.{group}.n"]))
    rows.append(_recall("cue.all", c["cue.all"], c["source.all.n"]))
    return pd.DataFrame(rows)


def _row(measure: str, right: int, found: int, hit: int, gold: int) -> dict[str, Any]:
    precision = right / found if found else 0.0
    recall = hit / gold if gold else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {"measure": measure, "precision": precision, "recall": recall, "f1": f1, "n": gold}


def _recall(measure: str, right: int, n: int) -> dict[str, Any]:
    share = right / n if n else np.nan
    return {"measure": measure, "precision": np.nan, "recall": share, "f1": np.nan, "n": n}
