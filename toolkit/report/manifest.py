"""The manifest of a report: versions, parameters, inputs, times; and a summary of the corpus."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.open import open_corpus
from toolkit.measure import attributed_quotes
from toolkit.report.execute import Run


@dataclass(frozen=True)
class CorpusSummary:
    """Description and a few figures of a corpus, and title and author of its report."""

    title: str
    author: str
    description: str
    figures: tuple[tuple[str, str], ...]
    invented: bool


def summarize(folder: Path, title: str = "", author: str = "") -> CorpusSummary:
    """Summarize a corpus; if it cannot be opened, the reason stands in place of the figures.

    Args:
        folder: a corpus folder, or a plain folder or file of articles.
        title: of the report; the corpus's own if empty.
        author: of the report.
    """
    try:
        corpus = open_corpus(folder)
        figures = _figures(corpus)
    except Exception as error:  # the notebooks fail in the same way: the report says why
        figures = (("not opened", f"{type(error).__name__}: {error}"),)
        return CorpusSummary(title or folder.name, author, "", figures, False)
    config = corpus.config
    title = title or config.title
    return CorpusSummary(title, author, config.description, figures, config.invented)


def _figures(corpus: Corpus) -> tuple[tuple[str, str], ...]:
    articles, quotes = corpus.without_text.articles, attributed_quotes(corpus.without_text.quotes)
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


PACKAGES = (
    "voices-in-the-news",
    "pandas",
    "numpy",
    "matplotlib",
    "pyarrow",
    "onnxruntime",
    "newspaper3k",
    "nbconvert",
)
# Folders of a corpus that the toolkit can derive again from the rest.
DERIVED = {"articles", "mentions", "quotes", "log"}


def manifest(
    corpus: Path, summary: CorpusSummary, runs: Iterable[Run], started: datetime, finished: datetime
) -> dict[str, object]:
    """The manifest as plain values; only the times differ for the same corpus and parameters."""
    files = hashes(corpus)
    return {
        "corpus": _utf8(corpus.name),
        "title": summary.title,
        "author": summary.author,
        "figures": dict(summary.figures),
        "inputs": {"sha256": _digest("".join(files.values()).encode()), "files": files},
        "versions": versions(),
        "notebooks": [
            {
                "notebook": run.notebook.name,
                "parameters": {k: v for k, v in run.parameters.items() if k != "corpus_dir"},
                "title": run.notebook.title,
                "failed": bool(run.error),
                "findings": run.findings,
                "files": list(run.files),
            }
            for run in runs
        ],
        "times": {
            "started": started.isoformat(timespec="seconds"),
            "finished": finished.isoformat(timespec="seconds"),
            "seconds": {run.notebook.name: round(run.seconds, 1) for run in runs},
        },
    }


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that figures depend on."""
    numbers = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            numbers[name] = version(name)
        except PackageNotFoundError:
            numbers[name] = "unknown"
    return numbers


def hashes(corpus: Path) -> dict[str, str]:
    """SHA-256 of every input file of a corpus, by its path in the corpus."""
    if corpus.is_file():
        return {_utf8(corpus.name): _digest(corpus.read_bytes())}
    paths = sorted(p for p in corpus.rglob("*") if p.is_file() and not _derived(p, corpus))
    return {_utf8(p.relative_to(corpus).as_posix()): _digest(p.read_bytes()) for p in paths}


def _utf8(name: str) -> str:
    """A name with � for bytes that are no UTF-8."""
    return name.encode(errors="surrogateescape").decode(errors="replace")


def _derived(path: Path, corpus: Path) -> bool:
    parts = path.relative_to(corpus).parts
    by_toolkit = (corpus / "corpus.toml").exists() and parts[0] in DERIVED
    return by_toolkit or any(part.startswith(".") for part in parts)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
