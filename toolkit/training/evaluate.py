"""F1 of relations and contents on dev, by which epochs and decoding options are chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor

from toolkit.annotate.tagger.crf import Floats
from toolkit.annotate.tagger.decoding import Candidate, Options, Outputs, RoleHead
from toolkit.annotate.tagger.heads import Heads, SourceHead
from toolkit.annotate.tagger.tagger import Network, find_candidates, read_windows
from toolkit.annotate.tagger.word_pieces import Pieces
from toolkit.training.model import TaggerNetwork
from toolkit.validate.scoring.attribution_counts import count
from toolkit.validate.shared.quote_matching import AttributionSpans, GoldArticle

MEASURES = {"relation": "ar", "content": "content.j30", "exact": "content.exact"}
COUNTED = ("gold", "found", *MEASURES.values())


def triple(found: Candidate) -> AttributionSpans:
    """An attribution as the scorers of `validate` take it."""
    source, cue = ((part,) if part else () for part in (found.source, found.cue))
    return AttributionSpans(source, cue, found.content)


def counts_of(article: GoldArticle, found: Iterable[Candidate]) -> Counter[str]:
    """Counts for one article: gold, found, and right by each measure."""
    return count(article, map(triple, found))


def scores(counts: Counter[str]) -> dict[str, float]:
    """F1 of each measure."""
    both = max(counts["gold"] + counts["found"], 1)
    f1 = {name: 2 * counts[measure] / both for name, measure in MEASURES.items()}
    return f1 | {"found_per_gold": counts["found"] / max(counts["gold"], 1)}


def numpy_heads(network: TaggerNetwork) -> Heads:
    """The network's small heads for numpy."""

    def plain(tensor: Tensor) -> Floats:
        return np.ascontiguousarray(tensor.detach().float().numpy())

    return Heads(
        RoleHead(
            distance=plain(network.distance.weight),
            paragraph=plain(network.paragraph.weight),
            weight=plain(network.role.weight.T),
            bias=plain(network.role.bias),
            transition=plain(network.transition + network.forbidden),
        ),
        SourceHead(plain(network.source_label.weight.T), plain(network.source_label.bias)),
    )


def as_function(network: TaggerNetwork) -> Network:
    """The network as the tagger calls it: one window in, numpy out."""

    def run(window: Pieces) -> Outputs:
        tensors = {name: torch.from_numpy(x)[None] for name, x in window.features().items()}
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            parts = network(**tensors, mask=None)
        return Outputs(*(part[0].float().numpy() for part in parts))

    return run


def evaluate(
    network: TaggerNetwork, gold: list[GoldArticle], articles: list[Pieces]
) -> dict[str, float]:
    """Scores over the articles; each process takes its share of them."""
    rank, world = rank_and_world()
    network.eval()
    run, head = as_function(network), numpy_heads(network).role
    counts: Counter[str] = Counter()
    for article, pieces in list(zip(gold, articles, strict=True))[rank::world]:
        outputs = read_windows(pieces, run)
        found = find_candidates(pieces, outputs, head, Options())
        counts += counts_of(article, found)
    network.train()
    total = torch.tensor([float(counts[name]) for name in COUNTED])
    if world > 1:
        dist.all_reduce(total)
    return scores(Counter({name: int(n) for name, n in zip(COUNTED, total, strict=True)}))


def rank_and_world() -> tuple[int, int]:
    """This process's rank, and the number of processes that train together."""
    return (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)
