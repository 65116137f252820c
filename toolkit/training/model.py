"""The network: a small encoder, an anchor tagger, and roles of every piece given an anchor."""

from __future__ import annotations

import math
import re
from itertools import product
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from toolkit.annotate.tagger.decoding import (
    ANCHOR_LABELS,
    DISTANCES,
    PARAGRAPHS,
    ROLE_LABELS,
    TAG_LABELS,
    RoleHead,
    allowed_transitions,
)
from toolkit.annotate.tagger.heads import NAME_LABELS, SOURCE_LOGITS
from toolkit.annotate.tagger.tagger import unpack

WIDTH, HEADS, INNER, LAYERS = 384, 12, 1536, 6
VOCABULARY, POSITIONS = 30_522, 512
CASES, QUOTES = 5, 4
RANK, BILINEAR = 192, 48
SOURCE = 96
N_ROLES = len(ROLE_LABELS)
BERT_PARTS = {
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "norm2": "output.LayerNorm",
}


class Layer(nn.Module):
    """One BERT layer; `explicit` attention is what the ONNX exporter can write down."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, 1e-12)
        self.wide = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, 1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None, explicit: bool) -> Tensor:
        mixed = self._attend_explicitly(x) if explicit else self._attend(x, mask)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        out: Tensor = self.norm2(x + self.dropout(self.narrow(functional.gelu(self.wide(x)))))
        return out

    def _attend(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, _ = x.shape
        split = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS)
        q, k, v = split.permute(2, 0, 3, 1, 4).unbind(0)
        bias = None if mask is None else mask.to(q.dtype)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        return mixed.transpose(1, 2).reshape(batch, length, WIDTH)

    def _attend_explicitly(self, x: Tensor) -> Tensor:
        """The same in the steps by which onnxruntime's optimizer knows attention."""
        size = WIDTH // HEADS
        weights, biases = self.qkv.weight.chunk(3), self.qkv.bias.chunk(3)
        q, k, v = (
            functional.linear(x, weight, bias).view(1, -1, HEADS, size).permute(0, 2, 1, 3)
            for weight, bias in zip(weights, biases, strict=True)
        )
        chances = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(size), -1)
        return (chances @ v).permute(0, 2, 1, 3).reshape(1, -1, WIDTH)


class TaggerNetwork(nn.Module):
    """Encoder and heads. Roles are scored for pairs of an anchor and a piece."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.case = nn.Embedding(CASES, WIDTH)
        self.quote = nn.Embedding(QUOTES, WIDTH)
        nn.init.zeros_(self.case.weight)
        nn.init.zeros_(self.quote.weight)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.anchor = nn.Linear(WIDTH, len(ANCHOR_LABELS))
        self.tag = nn.Linear(WIDTH, len(TAG_LABELS))
        self.piece = nn.Linear(WIDTH, RANK + N_ROLES * BILINEAR + N_ROLES)
        self.cue = nn.Linear(WIDTH, RANK + N_ROLES * BILINEAR)
        self.distance = nn.Embedding(DISTANCES, RANK)
        self.paragraph = nn.Embedding(PARAGRAPHS, RANK)
        nn.init.normal_(self.distance.weight, std=0.1)
        nn.init.normal_(self.paragraph.weight, std=0.1)
        self.role = nn.Linear(RANK, N_ROLES)
        self.name = nn.Linear(WIDTH, len(NAME_LABELS))
        self.source = nn.Linear(2 * WIDTH, SOURCE)
        self.source_label = nn.Linear(SOURCE, SOURCE_LOGITS)
        self.transition = nn.Parameter(torch.zeros(N_ROLES, N_ROLES))
        self.forbidden: Tensor
        forbidden = torch.from_numpy(~allowed_transitions()).float() * -1e4
        self.register_buffer("forbidden", forbidden, persistent=False)
        self.explicit = False

    def encode(
        self, ids: Tensor, case: Tensor, quote: Tensor, mask: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """Embeddings and hidden states; `mask` is 1 for a piece and 0 for padding."""
        x = self.words(ids) + self.positions.weight[: ids.shape[1]]
        x = embedded = self.dropout(self.norm(x + self.case(case) + self.quote(quote)))
        bias = None if mask is None else (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias, self.explicit)
        return embedded, self.dropout(x)

    def forward(
        self, ids: Tensor, case: Tensor, quote: Tensor, mask: Tensor | None
    ) -> tuple[Tensor, ...]:
        """All heads' outputs for each piece, in the order of `Outputs`."""
        embedded, x = self.encode(ids, case, quote, mask)
        # what a source is called tells its role: "editor", "residents"
        sources = self.source(torch.cat((x, embedded), -1))
        heads = self.anchor, self.tag, self.piece, self.cue, self.name
        return *(head(x) for head in heads), sources

    def role_scores(self, pieces: Tensor, cues: Tensor, near: Tensor, apart: Tensor) -> Tensor:
        """Scores [cues, pieces, roles], where row i of `pieces` is the window of cue i."""
        hidden, left, unary = torch.split(pieces, [RANK, N_ROLES * BILINEAR, N_ROLES], -1)
        given, right = torch.split(cues, [RANK, N_ROLES * BILINEAR], -1)
        hidden = hidden + given[:, None] + self.distance(near) + self.paragraph(apart)
        n, length, _ = hidden.shape
        left = left.reshape(n, length, N_ROLES, BILINEAR)
        right = right.reshape(n, N_ROLES, BILINEAR)
        product = torch.einsum("nlrk,nrk->nlr", left, right) / math.sqrt(BILINEAR)
        scores: Tensor = self.role(functional.relu(hidden)) + product + unary
        return scores

    def path_loss(self, scores: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood of label sequences under a linear-chain CRF, summed."""
        transition = self.transition + self.forbidden
        first = scores[:, 0] + self.forbidden[0]
        alpha = first
        for t in range(1, scores.shape[1]):
            step = torch.logsumexp(alpha[:, :, None] + transition, 1) + scores[:, t]
            alpha = torch.where(mask[:, t, None] > 0, step, alpha)
        total = torch.logsumexp(alpha, -1)
        emitted = scores.gather(-1, labels[..., None])[..., 0] * mask
        moved = transition[labels[:, :-1], labels[:, 1:]] * mask[:, 1:]
        return (total - emitted.sum(-1) - moved.sum(-1)).sum()


def load_encoder(network: TaggerNetwork, path: Path) -> None:
    """Fill the encoder with the published weights (safetensors, BERT's names)."""
    weights = {name.removeprefix("bert."): w.float() for name, w in load_file(str(path)).items()}
    position = weights["embeddings.position_embeddings.weight"]
    state = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": position + weights["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    for i, kind in product(range(LAYERS), ("weight", "bias")):
        source, target = f"encoder.layer.{i}.", f"layers.{i}."
        parts = [weights[f"{source}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
        state[f"{target}qkv.{kind}"] = torch.cat(parts)
        for ours, theirs in BERT_PARTS.items():
            state[f"{target}{ours}.{kind}"] = weights[f"{source}{theirs}.{kind}"]
    _fill(network, state, path)


def load_exported(network: TaggerNetwork, path: Path) -> None:
    """Fill the network with an exported model, as far as it has the same parts; to train on."""
    import onnx
    from onnx.numpy_helper import to_array

    model = onnx.load(str(path))
    graph = model.graph
    arrays = {i.name: torch.from_numpy(to_array(i).copy()) for i in graph.initializer}
    state = {
        name.removeprefix("network."): values
        for name, values in arrays.items()
        if name.startswith("network.") and not name.startswith("network.words")
    }
    state["words.weight"] = arrays["network.words.rows"].float() * arrays["network.words.scale"]
    for node, name in ((n, i) for n in graph.node for i in n.input if i in arrays):
        if name.endswith("_quantized"):
            full = arrays[name].float() * arrays[name.replace("_quantized", "_scale")]
        elif name.startswith("onnx::MatMul") and arrays[name].ndim == 2:
            full = arrays[name]
        else:
            continue
        if found := re.match(r"Attention_(\d)", name):
            state[f"layers.{found[1]}.qkv.weight"] = full.T
            state[f"layers.{found[1]}.qkv.bias"] = arrays[f"Attention_{found[1]}_qkv_bias"]
        elif found := re.match(r"/network/(.+)/MatMul", node.name):
            state[found[1].replace("/", ".") + ".weight"] = full.T
    head = unpack(RoleHead, next(p.value for p in model.metadata_props if p.key == "role"))
    state |= {
        "distance.weight": torch.tensor(head.distance),
        "paragraph.weight": torch.tensor(head.paragraph),
        "role.weight": torch.tensor(head.weight.T.copy()), "role.bias": torch.tensor(head.bias),
        "transition": torch.tensor(head.transition) - network.forbidden,
    }  # fmt: skip
    _fill(network, {name: values.float() for name, values in state.items()}, path)


def _fill(network: TaggerNetwork, state: dict[str, Tensor], path: Path) -> None:
    unknown = network.load_state_dict(state, strict=False).unexpected_keys
    if unknown:
        raise ValueError(f"{path} has parts that the network lacks: {unknown}")
