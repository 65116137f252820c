"""Counts of coded, found and matching attributions, by kind, which add up over articles.

They are compared by their tokens.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from toolkit.annotate.text.cues import core, cues, is_cue
from toolkit.lexicons.word_forms import lemmas
from toolkit.validate.shared.matching import Pair, best_pairs, jaccard, overlaps
from toolkit.validate.shared.quote_matching import AttributionSpans, GoldArticle, Span, Spans

Tokens = frozenset[int]

_TOKEN = re.compile(r"[^\W_]+")
_MARK = re.compile("[\"\u201c\u201d\u201e\u201f\u00ab\u00bb]|''|``")
_BREAK = re.compile(r"[,(\[;:\u2014\n]|--")
_PREPOSITIONS = {
    "of", "for", "from", "in", "on", "at", "to", "by", "with", "who", "whom", "whose", "that",
    "which", "and", "or", "as", "about", "near", "against",
}  # fmt: skip


class TokenText:
    """A text split into runs of letters and digits, numbered from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Span] = [m.span() for m in _TOKEN.finditer(text)]
        inside = _quoted(text)
        self.quoted = frozenset(i for i, (start, _) in enumerate(self.tokens) if inside[start])

    def within(self, spans: Iterable[Span]) -> Tokens:
        """Numbers of the tokens with at least one character in one of the spans."""
        spans = [(start, end) for start, end in spans if start < end]
        return frozenset(
            i for i, (a, b) in enumerate(self.tokens) if any(a < y and x < b for x, y in spans)
        )

    def head(self, spans: Iterable[Span]) -> int | None:
        """Rough head of a name: the last token before the first comma, bracket or preposition."""
        last = None
        for i in sorted(self.within(spans)):
            start, end = self.tokens[i]
            word = self.text[start:end]
            if last is not None:
                gap = self.text[self.tokens[last][1] : start]
                if _BREAK.search(gap) or word.lower() in _PREPOSITIONS:
                    break
                if word == "s" and gap in ("'", "\u2019"):
                    continue
            last = i
        return last

    def quote_type(self, content: Tokens) -> str:
        """direct (nine tokens in ten inside quotation marks), indirect (none) or mixed."""
        share = len(content & self.quoted) / len(content)
        return "direct" if share >= 0.9 else "mixed" if share > 0 else "indirect"

    def edge_quoted(self, spans: Iterable[Span]) -> bool:
        """Whether a content begins or ends with a quotation mark."""
        spans = list(spans)
        start, end = min(a for a, _ in spans), max(b for _, b in spans)
        around = self.text[max(0, start - 1) : start + 2], self.text[max(0, end - 2) : end + 1]
        return any(_MARK.search(part) for part in around)


def _quoted(text: str) -> bytearray:
    """1 for each character inside double quotation marks, paragraph by paragraph.

    A quotation left open runs to the end of its paragraph; one never opened begins at its start.
    """
    inside = bytearray(len(text) + 1)
    for paragraph in re.finditer(r"[^\n]+", text):
        base = paragraph.start()
        for start, end in _quotations(paragraph[0]):
            inside[base + start : base + end] = b"\1" * (end - start)
    return inside


def _quotations(text: str) -> list[Span]:
    spans: list[Span] = []
    opened: int | None = None
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        opening = mark in "\u201c\u201e\u00ab``" or (mark not in "\u201d\u00bb" and opened is None)
        if opening and opened is None:
            opened = at
        elif not opening and opened is not None:
            spans.append((opened, at))
            opened = None
        elif not opening:
            spans.append((0, at))
    return [*spans, (opened, len(text))] if opened is not None else spans


CUE_KINDS = (
    "cue: according to", "cue: verb of the lexicon", "cue: noun of the lexicon",
    "cue: passive", "cue: colon or dash", "cue: other words", "cue: none",
)  # fmt: skip
OTHER_KINDS = (
    "source: none", "content: one sentence", "content: several sentences",
    "content: several paragraphs", "place: first line",
)  # fmt: skip
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|get|got)\b(?:\s\w+ly)?\s\w+(?:ed|en|t|d)\b"
)
_SENTENCE = re.compile(r"[.!?…][\"”’')\]]*\s+(?=\W?[A-Z0-9])")


def kinds(text: str, source: Spans, cue: Spans, content: Spans) -> tuple[str, ...]:
    """The kinds of one attribution, from its spans.

    Example:
        >>> kinds("It rained, Ada said.", ((11, 14),), ((15, 19),), ((0, 9),))
        ('cue: verb of the lexicon', 'content: one sentence', 'place: first line')
    """
    words = " ".join(text[start:end] for start, end in cue).lower()
    names = [cue_kind(words), "" if source else "source: none", _extent(text, content)]
    if "\n" not in text[: min(start for start, _ in content)].lstrip():
        names.append("place: first line")
    return tuple(filter(None, names))


def cue_kind(words: str) -> str:
    """The kind of a cue, given its words in lower case."""
    if not words:
        return "cue: none"
    if not any(c.isalpha() for c in words):
        return "cue: colon or dash"
    if "according" in words:
        return "cue: according to"
    if _PASSIVE.search(words):
        return "cue: passive"
    if not is_cue(words):
        return "cue: other words"
    last = words[: core(words)].split()[-1:]
    verb = any(lemma in cues("verb") for word in last for lemma in lemmas(word.strip(",.;:")))
    return "cue: verb of the lexicon" if verb else "cue: noun of the lexicon"


def _extent(text: str, content: Spans) -> str:
    start, end = min(a for a, _ in content), max(b for _, b in content)
    if "\n" in text[start:end].strip():
        return "content: several paragraphs"
    many = len(content) > 1 or _SENTENCE.search(text, start, end)
    return "content: several sentences" if many else "content: one sentence"


ROLES = ("source", "cue", "content")
THRESHOLDS = {"content.j30": 0.3, "content.j50": 0.5, "content.j80": 0.8, "content.exact": 1.0}
RELATIONS = ("ar", "ar_lenient", "ar_cue")


class TokenAttribution(NamedTuple):
    """An attribution as numbers of tokens, with the kinds by which it is counted.

    Attributes:
        source, cue, content: tokens of each role.
        head: rough head of the source.
        kinds: quote type, those of `kinds`, and "edge" if the content begins or ends with a
            quotation mark.
    """

    source: Tokens
    cue: Tokens
    content: Tokens
    head: int | None
    kinds: tuple[str, ...]


class AttributionMatches(NamedTuple):
    """Coded and found attributions of an article, and the similarity of their contents."""

    gold: list[TokenAttribution]
    found: list[TokenAttribution]
    similarity: dict[Pair, float]

    def pairs(self, measure: str) -> list[Pair]:
        """One-to-one pairs that are right by a measure."""
        right = {
            (i, j): similarity
            for (i, j), similarity in self.similarity.items()
            if _is_right(measure, self.gold[i], self.found[j], similarity)
        }
        return best_pairs(right)


def count(article: GoldArticle, found: Iterable[AttributionSpans]) -> Counter[str]:
    """Counts of one article: coded, found and right by measure and kind."""
    text = TokenText(article.text)
    discarded = text.within(article.discarded)
    matches = _match(text, article, found, discarded)
    counts = Counter(gold=len(matches.gold), found=len(matches.found), articles=1)
    for role in ROLES:
        gold, other = (_tokens(items, role) for items in (matches.gold, matches.found))
        other -= discarded
        counts[f"token.{role}"] = len(gold & other)
        counts[f"token.{role}.gold"] = len(gold)
        counts[f"token.{role}.found"] = len(other)
    counts.update(f"gold.{kind}" for item in matches.gold for kind in item.kinds)
    counts.update(f"found.{kind}" for item in matches.found for kind in item.kinds)
    for measure in (*THRESHOLDS, *RELATIONS):
        _count_pairs(counts, measure, matches)
    return counts


def _match(
    text: TokenText,
    article: GoldArticle,
    found: Iterable[AttributionSpans],
    discarded: Tokens = frozenset(),
) -> AttributionMatches:
    """Coded and found attributions, without those found mostly in discarded text."""
    items = ([_to_tokens(text, a) for a in spans] for spans in (article.codings[0], found))
    gold, other = ([item for item in each if item.content] for each in items)
    other = [o for o in other if 2 * len(o.content & discarded) < len(o.content)]
    similarity = overlaps([g.content for g in gold], [o.content for o in other])
    return AttributionMatches(gold, other, similarity)


def relations_right(article: GoldArticle, found: Iterable[AttributionSpans]) -> list[bool]:
    """For each attribution found, whether it was coded; discarded text is not left out."""
    text = TokenText(article.text)
    found = list(found)
    with_content = [i for i, one in enumerate(found) if text.within(one.content)]
    right = {with_content[j] for _, j in _match(text, article, found).pairs("ar")}
    return [i in right for i in range(len(found))]


def _to_tokens(text: TokenText, spans: AttributionSpans) -> TokenAttribution:
    roles: tuple[Spans, Spans, Spans] = (spans.source, spans.cue, spans.content)
    source, cue, content = (text.within(role) for role in roles)
    if not content:
        return TokenAttribution(source, cue, content, None, ())
    edge = ["edge"] * text.edge_quoted(spans.content)
    names = (text.quote_type(content), *kinds(text.text, *roles), *edge)
    return TokenAttribution(source, cue, content, text.head(spans.source), names)


def _tokens(items: Iterable[TokenAttribution], role: str) -> Tokens:
    return frozenset[int]().union(*(getattr(item, role) for item in items))


def _is_right(
    measure: str, gold: TokenAttribution, found: TokenAttribution, similarity: float
) -> bool:
    if measure in THRESHOLDS:
        return similarity >= THRESHOLDS[measure]
    if similarity < 0.5 or not _same_source(gold, found, lenient=measure == "ar_lenient"):
        return False
    return measure != "ar_cue" or _same_cue(gold, found)


def _same_source(gold: TokenAttribution, found: TokenAttribution, lenient: bool = False) -> bool:
    if not gold.source or not found.source:
        return not gold.source and not found.source
    return jaccard(gold.source, found.source) >= 0.5 or (lenient and gold.head == found.head)


def _same_cue(gold: TokenAttribution, found: TokenAttribution) -> bool:
    return bool(gold.cue & found.cue) or not (gold.cue or found.cue)


def _count_pairs(counts: Counter[str], measure: str, matches: AttributionMatches) -> None:
    pairs = [(matches.gold[i], matches.found[j]) for i, j in matches.pairs(measure)]
    counts[measure] += len(pairs)
    for gold, found in pairs:
        counts.update(f"{measure}.gold.{kind}" for kind in gold.kinds)
        counts.update(f"{measure}.found.{kind}" for kind in found.kinds)
        if measure == "content.j30":
            _count_sources(counts, gold, found)


def _count_sources(counts: Counter[str], gold: TokenAttribution, found: TokenAttribution) -> None:
    groups = ["all"] + ["sourced"] * bool(gold.source) + ["direct"] * ("direct" in gold.kinds)
    for group in groups:
        counts[f"source.{group}.n"] += 1
        counts[f"source.{group}"] += _same_source(gold, found)
        counts[f"source_lenient.{group}"] += _same_source(gold, found, lenient=True)
    counts["cue.all"] += _same_cue(gold, found)
