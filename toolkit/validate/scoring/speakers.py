"""Scores of the speakers of matched quotes against hand coding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from toolkit.annotate import Annotator
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.scoring.bootstrap import Row, ratio, score_by_text
from toolkit.validate.scoring.quotes import QuoteMatches, match_quotes
from toolkit.validate.shared.quote_matching import same_speaker

GROUPS = ("right", "named", "pronoun")
_PRONOUNS = frozenset(
    ["he", "she", "it", "they", "we", "i", "who", "which", "that", "him", "her", "them"]
)


def score_speakers(
    gold: Iterable[CodedArticle],
    annotator: Annotator,
    overlap: float = 0.5,
    by_outlet: bool = False,
) -> pd.DataFrame:
    """Speakers of matched quotes, one row per text (or outlet) and one in total.

    A found quote matches a coded one if their words share at least `overlap` of their union, one
    to one. Its speaker is right if it is the coded name or an alias of it. The speaker of an
    unnamed source is right if it has the same head as the coded phrase, and one of the two has no
    word that the other lacks. Quotes of cue kind intention are left out on both sides.

    Returns:
        Frame of `text`, `right` (share of matched quotes with the right speaker), `named` (the
        same where the coded speaker has a form of a named source), `pronoun` (the same where the
        cue has a pronoun or no word as its source), in percent, and `n` (matched quotes); then
        95 % intervals over articles, as in `bootstrap_scores`.
    """
    return score_by_text(
        list(gold),
        lambda coded: _count(match_quotes(coded, annotator, overlap)),
        _rates,
        GROUPS,
        by_outlet,
    )


def _count(matches: QuoteMatches) -> Counter[str]:
    counts: Counter[str] = Counter()
    for coded, found in matches.matched():
        for group in _groups(coded):
            counts[f"n {group}"] += 1
            counts[group] += same_speaker(coded, found["speaker"])
    return counts


def _groups(quote: Row) -> list[str]:
    source = str(quote["source"] or "")
    named = str(quote["source_form"]).startswith("named") or quote["source_form"] == "media"
    distant = not source or source.casefold() in _PRONOUNS
    return ["right"] + ["named"] * named + ["pronoun"] * distant


def _rates(c: Counter[str]) -> Row:
    shares = {group: 100 * ratio(c[group], c[f"n {group}"]) for group in GROUPS}
    return {**shares, "n": c["n right"]}
