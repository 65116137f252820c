"""Export of trained weights to one ONNX file in int8, with all that the tagger needs."""

from __future__ import annotations

import base64
import copy
import json
import tempfile
import warnings
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from torch import Tensor, nn

from toolkit.annotate.tagger.decoding import Calibration, Options, Outputs, RoleHead
from toolkit.annotate.tagger.heads import SourceHead
from toolkit.training.evaluate import numpy_heads
from toolkit.training.model import HEADS, WIDTH, TaggerNetwork

INPUTS = ("ids", "case", "quote")
FLOAT_HEADS = ("anchor", "tag", "name")
OUTPUTS = Outputs._fields


class RowQuantized(nn.Module):
    """Word embeddings in eight bits, each with its own scale; a common scale costs F1."""

    def __init__(self, words: nn.Embedding) -> None:
        super().__init__()
        weight = words.weight.detach()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.rows: Tensor
        self.scale: Tensor
        self.register_buffer("rows", (weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """The words' vectors."""
        return self.rows[ids].float() * self.scale[ids]


class OneWindow(nn.Module):
    """The network for a single window without padding: what the tagger runs."""

    def __init__(self, network: TaggerNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, case: Tensor, quote: Tensor) -> tuple[Tensor, ...]:
        """The network's outputs in their order."""
        return tuple(self.network(ids, case, quote, None))


def export(
    network: TaggerNetwork, options: Options, out: Path, calibration: Calibration | None = None
) -> None:
    """Write the model, with its small heads, the options and the calibration as metadata."""
    heads = {name: pack(head) for name, head in numpy_heads(network)._asdict().items()}
    network = copy.deepcopy(network).eval()
    network.explicit = True
    network.words = RowQuantized(network.words)  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain, fused, small = (Path(folder) / name for name in ("plain", "fused", "small"))
        _write_plain(network, plain)
        bert = {"model_type": "bert", "num_heads": HEADS, "hidden_size": WIDTH, "opt_level": 0}
        optimizer.optimize_model(str(plain), **bert).save_model_to_file(str(fused))
        # Seven bits of each weight: with eight, processors without VNNI may saturate.
        quantize_dynamic(
            fused, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            op_types_to_quantize=["MatMul", "Attention"],
            nodes_to_exclude=[f"/network/{name}/MatMul" for name in FLOAT_HEADS],
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
        )  # fmt: skip
        model = onnx.load(small)
    settings = {"options": asdict(options), "calibration": asdict(calibration or Calibration())}
    metadata = {**heads, "settings": json.dumps(settings)}
    onnx.helper.set_model_props(model, metadata)
    onnx.save(model, out)


def _write_plain(network: TaggerNetwork, path: Path) -> None:
    sample = torch.full((1, 40), 1000), torch.zeros(1, 40).long(), torch.zeros(1, 40).long()
    axes = {name: {1: "length"} for name in INPUTS + OUTPUTS}
    torch.onnx.export(
        OneWindow(network).eval(), sample, path, input_names=list(INPUTS),
        output_names=list(OUTPUTS), dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


def pack(head: RoleHead | SourceHead) -> str:
    """A head's arrays as text."""
    arrays = {name: getattr(head, name).astype(np.float32) for name in head.__slots__}
    packed = {n: [a.shape, base64.b64encode(a.tobytes()).decode()] for n, a in arrays.items()}
    return json.dumps(packed)
