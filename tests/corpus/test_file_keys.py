"""Keys of files that did not change: the same, without reading them; of others, new ones."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import toolkit as tk
from toolkit.annotate import Pipeline
from toolkit.collect.files import RawFile
from toolkit.corpus import file_keys


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of five files."""
    monkeypatch.setattr(file_keys, "_RECENT", 0)
    made = tmp_path / "corpus"
    (made / "raw").mkdir(parents=True)
    (made / "corpus.toml").write_text('title = "Ferries"\n')
    for i in range(4):
        (made / "raw" / f"{i}.txt").write_text(f"Ferry {i}\n\nIt ran {i} times on that day.\n")
    (made / "raw" / os.fsdecode(b"no-\xff-character.txt")).write_text("Boat\n\nIt never ran.\n")
    return made


def titles(folder: Path) -> list[str]:
    return sorted(tk.open(folder, Pipeline()).articles["title"])


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of files whose bytes are asked for."""
    names: list[str] = []
    data = RawFile.read

    def noted(raw: RawFile) -> bytes:
        names.append(raw.name)
        return data(raw)

    monkeypatch.setattr(RawFile, "read", noted)
    return names


def test_what_did_not_change_is_not_read(folder: Path, read: list[str]) -> None:
    first = titles(folder)
    assert len(set(read)) == 5
    read.clear()
    assert titles(folder) == first
    assert read == []


def test_a_change_is_seen_whatever_the_times_say(folder: Path, read: list[str]) -> None:
    titles(folder)
    file = folder / "raw" / "2.txt"
    before = file.stat()
    file.write_text(file.read_text().replace("Ferry", "Liner"))  # of the same length
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    read.clear()
    assert titles(folder) == ["Boat", "Ferry 0", "Ferry 1", "Ferry 3", "Liner 2"]
    assert set(read) == {"2.txt"}


def test_a_file_that_has_just_changed_is_read_again(
    folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_keys, "_RECENT", 60 * 10**9)
    titles(folder)
    read.clear()
    titles(folder)
    assert len(set(read)) == 5


@pytest.mark.parametrize("damage", [b"", b"PAR1 and nothing more"])
def test_what_was_kept_may_be_damaged(folder: Path, damage: bytes) -> None:
    first = titles(folder)
    (folder / "log" / "files.json").write_bytes(damage)
    assert titles(folder) == first


def test_files_come_and_go(folder: Path, read: list[str]) -> None:
    titles(folder)
    shutil.move(folder / "raw" / "0.txt", folder / "raw" / "5.txt")
    (folder / "raw" / "1.txt").unlink()
    (folder / "raw" / "6.txt").write_text("Ferry 6\n\nIt ran 6 times on that day.\n")
    read.clear()
    assert titles(folder) == ["Boat", "Ferry 0", "Ferry 2", "Ferry 3", "Ferry 6"]
    assert set(read) == {"5.txt", "6.txt"}


def test_a_disk_that_takes_no_more(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    first = titles(folder)
    (folder / "log" / "files.json").unlink()
    monkeypatch.setattr(file_keys, "put", full)
    assert titles(folder) == first


@pytest.mark.parametrize("text", ["", "[1]", "3", '{"0.txt": 3, "1.txt": []}', "[" * 99_999])
def test_a_cache_that_somebody_made_up_is_left(folder: Path, text: str) -> None:
    assert len(titles(folder)) == 5
    (folder / "log" / "files.json").write_text(text, encoding="utf-8")
    assert len(titles(folder)) == 5
