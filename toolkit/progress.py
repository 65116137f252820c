"""Progress bars: shown on terminals and in notebooks, kept out of logs and reports."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from tqdm import tqdm

Item = TypeVar("Item")


def bar(total: int, what: str, unit: str) -> tqdm[Any]:
    """A progress bar that appears after two seconds, on a terminal or in a notebook.

    Example:
        >>> with bar(3, "reading", "files") as progress:
        ...     _ = progress.update(3)
    """
    visible = sys.stderr.isatty() or "ipykernel" in sys.modules
    return tqdm(total=total, desc=what, unit=f" {unit}", delay=2, disable=not visible)


def track(items: Sequence[Item], what: str, unit: str) -> Iterator[Item]:
    """Iterate over items with a progress bar.

    Example:
        >>> [len(name) for name in track(["a.html", "b.txt"], "reading", "files")]
        [6, 5]
    """
    with bar(len(items), what, unit) as progress:
        for item in items:
            yield item
            progress.update()
