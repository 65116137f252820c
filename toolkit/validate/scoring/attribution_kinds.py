"""Kinds of attribution, by cue, source, content and place, for scores of each kind."""

from __future__ import annotations

import re

from toolkit.annotate.text.cues import core, cues, is_cue, lemmas
from toolkit.validate.shared.spans import Spans

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
