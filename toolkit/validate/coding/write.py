"""Coded articles as files: what `toolkit score … --gold` and ``coded_sample`` read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from toolkit.validate.coding.gold import Coded
from toolkit.validate.coding.read_sheets import read_sample


def write_coded(folder: Path, coded: Iterable[Coded], texts: bool = True) -> None:
    """Coded articles as files that `toolkit score … --gold` reads."""
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    for one in coded:
        body = {**one.about, "body_start": one.body, "quotes": one.quotes, "actors": one.actors}
        path = folder / f"{one.name}.json"
        path.write_text(json.dumps(body, ensure_ascii=False, indent=1, default=_plain), "utf-8")
        if texts:
            (folder / "texts" / f"{one.name}.txt").write_bytes(one.text.encode())


def write_sample(folder: Path, coded: Sequence[Coded], home: Path) -> None:
    """One coding of a sample, with the part of sample.csv that is coded.

    An article of a stratum that is not coded makes the others of it stand for more.
    """
    write_coded(folder, coded)
    sample = read_sample(home)
    drawn = sample.groupby("stratum")["article_id"].transform("size")
    done = sample["article_id"].isin([c.name for c in coded])
    kept = done.groupby(sample["stratum"]).transform("sum")
    share = sample["inclusion"] * kept / drawn
    sample.assign(inclusion=share)[done].to_csv(
        folder / "sample.csv", index=False, encoding="utf-8-sig"
    )


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} in a coding")
