"""Files written whole or not at all, in a local folder or wherever fsspec reaches."""

from __future__ import annotations

import errno
import uuid
from pathlib import Path
from typing import Any

import fsspec


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
    if _is_local(system):
        write_whole(Path(base) / name, data)
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


def write_whole(path: Path, data: bytes) -> None:
    """Write a local file under a temporary name and rename it into place; errors as in `put`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{uuid.uuid4().hex}.writing")
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise OSError(
            error.errno,
            f"the disk of {path.parent.absolute()} is full: make room and do the same again; "
            "all whole files are kept",
        ) from error


def _file_system(root: str | Path) -> tuple[Any, str]:
    system, base = fsspec.url_to_fs(str(root))
    return system, base.rstrip("/")


def _is_local(system: Any) -> bool:
    protocols = system.protocol if isinstance(system.protocol, tuple) else [system.protocol]
    return "file" in protocols
