"""Actors against hand coding: who is found, as what, and how often each is named."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from toolkit.annotate import Annotator, Text
from toolkit.progress import bar
from toolkit.validate.coding.gold import Coded
from toolkit.validate.scoring.bootstrap import by_text
from toolkit.validate.shared.matching import best_pairs

_BEFORE = re.compile(r"^(?:the|mr|mrs|ms|dr|prof|sen|rep|gov)\s")


@dataclass(frozen=True)
class Known:
    """An actor as coded or as found.

    Attributes:
        name: its canonical name.
        forms: all its names, the canonical one too, without case and points.
        actor_type: what kind of actor.
        mentions: how often the text names it.
    """

    name: str
    forms: frozenset[str]
    actor_type: str
    mentions: int


def score_actors(
    gold: Iterable[Coded], annotator: Annotator, by_outlet: bool = False
) -> pd.DataFrame:
    """Actors found, one row per text (or outlet) and one in total.

    A found actor is right where its canonical name is a name of a coded actor, or the coded name is
    one of the names that it is found under; one to one, those that share most names first. So an
    actor that falls in two counts as one that is right and one too many, and two that are merged
    as one that is missing. Only mentions by name count. Texts without a coded actor are left out.

    Returns:
        Frame of `text`, `precision`, `recall`, `f1` (in percent), `type` and `mentions` (share of
        actors found whose type and whose number of mentions are as coded, in percent), `found`,
        `n` (coded); then 95 % intervals over articles, as `drawn_scores` has them.
    """
    counts = {}
    texts = [coded for coded in gold if coded.actors]
    with bar(len(texts), "scoring", "texts") as shown:
        for coded in texts:
            counts[coded.name] = count(coded_actors(coded), found_actors(coded, annotator))
            shown.update()
    figures = ("precision", "recall", "f1", "type", "mentions")
    return by_text(texts, counts, _rates, figures, by_outlet)


def coded_actors(coded: Coded) -> list[Known]:
    """The actors of a coded text."""
    return [
        Known(a["name"], _forms(a["name"], *a["aliases"]), a["actor_type"], _number(a["mentions"]))
        for a in coded.actors
    ]


def found_actors(coded: Coded, annotator: Annotator) -> list[Known]:
    """The actors that an annotator finds by name in a coded text."""
    title = coded.text[: coded.body].strip() or None
    rows = next(iter(annotator([Text(title, coded.text[coded.body :])]))).mentions
    named: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["kind"] == "name":
            named[row["actor_id"]].append(row)
    return [
        Known(m[0]["actor"], _forms(m[0]["actor"], *(r["text"] for r in m)), m[0]["actor_type"],
              len(m))
        for m in named.values()
    ]  # fmt: skip


def pairs(gold: list[Known], found: list[Known]) -> list[tuple[int, int]]:
    """Which coded actor is which found one, by their numbers in the lists."""
    near = {
        (i, j): len(g.forms & f.forms) / len(g.forms | f.forms)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if plain(f.name) in g.forms or plain(g.name) in f.forms
    }
    return best_pairs(near)


def count(gold: list[Known], found: list[Known]) -> Counter[str]:
    """What adds up over texts: actors coded, found, right; right in type and mentions too."""
    right = pairs(gold, found)
    return Counter(
        coded=len(gold),
        found=len(found),
        right=len(right),
        type=sum(gold[i].actor_type == found[j].actor_type for i, j in right),
        mentions=sum(gold[i].mentions == found[j].mentions for i, j in right),
    )


def plain(name: str) -> str:
    """A name as it is compared: without case, points, possessive, article and honorific.

    Example:
        >>> plain("the U.S.'s"), plain("Mrs. Brook")
        ('us', 'brook')
    """
    words = re.sub(r"['’]s?$", "", name.casefold()).replace(".", "").replace("’", "'")
    return _BEFORE.sub("", " ".join(words.split()))


def _forms(*names: str) -> frozenset[str]:
    return frozenset(plain(n) for n in names)


def _number(mentions: int | list[Any]) -> int:
    return mentions if isinstance(mentions, int) else len(mentions)


def _rates(c: Counter[str]) -> dict[str, float]:
    precision, recall = _share(c["right"], c["found"]), _share(c["right"], c["coded"])
    f1 = _share(2 * c["right"], c["found"] + c["coded"])
    known = {name: _share(c[name], c["right"]) for name in ("type", "mentions")}
    rates = {"precision": precision, "recall": recall, "f1": f1, **known}
    return {**rates, "found": c["found"], "n": c["coded"]}


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else np.nan
