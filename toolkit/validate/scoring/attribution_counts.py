"""What adds up over articles when attributions found are held against coded ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from toolkit.validate.scoring.attribution_kinds import kinds
from toolkit.validate.scoring.tokens import Tokens, TokenText
from toolkit.validate.shared.matching import Pair, best_pairs, jaccard
from toolkit.validate.shared.standoff import GoldArticle, Spans

ROLES = ("source", "cue", "content")
THRESHOLDS = {"content.j30": 0.3, "content.j50": 0.5, "content.j80": 0.8, "content.exact": 1.0}
RELATIONS = ("ar", "ar_lenient", "ar_cue")


@dataclass(frozen=True)
class Triple:
    """One attribution as character spans; source and cue may be empty."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True)
class Item:
    """An attribution as tokens, with what it is told apart by."""

    source: Tokens
    cue: Tokens
    content: Tokens
    head: int | None
    edge: bool
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """What was coded and what was found in an article, and how much their contents overlap."""

    gold: list[Item]
    found: list[Item]
    near: dict[Pair, float]

    def pairs(self, measure: str) -> list[Pair]:
        """One-to-one pairs that are right by a measure."""
        edges = {
            (i, j): overlap
            for (i, j), overlap in self.near.items()
            if _right(measure, self.gold[i], self.found[j], overlap)
        }
        return best_pairs(edges)


def count(article: GoldArticle, found: Iterable[Triple]) -> Counter[str]:
    """Counts of one article: coded, found and right by measure and kind."""
    text = TokenText(article.text)
    aside = text.within(article.discarded)
    matched = match(text, article, found)
    gold, made = matched.gold, matched.found
    counts = Counter(gold=len(gold), found=len(made), articles=1)
    for role in ROLES:
        _count_tokens(counts, role, matched, aside)
    counts.update(f"gold.{kind}" for item in gold for kind in item.kinds)
    counts.update(f"found.{kind}" for item in made for kind in item.kinds)
    counts["gold.edge"] = sum(item.edge for item in gold)
    for measure in (*THRESHOLDS, *RELATIONS):
        _count_pairs(counts, measure, matched)
    return counts


def match(text: TokenText, article: GoldArticle, found: Iterable[Triple]) -> Match:
    """What was coded against what was found, but for what stands in text set aside."""
    aside = text.within(article.discarded)
    gold = [_item(text, Triple(a.source, a.cue, a.content)) for a in article.codings[0]]
    made = [_item(text, one) for one in found]
    gold = [g for g in gold if g.content]
    made = [m for m in made if m.content and 2 * len(m.content & aside) < len(m.content)]
    near = {
        (i, j): jaccard(g.content, m.content)
        for i, g in enumerate(gold)
        for j, m in enumerate(made)
        if g.content & m.content
    }
    return Match(gold, made, near)


def relations_right(article: GoldArticle, found: Iterable[Triple]) -> list[bool]:
    """For each attribution found, whether it is one that was coded."""
    text = TokenText(article.text)
    whole = GoldArticle(article.name, article.text, article.codings, ())
    made = list(found)
    held = [i for i, one in enumerate(made) if text.within(one.content)]
    right = {held[j] for _, j in match(text, whole, made).pairs("ar")}
    return [i in right for i in range(len(made))]


def _item(text: TokenText, one: Triple) -> Item:
    source, cue, content = text.within(one.source), text.within(one.cue), text.within(one.content)
    if not content:
        return Item(source, cue, content, None, False, ())
    told = (text.quote_type(content), *kinds(text.text, one.source, one.cue, one.content))
    return Item(source, cue, content, text.head(one.source), text.edge_quoted(one.content), told)


def _count_tokens(counts: Counter[str], role: str, matched: Match, aside: Tokens) -> None:
    one, other = (
        frozenset().union(*(getattr(item, role) for item in items))
        for items in (matched.gold, matched.found)
    )
    other -= aside
    counts[f"token.{role}"] += len(one & other)
    counts[f"token.{role}.gold"] += len(one)
    counts[f"token.{role}.found"] += len(other)


def _right(measure: str, gold: Item, made: Item, overlap: float) -> bool:
    if measure in THRESHOLDS:
        return overlap >= THRESHOLDS[measure]
    if overlap < 0.5 or not _same_source(gold, made, lenient=measure == "ar_lenient"):
        return False
    return measure != "ar_cue" or _same_cue(gold, made)


def _same_source(gold: Item, made: Item, lenient: bool = False) -> bool:
    if not gold.source or not made.source:
        return not gold.source and not made.source
    return jaccard(gold.source, made.source) >= 0.5 or (lenient and gold.head == made.head)


def _same_cue(gold: Item, made: Item) -> bool:
    return bool(gold.cue & made.cue) or not (gold.cue or made.cue)


def _count_pairs(counts: Counter[str], measure: str, matched: Match) -> None:
    pairs = matched.pairs(measure)
    counts[measure] += len(pairs)
    for gold, made in ((matched.gold[i], matched.found[j]) for i, j in pairs):
        counts.update(f"{measure}.gold.{kind}" for kind in gold.kinds)
        counts.update(f"{measure}.found.{kind}" for kind in made.kinds)
        counts[f"{measure}.gold.edge"] += gold.edge
        if measure == "content.j30":
            _count_sources(counts, gold, made)


def _count_sources(counts: Counter[str], gold: Item, made: Item) -> None:
    groups = ["all"] + ["sourced"] * bool(gold.source) + ["direct"] * ("direct" in gold.kinds)
    for group in groups:
        counts[f"source.{group}.n"] += 1
        counts[f"source.{group}"] += _same_source(gold, made)
        counts[f"source_lenient.{group}"] += _same_source(gold, made, lenient=True)
    counts["cue.all"] += _same_cue(gold, made)
