"""Attributions in brat standoff format, as PolNeAR ships them: training data from corrections."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from toolkit.export.coded_texts import Span, coded_texts

ROLES = ("source", "cue", "content")


def write_standoff(
    articles: pd.DataFrame, quotes: pd.DataFrame, folder: Path, only: Collection[str]
) -> int:
    """Write text/NAME.txt and attributions/NAME_0000.ann, for `toolkit.training` to read.

    Args:
        articles: the articles frame.
        quotes: the quotes frame, corrections applied.
        folder: of the files.
        only: article_ids of the articles to write, which a person has reviewed.

    Returns:
        The number of attributions.

    Example:
        >>> import tempfile, toolkit as tk
        >>> from toolkit.validate import read_split
        >>> corpus = tk.open("data/sample").where(outlet="Radio Halvern")
        >>> folder, ids = Path(tempfile.mkdtemp()), set(corpus.articles["article_id"])
        >>> n = write_standoff(corpus.articles, corpus.quotes, folder, ids)
        >>> sum(len(a.codings[0]) for a in read_split(folder)) == n
        True
    """
    (folder / "attributions").mkdir(parents=True, exist_ok=True)
    number = 0
    for coded in coded_texts(articles[articles["article_id"].isin(list(only))], quotes):
        coded.write(folder / "text")
        lines = _lines(coded.text, [spans for _, spans in coded.quotes])
        path = folder / "attributions" / f"{coded.article['article_id']}_0000.ann"
        path.write_bytes("".join(f"{line}\n" for line in lines).encode())
        number += len(coded.quotes)
    return number


def _lines(text: str, quotes: list[Mapping[str, list[Span]]]) -> list[str]:
    lines, spans = [], 0
    for event, places in enumerate(quotes, start=1):
        parts = []
        for role in (role for role in ROLES if places[role]):
            spans += 1
            offsets = ";".join(f"{a} {b}" for a, b in places[role])
            words = " ".join(text[a:b] for a, b in places[role]).replace("\n", " ")
            lines.append(f"T{spans}\t{role.title()} {offsets}\t{words}")
            parts.append(f"{role.title()}:T{spans}")
        lines.append(f"E{event}\t" + " ".join(parts))
    return lines
