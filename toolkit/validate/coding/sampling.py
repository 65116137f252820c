"""Stratified samples of articles for hand coding, with inclusion probabilities."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.measure.estimation.encode import grouped
from toolkit.validate.coding.gold import CodedArticle

SEPARATOR = ";"


def draw_sample(
    articles: pd.DataFrame, size: int, strata: Sequence[str] = (), seed: int = 1
) -> pd.DataFrame:
    """Draw a stratified random sample of the English articles, which are those annotated.

    Every stratum gets at least one article, the rest are allocated in proportion to its size;
    within a stratum each article has the same probability.

    Args:
        articles: the articles frame.
        size: articles to draw; all if there are fewer.
        strata: columns of `articles`, or day, week, month.
        seed: seed of the draw; the same seed draws the same articles, whatever their order.

    Returns:
        One row per article drawn: article_id, inclusion (its probability, above 0 to 1), stratum,
        outlet, body_start (offset of the body in the text to code), text_hash (of that text).

    Raises:
        ValueError: there are no English articles, or more strata than articles to draw.

    Example:
        >>> import toolkit as tk
        >>> sample = draw_sample(tk.open("data/sample").articles, 20, ["outlet"])
        >>> len(sample), sample["stratum"].nunique(), bool(sample["inclusion"].between(0, 1).all())
        (20, 5, True)
    """
    known = articles[articles["language"].eq("en")].sort_values("article_id")
    if known.empty:
        raise ValueError("no English articles to draw from")
    framed = known.assign(stratum=_strata(known, list(strata)))
    counts = framed["stratum"].value_counts(sort=False).sort_index()
    taken = _allocated(counts, min(size, len(framed)))
    random = np.random.default_rng(seed)
    chosen = [
        rows.iloc[np.sort(random.choice(len(rows), taken[name], replace=False))]
        for name, rows in framed.groupby("stratum", sort=True)
    ]
    drawn = pd.concat(chosen)
    texts = [coding_text(row) for _, row in drawn.iterrows()]
    columns = {
        "article_id": drawn["article_id"],
        "inclusion": drawn["stratum"].map(taken / counts).astype("float64"),
        "stratum": drawn["stratum"],
        "outlet": drawn["outlet"],
        "body_start": [body for _, body in texts],
        "text_hash": [text_hash(text) for text, _ in texts],
    }
    return pd.DataFrame(columns).reset_index(drop=True)


def _strata(articles: pd.DataFrame, columns: list[str]) -> pd.Series[str]:
    """The stratum of each article, in their order."""
    keys = grouped(articles[["article_id"]], columns, articles)[columns].map(_label)
    names = [" / ".join(row) or "all" for row in keys.itertuples(index=False)]
    return pd.Series(names, index=articles.index, dtype="str")


def _label(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return "unknown" if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _allocated(counts: pd.Series[int], size: int) -> pd.Series[int]:
    """Articles for each stratum: at least one, the rest by size, largest remainders first."""
    if len(counts) > size:
        raise ValueError(f"{len(counts)} strata, {size} articles: ask for more, or fewer strata")
    free = counts - 1
    exact = free / max(1, free.sum()) * (size - len(counts))
    whole: pd.Series[int] = (exact // 1).astype(int)
    rest = (exact - whole).sort_values(ascending=False, kind="stable").index
    whole[rest[: size - len(counts) - whole.sum()]] += 1
    return whole + 1


def assign_coders(
    sample: pd.DataFrame, coders: Sequence[str], overlap: int, seed: int = 1
) -> pd.Series[str]:
    """Assign articles to coders: some to all of them, to measure agreement, the rest in turn.

    Args:
        sample: a sample from `draw_sample`.
        coders: names of the coders.
        overlap: number of articles that every coder codes.
        seed: seed of the order.

    Returns:
        `str` series with the index of `sample`: names, separated by semicolons.

    Example:
        >>> sample = pd.DataFrame({"article_id": list("abcd")})
        >>> sorted(assign_coders(sample, ["Ada", "Tom"], 2))
        ['Ada', 'Ada;Tom', 'Ada;Tom', 'Tom']
    """
    order = np.random.default_rng(seed).permutation(len(sample))
    names = pd.Series("", index=sample.index, dtype="str")
    for rank, place in enumerate(order):
        assigned = coders if rank < overlap else [coders[(rank - overlap) % len(coders)]]
        names.iloc[place] = SEPARATOR.join(assigned)
    return names


def is_coder_name(name: str) -> bool:
    """Whether a coder's name can name a file: letters, digits, - and _ only.

    Example:
        >>> is_coder_name("Ada-2"), is_coder_name("../Ada")
        (True, False)
    """
    return name.replace("-", "").replace("_", "").isalnum()


def coding_text(article: pd.Series) -> tuple[str, int]:
    """The text to code (title, blank line, body), and the offset of its body."""
    if not isinstance(article["title"], str) or not article["title"]:
        return str(article["text"]), 0
    return f"{article['title']}\n\n{article['text']}", len(article["title"]) + 2


def text_hash(text: str) -> str:
    """Hash of a text, to notice changes.

    Example:
        >>> len(text_hash("The ferry sank."))
        16
    """
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def texts_to_code(articles: pd.DataFrame, sample: pd.DataFrame) -> list[CodedArticle]:
    """The articles of a sample, without any coding."""
    rows = articles.set_index("article_id")
    return [CodedArticle(str(name), *coding_text(rows.loc[name])) for name in sample["article_id"]]
