"""Which articles people code: drawn by stratum, with a known probability each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.measure.estimation.select import grouped
from toolkit.validate.coding.gold import Coded

SEPARATOR = ";"


def draw(
    articles: pd.DataFrame, size: int, strata: Sequence[str] = (), seed: int = 1
) -> pd.DataFrame:
    """A stratified random sample of the articles that are annotated: the English ones.

    Every stratum gives at least one article, and else as many as its part of the corpus
    (proportional allocation); within it each article has the same chance.

    Args:
        articles: the articles frame.
        size: articles to draw; all where there are fewer.
        strata: columns of `articles`, or day, week, month.
        seed: of the draw; the same one draws the same articles, in whatever order they stand.

    Returns:
        One row an article drawn: article_id, inclusion (its probability, above 0 to 1), stratum,
        outlet, body_start (where the body starts in what is coded), text_hash (of that).

    Raises:
        ValueError: there is nothing to draw from, or there are more strata than articles to draw.

    Example:
        >>> import toolkit as tk
        >>> sample = draw(tk.open("data/sample").articles, 20, ["outlet"])
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
    made = {
        "article_id": drawn["article_id"],
        "inclusion": drawn["stratum"].map(taken / counts).astype("float64"),
        "stratum": drawn["stratum"],
        "outlet": drawn["outlet"],
        "body_start": [body for _, body in texts],
        "text_hash": [text_hash(text) for text, _ in texts],
    }
    return pd.DataFrame(made).reset_index(drop=True)


def _strata(articles: pd.DataFrame, columns: list[str]) -> pd.Series[str]:
    """The stratum of each article, in their order."""
    keys = grouped(articles[["article_id"]], columns, articles)[columns].map(_shown)
    joined = [" / ".join(row) or "all" for row in keys.itertuples(index=False)]
    return pd.Series(joined, index=articles.index, dtype="str")


def _shown(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return "unknown" if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _allocated(counts: pd.Series[int], size: int) -> pd.Series[int]:
    """Articles of each stratum: one at least, the rest by size, the largest remainders first."""
    if len(counts) > size:
        raise ValueError(f"{len(counts)} strata, {size} articles: ask for more, or fewer strata")
    free = counts - 1
    exact = free / max(1, free.sum()) * (size - len(counts))
    whole: pd.Series[int] = (exact // 1).astype(int)
    rest = (exact - whole).sort_values(ascending=False, kind="stable").index
    whole[rest[: size - len(counts) - whole.sum()]] += 1
    return whole + 1


def share_out(
    sample: pd.DataFrame, coders: Sequence[str], overlap: int, seed: int = 1
) -> pd.Series[str]:
    """Who codes which article: some all of them, the others one coder each, in turn.

    Args:
        sample: of `draw`.
        coders: their names.
        overlap: articles that every coder codes, to see how far they agree.
        seed: of the order.

    Returns:
        `str` series with the index of `sample`: names, parted by semicolons.

    Example:
        >>> sample = pd.DataFrame({"article_id": list("abcd")})
        >>> sorted(share_out(sample, ["Ada", "Tom"], 2))
        ['Ada', 'Ada;Tom', 'Ada;Tom', 'Tom']
    """
    order = np.random.default_rng(seed).permutation(len(sample))
    made = pd.Series("", index=sample.index, dtype="str")
    for rank, place in enumerate(order):
        own = coders if rank < overlap else [coders[(rank - overlap) % len(coders)]]
        made.iloc[place] = SEPARATOR.join(own)
    return made


def coder_name(name: str) -> bool:
    """Whether a name can be that of a coder, and so of a file: letters, digits, - and _.

    Example:
        >>> coder_name("Ada-2"), coder_name("../Ada")
        (True, False)
    """
    return name.replace("-", "").replace("_", "").isalnum()


def coding_text(article: pd.Series) -> tuple[str, int]:
    """What a coder reads, and where its body starts: the title, a blank line, the body."""
    if not isinstance(article["title"], str) or not article["title"]:
        return str(article["text"]), 0
    return f"{article['title']}\n\n{article['text']}", len(article["title"]) + 2


def text_hash(text: str) -> str:
    """What tells one text from another.

    Example:
        >>> len(text_hash("The ferry sank."))
        16
    """
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def to_code(articles: pd.DataFrame, sample: pd.DataFrame) -> list[Coded]:
    """The texts of a sample, nothing coded in them yet."""
    rows = articles.set_index("article_id")
    made = []
    for name in sample["article_id"]:
        text, body = coding_text(rows.loc[name])
        made.append(Coded(str(name), text, body, (), ()))
    return made
