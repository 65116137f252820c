"""Dev scores of a network in training."""

from __future__ import annotations

from collections import Counter

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor

from toolkit.annotate.tagger.calibration import Calibration
from toolkit.annotate.tagger.crf import Floats
from toolkit.annotate.tagger.decoding import Options, Outputs, RoleHead
from toolkit.annotate.tagger.tagger import Network, attributions, read_pieces
from toolkit.annotate.tagger.word_pieces import Ints
from toolkit.training.examples import LabelledArticle
from toolkit.training.model import TaggerNetwork
from toolkit.training.scores import COUNTED, counts_of, scores
from toolkit.training.settings import place
from toolkit.validate.shared.standoff import GoldArticle


def role_head(network: TaggerNetwork) -> RoleHead:
    """The network's role head for numpy."""

    def plain(tensor: Tensor) -> Floats:
        return np.ascontiguousarray(tensor.detach().float().numpy())

    return RoleHead(
        distance=plain(network.distance.weight),
        paragraph=plain(network.paragraph.weight),
        weight=plain(network.role.weight.T),
        bias=plain(network.role.bias),
        transition=plain(network.transition + network.forbidden),
    )


def as_function(network: TaggerNetwork) -> Network:
    """The network as the tagger calls it: one window in, numpy out."""

    def run(read: dict[str, Ints]) -> Outputs:
        tensors = {name: torch.from_numpy(values)[None] for name, values in read.items()}
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            parts = network(**tensors, mask=None)
        return Outputs(*(part[0].float().numpy() for part in parts))

    return run


def evaluate(
    network: TaggerNetwork, gold: list[GoldArticle], articles: list[LabelledArticle]
) -> dict[str, float]:
    """Scores over the articles; each process takes its share of them."""
    rank, world = place()
    network.eval()
    run, head = as_function(network), role_head(network)
    counts: Counter[str] = Counter()
    for article, labelled in list(zip(gold, articles, strict=True))[rank::world]:
        found = read_pieces(labelled.pieces, run, head, Options())
        counts += counts_of(article, attributions(labelled.pieces, found, Calibration()))
    network.train()
    total = torch.tensor([float(counts[name]) for name in COUNTED])
    if world > 1:
        dist.all_reduce(total)
    return scores(Counter({name: int(n) for name, n in zip(COUNTED, total, strict=True)}))
