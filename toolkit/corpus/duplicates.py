"""Compare all articles with each other; counts of shared words are cached."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from toolkit.normalize import normalizer_version
from toolkit.normalize.duplicates.near_duplicates import (
    IntArray,
    Pair,
    count_shared,
    pairs_from_sketches,
)
from toolkit.progress import bar
from toolkit.storage.parquet import UNREADABLE, set_aside, write_parquet

_TEXTS = ["one", "other"]
_AT_ONCE = 5_000
"""Pairs whose texts are in memory at a time."""


def compare_texts(
    sketches: pa.Table, texts_of: Callable[[list[int]], list[str]], home: Path
) -> list[Pair]:
    """Pairs of texts that share words, as in `near_duplicates.find_pairs`.

    Args:
        sketches: of all texts, with the columns of `minhash.SKETCH_COLUMNS`.
        texts_of: gives texts by their numbers; called only for pairs that are not cached.
        home: folder for derived data.
    """
    path = home / "log" / "pairs" / f"{normalizer_version()}.parquet"
    cached, same = _read(path), sketches["same"].to_numpy()

    def count(pairs: IntArray) -> IntArray:
        """Number of shingles that each pair shares, from the cache where possible."""
        rows = pd.DataFrame(np.sort(same[pairs], axis=1), columns=_TEXTS)
        known = rows.merge(cached, on=_TEXTS, how="left")["shared"]
        counts = known.to_numpy(dtype=np.float64, copy=True)
        new = np.flatnonzero(np.isnan(counts))
        with bar(len(new), "comparing articles", "pairs") as shown:
            for start in range(0, len(new), _AT_ONCE):
                batch = new[start : start + _AT_ONCE]
                numbers = np.unique(pairs[batch]).tolist()
                texts = dict(zip(numbers, texts_of(numbers), strict=True))
                counts[batch] = count_shared(pairs[batch], texts.__getitem__)
                shown.update(len(batch))
        if len(new) or len(cached) > len(rows):
            write_parquet(rows.assign(shared=counts.astype(np.int64)), path)
        return counts.astype(np.int64)

    found = pairs_from_sketches(sketches, count)
    for other in {*path.parent.glob("*.parquet")} - {path}:
        other.unlink(missing_ok=True)
    return found


def _read(path: Path) -> pd.DataFrame:
    """The cached counts; none if the file is missing or damaged."""
    empty = pd.DataFrame({name: pd.Series(dtype=np.int64) for name in (*_TEXTS, "shared")})
    if not path.is_file():
        return empty
    try:
        return pd.read_parquet(path, columns=[*_TEXTS, "shared"]).astype(np.int64)
    except (*UNREADABLE, ValueError):
        set_aside(path)
        return empty
