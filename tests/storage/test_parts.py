"""Parquet parts: a whole part or none, each key once, versions apart."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from toolkit.storage import parts as store
from toolkit.storage.parts import KEY, Damaged, Parts, batches, keyed

SCHEMA = pa.schema([(KEY, pa.string()), ("word", pa.string())])


def parts(root: Path, version: str = "v1") -> Parts:
    return Parts(root, {"log": SCHEMA, "words": SCHEMA}, version)


def frames_of(*rows: tuple[str, str]) -> dict[str, pd.DataFrame]:
    made = pd.DataFrame(list(rows), columns=[KEY, "word"])
    return {"log": made.iloc[:0], "words": made}


def words(kept: Parts, *keys: str) -> list[str]:
    return sorted(kept.read("words", keys)["word"])


def test_what_was_appended_is_read_by_its_keys(tmp_path: Path) -> None:
    kept = parts(tmp_path)
    kept.append(frames_of(("a", "one"), ("a", "two"), ("b", "three")), ["a", "b", "nothing"])
    assert kept.done() == {"a", "b", "nothing"}
    assert words(kept, "a") == ["one", "two"]
    assert words(kept, "b", "nothing", "unknown") == ["three"]
    assert kept.read("words", []).columns.tolist() == [KEY, "word"]
    asked = [["a"], ["a", "b"], ["a", "b", "nothing"], ["a", "unknown"], []]
    assert [kept.count("words", keys) for keys in asked] == [2, 3, 3, 2, 0]


def test_parts_whose_columns_had_another_order_are_read_with_the_others(tmp_path: Path) -> None:
    turned = pa.schema([*reversed(SCHEMA)])
    Parts(tmp_path, {"log": turned, "words": turned}, "v1").append(frames_of(("a", "one")), ["a"])
    kept = parts(tmp_path)
    kept.append(frames_of(("b", "two")), ["b"])
    assert kept.read("words", ["a", "b"]).columns.tolist() == SCHEMA.names
    assert words(kept, "a", "b") == ["one", "two"]


@pytest.mark.parametrize("at", [0, 1])
def test_a_run_killed_while_it_writes_leaves_nothing(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = parts(tmp_path)
    written = iter(range(2))
    write = store.pq.write_table

    def killed(*args: object, **options: object) -> None:
        if next(written) == at:
            raise KeyboardInterrupt
        write(*args, **options)

    monkeypatch.setattr(store.pq, "write_table", killed)
    with pytest.raises(KeyboardInterrupt):
        kept.append(frames_of(("a", "one")), ["a"])
    monkeypatch.undo()
    assert kept.done() == set()
    assert words(kept, "a") == []
    assert not list(tmp_path.rglob("*.writing"))
    kept.append(frames_of(("a", "one")), ["a"])
    assert words(kept, "a") == ["one"]


@pytest.mark.parametrize("folder", ["log", "words"])
def test_a_part_that_lost_one_of_its_frames_does_not_count(folder: str, tmp_path: Path) -> None:
    kept = parts(tmp_path)
    kept.append(frames_of(("a", "one")), ["a"])
    next((tmp_path / folder).rglob("*.parquet")).unlink()
    assert kept.done() == set()
    assert words(kept, "a") == []


@pytest.mark.parametrize("folder", ["log", "words"])
@pytest.mark.parametrize("how", ["empty", "cut", "changed"])
def test_a_damaged_part_is_named_set_aside_and_made_again(
    folder: str, how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, rows = parts(tmp_path), frames_of(("a", "one"))
    kept.append({**rows, "log": rows["words"]}, ["a"])
    part = next((tmp_path / folder).rglob("*.parquet"))
    whole = part.read_bytes()
    turned = whole[:30] + bytes(b ^ 255 for b in whole[30:34]) + whole[34:]
    part.write_bytes({"empty": b"", "cut": whole[:-9], "changed": turned}[how])
    with suppress(Damaged):
        kept.read(folder, ["a"])
    assert kept.done() == set()
    assert part.name in capsys.readouterr().err
    assert part.with_suffix(".damaged").is_file()
    kept.append(rows, ["a"])
    assert words(kept, "a") == ["one"]


METADATA = ["{", "7", "[" * 9999]


def crafted(path: Path, how: str) -> None:
    """Put something in place of a part that can be read, but is none."""
    table = store.pq.read_table(path)
    keys = table.schema.metadata
    tables = {
        "no key": table.drop_columns([KEY]),
        "other types": pa.table({KEY: [1], "word": [[2]]}, metadata=keys),
        "more columns": table.append_column("more", pa.array(["x"])),
        "no metadata": table.replace_schema_metadata(None),
    }
    tables |= {m: table.replace_schema_metadata({b"toolkit_keys": m}) for m in METADATA}
    path.unlink()
    if how in tables:
        store.pq.write_table(tables[how], path)
    else:
        path.mkdir()


CRAFTED = ["no key", "other types", "more columns", "no metadata", *METADATA, "folder"]


@pytest.mark.parametrize("how", CRAFTED)
@pytest.mark.parametrize("folder", ["log", "words"])
def test_a_part_that_somebody_made_up_is_damaged(folder: str, how: str, tmp_path: Path) -> None:
    kept = parts(tmp_path)
    rows = {"log": frames_of(("a", "one"))["words"], "words": frames_of(("a", "one"))["words"]}
    kept.append(rows, ["a"])
    crafted(next((tmp_path / folder).rglob("*.parquet")), how)
    with suppress(Damaged):
        kept.read(folder, ["a"])
    if folder == "words" or how not in ("no metadata", *METADATA):
        assert kept.done() == set()
    kept.append(rows, ["a"])
    assert (words(kept, "a"), len(kept.read("log", ["a"]))) == (["one"], 1)


def test_versions_do_not_see_each_other(tmp_path: Path) -> None:
    one, two = parts(tmp_path, "v1"), parts(tmp_path, "v2")
    one.append(frames_of(("a", "old")), ["a"])
    assert two.done() == set()
    two.append(frames_of(("a", "new")), ["a"])
    assert (words(one, "a"), words(two, "a")) == (["old"], ["new"])


def test_a_key_in_two_parts_is_read_once(tmp_path: Path) -> None:
    kept = parts(tmp_path)
    for _ in range(2):
        kept.append(frames_of(("a", "one"), ("b", "two")), ["a", "b"])
    assert words(kept, "a", "b") == ["one", "two"]


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    def write(number: int) -> None:
        parts(tmp_path).append(frames_of((str(number), f"word {number}")), [str(number)])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    kept = parts(tmp_path)
    assert kept.done() == {str(n) for n in range(24)}
    assert len(words(kept, *kept.done())) == 24


def test_the_order_of_parts_changes_nothing(tmp_path: Path) -> None:
    read: list[list[str]] = []
    for seed in range(3):
        kept = parts(tmp_path / str(seed))
        rows = [(c, c * 2) for c in "abcdef"]
        random.Random(seed).shuffle(rows)
        for row in rows:
            kept.append(frames_of(row), [row[0]])
        read.append(words(kept, *"abcdef"))
    assert read[0] == read[1] == read[2] == [c * 2 for c in "abcdef"]


def test_a_key_stands_first_and_joined_columns_are_left_out() -> None:
    schema = pa.schema([("article_id", pa.string()), ("n", pa.int64())])
    assert keyed(schema, "article_id").names == [KEY, "n"]


@pytest.mark.parametrize(("size", "lengths"), [(1, [1] * 5), (2, [2, 2, 1]), (5, [5]), (9, [5])])
def test_batches_hold_all_in_order(size: int, lengths: list[int]) -> None:
    made = list(batches(range(5), size))
    assert [len(b) for b in made] == lengths
    assert [item for batch in made for item in batch] == list(range(5))
