"""The last line of every command: what came in, what was kept, what was dropped and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.corpus.corpus import Corpus


def close(corpus: Corpus, dropped: pd.DataFrame, max_dropped: int | None) -> None:
    """Print the last line of a command over a corpus; raises as `say`."""
    total = len(corpus) + len(corpus.versions) + len(corpus.read_dropped)
    say(total, dropped["reason"], max_dropped)


def say(total: int, reasons: pd.Series[str], max_dropped: int | None) -> None:
    """Print how much came in, was kept, and was dropped for these reasons.

    Raises:
        typer.Exit: with 1, if more was dropped than allowed.
    """
    gone = len(reasons)
    typer.echo(f"{total:,} came in, {total - gone:,} kept, {gone:,} dropped ({_why(reasons)})")
    if max_dropped is not None and gone > max_dropped:
        raise typer.Exit(1)


def _why(reasons: pd.Series[str], most: int = 5) -> str:
    """Reasons with how often each came, without what differs from row to row."""
    if reasons.empty:
        return "nothing"
    kinds = (
        reasons.str.split(":").str[0].str.replace(r"^(?:record|row|line) \d+", "a row", regex=True)
    )
    counts = kinds.str.split("(").str[0].str.strip().value_counts()
    named = [f"{n:,} {reason}" for reason, n in counts.head(most).items()]
    others = int(counts.iloc[most:].sum())
    return "; ".join([*named, f"{others:,} for other reasons"] if others else named)
