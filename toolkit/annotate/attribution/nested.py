"""Attributions inside what another one says: "She said that he hoped …" holds two voices.

The tagger is trained on outer attributions. Inner ones are found by reading the contents as a text
of their own, a paragraph each.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.cues import is_cue
from toolkit.annotate.text.document import Span, hull

_FEWEST_WORDS = 5
_MOST = 0.97
_INNER = re.compile(r"[\"“”'‘«\s]*(?:that\s+)?(.*?)[\"”’'»\s]*$", re.S)
_WORD = re.compile(r"[\w'’-]+")
# "I think" inside a quotation is the same voice, not another
_SAME_VOICE = re.compile(r"\W*(?:i|we|you|my|our|your|me|us)\b", re.I)


def nested_attributions(
    text: str, attributions: Sequence[Attribution], read: Callable[[str], Sequence[Attribution]]
) -> list[Attribution]:
    """Attributions inside the contents of others, where the lexicon knows the cue.

    Args:
        text: of an article.
        attributions: of the text.
        read: finds the attributions of a text.
    """
    cues = [a.cue for a in attributions if a.cue]
    parts = sorted({part for a in attributions if a.cue for part in a.content})
    inner = [i for part in parts if (i := _inner(text, part)) is not None]
    kept: list[Attribution] = []
    for found in _inside(text, inner, read):
        if found.cue and not any(found.cue.overlaps(cue) for cue in cues):
            cues.append(found.cue)
            kept.append(found)
    return kept


def _inner(text: str, part: Span) -> Span | None:
    """A content without its marks, if another voice may be in it."""
    match = _INNER.match(text, *part)
    if not match or len(match[1].split()) < _FEWEST_WORDS:
        return None
    words = _WORD.findall(match[1])
    others = (
        is_cue(word) and not any(_SAME_VOICE.match(w) for w in words[max(0, i - 3) : i])
        for i, word in enumerate(words)
    )
    return Span(*match.span(1)) if "according" in match[1].lower() or any(others) else None


def _inside(
    text: str, inner: list[Span], read: Callable[[str], Sequence[Attribution]]
) -> Iterator[Attribution]:
    """Attributions inside contents, with their places in the text."""
    joined = "\n".join(" ".join(text[slice(*part)].split("\n")) for part in inner)
    starts = [0]
    for part in inner:
        starts.append(starts[-1] + part.end - part.start + 1)
    for found in read(joined) if inner else ():
        i = bisect_right(starts, found.content[0].start) - 1
        area = Span(starts[i], starts[i + 1] - 1)
        if found.cue is None or found.source is None:
            continue
        if not hull([*found.content, found.cue, found.source]).within(area):
            continue
        if not is_cue(joined[slice(*found.cue)]) or _SAME_VOICE.match(joined, found.source.start):
            continue
        if sum(end - start for start, end in found.content) <= _MOST * (area.end - area.start):
            by = inner[i].start - area.start
            yield Attribution(
                tuple(_moved(part, by) for part in found.content),
                _moved(found.cue, by),
                _moved(found.source, by),
                "nested",
                found.confidence,
            )


def _moved(chars: Span, by: int) -> Span:
    return Span(chars.start + by, chars.end + by)
