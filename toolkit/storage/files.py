"""Files that are there whole or not at all, in a local folder or wherever fsspec reaches."""

from __future__ import annotations

import errno
import uuid
from pathlib import Path
from typing import Any

import fsspec


def put(root: str | Path, name: str, data: bytes) -> None:
    """Write one file below a root, whole or not at all.

    Args:
        root: a folder, or a URL that fsspec knows ("s3://bucket/folder").
        name: path below it, with slashes.
        data: all its bytes.

    Raises:
        OSError: it cannot be written; says so where the disk is full.

    Example:
        >>> put("memory://example", "a/b.txt", b"It rained.")
        >>> get("memory://example", "a/b.txt")
        b'It rained.'
    """
    system, base = _at(root)
    if _is_local(system):
        _replaced(Path(base) / name, data)
    else:
        system.pipe_file(f"{base}/{name}", data)


def get(root: str | Path, name: str) -> bytes:
    """All bytes of one file below a root.

    Raises:
        FileNotFoundError: it is not there.
    """
    system, base = _at(root)
    return bytes(system.cat_file(f"{base}/{name}"))


def drop(root: str | Path, name: str) -> None:
    """Remove one file below a root, if it is there."""
    system, base = _at(root)
    if system.exists(f"{base}/{name}"):
        system.rm_file(f"{base}/{name}")


def _at(root: str | Path) -> tuple[Any, str]:
    system, base = fsspec.url_to_fs(str(root))
    return system, base.rstrip("/")


def _is_local(system: Any) -> bool:
    return "file" in (system.protocol if isinstance(system.protocol, tuple) else [system.protocol])


def _replaced(path: Path, data: bytes) -> None:
    """Written beside and renamed into place."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{uuid.uuid4().hex}.writing")
        try:
            beside.write_bytes(data)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise OSError(
            error.errno,
            f"the disk of {path.parent.absolute()} is full: make room and do the same again; "
            "all whole parts are kept",
        ) from error
