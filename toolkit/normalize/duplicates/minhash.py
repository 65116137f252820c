"""Sketch: what is kept of a text to compare it by, made of its words alone."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from toolkit.normalize.text.shingles import SHINGLE

PERMUTATIONS = 64
RESEMBLANCE = 0.4
"""Jaccard similarity from which MinHash is to find a pair."""
SAMPLE = 8
"""One shingle in so many is looked up for partial copies."""
SKETCH_COLUMNS = pa.schema(
    [
        ("shingles", pa.int64()),
        ("same", pa.int64()),
        ("sample", pa.list_(pa.uint32())),
        ("bands", pa.list_(pa.int64())),
    ]
)

HASH_COLUMNS = pa.schema([("text_key", pa.string()), ("body", pa.int64()), *SKETCH_COLUMNS])
"""Of what `marks` gives."""

Hashes = np.ndarray[Any, np.dtype[np.uint32]]


class Sketch(NamedTuple):
    """A text as the comparison of all texts sees it.

    Attributes:
        shingles: number of its different shingles; one without any is like nothing.
        same: hash of all of them: equal in texts of the same words.
        sample: those of them that are looked up in other texts.
        bands: of its MinHash signature; near-duplicates share one.
    """

    shingles: int
    same: int
    sample: list[int]
    bands: list[int]


def sketch(text: str) -> Sketch:
    """The sketch of one text.

    Example:
        >>> one, other = sketch("The ferry ran again."), sketch("the ferry ran again")
        >>> one == other, one.shingles
        (True, 1)
    """
    hashes = shingle_hashes(text)
    sample = hashes[hashes % SAMPLE == 0].tolist()
    return Sketch(len(hashes), _hash(hashes), sample, _bands(hashes))


def sketch_table(texts: Iterable[str]) -> pa.Table:
    """Sketches of texts as a table of SKETCH_COLUMNS, in their order."""
    return pa.Table.from_pylist([sketch(text)._asdict() for text in texts], schema=SKETCH_COLUMNS)


def shingle_hashes(text: str) -> Hashes:
    """The different shingles of a text as sorted hashes."""
    words = re.findall(r"\w+", text.casefold())
    runs = zip(*(words[i:] for i in range(SHINGLE)), strict=False)
    values = {zlib.crc32(" ".join(run).encode(errors="replace")) for run in runs}
    return np.fromiter(sorted(values), dtype=np.uint32, count=len(values))


def _bands(hashes: Hashes) -> list[int]:
    if not len(hashes):
        return []
    template, ranges = _minhash()
    signature = template.copy()
    signature.update_batch(hashes.tolist())
    values = signature.hashvalues
    return [_hash(values[a:b], number) for number, (a, b) in enumerate(ranges)]


@cache
def _minhash() -> tuple[Any, list[tuple[int, int]]]:
    """An empty MinHash, and where the bands of its signature begin and end."""
    from datasketch import MinHash, MinHashLSH  # slow to load

    bands = MinHashLSH(threshold=RESEMBLANCE, num_perm=PERMUTATIONS).hashranges
    return MinHash(num_perm=PERMUTATIONS, hashfunc=_as_it_is), bands


def _as_it_is(value: int) -> int:
    return value


def _hash(values: np.ndarray[Any, Any], salt: int = 0) -> int:
    digest = hashlib.blake2b(values.tobytes(), digest_size=8, salt=salt.to_bytes(4, "big"))
    return int.from_bytes(digest.digest(), "big", signed=True)


def article_hashes(title: str | None, text: str) -> dict[str, object]:
    """What is kept beside an article: hashes of its words and of its text, and its sketch.

    Example:
        >>> sorted(article_hashes(None, "It rained."))
        ['bands', 'body', 'same', 'sample', 'shingles', 'text_key']
    """
    body = np.frombuffer(text.encode(errors="replace"), dtype=np.uint8)
    own = {"text_key": text_key(title, text), "body": _hash(body)}
    return {**own, **sketch(text)._asdict()}


def text_key(title: str | None, text: str) -> str:
    """Hash of an article's words, title and text: what its annotation is kept under."""
    words = f"{title or ''}\0{text}"
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()[:24]
