"""Options and arguments of several commands, and the last line that they print.

The line says how much came in, was kept and was dropped, and why.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option, echo

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.corpus.corpus import Corpus

Folder = Annotated[Path, Argument(help="A corpus folder, or any folder or file of articles.")]
MaxDropped = Annotated[
    int | None, Option("--max-dropped", help="Exit with 1 if more than this was dropped.")
]
Workers = Annotated[
    int | None,
    Option(min=1, help="Number of processes; by default one per core for large corpora."),
]


def close(corpus: Corpus, dropped: pd.DataFrame, max_dropped: int | None) -> None:
    """Print the last line of a command that reads a corpus; raises as `say`."""
    total = len(corpus) + len(corpus.versions) + len(corpus.read_dropped)
    say(total, dropped["reason"], max_dropped)


def say(total: int, reasons: pd.Series[str], max_dropped: int | None) -> None:
    """Print how much came in, was kept, and was dropped for these reasons.

    Raises:
        Exit: with 1, if more was dropped than allowed.
    """
    gone = len(reasons)
    kept = f"{total:,} came in, {total - gone:,} kept"
    echo(f"{kept}, {dropped_in_words(Counter(reasons))}")
    if max_dropped is not None and gone > max_dropped:
        raise Exit(1)


def dropped_in_words(reasons: dict[str, int]) -> str:
    """How much was dropped and the most frequent reasons, without details that differ by row.

    Example:
        >>> dropped_in_words({"record 1 has no text: a.csv": 1, "record 2 has no text: b.csv": 1})
        '2 dropped (2 a row has no text)'
    """
    counts: Counter[str] = Counter()
    for reason, n in reasons.items():
        kind = re.sub(r"^(?:record|row|line) \d+", "a row", reason.split(":")[0])
        counts[kind.split("(")[0].strip()] += n
    named = [f"{n:,} {kind}" for kind, n in counts.most_common(5)]
    others = counts.total() - sum(n for _, n in counts.most_common(5))
    why = "; ".join([*named, f"{others:,} for other reasons"] if others else named)
    return f"{counts.total():,} dropped" + (f" ({why})" if why else "")
