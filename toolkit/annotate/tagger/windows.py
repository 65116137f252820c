"""Windows over a text's pieces: what the tagger sees at a time, and which part it answers for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.annotate.tagger.word_pieces import CLS, SEP, Ints, Pieces

SIZE = 256
OVERLAP = 32
SENTENCE_END = frozenset((1012, 999, 1029))  # . ! ?
CLOSING_MARKS = frozenset((1000, 1005, 1007))  # " ' )


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces [start, end) of a text; cues in [own_start, own_end) are this window's to report."""

    start: int
    end: int
    own_start: int
    own_end: int


def windows(
    pieces: Pieces, size: int = SIZE, overlap: int = OVERLAP, first: int | None = None
) -> list[Window]:
    """Cover the pieces, cutting at ends of paragraphs or sentences; neighbours share context.

    A pure function of the pieces, so that a text is read alike alone and in company. Training
    varies `first`, the size of the first window, so that cuts fall differently each time.
    """
    paragraph = pieces.ids == SEP
    sentence = paragraph | _sentence_ends(pieces)
    room = size - 1  # for the CLS in front
    out: list[Window] = []
    start = own_start = 0
    limit = min(first or room, room)
    while len(pieces) - start > limit:
        end = _cut(paragraph, sentence, start + limit // 2, start + limit)
        restart = _restart(paragraph, sentence, max(end - overlap, start + 1), end - 1)
        own_end = (restart + end) // 2
        out.append(Window(start, end, own_start, own_end))
        start, own_start, limit = restart, own_end, room
    if len(pieces) > start:
        out.append(Window(start, len(pieces), own_start, len(pieces)))
    return out


def _sentence_ends(pieces: Pieces) -> npt.NDArray[np.bool_]:
    """Marks that end a sentence, or what closes after them; the point in "2.3" ends none."""
    mark = np.isin(pieces.ids, list(SENTENCE_END))
    closing = np.isin(pieces.ids, list(CLOSING_MARKS)) & np.roll(mark, 1)
    apart = np.append(pieces.start[1:] != pieces.end[:-1], True)
    return np.asarray((mark | closing) & apart, np.bool_)


def _cut(
    paragraph: npt.NDArray[np.bool_], sentence: npt.NDArray[np.bool_], low: int, high: int
) -> int:
    """The last good place to cut in (low, high]: after a paragraph, else a sentence, else high."""
    for ends in (paragraph, sentence):
        places = np.flatnonzero(ends[low:high])
        if len(places):
            return low + int(places[-1]) + 1
    return high


def _restart(
    paragraph: npt.NDArray[np.bool_], sentence: npt.NDArray[np.bool_], low: int, high: int
) -> int:
    """The first good place in (low, high) to begin the next window, else low."""
    for ends in (paragraph, sentence):
        places = np.flatnonzero(ends[low:high])
        if len(places):
            return low + int(places[0]) + 1
    return low


def inputs(pieces: Pieces, window: Window) -> dict[str, Ints]:
    """What the network reads: the window's pieces behind a CLS."""
    part = slice(window.start, window.end)
    return {
        "ids": np.concatenate(([CLS], pieces.ids[part])),
        "case": np.concatenate(([0], pieces.case[part])),
        "quote": np.concatenate(([0], pieces.quote[part])),
    }
