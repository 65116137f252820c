"""What a corpus costs by its size: each step from files to measures, as people call it."""

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
    """`toolkit annotate` as people call it."""
    return cost("-m", "toolkit.cli", "annotate", folder, "--workers", workers)


def opened(folder: Path, then: str = "pass", workers: int = 1) -> Cost:
    """A program that opens a corpus as `c` and does something with it."""
    given = f"{str(folder)!r}, workers={workers}"
    return cost("-c", f"import toolkit as tk; c = tk.open({given}); {then}")


def steps(folder: Path, texts: Sequence[str], size: int, words: int) -> pd.DataFrame:
    """What the steps of a new corpus cost, on two processes as far as they can use them.

    Args:
        folder: made where it is missing.
        texts: bodies whose paragraphs are drawn.
        size: number of articles.
        words: in each, at least.

    Returns:
        Frame of `seconds`, `cpu`, `megabytes` (see `Cost`) and `on_disk` (megabytes of what is
        derived, after the step), a row each for "read", "annotate", "tables" (articles compared,
        actors merged), "tables again" (there already), "measures" of all frames loaded whole and
        "measures, light" of frames without texts.
    """
    write_corpus(folder, texts, size, words)
    light = "q, m, a = c.without_text.quotes, c.without_text.mentions, c.without_text.articles"
    done: dict[str, Callable[[], Cost]] = {
        "read": lambda: opened(folder, workers=2),
        "annotate": lambda: annotation(folder, 2),
        "tables": lambda: opened(folder, COUNT),
        "tables again": lambda: opened(folder, COUNT),
        "measures": lambda: opened(folder, "; ".join([_FRAMES, *MEASURES])),
        "measures, light": lambda: opened(folder, "; ".join([light, *MEASURES])),
    }
    rows = {name: {**step()._asdict(), "on_disk": _derived(folder)} for name, step in done.items()}
    return pd.DataFrame.from_dict(rows, orient="index")


def _derived(folder: Path) -> float:
    """Megabytes of all but the articles that came in."""
    raw = folder / "raw"
    sizes = (p.stat().st_size for p in folder.rglob("*") if p.is_file() and raw not in p.parents)
    return sum(sizes) / 2**20
