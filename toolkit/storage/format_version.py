"""Which layout a corpus folder has: what a later version keeps is not read as if it were ours."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from toolkit.storage.files import put

LAYOUT = 1
"""Raised by one whenever an older toolkit would misread what this one keeps."""
NAME = "log/layout"


def hold_layout(home: Path) -> None:
    """Hold that this version reads what a folder keeps, and note the layout where it can.

    Args:
        home: folder that keeps what is derived.

    Raises:
        ValueError: a later version of the toolkit has written into it.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as home:
        ...     hold_layout(Path(home))
        ...     (Path(home) / NAME).read_text()
        '1'
    """
    path = home / NAME
    found = path.read_text(errors="replace").strip() if path.is_file() else ""
    if found.isdecimal() and int(found) > LAYOUT:
        raise ValueError(
            f"{home} is from a later version of the toolkit (layout {found}, "
            f"known up to {LAYOUT}): update the toolkit to open it"
        )
    if found != str(LAYOUT):
        with suppress(OSError):  # a folder that cannot be written is read all the same
            put(home, NAME, str(LAYOUT).encode())
