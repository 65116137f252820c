"""Summary of a corpus for the index of a report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.open import open_corpus


@dataclass(frozen=True)
class CorpusSummary:
    """Title, description and a few figures of a corpus."""

    title: str
    description: str
    figures: tuple[tuple[str, str], ...]
    invented: bool = False


def summarize(folder: Path) -> CorpusSummary:
    """Summarize a corpus; if it cannot be opened, the reason stands in place of the figures.

    Args:
        folder: a corpus folder, or a plain folder or file of articles.
    """
    try:
        corpus = open_corpus(folder)
        figures = _figures(corpus)
    except Exception as error:  # the notebooks fail in the same way: the report says why
        return CorpusSummary(folder.name, "", (("not opened", f"{type(error).__name__}: {error}"),))
    config = corpus.config
    return CorpusSummary(config.title, config.description, figures, config.invented)


def _figures(corpus: Corpus) -> tuple[tuple[str, str], ...]:
    articles, quotes = corpus.without_text.articles, corpus.without_text.quotes
    dates, outlets = articles["published"].dropna(), articles["outlet"].dropna().unique()
    span = f"{dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}" if len(dates) else "no dates"
    n_undated = len(articles) - len(dates)
    undated = f"; {n_undated:,} articles without a date" if len(dates) and n_undated else ""
    return (
        ("articles", f"{len(articles):,}"),
        ("words", f"{articles['n_words'].sum():,}"),
        ("outlets", _join_names(sorted(outlets))),
        ("published", span + undated),
        ("quotes", f"{len(quotes):,} in {quotes['article_id'].nunique():,} articles"),
        ("speakers with a name", f"{quotes['actor_id'].nunique():,}"),
        ("mentions", f"{len(corpus.without_text.mentions):,}"),
        ("dropped", f"{len(corpus.dropped):,}"),
        ("content hash", corpus.digest),
    )


def _join_names(names: list[str], most: int = 8) -> str:
    """Names with commas between them, and the number of the others.

    Example:
        >>> _join_names(["Ferry Post", "Wire One", "Radio Two"], most=2)
        'Ferry Post, Wire One and 1 more'
    """
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest or "unknown"
