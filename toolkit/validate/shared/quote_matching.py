"""Spans of attributions, and comparison of coded and found quotes: words and speakers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.validate.shared.matching import Pair, match

Span = tuple[int, int]
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class AttributionSpans:
    """Source, cue and content of one attribution; source and cue may be empty."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An annotated article.

    Attributes:
        name: file name without suffix.
        text: the text that the spans refer to.
        codings: one list of attributions for each annotator.
        discarded: spans that the annotators marked as not part of the article.
    """

    name: str
    text: str
    codings: tuple[tuple[AttributionSpans, ...], ...]
    discarded: Spans


_TOKEN = re.compile(r"[^\W_]+")
Row = dict[str, Any]


def characters(quote: Mapping[str, Any]) -> frozenset[int]:
    """Offsets of all characters of a quote."""
    return frozenset(i for start, end in quote["segments"] for i in range(start, end))


def words_of(text: str, quote: Mapping[str, Any]) -> frozenset[int]:
    """Offset of the first character of each word of a quote."""
    return frozenset(
        start + m.start()
        for start, end in quote["segments"]
        for m in _TOKEN.finditer(text[start:end])
    )


def quote_pairs(
    text: str, gold: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]], overlap: float
) -> list[Pair]:
    """One-to-one pairs of quotes of a text whose words share `overlap` of their union."""
    return match([words_of(text, q) for q in gold], [words_of(text, q) for q in found], overlap)


def same_speaker(coded: Mapping[str, Any], speaker: str | None) -> bool:
    """Whether a speaker is the coded one: by name, by alias, or by the words of a description."""
    names = {normalize_name(n) for n in (coded["speaker"], *coded.get("aliases", ())) if n}
    if not names or not isinstance(speaker, str):
        return not names and speaker is None
    name = normalize_name(speaker)
    return name in names or any(_same_description(name, other) for other in names)


def normalize_name(name: str) -> str:
    """A name or phrase for comparison: its words, without case and article."""
    return " ".join(_TOKEN.findall(re.sub(r"^(?:the|a|an)\s", "", name.casefold())))


def _same_description(one: str, other: str) -> bool:
    """Whether two phrases have the same head and one has no word that the other lacks."""
    words, others = one.split(" "), other.split(" ")
    nested = set(words) <= set(others) or set(others) <= set(words)
    return words[-1] == others[-1] and nested
