"""What the reader says of one text: its names, and what each mention is and refers to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.special import expit, log_softmax, softmax

from toolkit.annotate.tagger.crf import Floats
from toolkit.annotate.tagger.heads import (
    FORMS,
    NAME_TYPES,
    MentionFeatures,
    ReferenceHead,
    SourceHead,
    mention_features,
    pair_features,
)
from toolkit.annotate.tagger.word_pieces import SEP, Ints, Pieces
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span


class NameSpan(NamedTuple):
    """A name, and the log-chance of each of NAME_TYPES for it."""

    chars: Span
    types: Floats


class SourceLabels(NamedTuple):
    """What a stretch says, read as a source or as a cue.

    Attributes:
        form, role: log-chances of FORMS and ROLES.
        anonymous: chance that the source is unnamed on purpose.
        reports: chance that the cue reports words, thoughts or findings, and is no act.
    """

    form: Floats
    role: Floats
    anonymous: float
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
        reference_vectors: what the reference head reads: query, key, and the score of nobody.
        source_head, reference_head: of the model.
    """

    text: str
    attributions: Sequence[Attribution]
    least: float
    pieces: Pieces
    name_logits: Floats
    source_vectors: Floats
    reference_vectors: Floats
    source_head: SourceHead
    reference_head: ReferenceHead

    def names(self) -> list[NameSpan]:
        """Runs of pieces that are a name, in reading order: first where, then of which type."""
        inside = self.name_logits[:, 1:].reshape(-1, len(NAME_TYPES), 2)
        begin_or_go_on = np.logaddexp.reduce(inside, axis=1)
        labels = np.column_stack((self.name_logits[:, 0], begin_or_go_on)).argmax(-1)
        labels[self.pieces.ids == SEP] = 0
        named = labels > 0
        continues = named & np.append(False, named[:-1]) & ((labels == 2) | self._inside_word)
        starts = np.flatnonzero(named & ~continues)
        ends = np.flatnonzero(named & ~np.append(continues[1:], False))
        chances = self._type_chances
        return [
            NameSpan(self._chars(a, b), chances[a : b + 1].mean(0))
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
        form, role = np.split(logits[:-2], [len(FORMS)])
        flags = expit(logits[-2:]).tolist()
        return SourceLabels(log_softmax(form), log_softmax(role), *flags)

    def links(self, mention: Span, kind: str, candidates: Sequence[tuple[Span, str]]) -> Floats:
        """Chance that a mention refers to nobody before it, and to each candidate.

        Args:
            mention: where it stands.
            kind: of REFERENCES.
            candidates: where they stand, and of which of CANDIDATES they are.
        """
        features = self._features(mention, kind)
        others = [self._features(*c) for c in candidates]
        if features is None or None in others or not others:
            return np.append(1.0, np.zeros(len(candidates))).astype(np.float32)
        known = [o for o in others if o is not None]
        width = (self.reference_vectors.shape[1] - 1) // 2
        query = self._mean(features)
        keys = np.stack([self._mean(o)[width : 2 * width] for o in known])
        products = keys @ query[:width] / np.float32(np.sqrt(width))
        pairs = pair_features(features, known)
        new = query[-1] + self.reference_head.new[pairs[0, 0] // 4]
        scores = np.append(new, self.reference_head(products, pairs))
        return np.asarray(softmax(scores), np.float32)

    def _mean(self, features: MentionFeatures) -> Floats:
        mean: Floats = self.reference_vectors[features.first : features.last + 1].mean(0)
        return mean

    def _features(self, chars: Span, kind: str) -> MentionFeatures | None:
        run = self.run(chars)
        if run is None:
            return None
        return mention_features(self.text, self.pieces, kind, run, int(self._paragraphs[run[0]]))

    @cached_property
    def _paragraphs(self) -> Ints:
        return np.cumsum(self.pieces.ids == SEP)

    def apart(self, one: Span, other: Span) -> int:
        """How many pieces lie between the beginnings of two stretches."""
        ends = np.searchsorted(self._ends, [one.start, other.start], side="right")
        return abs(int(ends[1] - ends[0]))

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
