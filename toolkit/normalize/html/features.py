"""Describe each segment of a page by numbers, from which the model tells the article's segments.

The numbers say which extraction engines hold the segment, its neighbours and the segments of the
same element and the same markup; which form its text has; and which tags, classes and ids stand
above it. Kohlschütter, Fankhauser and Nejdl, "Boilerplate detection using shallow text features"
(WSDM 2010) is the source of the features of text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from itertools import islice

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.normalize.html.segments import KINDS, Segment
from toolkit.normalize.html.tree import Node, names
from toolkit.normalize.text.shingles import plain_words, shingles

Matrix = npt.NDArray[np.float32]

TAGS = sorted(names(
    "a address article aside blockquote body div dl figure footer form h1 h2 h3 h4 h5 header li "
    "main nav ol p section table td ul"
))  # fmt: skip
"""Tags whose distance above a segment is a feature."""
NAMES = sorted(names(
    "article author bio block body byline caption card comment content credit disclaimer "
    "disclosure embed entry follow footer header hidden image lead list main menu modal more nav "
    "newsletter para paywall post promo quote related rich section sidebar social story subscribe "
    "summary table tags teaser text tweet widget"
))  # fmt: skip
"""Words in classes and ids that are features, near the segment and far above it."""
_PLACES = {tag: i for i, tag in enumerate(TAGS)}
_ABOVE = 9
"""Elements above a segment that are looked at."""
_NEAR = 3
_AROUND = 8
"""Segments before and after a segment whose votes are averaged."""
_STOP_WORDS = names(
    "the a an of to in and that is was for on with as it at by from this be are his her he she "
    "they have has had not but which who will would said"
)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LETTERS = re.compile(r"[a-z]+")
ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")


def describe(
    segments: Sequence[Segment], texts: Sequence[str], votes: Matrix, title: str | None
) -> Matrix:
    """The features of each segment of a page.

    Args:
        segments: segments of the page, in order.
        texts: text that each engine extracted, and the body that JSON-LD states.
        votes: share of each segment that each text holds (see held_shares).
        title: title of the article.

    Returns:
        One row per segment; the columns are in the order of this module.
    """
    if not segments:
        return np.zeros((0, 0), dtype=np.float32)
    sizes = np.array([len(_WORD.findall(s.text)) for s in segments], dtype=np.float32)
    support = (votes >= 0.5).mean(axis=1)
    base = np.column_stack([votes, support, sizes, _numbers(segments)])
    above = [_ancestors(s.node) for s in segments]
    groups = [_group(keys, support, sizes) for keys in _groupings(above)]
    engines = np.array([len(text.split()) for text in texts]) / max(sizes.sum(), 1)
    page = np.array([*engines, len(segments), sizes.sum(), support @ sizes / max(sizes.sum(), 1)])
    columns = [
        base,
        *(_shifted(base[:, : votes.shape[1] + 6], by) for by in (-2, -1, 1, 2)),
        _running(support, sizes),
        *groups,
        _texts(segments, title),
        np.array([_markup(nodes) for nodes in above]),
        np.tile(page, (len(segments), 1)),
    ]
    return np.column_stack(columns).astype(np.float32)


def held_shares(parts: Sequence[str], texts: Iterable[str]) -> Matrix:
    """Share of each part's shingles that each text has; parts of few words must be a line of it.

    Example:
        >>> held_shares(["It rained all day.", "Tides"], ["It rained all day.\\nTides"]).tolist()
        [[1.0], [1.0]]
    """
    known = [(shingles(part), plain_words(part)) for part in parts]
    columns = []
    for text in texts:
        whole, lines = shingles(text), {plain_words(line) for line in text.split("\n")}
        columns.append([_share(of, words, whole, lines) for of, words in known])
    return np.array(columns, dtype=np.float32).reshape(len(columns), len(parts)).T


def _share(
    of: frozenset[tuple[str, ...]],
    words: str,
    whole: frozenset[tuple[str, ...]],
    lines: set[str],
) -> float:
    return len(of & whole) / len(of) if of else float(bool(words) and words in lines)


def _numbers(segments: Sequence[Segment]) -> Matrix:
    """Link density, emphasis, sentence ends and place of each segment."""
    n = len(segments)
    rows = [
        (s.linked, s.strong, bool(ENDED.search(s.text)), len(s.text), i, n - i, i / n)
        for i, s in enumerate(segments)
    ]
    return np.array(rows, dtype=np.float32)


def _texts(segments: Sequence[Segment], title: str | None) -> Matrix:
    """The form of the text of each segment."""
    repeated = Counter(s.text for s in segments)
    headline = plain_words(title or "")
    return np.array([[repeated[s.text], *_text(s, headline)] for s in segments])


def _text(segment: Segment, headline: str) -> list[float]:
    text = segment.text
    words = text.split()
    n, size = max(len(words), 1), max(len(text), 1)
    return [
        sum(w.lower().strip(".,") in _STOP_WORDS for w in words) / n,
        text.count(",") / n,
        sum(map(text.count, ".!?")) / n,
        sum(map(text.count, '"“”')),
        sum(map(str.isdigit, text)) / size,
        sum(w[0].isupper() for w in words) / n,
        size / n,
        "|" in text,
        "©" in text,
        text.isupper(),
        bool(headline) and plain_words(text) == headline,
        *(segment.kind == kind for kind in KINDS),
    ]


def _shifted(columns: Matrix, by: int) -> Matrix:
    """The features of the segment so many places further on; -1 beyond the page."""
    return pd.DataFrame(columns).shift(-by, fill_value=-1.0).to_numpy()


def _running(support: Matrix, sizes: Matrix) -> Matrix:
    """Votes for the words before and after each segment, nearby and on the whole page."""
    voted, total = np.cumsum([0, *(support * sizes)]), np.cumsum([0, *sizes])
    n = len(sizes)
    here = np.arange(n)
    spans = [
        (np.maximum(here - _AROUND, 0), here),
        (here + 1, np.minimum(here + 1 + _AROUND, n)),
        (np.zeros(n, int), here),
        (here + 1, np.full(n, n)),
    ]
    return np.column_stack(
        [(voted[b] - voted[a]) / np.maximum(total[b] - total[a], 1) for a, b in spans]
        + [voted[:-1] / max(voted[-1], 1)]
    )


def _group(keys: Sequence[Hashable], support: Matrix, sizes: Matrix) -> Matrix:
    """Votes for the words of each segment's group, and the group's share of the page."""
    numbers = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    of = np.array([numbers[key] for key in keys])
    words = np.bincount(of, sizes)
    voted = np.bincount(of, support * sizes)
    return np.column_stack(
        [
            (voted / np.maximum(words, 1))[of],
            (words / max(words.sum(), 1))[of],
            (voted / max(voted.sum(), 1))[of],
            np.bincount(of)[of],
        ]
    )


def _groupings(above: Sequence[Sequence[Node]]) -> list[list[Hashable]]:
    """Segments of one element, one, two and three levels up, and of the same markup."""
    levels = [[nodes[min(n, len(nodes) - 1)] for nodes in above] for n in (1, 2, 3)]
    pairs = [tuple((n.tag, n.get("class")) for n in nodes[:2]) for nodes in above]
    return [*levels, pairs, [pair[0] for pair in pairs]]


def _ancestors(node: Node) -> list[Node]:
    return [node, *islice(node.iterancestors(), _ABOVE - 1)]


def _markup(above: Sequence[Node]) -> list[float]:
    """Distance of tags above a segment, and words in the classes and ids above it."""
    distances = [_ABOVE] * len(TAGS)
    for distance, node in reversed(list(enumerate(above))):
        if node.tag in _PLACES:
            distances[_PLACES[node.tag]] = distance
    naming = [f"{n.get('class') or ''} {n.get('id') or ''}" for n in above]
    return [*distances, *_named(" ".join(naming[:_NEAR])), *_named(" ".join(naming[_NEAR:]))]


@lru_cache(maxsize=2**14)
def _named(naming: str) -> list[float]:
    """Whether each of NAMES stands in some classes and ids; short names only as a whole word."""
    joined = _CAMEL.sub("-", naming).lower()
    words = set(_LETTERS.findall(joined))
    return [float(name in (words if len(name) < 5 else joined)) for name in NAMES]
