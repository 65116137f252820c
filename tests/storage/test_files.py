"""Files whole or not at all, here and elsewhere."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

import toolkit as tk
from toolkit.cli import app
from toolkit.storage.files import FORMAT, FORMAT_FILE, drop, get, put


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


def test_a_folder_in_place_of_a_file_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "a.txt" / "b").mkdir(parents=True)
    put(tmp_path, "a.txt", b"one")
    assert get(tmp_path, "a.txt") == b"one"
    assert len([*tmp_path.glob("a.txt.*.damaged/b")]) == 1


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


@pytest.mark.parametrize("command", ["info", "annotate", "report"])
def test_a_corpus_of_a_later_version_is_refused(
    folder: Path, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tk.open(folder)
    (folder / FORMAT_FILE).write_text(str(FORMAT + 1), encoding="utf-8")
    where = ["--corpus", str(folder)] if command == "report" else [str(folder)]
    told = CliRunner().invoke(app, [command, *where]).exception
    assert isinstance(told, ValueError)
    assert "later version" in str(told)
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize("kept", ["", "0", "\0", "soon"])
def test_what_this_version_knows_is_opened_and_noted(folder: Path, kept: str) -> None:
    (folder / "log").mkdir()
    (folder / FORMAT_FILE).write_text(kept, encoding="utf-8")
    assert len(tk.open(folder)) == 3
    assert (folder / FORMAT_FILE).read_text(encoding="utf-8") == str(FORMAT)
