"""The comparison of all articles with each other: what was counted of two texts is kept."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
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
from toolkit.storage.parts import write_whole

_TEXTS = ["one", "other"]


def compared(
    sketches: pa.Table, texts_of: Callable[[list[int]], list[str]], home: Path
) -> list[Pair]:
    """Pairs of texts that share words (see normalize.copies); those counted before are not again.

    Args:
        sketches: of all texts, with the columns of `SKETCH_COLUMNS`.
        texts_of: from numbers of texts to these texts; asked for those alone that are counted.
        home: folder that keeps what is derived.
    """
    path = home / "log" / "pairs" / f"{normalizer_version()}.parquet"
    known, same = _kept(path), sketches["same"].to_numpy()
    pairs = pairs_from_sketches(sketches, partial(_counted, known, same, texts_of, path))
    for other in {*path.parent.glob("*.parquet")} - {path}:
        other.unlink(missing_ok=True)
    return pairs


def _counted(
    known: pd.DataFrame,
    same: IntArray,
    texts_of: Callable[[list[int]], list[str]],
    path: Path,
    asked: IntArray,
) -> IntArray:
    """How many shingles each pair shares; what was not known is counted and kept."""
    rows = pd.DataFrame(np.sort(same[asked], axis=1), columns=_TEXTS)
    counts = rows.merge(known, on=_TEXTS, how="left")["shared"].to_numpy(
        dtype=np.float64, copy=True
    )
    new = np.isnan(counts)
    if new.any():
        numbers = np.unique(asked[new]).tolist()
        texts = dict(zip(numbers, texts_of(numbers), strict=True))
        counts[new] = count_shared(asked[new], texts.__getitem__)
    if new.any() or len(known) > len(rows):
        write_whole(rows.assign(shared=counts.astype(np.int64)), path)
    return counts.astype(np.int64)


def _kept(path: Path) -> pd.DataFrame:
    """Pairs counted before; where they are damaged, none: they are counted again."""
    empty = pd.DataFrame({name: pd.Series(dtype=np.int64) for name in (*_TEXTS, "shared")})
    if not path.is_file():
        return empty
    try:
        return pd.read_parquet(path, columns=[*_TEXTS, "shared"]).astype(np.int64)
    except (pa.ArrowException, OSError, ValueError) as error:
        path.replace(path.with_suffix(".damaged"))
        print(f"damaged file set aside, to be made again: {path} ({error})", file=sys.stderr)
        return empty
