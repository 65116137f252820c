"""What the model says of one text: its attributions, its names, and what each source is.

An engine makes the article's attributions of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
from scipy.special import expit, log_softmax

from toolkit.annotate.tagger.crf import Floats
from toolkit.annotate.tagger.heads import (
    FORMS,
    NAME_TYPES,
    SourceHead,
)
from toolkit.annotate.tagger.word_pieces import SEP, Ints, Pieces
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span

SURELY_ANOTHER = 0.7
"""Change of the chance to be a person at which one name ends and another begins."""


class NameSpan(NamedTuple):
    """A name, the log-chance of each of NAME_TYPES for it, and the chance that it is a name."""

    chars: Span
    types: Floats
    sure: float


class SourceLabels(NamedTuple):
    """What a stretch says, read as a source or as a cue.

    Attributes:
        form, role: log-chances of FORMS and ROLES.
        reports: chance that the cue reports words, thoughts or findings, and is no act.
    """

    form: Floats
    role: Floats
    reports: float


@dataclass(frozen=True)
class Reading:
    """The reader's answers for each piece of a text.

    Attributes:
        text: its characters.
        attributions: in order of their content, doubtful ones included.
        least: the least confidence to believe an attribution.
        pieces: of the text.
        name_logits: [pieces, NAME_LABELS].
        source_vectors: what the source head reads.
        source_head: of the model.
    """

    text: str
    attributions: Sequence[Attribution]
    least: float
    pieces: Pieces
    name_logits: Floats
    source_vectors: Floats
    source_head: SourceHead

    def names(self) -> list[NameSpan]:
        """Runs of pieces that are a name, in reading order: first where, then of which type."""
        inside = self.name_logits[:, 1:].reshape(-1, len(NAME_TYPES), 2)
        begin_or_go_on = np.logaddexp.reduce(inside, axis=1)
        labels = np.column_stack((self.name_logits[:, 0], begin_or_go_on)).argmax(-1)
        labels[self.pieces.ids == SEP] = 0
        named = labels > 0
        # "University of Brockton Ida Reed" is two names
        person = np.exp(self._type_chances[:, NAME_TYPES.index("person")])
        changes = np.append(False, np.abs(np.diff(person)) > SURELY_ANOTHER)
        same = ~changes & (labels == 2)
        continues = named & np.append(False, named[:-1]) & (same | self._inside_word)
        starts = np.flatnonzero(named & ~continues)
        ends = np.flatnonzero(named & ~np.append(continues[1:], False))
        chances, sure = self._type_chances, 1 - np.exp(self.not_named)
        return [
            NameSpan(self._chars(a, b), chances[a : b + 1].mean(0), float(sure[a : b + 1].mean()))
            for a, b in zip(starts.tolist(), ends.tolist(), strict=True)
        ]

    @cached_property
    def _inside_word(self) -> np.ndarray:
        """Whether a piece goes on with the word of the piece before."""
        start, end = self.pieces.start, self.pieces.end
        joined = np.append(False, start[1:] == end[:-1]) & (start >= 0)
        letters = [
            j and self.text[s - 1].isalnum() and self.text[s].isalnum()
            for j, s in zip(joined.tolist(), start.tolist(), strict=True)
        ]
        return np.array(letters, bool)

    @cached_property
    def _type_chances(self) -> Floats:
        """Log-chance of each type of name at each piece, given that it is a name."""
        logits = self.name_logits[:, 1:].reshape(-1, len(NAME_TYPES), 2)
        return np.asarray(log_softmax(np.logaddexp.reduce(logits, axis=-1), -1), np.float32)

    @cached_property
    def not_named(self) -> Floats:
        """Log-chance of each piece that it is in no name."""
        return np.asarray(log_softmax(self.name_logits, -1)[:, 0], np.float32)

    def source_labels(self, chars: Span) -> SourceLabels | None:
        """Labels of the source that a stretch mentions; None where it has no piece."""
        run = self.run(chars)
        if run is None:
            return None
        mean = self.source_vectors[run[0] : run[1] + 1].mean(0)
        logits = self.source_head(mean[None])[0]
        form, role = np.split(logits[:-1], [len(FORMS)])
        return SourceLabels(log_softmax(form), log_softmax(role), float(expit(logits[-1])))

    def run(self, chars: Span) -> tuple[int, int] | None:
        """The first and the last piece that a stretch touches."""
        first = int(np.searchsorted(self._ends, chars.start, side="right"))
        last = int(np.searchsorted(self._starts, chars.end, side="left")) - 1
        return (first, last) if first <= last else None

    @cached_property
    def _starts(self) -> Ints:
        return np.maximum.accumulate(self.pieces.start)

    @cached_property
    def _ends(self) -> Ints:
        return np.maximum.accumulate(self.pieces.end)

    def _chars(self, first: int, last: int) -> Span:
        return Span(int(self.pieces.start[first]), int(self.pieces.end[last]))


class Engine(Protocol):
    """Finds attributions in a text: the toolkit's, or one of your own.

    Attributes:
        version: part of the version of stored annotations; changes when the results change.
    """

    version: str

    def __call__(self, reading: Reading) -> Sequence[Attribution]:
        """The attributions of a text, in the order of their first characters."""
