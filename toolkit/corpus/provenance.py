"""The provenance of figures: counts, annotator and versions."""

from __future__ import annotations

import platform
from importlib.metadata import version

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.corrections.quotes import corrections_made

_PARTS = ("voices-in-the-news", "pandas", "onnxruntime", "newspaper3k", "matplotlib")


def provenance(corpus: Corpus) -> pd.DataFrame:
    """The counts, annotator and versions behind the figures of a notebook.

    Returns:
        Frame of `what` and `value`, both str.

    Example:
        >>> import toolkit as tk
        >>> list(tk.provenance(tk.open("data/sample")).columns)
        ['what', 'value']
    """
    dates = corpus.columns("articles", ["published"])["published"].dropna()
    span = f"{dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}" if len(dates) else "no dates"
    rows = {
        "corpus": corpus.config.title,
        "articles": f"{len(corpus):,}",
        "published": span,
        **_dropped(corpus.dropped),
        "content hash": corpus.digest,
        "annotator": corpus.annotator.version,
        **corrections_made(corpus.folder),
        "Python": platform.python_version(),
        **{name: version(name) for name in _PARTS},
    }
    return pd.DataFrame({"what": list(rows), "value": list(rows.values())}, dtype="str")


def _dropped(rows: pd.DataFrame) -> dict[str, str]:
    """Number of dropped rows, in total and by kind of reason."""
    reasons = rows["reason"].str.split(":").str[0].value_counts()
    return {"dropped": f"{len(rows):,}"} | {f"dropped: {r}": f"{n:,}" for r, n in reasons.items()}
