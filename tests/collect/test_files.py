"""Files: found however they are named, unpacked, bounded, never a surprise."""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path

import pytest

import toolkit as tk
from tests.annotators import Counter
from toolkit.collect import RawFile, files, find_files


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"A title\n\nThis is the text of {name}.", encoding="utf-8")


FOUND = [
    ("", ["a.md", "b/c.txt", "b/d e.html", "b/ü.md", "z[1].txt"]),
    ("*.md", ["a.md"]),
    ("b/*", ["c.txt", "d e.html", "ü.md"]),
    ("*/*.txt", ["b/c.txt"]),
    ("**/*.md", ["a.md", "b/ü.md"]),
    ("b/[cd]*", ["c.txt", "d e.html"]),
    ("z[1].txt", ["z[1].txt"]),
    ("b/c.txt", ["c.txt"]),
]


@pytest.mark.parametrize(("asked", "names"), FOUND)
def test_found_in_the_order_of_their_names(asked: str, names: list[str], tmp_path: Path) -> None:
    put(tmp_path, "a.md", "b/c.txt", "b/d e.html", "b/ü.md", "z[1].txt")
    put(tmp_path, ".hidden", ".git/x.md", "b/.y.txt")
    assert [raw.name for raw in find_files(tmp_path / asked)] == names


def test_what_is_about_the_articles_is_no_article(tmp_path: Path) -> None:
    put(tmp_path, "README.md", "corpus.toml", "raw/a.md", "raw/readme.md")
    assert [raw.name for raw in find_files(tmp_path)] == ["a.md"]


def test_a_list_finds_each_file_once(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "b/c.txt")
    found = find_files([tmp_path / "a.md", tmp_path, str(tmp_path / "*.md")])
    assert sorted(raw.path.name for raw in found) == ["a.md", "c.txt"]


@pytest.mark.parametrize("asked", ["nowhere", "no*.md", "empty"])
def test_nothing_found_says_what_was_asked_for(asked: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileNotFoundError, match="Nothing to read") as caught:
        find_files(tmp_path / asked)
    assert asked in str(caught.value)


SUFFIXES = [
    ("a.HTML", "html"),
    ("a.html.gz", "html"),
    ("a.json.GZ", "json"),
    ("a", ""),
    ("a.gz", ""),
    ("2025-03-04.txt", "txt"),
]


@pytest.mark.parametrize(("name", "suffix"), SUFFIXES)
def test_suffix(name: str, suffix: str) -> None:
    assert RawFile(Path(name), name).suffix == suffix


def test_a_packed_file_is_read_as_what_it_holds(tmp_path: Path, counter: Counter) -> None:
    packed = gzip.compress(b"# A title\n\nPacked words are words, the editor said.")
    (tmp_path / "a.md.gz").write_bytes(packed)
    (tmp_path / "b.md").write_bytes(packed)
    corpus = tk.read(tmp_path, counter)
    assert list(corpus.articles["title"]) == ["A title"]
    assert len(corpus.read_dropped) == 1


BOUND = 1000


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("large.txt", b"word " * BOUND, "over 64 MB"),
        ("bomb.txt.gz", gzip.compress(b"\0" * 10**7), "over 64 MB"),
        ("cut.txt.gz", gzip.compress(os.urandom(500))[:300], "cannot be opened"),
        ("broken.txt.gz", b"\x1f\x8b" + bytes(50), "cannot be opened"),
        ("bombs.gz", gzip.compress(gzip.compress(b"\0" * 10**7)), "binary"),
    ],
)
def test_too_large_or_broken_is_dropped_and_the_rest_is_read(
    name: str, data: bytes, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", BOUND if "bombs" not in name else 20 * BOUND)
    put(tmp_path, "good.txt")
    (tmp_path / name).write_bytes(data)
    corpus = tk.read(tmp_path, Counter())
    assert list(corpus.articles["source_file"]) == ["good.txt"]
    assert corpus.read_dropped["source_file"].tolist() == [name]
    assert corpus.read_dropped["reason"].item().startswith(reason)


def test_a_file_that_cannot_be_opened_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "good.txt", "secret.txt")
    ours = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "secret.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return ours(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    corpus = tk.read(tmp_path, Counter())
    assert len(corpus) == 1
    assert corpus.read_dropped["reason"].tolist() == ["cannot be opened: Permission denied"]


def test_a_folder_that_cannot_be_looked_into_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "good.txt", "secret/one.txt")
    ours = os.scandir

    def refused(path: Path) -> object:
        if Path(path).name == "secret":
            raise PermissionError(13, "Permission denied", str(path))
        return ours(path)

    monkeypatch.setattr(os, "scandir", refused)
    corpus = tk.read(tmp_path, Counter())
    assert len(corpus) == 1
    assert corpus.read_dropped["source_file"].tolist() == ["secret"]
    assert corpus.read_dropped["reason"].item().startswith("cannot be opened: ")


def test_what_a_browser_saved_beside_a_page_is_left_out_unless_asked_for(tmp_path: Path) -> None:
    put(tmp_path, "Ferry.html", "Ferry_files/frame.html", "Ferry_files/more/one.html")
    assert [raw.name for raw in find_files(tmp_path)] == ["Ferry.html"]
    asked = find_files(tmp_path / "Ferry_files")
    assert [raw.name for raw in asked] == ["frame.html", "more/one.html"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights that few have on Windows")
def test_links_and_pipes_are_rows(tmp_path: Path, counter: Counter) -> None:
    put(tmp_path, "a/one.txt")
    (tmp_path / "a" / "back").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "folder").symlink_to(tmp_path / "a")
    os.mkfifo(tmp_path / "c" / "pipe.warc")
    corpus = tk.read(tmp_path, counter)
    assert corpus.articles["source_file"].tolist() == ["a/one.txt"]
    assert dict(corpus.read_dropped[["source_file", "reason"]].itertuples(index=False)) == {
        "a/back": "cannot be opened: a link to a folder, which is not followed: "
        "put the folder here instead",
        "c/folder": "cannot be opened: a link to a folder, which is not followed: "
        "put the folder here instead",
        "c/pipe.warc": "cannot be opened: no file of data, but a pipe, socket or device",
        "nowhere": "cannot be opened: No such file or directory",
        "self": "cannot be opened: Too many levels of symbolic links",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights that few have on Windows")
def test_links_that_lead_out_of_a_corpus_are_said(tmp_path: Path, counter: Counter) -> None:
    put(tmp_path, "corpus/raw/a.txt", "corpus/more/b.txt", "secret.txt", "secret.zip")
    raw = tmp_path / "corpus" / "raw"
    (tmp_path / "corpus" / "corpus.toml").touch()
    (raw / "b.txt").symlink_to(tmp_path / "corpus" / "more" / "b.txt")
    for name in ("secret.txt", "secret.zip"):
        (raw / name).symlink_to(tmp_path / name)
    corpus = tk.open(tmp_path / "corpus", counter)
    assert sorted(corpus.articles["source_file"]) == ["a.txt", "b.txt"]
    said = dict.fromkeys(
        ("secret.txt", "secret.zip"),
        "cannot be opened: a link that leads out of the corpus folder",
    )
    dropped = corpus.read_dropped
    assert dict(zip(dropped["source_file"], dropped["reason"], strict=True)) == said


ODD = ["sp ace.txt", "quote'\".txt", "日本.txt", "e\u0301.txt", "🚤.txt", "a&b;c.txt", "%20.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_names_with_odd_characters(tmp_path: Path, counter: Counter) -> None:
    put(tmp_path, *ODD)
    corpus = tk.read(tmp_path, counter)
    assert sorted(corpus.articles["source_file"]) == sorted(ODD)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_text(tmp_path: Path, counter: Counter) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("A title\n\nIt was read all the same.")
    (tmp_path / os.fsdecode(b"bad\xff.txt")).write_bytes(b"")
    corpus = tk.read(tmp_path, counter)
    assert corpus.articles["source_file"].tolist() == ["caf�.txt"]
    assert corpus.dropped["source_file"].tolist() == ["bad�.txt"]


def test_the_key_is_of_name_and_content(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt")
    a, b = find_files(tmp_path)
    keys = {a.key(), b.key(), RawFile(a.path, b.name).key(), RawFile(b.path, a.name).key()}
    assert len(keys) == 4
    assert RawFile(a.path, a.name).key() == a.key()
