"""What the reader's heads answer besides attribution: names, labels of sources, references."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from toolkit.annotate.tagger.crf import Floats
from toolkit.annotate.tagger.decoding import EDGES, RoleHead
from toolkit.annotate.tagger.word_pieces import OUTSIDE, Ints, Pieces
from toolkit.frames import SOURCE_FORMS, SOURCE_ROLES

NAME_TYPES = ("person", "organization", "place")
NAME_LABELS = ("O", *(f"{begin}-{kind}" for kind in NAME_TYPES for begin in "BI"))
FORMS = (*SOURCE_FORMS, "none")
ROLES = SOURCE_ROLES
_WORD = re.compile(r"\w+")
_LIGHT = frozenset(
    ("the", "a", "an", "his", "her", "their", "its", "this", "that", "some", "many", "several")
)
SOURCE_LOGITS = len(FORMS) + len(ROLES) + 2
CANDIDATES = (*NAME_TYPES, "phrase")
REFERENCES = ("phrase", "he", "she", "they", "it", "who", "first", "none")
PAIR_FEATURES = {"kinds": 32, "distance": 31, "paragraphs": 5, "quotes": 4, "words": 4}


@dataclass(frozen=True, slots=True)
class SourceHead:
    """Scores form, role and anonymity of a source from the mean vector of its pieces."""

    weight: Floats
    bias: Floats

    def __call__(self, vectors: Floats) -> Floats:
        """Logits [sources, FORMS + ROLES + anonymous + reports]."""
        out: Floats = np.maximum(vectors, 0) @ self.weight + self.bias
        return out


@dataclass(frozen=True, slots=True)
class ReferenceHead:
    """Scores the candidates that a mention may refer to, from vectors and features of the pair."""

    kinds: Floats
    distance: Floats
    paragraphs: Floats
    quotes: Floats
    words: Floats
    new: Floats

    def __call__(self, products: Floats, features: Ints) -> Floats:
        """Scores of pairs from their products and features [pairs, PAIR_FEATURES]."""
        tables = (self.kinds, self.distance, self.paragraphs, self.quotes, self.words)
        out: Floats = products + sum(t[f] for t, f in zip(tables, features.T, strict=True))
        return out


class Heads(NamedTuple):
    """The small heads that run in numpy."""

    role: RoleHead
    source: SourceHead
    reference: ReferenceHead


@dataclass(frozen=True, slots=True)
class MentionFeatures:
    """What pair features are made of, for one mention.

    Attributes:
        kind: of CANDIDATES or REFERENCES.
        first: its first piece.
        last: its last piece.
        paragraph: its number.
        quoted: whether it stands in quotation marks.
        words: its words in lower case, without determiners.
    """

    kind: str
    first: int
    last: int
    paragraph: int
    quoted: bool
    words: tuple[str, ...]


def mention_features(
    text: str, pieces: Pieces, kind: str, run: tuple[int, int], paragraph: int
) -> MentionFeatures:
    """What pair features are made of, for the mention on a run of pieces."""
    chars = slice(int(pieces.start[run[0]]), int(pieces.end[run[1]]))
    words = tuple(w for w in _WORD.findall(text[chars].lower()) if w not in _LIGHT)
    quoted = bool(pieces.quote[run[0]] != OUTSIDE)
    return MentionFeatures(kind, *run, paragraph, quoted, words)


def pair_features(mention: MentionFeatures, candidates: Sequence[MentionFeatures]) -> Ints:
    """Features of a mention with each candidate: [candidates, PAIR_FEATURES]."""
    first = np.array([c.first for c in candidates])
    last = np.array([c.last for c in candidates])
    near = len(EDGES) + np.searchsorted(EDGES, first - mention.last, side="right")
    near = near - np.searchsorted(EDGES, mention.first - last, side="right")
    apart = np.array([c.paragraph - mention.paragraph for c in candidates])
    kind = 4 * REFERENCES.index(mention.kind) + np.array(
        [CANDIDATES.index(c.kind) for c in candidates]
    )
    quotes = 2 * mention.quoted + np.array([c.quoted for c in candidates], np.int64)
    words = np.array([_agreement(mention.words, c.words) for c in candidates])
    return np.column_stack((kind, near, np.clip(apart, -3, 1) + 3, quotes, words)).astype(np.int64)


def _agreement(mine: tuple[str, ...], others: tuple[str, ...]) -> int:
    """0: no word in common; 1: some; 2: the last one; 3: the same words."""
    if not mine or not others:
        return 0
    if mine == others:
        return 3
    if mine[-1] == others[-1]:
        return 2
    return int(bool(set(mine) & set(others)))
