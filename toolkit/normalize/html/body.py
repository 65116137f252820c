"""Find the body of a page: engines extract it, and a model decides on each segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.normalize.html.engines import ENGINES, quiet
from toolkit.normalize.html.features import ENDED, Matrix, describe, held_shares
from toolkit.normalize.html.pull_quotes import repeated_segments
from toolkit.normalize.html.segments import Segment, SegmentKind, segments
from toolkit.normalize.html.tree import Node
from toolkit.normalize.text.draft import EngineName
from toolkit.normalize.text.shingles import plain_words

MODEL = Path(__file__).with_name("extraction.onnx")
FAST = ("trafilatura",)
LARGE = 1_000_000
"""Characters above which no engine is run: it would take minutes. Books are this long."""
MANY = 8_000
"""Segments above which no engine is run."""
TOO_LARGE = "page too large for the engines: read by its tags alone"
HALF = 0.5
FOLLOWING = 5
"""Segments after the body that may be about it."""
PROSE = 10
"""Words from which a segment without votes and tags can be of the body."""
LAYOUT = 0.3
"""Share of a body's words up to which table cells at its ends can be layout."""
BETA = 1.2
LEAST = 0.1
"""Probability below which no segment is of the body."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Body:
    """The body of a page.

    Attributes:
        all: all segments of the page, in order.
        kept: segments of the body, headings included.
        expected: segments of the body and those that trafilatura and another engine, or JSON-LD,
            take for it, without pull quotes and other repeats.
        extractor: "vote", the name of the engine if only one was run, or "tags" if none was.
        warnings: failed engines and exceeded limits.
    """

    all: Sequence[Segment]
    kept: Sequence[Segment]
    expected: Sequence[Segment]
    extractor: str
    warnings: tuple[str, ...] = ()

    @property
    def following(self) -> list[str]:
        """The lines after the body, where pages credit an agency or ask readers to subscribe."""
        end = self.all.index(self.kept[-1]) + 1 if self.kept else 0
        return [s.text for s in self.all[end : end + FOLLOWING]]


def read_body(
    tree: Node,
    shown: Node,
    engine: EngineName = "vote",
    title: str | None = None,
    stated: str | None = None,
    *,
    model: Path = MODEL,
) -> Body:
    """Find the body of a page.

    Args:
        tree: the whole page, within limits (see tree.limit).
        shown: its elements with text (see tree.readable_tree).
        engine: "vote" of all engines, or "fast" for trafilatura alone.
        title: title of the article; segments that repeat it are left out.
        stated: body of the article in JSON-LD.
        model: model of the vote.

    Returns:
        The body; without segments if no engine finds any.

    Example:
        >>> from toolkit.normalize.html.tree import parse_tree
        >>> page = parse_tree("<article><p>The ferry to Skarrow ran again.</p></article>")
        >>> [s.text for s in read_body(page, page).kept]
        ['The ferry to Skarrow ran again.']
    """
    parts = segments(shown)
    large = sum(len(s.text) for s in parts) > LARGE or len(parts) > MANY
    names = () if large else FAST if engine == "fast" else tuple(ENGINES)
    extracted, warnings = run_engines(names, tree, shown)
    texts = [*extracted, stated or ""]
    shares = held_shares([s.text for s in parts], texts)
    voted = shares >= HALF
    words = np.array([len(s.text.split()) for s in parts])
    if len(names) > 1:
        features = describe(parts, texts, shares, title)
        chosen = most_likely(probabilities(features, model), words)
        chosen = _with_agreed(chosen, np.asarray(voted[:, :-1].all(axis=1)), words)
    else:
        chosen = voted[:, 0]
    chosen &= ~(_titles(parts, title) | _of_kind(parts, "caption"))
    if chosen.any():
        chosen = _without_layout(parts, chosen, words)
    else:
        chosen = _short_body(parts, voted, words)
    body = np.flatnonzero(chosen)
    repeats = {int(body[i]) for i in repeated_segments([parts[i] for i in body])}
    likely = chosen | (voted[:, 0] & (voted.sum(axis=1) >= 2)) | voted[:, -1]
    return Body(
        parts,
        [parts[i] for i in body if i not in repeats],
        [parts[i] for i in np.flatnonzero(likely) if i not in repeats],
        "tags" if large else "vote" if len(names) > 1 else names[0],
        (*warnings, *([TOO_LARGE] if large else [])),
    )


def run_engines(names: Sequence[str], tree: Node, shown: Node) -> tuple[list[str], list[str]]:
    """The text that each engine finds, and a warning for each engine that raises."""
    texts, warnings = [], []
    with quiet():
        for name in names:
            try:
                # trafilatura cleans a page better than anything that could be done before
                texts.append(ENGINES[name](tree if name == "trafilatura" else shown))
            except Exception as error:  # the other engines still vote
                texts.append("")
                warnings.append(f"engine {name} left out: {type(error).__name__}")
    return texts, warnings


def most_likely(likely: npt.ArrayLike, words: npt.ArrayLike) -> Mask:
    """The segments whose words have the highest expected F-measure as the body.

    These are the segments above a threshold that is lower on pages where the model is less sure.
    Recall counts BETA times as much as precision: a lost paragraph may lose a voice. Lipton, Elkan
    and Naryanaswamy, "Optimal thresholding of classifiers to maximize F1 measure" (ECML PKDD 2014).

    Args:
        likely: probability that each segment is of the body, 0 to 1.
        words: number of words of each segment.

    Example:
        >>> most_likely([0.9, 0.6, 0.1], [10, 10, 10]).tolist()
        [True, True, False]
        >>> most_likely([0.35, 0.3, 0.1], [10, 10, 10]).tolist()
        [True, True, False]
    """
    chances, sizes = np.asarray(likely, dtype=float), np.asarray(words)
    if not chances.size:
        return np.zeros(0, dtype=bool)
    order = np.argsort(-chances, kind="stable")
    right = np.cumsum((chances * sizes)[order])
    expected = right / (np.cumsum(sizes[order]) + BETA**2 * right[-1])
    threshold = max(float(chances[order[np.argmax(expected)]]), LEAST)
    chosen: Mask = chances >= threshold
    return chosen


def probabilities(features: Matrix, model: Path = MODEL) -> npt.NDArray[np.float32]:
    """The probability that each segment is of the body, 0 to 1.

    Args:
        features: one row per segment (see features.describe).
        model: model in ONNX.
    """
    if not len(features):
        return np.zeros(0, dtype=np.float32)
    (found,) = _session(model).run(["probabilities"], {"features": features})
    return np.asarray(found)[:, 1]


@cache
def _session(model: Path) -> Any:
    import onnxruntime  # slow to import, and corpora of texts need no pages

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model.read_bytes(), options)


def _titles(parts: Sequence[Segment], title: str | None) -> Mask:
    """The segments that are or repeat the title."""
    titles = {plain_words(s.text) for s in parts if s.node.tag == "h1"} | {plain_words(title or "")}
    return np.array([plain_words(s.text) in titles for s in parts], dtype=bool)


def _with_agreed(chosen: Mask, agreed: Mask, words: npt.NDArray[np.int_]) -> Mask:
    """The chosen segments, and those of all engines if most of these are not chosen."""
    most = words[chosen & agreed].sum() >= words[agreed].sum() / 2
    return chosen if most else np.logical_or(chosen, agreed)


def _without_layout(parts: Sequence[Segment], chosen: Mask, words: npt.NDArray[np.int_]) -> Mask:
    """The chosen segments without table cells before and after the text: these are layout."""
    ended = np.array([bool(ENDED.search(s.text)) for s in parts])
    prose = ~_of_kind(parts, "cell") | (ended & (words >= PROSE))
    text = np.flatnonzero(chosen & prose)
    if not len(text):
        return chosen
    inside: Mask = np.zeros_like(chosen)
    inside[text[0] : text[-1] + 1] = True
    few = words[chosen & ~inside].sum() <= LAYOUT * words[chosen].sum()
    return np.logical_and(chosen, inside) if few else chosen


def _of_kind(parts: Sequence[Segment], *kinds: SegmentKind) -> Mask:
    return np.array([s.kind in kinds for s in parts], dtype=bool)


def _short_body(parts: Sequence[Segment], voted: Mask, words: npt.NDArray[np.int_]) -> Mask:
    """The body of a page without one: segments of any engine, or else of article tags, or prose.

    Engines skip texts of a line or two, but a news alert of two lines is an article.
    """
    plain = ~_of_kind(parts, "heading", "caption")
    unlinked = plain & np.array([s.linked < HALF for s in parts], dtype=bool)
    tagged = np.array([_is_tagged(s) for s in parts], dtype=bool)
    choices = (plain & voted.any(axis=1), unlinked & tagged, unlinked & (words >= PROSE))
    return next((chosen for chosen in choices if chosen.any()), choices[-1])


def _is_tagged(segment: Segment) -> bool:
    return any(
        n.tag in ("article", "main") or n.get("itemprop") == "articleBody"
        for n in (segment.node, *segment.node.iterancestors())
    )
