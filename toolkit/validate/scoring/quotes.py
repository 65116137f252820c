"""Scores of quotes against hand coding: precision, recall, speakers and labels of sources.

Scores by outlet and by form of source are ratios of sums over articles (right over coded, right
over found, both over both), and have the intervals of the measures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.annotate import Annotation, Annotator, Text
from toolkit.measure import shares
from toolkit.measure.estimation.intervals import FIGURES
from toolkit.progress import track
from toolkit.validate.coding.gold import LABELS, CodedArticle
from toolkit.validate.scoring.bootstrap import (
    ALL,
    Row,
    ratio,
    score_articles,
    score_by_text,
    score_row,
)
from toolkit.validate.shared.matching import Pair
from toolkit.validate.shared.quote_matching import quote_pairs, same_speaker


class QuoteMatches(NamedTuple):
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
    return QuoteMatches(gold, found, quote_pairs(coded.text, gold, found, overlap))


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
                counts[f"given {label}"] += found[label] is not None
    return counts


def _rows(c: Counter[str]) -> list[Row]:
    kinds = [(f"{k} quotes", f"right {k}", f"coded {k}") for k in ("direct", "mixed", "indirect")]
    labels = [(f"{x} of matched quotes", x, f"coded {x}") for x in LABELS if c[f"coded {x}"]]
    measures = [
        ("quotes", "right", "coded"),
        *kinds,
        ("quote and speaker", "speaker", "coded"),
        ("speaker of matched quotes", "speaker", "right"),
        *labels,
        ("source_role where it is given", "source_role", "given source_role"),
    ]
    rows = []
    for measure, right, coded in measures:
        recall = 100 * ratio(c[right], c[coded], 0.0)
        precision = 100 * ratio(c[right], c["found"], 0.0) if coded == "coded" else np.nan
        rows.append(score_row(measure, precision, recall, c[coded]))
    return rows


SOURCE_LABELS = ("source_form", "source_role", "anonymity")


def score_sources(
    gold: Iterable[CodedArticle],
    annotator: Annotator,
    overlap: float = 0.5,
    by_outlet: bool = False,
) -> pd.DataFrame:
    """How often the labels of the source of a matched quote agree with the coding.

    A found quote matches a coded one if their words share at least `overlap` of their union, one
    to one. Quotes of cue kind intention are left out on both sides. Each form and
    role has its own row, because an accuracy over all labels hides how the rare ones fare.

    Returns:
        Frame of `measure`, `precision`, `recall`, `f1` in percent and `n` (coded). For
        `source_form`, `source_role` and `anonymity`, recall is the share that agrees with the
        coding, also among quotes with the right speaker ("… of right speakers"). For one form or
        role, and for `anonymous` and `reason`, precision is the share of those found. Then 95 %
        intervals over articles, as in `bootstrap_scores`; first `outlet`, if requested.
    """

    def count(coded: CodedArticle) -> Counter[str]:
        return _count_labels(match_quotes(coded, annotator, overlap))

    return score_articles(gold, count, _label_rows, by_outlet)


def _count_labels(matches: QuoteMatches) -> Counter[str]:
    counts: Counter[str] = Counter()
    for coded, found in matches.matched():
        for measure, is_coded, is_found in _comparisons(coded, found):
            counts[f"n {measure}"] += is_coded
            counts[f"right {measure}"] += is_coded and is_found
            counts[f"found {measure}"] += is_found
    return counts


def _comparisons(coded: Row, found: Row) -> Iterable[tuple[str, bool, bool]]:
    """Measures of one quote: name, whether the coding has it, and whether the annotation has it."""
    suffixes = ["", " of right speakers"] if same_speaker(coded, found["speaker"]) else [""]
    for label in SOURCE_LABELS:
        if coded.get(label) is None:
            continue
        for suffix in suffixes:
            yield label + suffix, True, coded[label] == found[label]
        if label != "anonymity":
            for value in {coded[label], found[label]} - {None}:
                yield f"{label}: {value}", coded[label] == value, found[label] == value
    for label in ("anonymous", "reason"):
        yield label, bool(coded.get(label)), bool(found[label])


def _label_rows(counts: Counter[str]) -> list[Row]:
    names = [key.removeprefix("n ") for key in counts if key.startswith("n ")]
    return [_label_row(name, counts) for name in sorted(names, key=_order)]


def _order(name: str) -> tuple[int, str]:
    first = [*SOURCE_LABELS, "anonymous", "reason"]
    return (first.index(name) if name in first else len(first), name)


def _label_row(name: str, counts: Counter[str]) -> Row:
    right, n, found = (counts[f"{key} {name}"] for key in ("right", "n", "found"))
    recall = 100 * ratio(right, n)
    if name.split(" of ")[0] in SOURCE_LABELS:
        return score_row(name, np.nan, recall, n)
    f1 = 100 * ratio(2 * right, n + found, 0.0)
    return score_row(name, 100 * ratio(right, found), recall, n) | {"f1": f1}


SPEAKER_GROUPS = ("right", "named", "pronoun")
_PRONOUNS = ("he", "she", "it", "they", "we", "i", "who", "which", "that", "him", "her", "them")


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

    def count(coded: CodedArticle) -> Counter[str]:
        return _count_speakers(match_quotes(coded, annotator, overlap))

    return score_by_text(list(gold), count, _speaker_rates, SPEAKER_GROUPS, by_outlet)


def _count_speakers(matches: QuoteMatches) -> Counter[str]:
    counts: Counter[str] = Counter()
    for coded, found in matches.matched():
        form, source = str(coded["source_form"]), str(coded["source"] or "").casefold()
        named = form.startswith("named") or form == "media"
        distant = not source or source in _PRONOUNS
        for group in ["right"] + ["named"] * named + ["pronoun"] * distant:
            counts[f"n {group}"] += 1
            counts[group] += same_speaker(coded, found["speaker"])
    return counts


def _speaker_rates(c: Counter[str]) -> Row:
    shares = {group: 100 * ratio(c[group], c[f"n {group}"]) for group in SPEAKER_GROUPS}
    return {**shares, "n": c["n right"]}


OUTLET, FORM = "outlet", "source_form"
_MEASURES = ("recall", "precision", "f1", "speaker", *LABELS)


def score_groups(
    gold: Iterable[CodedArticle], annotator: Annotator, overlap: float = 0.5
) -> pd.DataFrame:
    """Scores of quotes and their sources: in all, by outlet, and by form of source.

    A found quote matches a coded one where their words share at least `overlap` of their union, one
    to one. Labels are scored on matched quotes alone. The form is the coded one; for precision, the
    found one.

    Returns:
        Frame of measure (recall, precision and f1 of quotes; speaker and each label: the share that
        agrees with the coding), group ("all", "outlet" or "source_form"), value (which), estimate,
        low, high (95 %, over articles; shares), n_articles, count (right), n, note.
    """
    rows = pd.DataFrame(
        {**row, "article_id": coded.name, OUTLET: coded.about.get("outlet")}
        for coded in track(list(gold), "scoring", "texts")
        for row in _judgements(match_quotes(coded, annotator, overlap))
    )
    if rows.empty:
        return pd.DataFrame(columns=["measure", "group", "value", *FIGURES])
    parts = []
    for group in (ALL, OUTLET, FORM):
        grouped = rows.assign(group=group, value=ALL if group == ALL else rows[group])
        known = grouped.dropna(subset=["value"])
        for measure in (m for m in _MEASURES if m in set(known["measure"])):
            of_measure = known[known["measure"] == measure]
            right, total = (of_measure.assign(amount=of_measure[c]) for c in ("right", "n"))
            estimates = shares.ratio(right, total, (), ["group", "value"], bounded=True)
            estimates.insert(0, "measure", measure)
            parts.append(estimates)
    return pd.concat(parts, ignore_index=True)


def _judgements(matches: QuoteMatches) -> Iterator[Row]:
    """One row for each quote and measure: how much is right, out of how much."""
    hit, right = {i for i, _ in matches.pairs}, {j for _, j in matches.pairs}
    for i, quote in enumerate(matches.gold):
        yield _judgement(quote, "recall", i in hit)
        yield _judgement(quote, "f1", i in hit, n=0.5)
    for j, quote in enumerate(matches.found):
        yield _judgement(quote, "precision", j in right)
        yield _judgement(quote, "f1", False, n=0.5)
    for coded, found in matches.matched():
        yield _judgement(coded, "speaker", same_speaker(coded, found["speaker"]))
        for label in LABELS:
            if coded.get(label) is not None:
                yield _judgement(coded, label, coded[label] == found[label])


def _judgement(quote: Row, measure: str, right: bool, n: float = 1.0) -> Row:
    return {FORM: quote.get(FORM), "measure": measure, "right": float(right), "n": n}
