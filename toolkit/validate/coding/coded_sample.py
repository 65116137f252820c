"""Coded samples as frames, for the parameter `corrected` of the measures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.frames import MENTIONS, QUOTES, frame
from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.validate.coding.coded_rows import known_names, mention_rows, quote_rows
from toolkit.validate.coding.gold import CodedArticle, read_gold
from toolkit.validate.coding.read_sheets import read_sample
from toolkit.validate.coding.sampling import draw_sample


def coded_sample(
    corpus: Any, folder: str | Path | None = None, size: int | None = None, seed: int = 1
) -> CodedSample:
    """The hand coding of a corpus, with the inclusion probability of each coded article.

    Args:
        corpus: a Corpus.
        folder: adjudicated coding, as `toolkit agree` writes it: NAME.json, texts/NAME.txt and
            sample.csv with the probabilities. Without sample.csv the coded articles count as a
            random sample of the corpus. Names are article_ids, or the coding gives the `file` of
            the article. None: coding/sample/coded or coding in the corpus; an empty sample if
            there is neither.
        size: draw only this many of the coded articles, by outlet, as if no others were coded.
        seed: seed of that draw.

    Raises:
        FileNotFoundError: there is no coding in the folder.
        ValueError: no coded article is in the corpus.

    Example:
        >>> import toolkit as tk
        >>> len(coded_sample(tk.open("data/sample"), "data/sample/coding", size=25))
        25
    """
    named = coded_articles(corpus, folder)
    if not named:
        return _empty_sample()
    root = _coding(corpus, folder)
    coded = corpus.where(article=named)
    drawn = _drawn(corpus.without_text.articles, coded.articles, root, size, seed)
    kept = [(name, named[name]) for name in drawn["article_id"]]
    names = known_names(coded.mentions)
    quotes = [q for name, one in kept for q in quote_rows(one, name, names)]
    mentions = [m for name, one in kept for m in mention_rows(one, name, names)]
    return CodedSample(
        drawn[["article_id", "inclusion", "stratum"]],
        frame(QUOTES, quotes),
        frame(MENTIONS, mentions) if any(one.actors for _, one in kept) else None,
    )


def coded_articles(corpus: Any, folder: str | Path | None = None) -> dict[str, CodedArticle]:
    """The hand-coded articles of a corpus by article_id; arguments as in `coded_sample`.

    Raises:
        FileNotFoundError: there is no coding in the given folder.
        ValueError: no article coded there is in the corpus.

    Example:
        >>> import toolkit as tk
        >>> len(coded_articles(tk.open("data/sample"))) > 50
        True
    """
    root = _coding(corpus, folder)
    if folder is None and not any(root.glob("*.json")):
        return {}
    named = _named(corpus.without_text.articles, read_gold(root))
    if folder is not None and not named:
        raise ValueError(f"no article coded in {root} is in the corpus")
    return named


def _coding(corpus: Any, folder: str | Path | None) -> Path:
    """The folder of the coding: as given, else the corpus's own."""
    if folder is not None:
        return Path(folder)
    coding = Path(corpus.folder) / "coding"
    adjudicated = coding / "sample" / "coded"
    return adjudicated if adjudicated.is_dir() else coding


def _empty_sample() -> CodedSample:
    columns = {"article_id": "str", "inclusion": "float64", "stratum": "str"}
    empty = pd.DataFrame({c: pd.Series(dtype=d) for c, d in columns.items()})
    return CodedSample(empty, frame(QUOTES), frame(MENTIONS))


def _named(articles: pd.DataFrame, coded: Iterable[CodedArticle]) -> dict[str, CodedArticle]:
    """Coded articles by article_id: by name, else by the file that the coding is of."""
    places = [Path(str(f)).with_suffix("").as_posix() for f in articles["source_file"]]
    files = dict(zip(places, articles["article_id"], strict=True))
    ids, by_id = set(articles["article_id"]), {}
    for one in coded:
        place = one.about.get("file", "").removeprefix("raw/")
        name = one.name if one.name in ids else files.get(Path(place).with_suffix("").as_posix())
        if name:
            by_id[name] = one
    return by_id


def _drawn(
    everything: pd.DataFrame, articles: pd.DataFrame, root: Path, size: int | None, seed: int
) -> pd.DataFrame:
    if (root / "sample.csv").is_file():
        known = read_sample(root)
        return known[known["article_id"].isin(articles["article_id"])].reset_index(drop=True)
    english = everything["language"].eq("en").sum()
    if size:
        drawn = draw_sample(articles, size, ["outlet"], seed)
        return drawn.assign(inclusion=drawn["inclusion"] * len(articles) / english)
    coded = articles[articles["language"].eq("en")]
    share = len(coded) / english
    return pd.DataFrame({"article_id": coded["article_id"], "inclusion": share, "stratum": "all"})
