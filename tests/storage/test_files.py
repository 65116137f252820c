"""Files whole or not at all, here and elsewhere."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from toolkit.storage.files import drop, get, put


@pytest.mark.parametrize("scheme", ["", "file://", "memory://"])
def test_what_was_put_is_got_and_dropped(scheme: str, tmp_path: Path) -> None:
    root = f"{scheme}{tmp_path}"
    put(root, "a/b.txt", b"one")
    put(root, "a/b.txt", b"two")
    assert get(root, "a/b.txt") == b"two"
    drop(root, "a/b.txt")
    drop(root, "a/b.txt")
    with pytest.raises(FileNotFoundError):
        get(root, "a/b.txt")


def full(path: Path, data: bytes) -> int:
    """A disk with room for three bytes."""
    with path.open("wb") as stream:
        stream.write(data[:3])
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_named_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "part", b"older")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match=f"the disk of {tmp_path} is full: make room"):
        put(tmp_path, "part", b"newer and longer")
    assert [p.name for p in tmp_path.iterdir()] == ["part"]
    assert get(tmp_path, "part") == b"older"
