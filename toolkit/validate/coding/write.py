"""Writes coded articles as files for `toolkit score … --gold` and `coded_sample`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.read_sheets import read_sample


def write_coded(folder: Path, coded: Iterable[CodedArticle]) -> None:
    """Write coded articles as files that `toolkit score … --gold` reads."""
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    for article in coded:
        labels = {"quotes": article.quotes, "actors": article.actors}
        coding = {**article.about, "body_start": article.body, **labels}
        path = folder / f"{article.name}.json"
        path.write_text(json.dumps(coding, ensure_ascii=False, indent=1, default=_plain), "utf-8")
        (folder / "texts" / f"{article.name}.txt").write_bytes(article.text.encode())


def write_sample(folder: Path, coded: Sequence[CodedArticle], home: Path) -> None:
    """Write one coding of a sample, with the rows of sample.csv that are coded.

    If articles of a stratum are not coded, the weight of its others rises.
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
