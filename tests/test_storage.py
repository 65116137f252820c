"""Files whole or not at all, here and elsewhere."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest

from toolkit import storage
from toolkit.storage import drop, get, put


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


class Full(io.FileIO):
    """A file on a disk with room for three bytes."""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        super().write(data[:3])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_named_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "part", b"older")
    monkeypatch.setattr(storage.os, "fdopen", lambda handle, mode: Full(handle, mode))
    with pytest.raises(OSError, match=f"the disk of {tmp_path} is full: make room"):
        put(tmp_path, "part", b"newer and longer")
    assert [p.name for p in tmp_path.iterdir()] == ["part"]
    assert get(tmp_path, "part") == b"older"
