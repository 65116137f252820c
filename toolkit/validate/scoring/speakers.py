"""Speakers against hand coding: of the quotes that are found, who is said to speak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd

from toolkit.annotate import Annotator
from toolkit.progress import bar
from toolkit.validate.coding.gold import Coded
from toolkit.validate.scoring.bootstrap import by_text
from toolkit.validate.scoring.quotes import found_quotes, match, same_speaker, words_of


def score_speakers(
    gold: Iterable[Coded], annotator: Annotator, overlap: float = 0.5, by_outlet: bool = False
) -> pd.DataFrame:
    """Speakers of matched quotes, one row per text (or outlet) and one in total.

    A found quote matches a coded one where their words share at least `overlap` of their union, one
    to one. Its speaker is right where it is the coded name or an alias of it, or, for unnamed
    sources, has the same head and no word that the coded phrase lacks, or the other way round.
    Quotes of cue kind intention are left out on both sides.

    Returns:
        Frame of `text`, `right` (share of matched quotes with the right speaker), `named` (the
        same where the coded speaker has a form of a named source), `pronoun` (the same where the
        source beside the cue is a pronoun or there is none), in percent, and `n` (matched quotes);
        then 95 % intervals over articles, as `drawn_scores` has them.
    """
    texts = list(gold)
    counts: dict[str, Counter[str]] = {}
    with bar(len(texts), "scoring", "texts") as shown:
        for coded in texts:
            counts[coded.name] = _count(coded, annotator, overlap)
            shown.update()
    return by_text(texts, counts, _rates, ("right", "named", "pronoun"), by_outlet)


_PRONOUNS = frozenset(
    ["he", "she", "it", "they", "we", "i", "who", "which", "that", "him", "her", "them"]
)


def _count(coded: Coded, annotator: Annotator, overlap: float) -> Counter[str]:
    gold = [q for q in coded.quotes if q.get("cue_kind") != "intention"]
    made = [q for q in found_quotes(coded, annotator) if q["cue_kind"] != "intention"]
    pairs = match(
        [words_of(coded.text, q) for q in gold], [words_of(coded.text, q) for q in made], overlap
    )
    counts: Counter[str] = Counter()
    for i, j in pairs:
        right = same_speaker(gold[i], made[j]["speaker"])
        for group in _groups(gold[i]):
            counts[f"n {group}"] += 1
            counts[group] += right
    return counts


def _groups(quote: dict[str, object]) -> list[str]:
    source = str(quote["source"] or "")
    named = str(quote["source_form"]).startswith("named") or quote["source_form"] == "media"
    distant = not source or source.casefold() in _PRONOUNS
    return ["right"] + ["named"] * named + ["pronoun"] * distant


def _rates(c: Counter[str]) -> dict[str, float]:
    rates = {
        group: 100 * c[group] / c[f"n {group}"] if c[f"n {group}"] else np.nan
        for group in ("right", "named", "pronoun")
    }
    return {**rates, "n": c["n right"]}
