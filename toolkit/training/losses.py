"""What training makes small."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from toolkit.training.batches import IGNORED, Batch
from toolkit.training.model import TaggerNetwork
from toolkit.training.settings import Settings


class Losses(nn.Module):
    """The network with its losses, in one module so that gradients average across processes."""

    def __init__(self, network: TaggerNetwork, settings: Settings) -> None:
        super().__init__()
        self.network = network
        self.settings = settings

    def forward(self, batch: Batch) -> Tensor:
        """Losses of anchors, roles and tags, weighted, for each window of the batch."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            anchors, tags, pieces, cues = self.network(
                batch.ids, batch.case, batch.quote, batch.mask
            )
        pieces, cues = pieces.float()[batch.window], cues.float()[batch.window]
        cues = (batch.pooling[..., None] * cues).sum(1)
        scores = self.network.role_scores(pieces, cues, batch.near, batch.apart)
        roles = self.network.path_loss(scores, batch.roles, batch.mask[batch.window])
        weights = self.settings
        losses = (
            weights.anchor_weight * _label_loss(anchors, batch.anchors),
            roles,
            weights.tag_weight * _label_loss(tags, batch.tags),
        )
        return torch.stack(losses) / (weights.scale * len(batch.ids))


def _label_loss(logits: Tensor, labels: Tensor) -> Tensor:
    flat = logits.float().reshape(-1, logits.shape[-1])
    return functional.cross_entropy(flat, labels.reshape(-1), ignore_index=IGNORED, reduction="sum")
