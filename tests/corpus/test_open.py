"""Opening a corpus: however it is named, read once, kept where it may be, nothing lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import toolkit as tk
from tests.annotators import Counter
from tests.conftest import ARTICLES
from toolkit.collect import RawFile
from toolkit.corpus import article_store
from toolkit.corpus import open as opening

TITLES = ["Ferry runs again", "Council raises tax", "Cat stuck in a tree"]


@pytest.fixture
def normalized(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were normalized, as it happens."""
    seen: list[str] = []
    ours = article_store.parse_all

    def counting(files: Sequence[RawFile], *given: Any) -> object:
        seen.extend(raw.name for raw in files)
        return ours(files, *given)

    monkeypatch.setattr(article_store, "parse_all", counting)
    return seen


def asked(plain: Path) -> dict[str, object]:
    files = [plain / name for name in ARTICLES]
    return {
        "folder": plain,
        "text": str(plain),
        "glob": str(plain / "**" / "*.*"),
        "list": files,
        "strings": [str(f) for f in files],
        "generator": iter(files),
        "mixed": [plain / "courier", plain / "flare" / "*.txt"],
    }


@pytest.mark.parametrize("how", list(asked(Path())))
def test_files_are_read_however_they_are_named(how: str, plain: Path, counter: Counter) -> None:
    corpus = tk.read(asked(plain)[how], counter)  # type: ignore[arg-type]
    assert sorted(corpus.articles["title"]) == sorted(TITLES)
    assert corpus.read_dropped.empty


def test_one_file_and_a_corpus_folder(folder: Path, counter: Counter) -> None:
    assert len(tk.read(folder / "raw" / "courier" / "tax.md", counter)) == 1
    for corpus in (tk.read(folder, counter), tk.open(folder, counter)):
        assert corpus.config.title == "Tiny"
        assert set(corpus.articles["outlet"]) == {"The Courier", "The Flare"}
        assert corpus.home == folder


def test_folders_name_outlets_under_a_pattern_too(plain: Path, counter: Counter) -> None:
    corpus = tk.read(str(plain / "*" / "*"), counter)
    assert set(corpus.articles["outlet"]) == {"courier", "flare"}


def test_relative_paths_are_those_of_the_folder_one_works_in(
    folder: Path, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, path in ((folder.parent, folder.name), (folder, "raw"), (folder.parent, "corpus")):
        monkeypatch.chdir(place)
        assert len(tk.open(path, counter).articles) == 3


@pytest.mark.parametrize("missing", ["nowhere", "no*where/*.md", "empty"])
def test_nothing_there_says_what_was_asked_for(missing: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".hidden.txt").write_text("x")
    with pytest.raises(FileNotFoundError, match=missing.replace("*", r"\*")):
        tk.read(tmp_path / missing)
    with pytest.raises(FileNotFoundError, match="empty list"):
        tk.read([])


def test_an_empty_corpus_folder_has_all_frames(tmp_path: Path, counter: Counter) -> None:
    (tmp_path / "corpus.toml").write_text("")
    corpus = tk.open(tmp_path, counter)
    frames = [corpus.articles, corpus.mentions, corpus.quotes, corpus.sources, corpus.dropped]
    assert [len(f) for f in frames] == [0] * 5


def test_ids_do_not_depend_on_when_where_and_in_what_order(
    plain: Path, tmp_path: Path, counter: Counter
) -> None:
    first = tk.read(plain, counter).articles
    files = [plain / name for name in ARTICLES]
    for order in (files, files[::-1]):
        again = tk.read(order, counter).articles
        assert dict(zip(again["title"], again["article_id"], strict=True)) == dict(
            zip(first["title"], first["article_id"], strict=True)
        )
    moved = plain.rename(tmp_path / "elsewhere")
    assert list(tk.read(moved, counter).articles["article_id"]) == list(first["article_id"])


def test_a_second_read_makes_nothing_anew(folder: Path, normalized: list[str]) -> None:
    one, two = Counter(), Counter()
    first, second = tk.open(folder, one), tk.open(folder, two)
    pd.testing.assert_frame_equal(first.quotes, second.quotes)
    pd.testing.assert_frame_equal(first.articles, second.articles)
    assert len(normalized) == len(one.seen) == 3
    assert two.seen == []


def test_a_changed_file_alone_is_read_again(folder: Path, normalized: list[str]) -> None:
    one, two = Counter(), Counter()
    assert len(tk.open(folder, one).quotes) == 3
    cat = folder / "raw" / "flare" / "cat.txt"
    cat.write_text(ARTICLES["flare/cat.txt"].replace("two days", "three days"), encoding="utf-8")
    (folder / "raw" / "courier" / "tax.md").unlink()
    normalized.clear()
    changed = tk.open(folder, two)
    assert len(changed.quotes) == 2
    assert normalized == ["flare/cat.txt"]
    assert len(two.seen) == 1
    assert "three days" in two.seen[0]


def test_a_folder_that_cannot_be_written_keeps_its_parts_in_the_cache(
    folder: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch, counter: Counter
) -> None:
    monkeypatch.setattr(opening.os, "access", lambda path, mode: False)
    before = sorted(folder.rglob("*"))
    corpus = tk.open(folder, counter)
    assert len(corpus.quotes) == 3
    assert sorted(folder.rglob("*")) == before
    assert own_cache in corpus.home.parents


def test_the_cache_is_where_the_user_says(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counter: Counter
) -> None:
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path / "mine"))
    before = sorted(plain.rglob("*"))
    _ = tk.read(plain, counter).quotes
    assert list((tmp_path / "mine").rglob("*.parquet"))
    assert sorted(plain.rglob("*")) == before


def test_whatever_came_in_is_an_article_or_dropped_with_a_reason(
    plain: Path, counter: Counter
) -> None:
    (plain / "empty.txt").write_bytes(b"")
    (plain / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    (plain / "double.md").write_text(ARTICLES["courier/tax.md"])
    (plain / "photo.jpg").write_bytes(b"\xff\xd8")
    (plain / "later.pdf").write_bytes(b"%PDF-1.7")
    corpus = tk.read(plain, counter)
    reasons = dict(zip(corpus.dropped["source_file"], corpus.dropped["reason"], strict=True))
    assert {name: reason.split(":")[0] for name, reason in reasons.items()} == {
        "empty.txt": "empty",
        "picture.txt": "binary",
        "double.md": "same article",
        "photo.jpg": "not an article",
        "later.pdf": "PDF broken",
    }
    assert len(corpus) == 3


def test_of_one_address_the_newest_is_kept(tmp_path: Path, counter: Counter) -> None:
    page = '{"url": "https://a.example/one", "title": "T", "text": "Version %s.", "date": "%s"}'
    for name, day in (("a", "2025-03-04"), ("b", "2025-03-06"), ("c", "2025-03-05")):
        (tmp_path / f"{name}.json").write_text(page % (name, day))
    corpus = tk.read(tmp_path, counter)
    assert list(corpus.articles["text"]) == ["Version b."]
    assert corpus.dropped.empty
    assert list(corpus.versions["text"]) == ["Version a.", "Version c."]
    assert set(corpus.versions["version_of"]) == set(corpus.articles["article_id"])
    assert corpus.articles["warnings"].item()[-2:] == [
        "earlier version: a.json",
        "earlier version: c.json",
    ]


def test_the_same_file_named_twice_is_no_second_article(plain: Path, counter: Counter) -> None:
    copy = plain / "copy" / "tax.md"
    copy.parent.mkdir()
    copy.write_text(ARTICLES["courier/tax.md"])
    corpus = tk.read([plain / "courier" / "tax.md", copy], counter)
    assert len(corpus) == 1
    assert corpus.dropped["reason"].str.startswith("same file: ").tolist() == [True]
