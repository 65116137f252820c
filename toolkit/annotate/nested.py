"""Attributions inside what another one says: "She said that he hoped …" holds two voices.

The tagger was taught on one level. What is said inside a content is found by reading that content
as a text of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from toolkit.annotate.attribution import Attribution
from toolkit.annotate.cues import is_cue
from toolkit.annotate.documents import Chars

_FEWEST_WORDS = 5
_MOST = 0.97
_INNER = re.compile(r"[\"“”'‘«\s]*(?:that\s+)?(.*?)[\"”’'»\s]*$", re.S)
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
    made: list[Attribution] = []
    for part in sorted({part for a in found if a.cue for part in a.content}):
        for one in _inside(text, part, read):
            if one.cue and not any(one.cue.overlaps(c) for c in cues):
                cues.append(one.cue)
                made.append(one)
    return made


def _inside(
    text: str, part: Chars, read: Callable[[str], Sequence[Attribution]]
) -> Iterator[Attribution]:
    """Attributions inside one stretch of content, at their places in the text."""
    inner = _INNER.match(text, *part)
    if not inner or len(inner[1].split()) < _FEWEST_WORDS or not is_cue(inner[1]):
        return
    for one in read(inner[1]):
        if one.cue is None or one.source is None or not is_cue(inner[1][slice(*one.cue)]):
            continue
        size = sum(end - start for start, end in one.content)
        if size <= _MOST * len(inner[1]) and not _SAME_VOICE.match(inner[1], one.source.start):
            yield _moved(one, inner.start(1))


def _moved(one: Attribution, by: int) -> Attribution:
    def at(chars: Chars | None) -> Chars | None:
        return Chars(chars.start + by, chars.end + by) if chars else None

    content = tuple(Chars(c.start + by, c.end + by) for c in one.content)
    return replace(one, content=content, cue=at(one.cue), source=at(one.source), rule="nested")
