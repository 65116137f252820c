"""The manifest of a report: versions, parameters, inputs, times."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from toolkit.report.corpus_summary import CorpusSummary
from toolkit.report.execute import Run
from toolkit.report.report_toml import Plan

PACKAGES = (
    "voices-in-the-news",
    "pandas",
    "numpy",
    "matplotlib",
    "pyarrow",
    "spacy",
    "newspaper3k",
    "nbconvert",
)
# Folders of a corpus that the toolkit can derive again from the rest.
DERIVED = {"articles", "mentions", "quotes", "log"}


def manifest(
    corpus: Path,
    summary: CorpusSummary,
    plan: Plan,
    runs: Iterable[Run],
    started: datetime,
    finished: datetime,
) -> dict[str, object]:
    """The manifest as plain values; only the times differ for the same corpus and parameters."""
    files = hashes(corpus)
    return {
        "corpus": corpus.name,
        "title": plan.title or summary.title,
        "author": plan.author,
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
        return {corpus.name: _digest(corpus.read_bytes())}
    paths = sorted(p for p in corpus.rglob("*") if p.is_file() and not _derived(p, corpus))
    return {p.relative_to(corpus).as_posix(): _digest(p.read_bytes()) for p in paths}


def _derived(path: Path, corpus: Path) -> bool:
    parts = path.relative_to(corpus).parts
    by_toolkit = (corpus / "corpus.toml").exists() and parts[0] in DERIVED
    return by_toolkit or any(part.startswith(".") for part in parts)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
