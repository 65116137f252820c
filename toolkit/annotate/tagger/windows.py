"""Windows: the overlapping stretches of word pieces that the tagger reads one by one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.annotate.tagger.word_pieces import CLS, OUTSIDE, SEP, Pieces

SIZE = 256
OVERLAP = 32
SENTENCE_END = frozenset((1012, 999, 1029))  # . ! ?
CLOSING_MARKS = frozenset((1000, 1005, 1007))  # " ' )


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces [start, end) of a text, of which it reports the anchors in [own_start, own_end)."""

    start: int
    end: int
    own_start: int
    own_end: int


def windows(
    pieces: Pieces, size: int = SIZE, overlap: int = OVERLAP, first: int | None = None
) -> list[Window]:
    """Cover the pieces, cutting at ends of paragraphs or sentences; neighbours share context.

    The windows depend on the pieces alone, so that a text yields the same answer in any company.
    Training varies `first`, the size of the first window, so that cuts fall elsewhere each time.
    """
    paragraph = pieces.ids == SEP
    sentence = paragraph | _sentence_ends(pieces)
    room = size - 1  # for the CLS in front
    out: list[Window] = []
    start = own_start = 0
    limit = min(first or room, room)
    while len(pieces) - start > limit:
        latest = start + limit
        end = _break(paragraph, sentence, start + limit // 2, latest, at=-1) or latest
        earliest = max(end - overlap, start + 1)
        restart = _break(paragraph, sentence, earliest, end - 1, at=0) or earliest
        own_end = (restart + end) // 2
        out.append(Window(start, end, own_start, own_end))
        start, own_start, limit = restart, own_end, room
    if len(pieces) > start:
        out.append(Window(start, len(pieces), own_start, len(pieces)))
    return out


def _sentence_ends(pieces: Pieces) -> npt.NDArray[np.bool_]:
    """Marks that end a sentence, or a closing mark after one; not the point in "2.3"."""
    mark = np.isin(pieces.ids, list(SENTENCE_END))
    closing = np.isin(pieces.ids, list(CLOSING_MARKS)) & np.roll(mark, 1)
    apart = np.append(pieces.start[1:] != pieces.end[:-1], True)
    return np.asarray((mark | closing) & apart, np.bool_)


def _break(
    paragraph: npt.NDArray[np.bool_], sentence: npt.NDArray[np.bool_], low: int, high: int, at: int
) -> int | None:
    """The first (at=0) or last (at=-1) end of a paragraph in (low, high], else of a sentence."""
    for ends in (paragraph, sentence):
        places = np.flatnonzero(ends[low:high])
        if len(places):
            return low + int(places[at]) + 1
    return None


def in_window(pieces: Pieces, window: Window) -> Pieces:
    """The pieces of a window behind a CLS, as the network reads them."""
    part = slice(window.start, window.end)
    first = (CLS, 0, OUTSIDE, -1, -1)
    columns = zip(first, pieces.columns(), strict=True)
    return Pieces(*(np.concatenate(([value], column[part])) for value, column in columns))
