"""What the reader's heads answer besides attribution: names, and labels of sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from toolkit.annotate.tagger.crf import Floats
from toolkit.annotate.tagger.decoding import RoleHead
from toolkit.frames import SOURCE_FORMS, SOURCE_ROLES

NAME_TYPES = ("person", "organization", "place")
NAME_LABELS = ("O", *(f"{begin}-{kind}" for kind in NAME_TYPES for begin in "BI"))
FORMS = (*SOURCE_FORMS, "none")
ROLES = SOURCE_ROLES
SOURCE_LOGITS = len(FORMS) + len(ROLES) + 1


@dataclass(frozen=True, slots=True)
class SourceHead:
    """Scores form and role of a source, and whether a cue reports, from its pieces' mean."""

    weight: Floats
    bias: Floats

    def __call__(self, vectors: Floats) -> Floats:
        """Logits [sources, FORMS + ROLES + reports]."""
        out: Floats = np.maximum(vectors, 0) @ self.weight + self.bias
        return out


class Heads(NamedTuple):
    """The small heads that run in numpy."""

    role: RoleHead
    source: SourceHead
