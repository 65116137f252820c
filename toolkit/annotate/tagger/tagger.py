"""The trained tagger: a text's attributions, by onnxruntime, without torch."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from toolkit.annotate.tagger.calibration import Calibration
from toolkit.annotate.tagger.decoding import Found, Options, Outputs, RoleHead, decode
from toolkit.annotate.tagger.windows import Window, inputs, windows
from toolkit.annotate.tagger.word_pieces import Ints, Pieces, load_tokenizer, to_pieces

Offsets = tuple[int, int]
Network = Callable[[dict[str, Ints]], Outputs]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what, in character offsets; cue and source may be empty."""

    content: tuple[Offsets, ...]
    cue: tuple[Offsets, ...]
    source: tuple[Offsets, ...]
    confidence: float


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
        self.head = unpack(metadata["role_head"])
        self.options = Options(**settings["options"])
        kept = settings["calibration"]
        self.calibration = Calibration(**{name: tuple(values) for name, values in kept.items()})

    def __call__(self, text: str) -> list[Attribution]:
        """The text's attributions in order of their content, the doubtful among them."""
        pieces = to_pieces(self.tokenizer, text)
        found = read_pieces(pieces, self.run, self.head, self.options)
        return attributions(pieces, found, self.calibration)

    def run(self, read: dict[str, Ints]) -> Outputs:
        feed = {name: values[None] for name, values in read.items()}
        return Outputs(*(part[0] for part in self._session.run(Outputs._fields, feed)))


def unpack(packed: str) -> RoleHead:
    """The role head from the model's metadata."""
    arrays = {}
    for name, (shape, data) in json.loads(packed).items():
        arrays[name] = np.frombuffer(base64.b64decode(data), np.float32).reshape(shape)
    return RoleHead(**arrays)


def read_pieces(
    pieces: Pieces, network: Network, head: RoleHead, options: Options
) -> list[tuple[Window, Found]]:
    """Run the network over the windows of a text one by one and decode each."""
    out = []
    for window in windows(pieces):
        read = inputs(pieces, window)
        own = (window.own_start - window.start + 1, window.own_end - window.start + 1)
        found = decode(network(read), read["ids"], head, options, own)
        out += [(window, f) for f in found]
    return out


def attributions(
    pieces: Pieces, found: Iterable[tuple[Window, Found]], calibration: Calibration
) -> list[Attribution]:
    """What was found, in characters, each with its confidence."""
    out = []
    for window, one in found:
        content, cue, source = (
            to_spans(pieces, window, stretches) for stretches in (one.content, one.cue, one.source)
        )
        out.append(Attribution(content, cue, source, calibration(one.evidence)))
    return sorted(out, key=lambda a: (a.content, a.cue))


def to_spans(pieces: Pieces, window: Window, stretches: tuple[Offsets, ...]) -> tuple[Offsets, ...]:
    """From runs of a window's pieces to characters."""
    shift = window.start - 1
    return tuple((int(pieces.start[a + shift]), int(pieces.end[b + shift])) for a, b in stretches)
