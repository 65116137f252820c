"""Scores of quotes against hand coding: precision, recall, speakers and labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.annotate import Annotation, Annotator, Text
from toolkit.validate.coding.gold import LABELS, CodedArticle
from toolkit.validate.scoring.bootstrap import Row, ratio, score_articles, score_row
from toolkit.validate.shared.matching import Pair, match
from toolkit.validate.shared.quote_matching import same_speaker, words_of


@dataclass(frozen=True)
class QuoteMatches:
    """Coded and found quotes of an article, intentions left out, and which of them match.

    Attributes:
        gold: coded quotes.
        found: the annotator's quotes, their segments as offsets into the coded text.
        pairs: matches, by number in `gold` and in `found`.
    """

    gold: list[Row]
    found: list[Row]
    pairs: list[Pair]

    def matched(self) -> list[tuple[Row, Row]]:
        """Each coded quote with the found quote that it matches."""
        return [(self.gold[i], self.found[j]) for i, j in self.pairs]


def score_quotes(
    gold: Iterable[CodedArticle],
    annotator: Annotator,
    overlap: float = 0.5,
    by_outlet: bool = False,
) -> pd.DataFrame:
    """Scores of quotes, one row per measure.

    A found quote is right if its words and a coded quote's share at least ``overlap`` of their
    union (Jaccard), one to one. Quotes of cue kind intention are left out on both sides.

    Returns:
        Frame of `measure`, `precision`, `recall`, `f1`, `n` (coded), in percent. For measures of
        matched quotes, `recall` is the share that agrees with the coding. Then 95 %
        intervals over articles, as in `bootstrap_scores`; first `outlet`, if requested.
    """
    return score_articles(
        gold, lambda coded: _count(match_quotes(coded, annotator, overlap)), _rows, by_outlet
    )


def match_quotes(coded: CodedArticle, annotator: Annotator, overlap: float) -> QuoteMatches:
    """Match the annotator's quotes with the coded ones."""
    gold = [q for q in coded.quotes if q.get("cue_kind") != "intention"]
    found = [q for q in _found_quotes(coded, annotator) if q["cue_kind"] != "intention"]
    words = [[words_of(coded.text, q) for q in quotes] for quotes in (gold, found)]
    return QuoteMatches(gold, found, match(words[0], words[1], overlap))


def annotation_of(coded: CodedArticle, annotator: Annotator) -> Annotation:
    """The annotation of a coded article."""
    title = coded.text[: coded.body].strip() or None
    return next(iter(annotator([Text(title, coded.text[coded.body :])])))


def _found_quotes(coded: CodedArticle, annotator: Annotator) -> Iterable[Row]:
    for row in annotation_of(coded, annotator).quotes:
        shift = 0 if row["in_title"] else coded.body
        yield {**row, "segments": [[a + shift, b + shift] for a, b in row["segments"]]}


def _count(matches: QuoteMatches) -> Counter[str]:
    counts = Counter(
        coded=len(matches.gold), found=len(matches.found), right=len(matches.pairs), speaker=0
    )
    counts.update(f"coded {quote['quote_type']}" for quote in matches.gold)
    for coded, found in matches.matched():
        counts[f"right {coded['quote_type']}"] += 1
        counts["speaker"] += same_speaker(coded, found["speaker"])
        for label in LABELS:
            if coded.get(label) is not None:
                counts[f"coded {label}"] += 1
                counts[label] += coded[label] == found[label]
    return counts


def _rows(counts: Counter[str]) -> list[Row]:
    def row(measure: str, right: str, coded: str, found: str | None = None) -> Row:
        precision = np.nan if found is None else 100 * ratio(counts[right], counts[found], 0.0)
        recall = 100 * ratio(counts[right], counts[coded], 0.0)
        return score_row(measure, precision, recall, counts[coded])

    types = ("direct", "mixed", "indirect")
    return [
        row("quotes", "right", "coded", "found"),
        *(row(f"{kind} quotes", f"right {kind}", f"coded {kind}") for kind in types),
        row("quote and speaker", "speaker", "coded", "found"),
        row("speaker of matched quotes", "speaker", "right"),
        *(
            row(f"{label} of matched quotes", label, f"coded {label}")
            for label in LABELS
            if counts[f"coded {label}"]
        ),
    ]
