"""Files written whole or not at all, in a local folder or wherever fsspec reaches."""

from __future__ import annotations

import errno
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

FORMAT = 1
"""Raised by one whenever an older toolkit would misread what this one stores."""
FORMAT_FILE = "log/layout"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def put(root: str | Path, name: str, data: bytes) -> None:
    """Write a file below a root, whole or not at all.

    Args:
        root: a folder, or a URL that fsspec knows ("s3://bucket/folder").
        name: the path below it, with slashes.
        data: the content.

    Raises:
        OSError: the file cannot be written; says so if the disk is full.

    Example:
        >>> put("memory://example", "a/b.txt", b"It rained.")
        >>> get("memory://example", "a/b.txt")
        b'It rained.'
    """
    system, base = _file_system(root)
    if isinstance(system, LocalFileSystem):
        _write_whole(Path(base) / name, data)
    else:
        system.pipe_file(f"{base}/{name}", data)


def get(root: str | Path, name: str) -> bytes:
    """The content of a file below a root.

    Raises:
        FileNotFoundError: there is no such file.
    """
    system, base = _file_system(root)
    return bytes(system.cat_file(f"{base}/{name}"))


def drop(root: str | Path, name: str) -> None:
    """Remove a file below a root, if it exists."""
    system, base = _file_system(root)
    if system.exists(f"{base}/{name}"):
        system.rm_file(f"{base}/{name}")


def _write_whole(path: Path, data: bytes) -> None:
    """Write a local file under a temporary name and rename it into place.

    A folder of that name, which only somebody else can have made, is set aside.
    """
    with naming_full_disk(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{uuid.uuid4().hex}.writing")
        try:
            temporary.write_bytes(data)
            if path.is_dir():
                path.rename(path.with_name(f"{path.name}.{uuid.uuid4().hex}.damaged"))
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


@contextmanager
def naming_full_disk(folder: Path) -> Iterator[None]:
    """Turn the errors of a full disk into one that names the disk."""
    try:
        yield
    except OSError as error:
        if is_full_disk(error):
            raise full_disk(folder) from error
        raise


def is_full_disk(error: BaseException) -> bool:
    """Whether an error says that there is no free space."""
    return isinstance(error, OSError) and error.errno in _FULL


def full_disk(folder: Path) -> OSError:
    """The error for a disk without free space."""
    return OSError(
        errno.ENOSPC,
        f"the disk of {folder.absolute()} is full: make room and do the same again; "
        "all whole files are kept",
    )


def _file_system(root: str | Path) -> tuple[Any, str]:
    system, base = fsspec.url_to_fs(str(root))
    return system, base.rstrip("/")


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
        ...     (Path(home) / FORMAT_FILE).read_text()
        '1'
    """
    path = home / FORMAT_FILE
    noted = path.read_text(errors="replace").strip() if path.is_file() else ""
    if noted.isdecimal() and int(noted) > FORMAT:
        raise ValueError(
            f"{home} is from a later version of the toolkit (format {noted}, "
            f"known up to {FORMAT}): update the toolkit to open it"
        )
    if noted != str(FORMAT):
        with suppress(OSError):  # a read-only folder is read all the same
            put(home, FORMAT_FILE, str(FORMAT).encode())
