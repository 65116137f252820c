"""Cost of each step from files to measures, by size of corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from toolkit.benchmarks.process_cost import Cost, cost
from toolkit.benchmarks.synthetic_corpus import write_corpus

COUNT = 'len(c.columns("quotes", ["article_id"]))'
_FRAMES = "q, m, a = c.quotes, c.mentions, c.articles"
MEASURES = (
    "tk.measure.voice_share(q, a)",
    "tk.measure.quote_types(q, a)",
    "tk.measure.anonymity(q, a)",
    "tk.measure.source_forms(q, a)",
    "tk.measure.story_sources(q, a)",
    "tk.measure.mention_share(m, a)",
    "tk.measure.voice_against_mention(q, m)",
)
"""As the notebooks call them."""


def annotation(folder: Path, workers: int) -> Cost:
    """Cost of `toolkit annotate`."""
    return cost("-m", "toolkit.cli", "annotate", folder, "--workers", workers)


def open_and_run(folder: Path, then: str = "pass", workers: int = 1) -> Cost:
    """Cost of a program that opens a corpus as `c` and runs some code on it."""
    given = f"{str(folder)!r}, workers={workers}"
    return cost("-c", f"import toolkit as tk; c = tk.open({given}); {then}")


def steps(folder: Path, texts: Sequence[str], size: int, words: int) -> pd.DataFrame:
    """Cost of the steps on a new corpus, with two processes where a step can use them.

    Args:
        folder: created if it is missing.
        texts: bodies to draw paragraphs from.
        size: number of articles.
        words: minimum number of words of each.

    Returns:
        Frame of `seconds`, `cpu`, `megabytes` (see `Cost`) and `on_disk` (megabytes of derived
        files after the step), a row each for "read", "annotate", "tables" (with duplicates and
        linked actors), "tables again" (from files), "measures" of complete frames and "measures,
        light" of frames without texts.
    """
    write_corpus(folder, texts, size, words)
    light = "q, m, a = c.without_text.quotes, c.without_text.mentions, c.without_text.articles"
    done: dict[str, Callable[[], Cost]] = {
        "read": lambda: open_and_run(folder, workers=2),
        "annotate": lambda: annotation(folder, 2),
        "tables": lambda: open_and_run(folder, COUNT),
        "tables again": lambda: open_and_run(folder, COUNT),
        "measures": lambda: open_and_run(folder, "; ".join([_FRAMES, *MEASURES])),
        "measures, light": lambda: open_and_run(folder, "; ".join([light, *MEASURES])),
    }
    rows = {name: {**step()._asdict(), "on_disk": _derived(folder)} for name, step in done.items()}
    return pd.DataFrame.from_dict(rows, orient="index")


def _derived(folder: Path) -> float:
    """Megabytes of all files but the raw articles."""
    raw = folder / "raw"
    sizes = (p.stat().st_size for p in folder.rglob("*") if p.is_file() and raw not in p.parents)
    return sum(sizes) / 2**20
