"""The version of the storage format of a corpus folder."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from toolkit.storage.files import put

FORMAT = 1
"""Raised by one whenever an older toolkit would misread what this one stores."""
NAME = "log/layout"


def check_format_version(home: Path) -> None:
    """Check that this toolkit can read a folder, and note the version there if possible.

    Args:
        home: folder for derived data.

    Raises:
        ValueError: a later version of the toolkit has written into it.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as home:
        ...     check_format_version(Path(home))
        ...     (Path(home) / NAME).read_text()
        '1'
    """
    path = home / NAME
    noted = path.read_text(errors="replace").strip() if path.is_file() else ""
    if noted.isdecimal() and int(noted) > FORMAT:
        raise ValueError(
            f"{home} is from a later version of the toolkit (format {noted}, "
            f"known up to {FORMAT}): update the toolkit to open it"
        )
    if noted != str(FORMAT):
        with suppress(OSError):  # a read-only folder is read all the same
            put(home, NAME, str(FORMAT).encode())
