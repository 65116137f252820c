"""Sketch texts by hashes of their shingles, for comparisons without the texts."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from toolkit.normalize.text.shingles import shingles

PERMUTATIONS = 64
RESEMBLANCE = 0.4
"""Jaccard similarity from which MinHash finds a pair."""
SAMPLE = 8
"""One in this many shingles is looked up for partial copies."""
_LISTS = [("sample", pa.list_(pa.uint32())), ("bands", pa.list_(pa.int64()))]
SKETCH_COLUMNS = pa.schema([("shingles", pa.int64()), ("same", pa.int64()), *_LISTS])
"""Schema of `sketch_table`."""

HASH_COLUMNS = pa.schema([("text_key", pa.string()), ("body", pa.int64()), *SKETCH_COLUMNS])
"""Schema of the results of `article_hashes`."""

Hashes = np.ndarray[Any, np.dtype[np.uint32]]


def sketch(text: str) -> dict[str, object]:
    """The sketch of one text: hashes that represent it in comparisons.

    Returns:
        By the columns of SKETCH_COLUMNS: the number of distinct `shingles` (a text without any
        matches no other); the hash of all, which is the `same` for texts with the same words; a
        `sample` of the hashes, which are looked up in other texts; and hashes of the `bands` of
        the MinHash signature, of which near-duplicates share one.

    Example:
        >>> one, other = sketch("The ferry ran again."), sketch("the ferry ran again")
        >>> one == other, one["shingles"]
        (True, 1)
    """
    hashes = shingle_hashes(text)
    sample = hashes[hashes % SAMPLE == 0].tolist()
    numbers = {"shingles": len(hashes), "same": _hash(hashes)}
    return {**numbers, "sample": sample, "bands": _bands(hashes)}


def sketch_table(texts: Iterable[str]) -> pa.Table:
    """Sketches of texts in their order, a table with the columns of SKETCH_COLUMNS."""
    return pa.Table.from_pylist([*map(sketch, texts)], schema=SKETCH_COLUMNS)


def shingle_hashes(text: str) -> Hashes:
    """Sorted hashes of the distinct shingles of a text, in lower case."""
    parts = shingles(text.casefold())
    values = {zlib.crc32(" ".join(part).encode(errors="replace")) for part in parts}
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
    """An empty MinHash, and the start and end of each band of its signature."""
    from datasketch import MinHash, MinHashLSH  # slow to import

    bands = MinHashLSH(threshold=RESEMBLANCE, num_perm=PERMUTATIONS).hashranges
    return MinHash(num_perm=PERMUTATIONS, hashfunc=int), bands


def _hash(values: np.ndarray[Any, Any], salt: int = 0) -> int:
    digest = hashlib.blake2b(values.tobytes(), digest_size=8, salt=salt.to_bytes(4, "big"))
    return int.from_bytes(digest.digest(), "big", signed=True)


def article_hashes(title: str | None, text: str) -> dict[str, object]:
    """Hashes of an article's words and of its text, and its sketch.

    Example:
        >>> sorted(article_hashes(None, "It rained."))
        ['bands', 'body', 'same', 'sample', 'shingles', 'text_key']
    """
    body = np.frombuffer(text.encode(errors="replace"), dtype=np.uint8)
    return {"text_key": text_key(title, text), "body": _hash(body), **sketch(text)}


def text_key(title: str | None, text: str) -> str:
    """Hash of an article's title and text, the key of its annotations."""
    words = f"{title or ''}\0{text}"
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()[:24]
