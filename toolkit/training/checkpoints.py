"""Each epoch's weights on disk, the state to resume from, and the log of scores."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import torch

from toolkit.training.model import TaggerNetwork
from toolkit.training.settings import Settings

LOG, STATE = "log.jsonl", "resume.pt"


def save(
    network: TaggerNetwork,
    optimizer: torch.optim.Optimizer,
    epoch: int,
    settings: Settings,
    dev_scores: dict[str, float],
    out: Path,
) -> None:
    """Write the weights after so many epochs; a run that is killed leaves the last state whole."""
    torch.save(network.state_dict(), weights_path(out, epoch))
    with (out / LOG).open("a") as file:
        file.write(json.dumps({"epoch": epoch, **dev_scores, "settings": asdict(settings)}) + "\n")
    state = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    unfinished = out / f"{STATE}.part"
    torch.save(state, unfinished)
    unfinished.replace(out / STATE)


def resume(network: TaggerNetwork, optimizer: torch.optim.Optimizer, out: Path) -> int:
    """Load the last state where there is one; how many epochs are done."""
    path = out / STATE
    if not path.exists():
        return 0
    state = torch.load(path)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["epoch"])


def weights_path(out: Path, epoch: int) -> Path:
    """Where the weights after so many epochs stand."""
    return out / f"epoch{epoch}.pt"


def best_epoch(out: Path) -> int:
    """The epoch with the best relations on dev."""
    lines = [json.loads(line) for line in (out / LOG).read_text().splitlines()]
    return int(max(lines, key=lambda line: float(line["relation"]))["epoch"])
