"""The trained tagger: a text's attributions, by onnxruntime, without torch."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from toolkit.annotate.tagger.crf import Floats
from toolkit.annotate.tagger.decoding import (
    Calibration,
    Candidate,
    Options,
    Outputs,
    RoleHead,
    decode,
)
from toolkit.annotate.tagger.heads import NAME_LABELS, Heads, SourceHead
from toolkit.annotate.tagger.reading import Reading
from toolkit.annotate.tagger.windows import in_window, windows
from toolkit.annotate.tagger.word_pieces import Pieces, load_tokenizer, to_pieces
from toolkit.annotate.text.attribution import Attribution

_PER_PIECE = ("names", "sources")

Network = Callable[[Pieces], Outputs]


class Tagger:
    """Finds attributions. The same text yields the same answer, alone or among others."""

    def __init__(self, model: Path, tokenizer: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # Windows run one by one on one thread: int8 scales depend on what shares a batch.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self.tokenizer = load_tokenizer(tokenizer)
        metadata = self._session.get_modelmeta().custom_metadata_map
        settings = json.loads(metadata["settings"])
        self.heads = Heads(
            unpack(RoleHead, metadata["role"]), unpack(SourceHead, metadata["source"])
        )
        self.options = Options(**settings["options"])
        calibration = settings["calibration"]
        self.calibration = Calibration(**{k: tuple(values) for k, values in calibration.items()})

    def __call__(self, text: str) -> Reading:
        """What the model says of a text."""
        pieces = to_pieces(self.tokenizer, text)
        outputs = list(read_windows(pieces, self.run))
        attributions = [
            Attribution(c.content, c.cue, c.source, "tagger", self.calibration(c.evidence))
            for c in find_candidates(pieces, outputs, self.heads.role, self.options)
        ]
        least, heads = self.options.least_confidence, self.heads
        names, sources = per_piece(pieces, outputs, heads)
        return Reading(text, attributions, least, pieces, names, sources, heads.source)

    def run(self, window: Pieces) -> Outputs:
        """The network's outputs for one window."""
        feed = {name: values[None] for name, values in window.features().items()}
        return Outputs(*(part[0] for part in self._session.run(Outputs._fields, feed)))


def per_piece(pieces: Pieces, outputs: Sequence[Outputs], heads: Heads) -> list[Floats]:
    """The answers for each piece, taken from the window that it is in the middle of."""
    parts = [
        [
            getattr(o, name)[w.own_start - w.start + 1 : w.own_end - w.start + 1]
            for name in _PER_PIECE
        ]
        for w, o in zip(windows(pieces), outputs, strict=True)
    ]
    if not parts:
        widths = len(NAME_LABELS), heads.source.weight.shape[0]
        return [np.zeros((0, width), np.float32) for width in widths]
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


Head = TypeVar("Head", RoleHead, SourceHead)


def unpack(kind: type[Head], packed: str) -> Head:
    """A head from the model's metadata."""
    arrays = {}
    for name, (shape, data) in json.loads(packed).items():
        arrays[name] = np.frombuffer(base64.b64decode(data), np.float32).reshape(shape)
    return kind(**arrays)


def read_windows(pieces: Pieces, network: Network) -> Iterator[Outputs]:
    """The network's outputs for the windows of a text, one by one."""
    return (network(in_window(pieces, window)) for window in windows(pieces))


def find_candidates(
    pieces: Pieces, outputs: Iterable[Outputs], head: RoleHead, options: Options
) -> list[Candidate]:
    """Decode the network's outputs for the windows of a text."""
    found = []
    for window, output in zip(windows(pieces), outputs, strict=True):
        own = range(window.own_start - window.start + 1, window.own_end - window.start + 1)
        found += decode(output, in_window(pieces, window), head, options, own)
    return sorted(found, key=lambda c: (c.content, c.cue or ()))
