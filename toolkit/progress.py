"""Progress bars: shown to people, not written into logs and reports."""

from __future__ import annotations

import sys
from typing import Any

from tqdm import tqdm


def bar(total: int, what: str, unit: str) -> tqdm[Any]:
    """A progress bar that appears after two seconds, on a terminal or in a notebook.

    Example:
        >>> with bar(3, "reading", "files") as shown:
        ...     _ = shown.update(3)
    """
    watched = sys.stderr.isatty() or "ipykernel" in sys.modules
    return tqdm(total=total, desc=what, unit=f" {unit}", delay=2, disable=not watched)
