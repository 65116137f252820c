"""Train the model that tells an article's segments on a page; one command makes it again.

Each folder has ``ground-truth.json`` (an object from the name of a page to an object with
`articleBody` and, where it is known, `url`) and the pages in ``html/``. One model is trained on
all pages and on reduced copies of most. With ``--folds``, one more is trained for each part of the
sites, on all pages but theirs, so that ``toolkit score extraction --folds`` scores each page by a
model that knows no page of its site.

Example:
    $ python -m toolkit.training.extraction --pages wcxb --pages publishers --out trained
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import lightgbm
import numpy as np
import onnxmltools
from lxml import etree
from numpy.typing import NDArray
from onnxmltools.convert.common.data_types import FloatTensorType

from toolkit.normalize.html.body import HALF, run_engines
from toolkit.normalize.html.engines import ENGINES
from toolkit.normalize.html.features import Matrix, describe, held_shares
from toolkit.normalize.html.metadata import read_meta
from toolkit.normalize.html.segments import Segment, segments
from toolkit.normalize.html.title import page_title
from toolkit.normalize.html.tree import Node, limit, parse_tree, readable_tree
from toolkit.normalize.text.draft import Unreadable
from toolkit.normalize.text.shingles import plain_words, shingles
from toolkit.progress import bar
from toolkit.validate.scoring.pages import FOLDS, Page, read_pages

log = logging.getLogger(__name__)

TREES = 350
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 100,
    "lambda_l2": 1.0,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "max_bin": 63,
    "seed": 0,
    "deterministic": True,
    "verbose": -1,
}
NEWS = 4.0
"""Weight of a page in a folder of fewer than FEW pages: the small folders are news."""
FEW = 200
LEAST = 50
"""Words of a body below which a page weighs less."""
PROSE = 8
"""Words from which a segment of the body is no name or label that stands elsewhere too."""
FEW_WORDS = 30
MOST = 3_000
"""Segments of a page that are read."""
VERSIONS: tuple[dict[str, Any], ...] = (
    {"most": 3}, {"most": 1, "bare": True},
    {"most": 6, "bare": True, "labels": True, "plain": True}, {"bare": True, "labels": True},
    {"most": 8, "bare": True, "labels": True}, {"most": 4, "plain": True}, {}, {},
)  # fmt: skip
"""How pages are reduced, each page in one way; {} is not at all."""
REDUCED = 0.5
"""Weight of a reduced copy beside its page."""


class Example(NamedTuple):
    """The segments of a page: features, whether each is of the body, and its weight."""

    fold: int
    features: Matrix
    labels: NDArray[np.bool_]
    weights: NDArray[np.float64]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and export; 0 when the models are written."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    parser = argparse.ArgumentParser(prog="python -m toolkit.training.extraction")
    add = parser.add_argument
    add("--pages", type=Path, action="append", required=True, help="folder; may be given again")
    add("--out", type=Path, required=True, help="folder for extraction.onnx and fold-K.onnx")
    add("--folds", action="store_true", help="train the models for cross-validation as well")
    add("--processes", type=int, default=2)
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    examples = read_examples(given.pages, given.processes)
    for fold in range(FOLDS if given.folds else 0):
        write_model([e for e in examples if e.fold != fold], given.out / f"fold-{fold}.onnx")
    write_model(examples, given.out / "extraction.onnx")
    return 0


def read_examples(folders: Sequence[Path], processes: int) -> list[Example]:
    """Examples of all pages, shortened pages among them."""
    examples: list[Example] = []
    with ProcessPoolExecutor(processes) as pool:
        for folder in folders:
            pages = read_pages(folder)
            read = partial(_examples, weight=NEWS if len(pages) < FEW else 1.0)
            with bar(len(pages), f"reading {folder}", "pages") as progress:
                for found in pool.map(read, pages, chunksize=4):
                    examples += found
                    progress.update()
    return examples


def _examples(page: Page, weight: float) -> list[Example]:
    try:
        tree = parse_tree(page.html)
    except Unreadable:
        return []
    meta = read_meta(tree)
    limit(tree)
    title, shown = page_title(tree, meta), readable_tree(tree)
    versions = [(tree, shown, meta.text)]
    if how := VERSIONS[page.path.stat().st_size % len(VERSIONS)]:
        short = reduced(shown, page.body, **how)
        versions += [(short, short, None)]
    weights = (weight, weight * REDUCED)
    return [_example(page, *v, title, w) for v, w in zip(versions, weights, strict=False)]


def _example(
    page: Page, tree: Node, shown: Node, stated: str | None, title: str | None, weight: float
) -> Example:
    parts = segments(shown)[:MOST]
    extracted, _ = run_engines(tuple(ENGINES), tree, shown)
    texts = [*extracted, stated or ""]
    features = describe(parts, texts, held_shares([s.text for s in parts], texts), title)
    words = np.array([max(1, len(s.text.split())) for s in parts], dtype=float)
    weights = weight * words / max(LEAST, len(page.body.split()))
    return Example(page.fold, features, label(parts, page.body), weights)


def label(parts: Sequence[Segment], body: str) -> NDArray[np.bool_]:
    """Whether each segment is of the body: half of its shingles are, or a short one is a line."""
    known, text = shingles(body), f" {plain_words(body)} "
    lines = {plain_words(line) for line in body.split("\n")}

    def is_body(segment: Segment) -> bool:
        own, words = shingles(segment.text), plain_words(segment.text)
        if own:
            return len(own & known) >= HALF * len(own)
        return bool(words) and (words in lines or (" " in words and f" {words} " in text))

    return np.array([is_body(s) for s in parts], dtype=bool)


def reduced(
    shown: Node,
    body: str,
    most: int = MOST,
    bare: bool = False,
    labels: bool = False,
    plain: bool = False,
) -> Node:
    """A copy of a page with less on it, as of news alerts and of pages saved by reading views.

    Args:
        shown: elements of the page with text.
        body: true text of the article.
        most: number of segments of the body that stay.
        bare: whether nothing stays but the smallest element that holds the body.
        labels: whether elements of few words stay around it.
        plain: whether classes and ids are taken away.
    """
    tree = deepcopy(shown)
    parts = segments(tree)
    labelled = zip(parts, label(parts, body), strict=True)
    of_body = [s.node for s, yes in labelled if yes and len(s.text.split()) >= PROSE]
    kept = [[*reversed([*node.iterancestors()]), node] for node in of_body[:most]]
    if bare and kept:
        shared = [level for level in zip(*kept, strict=False) if len(set(level)) == 1]
        _without_the_rest(shared[-1][0], FEW_WORDS if labels else 0)
    stay = {node for path in kept for node in path}
    for node in of_body[most:]:
        if node not in stay and node.getparent() is not None:
            node.drop_tree()
    if plain:
        etree.strip_attributes(tree, "class", "id")
    return tree


def _without_the_rest(node: Node, most: int) -> None:
    """Remove what stands around an element and its ancestors and has more than so many words."""
    while (parent := node.getparent()) is not None and node.tag != "body":
        for other in list(parent):
            if other is not node and len(other.xpath("string()").split()) > most:
                other.drop_tree()
        node = parent


def write_model(examples: Sequence[Example], path: Path) -> None:
    """Train a model and write it as ONNX."""
    examples = [e for e in examples if len(e.labels)]
    features = np.concatenate([e.features for e in examples])
    weights = np.concatenate([e.weights for e in examples])
    data = lightgbm.Dataset(
        features, np.concatenate([e.labels for e in examples]), weight=weights / weights.mean()
    )
    model = lightgbm.train(PARAMETERS, data, TREES)
    shape = FloatTensorType([None, features.shape[1]])
    exported = onnxmltools.convert_lightgbm(
        model, initial_types=[("features", shape)], zipmap=False, target_opset=15
    )
    path.write_bytes(exported.SerializeToString())
    log.info("%s: %d segments of %d pages", path, len(features), len(examples))


if __name__ == "__main__":
    sys.exit(main())
