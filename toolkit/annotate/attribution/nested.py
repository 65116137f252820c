"""Attributions inside what another one says: "She said that he hoped …" holds two voices.

The tagger was taught on one level. What is said inside contents is found by reading them as a text
of their own, a paragraph each.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.cues import is_cue
from toolkit.annotate.text.document import Span

_FEWEST_WORDS = 5
_MOST = 0.97
_INNER = re.compile(r"[\"“”'‘«\s]*(?:that\s+)?(.*?)[\"”’'»\s]*$", re.S)
_WORD = re.compile(r"[\w'’-]+")
# "I think" inside a quotation is the same voice, not another
_SAME_VOICE = re.compile(r"\W*(?:i|we|you|my|our|your|me|us)\b", re.I)


def nested(
    text: str, found: Sequence[Attribution], read: Callable[[str], Sequence[Attribution]]
) -> list[Attribution]:
    """What is attributed inside the contents of attributions, where the lexicon knows the cue.

    Args:
        text: of an article.
        found: its attributions.
        read: finds the attributions of a text.
    """
    cues = [a.cue for a in found if a.cue]
    parts = sorted({part for a in found if a.cue for part in a.content})
    inner = [i for part in parts if (i := _inner(text, part)) is not None]
    made: list[Attribution] = []
    for one in _inside(text, inner, read):
        if one.cue and not any(one.cue.overlaps(c) for c in cues):
            cues.append(one.cue)
            made.append(one)
    return made


def _inner(text: str, part: Span) -> Span | None:
    """A stretch of content without its marks, if something may be said inside it by another."""
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
    """Attributions inside stretches of content, at their places in the text."""
    joined = "\n".join(" ".join(text[slice(*part)].split("\n")) for part in inner)
    starts = [0]
    for part in inner:
        starts.append(starts[-1] + part.end - part.start + 1)
    for one in read(joined) if inner else ():
        first = one.content[0].start
        i = bisect_right(starts, first) - 1
        here = Span(starts[i], starts[i + 1] - 1)
        parts = [p for p in (*one.content, one.cue, one.source) if p]
        if one.cue is None or one.source is None or not all(p.within(here) for p in parts):
            continue
        if not is_cue(joined[slice(*one.cue)]) or _SAME_VOICE.match(joined, one.source.start):
            continue
        if sum(end - start for start, end in one.content) <= _MOST * (here.end - here.start):
            yield _moved(one, inner[i].start - here.start)


def _moved(one: Attribution, by: int) -> Attribution:
    def at(chars: Span | None) -> Span | None:
        return Span(chars.start + by, chars.end + by) if chars else None

    content = tuple(Span(c.start + by, c.end + by) for c in one.content)
    return replace(one, content=content, cue=at(one.cue), source=at(one.source), rule="nested")
