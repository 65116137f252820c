"""Scores of actors against hand coding: actors found, their types, and their mentions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from toolkit.annotate import Annotator
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.scoring.bootstrap import ratio, score_by_text
from toolkit.validate.scoring.quotes import annotation_of
from toolkit.validate.shared.matching import best_pairs, jaccard

_BEFORE = re.compile(r"^(?:the|mr|mrs|ms|dr|prof|sen|rep|gov)\s")


class ScoredActor(NamedTuple):
    """An actor as coded or as found.

    Attributes:
        name: its canonical name, normalized.
        forms: all its names, normalized, with the canonical one.
        actor_type: its type.
        mentions: how often the text names it.
    """

    name: str
    forms: frozenset[str]
    actor_type: str
    mentions: int

    @classmethod
    def of(cls, name: str, aliases: Iterable[str], actor_type: str, mentions: int) -> ScoredActor:
        """An actor with its names normalized."""
        forms = frozenset(normalize_actor_name(n) for n in (name, *aliases))
        return cls(normalize_actor_name(name), forms, actor_type, mentions)


def score_actors(
    gold: Iterable[CodedArticle], annotator: Annotator, by_outlet: bool = False
) -> pd.DataFrame:
    """Scores of actors, one row per text (or outlet) and one in total.

    A found actor is right if its canonical name is a name of a coded actor, or the coded name is a
    name of the found actor; matches are one to one, those that share most names first. One actor
    found as two therefore counts as one right and one superfluous, and two actors found as one
    count as one right and one missing. Only mentions by name count. Texts without a coded actor are
    left out.

    Returns:
        Frame of `text`, `precision`, `recall`, `f1` (in percent), `type` and `mentions` (share of
        the right actors whose type and whose number of mentions are as coded, in percent), `found`,
        `n` (coded); then 95 % intervals over articles, as in `bootstrap_scores`.
    """
    texts = [coded for coded in gold if coded.actors]
    figures = ("precision", "recall", "f1", "type", "mentions")
    return score_by_text(
        texts, lambda c: count(_coded(c), _found(c, annotator)), _rates, figures, by_outlet
    )


def _coded(coded: CodedArticle) -> list[ScoredActor]:
    actors = []
    for a in coded.actors:
        n = a["mentions"] if isinstance(a["mentions"], int) else len(a["mentions"])
        actors.append(ScoredActor.of(a["name"], a["aliases"], a["actor_type"], n))
    return actors


def _found(coded: CodedArticle, annotator: Annotator) -> list[ScoredActor]:
    """The actors that an annotator finds by name in a coded text."""
    named: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in annotation_of(coded, annotator).mentions:
        if row["kind"] == "name":
            named[row["actor_id"]].append(row)
    return [
        ScoredActor.of(m[0]["actor"], (r["text"] for r in m), m[0]["actor_type"], len(m))
        for m in named.values()
    ]


def count(gold: list[ScoredActor], found: list[ScoredActor]) -> Counter[str]:
    """Counts that add up over texts: actors coded, found, right; right in type and mentions too."""
    similarity = {
        (i, j): jaccard(g.forms, f.forms)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if f.name in g.forms or g.name in f.forms
    }
    right = [(gold[i], found[j]) for i, j in best_pairs(similarity)]
    return Counter(
        coded=len(gold),
        found=len(found),
        right=len(right),
        type=sum(g.actor_type == f.actor_type for g, f in right),
        mentions=sum(g.mentions == f.mentions for g, f in right),
    )


def normalize_actor_name(name: str) -> str:
    """A name for comparison: without case, points, possessive, article and honorific.

    Example:
        >>> normalize_actor_name("the U.S.'s"), normalize_actor_name("Mrs. Brook")
        ('us', 'brook')
    """
    words = re.sub(r"['’]s?$", "", name.casefold()).replace(".", "").replace("’", "'")
    return _BEFORE.sub("", " ".join(words.split()))


def _rates(c: Counter[str]) -> dict[str, float]:
    return {
        "precision": 100 * ratio(c["right"], c["found"]),
        "recall": 100 * ratio(c["right"], c["coded"]),
        "f1": 100 * ratio(2 * c["right"], c["found"] + c["coded"]),
        "type": 100 * ratio(c["type"], c["right"]),
        "mentions": 100 * ratio(c["mentions"], c["right"]),
        "found": c["found"],
        "n": c["coded"],
    }
