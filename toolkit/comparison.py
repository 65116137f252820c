"""The comparison of all articles with each other, kept: the same texts are compared once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from toolkit.normalize import normalizer_version
from toolkit.normalize.copies import Pair, find_pairs
from toolkit.store import write_whole


def compared(texts: Sequence[str], home: Path) -> list[Pair]:
    """Pairs of texts that share words (see normalize.copies), from where they are kept or anew.

    Args:
        texts: bodies of all articles, in order.
        home: folder that keeps what is derived.
    """
    digest = hashlib.sha256("\0".join([normalizer_version(), *texts]).encode(errors="replace"))
    path = home / "log" / "pairs" / f"{digest.hexdigest()[:24]}.parquet"
    if path.is_file():
        kept = pd.read_parquet(path)
        return [Pair(*row) for row in kept.itertuples(index=False)]
    pairs = find_pairs(texts)
    write_whole(pd.DataFrame(pairs, columns=list(Pair._fields)), path)
    for other in {*path.parent.glob("*.parquet")} - {path}:
        other.unlink(missing_ok=True)
    return pairs
