"""A run of annotation: what is new and nothing else, one at a time, said beforehand."""

from __future__ import annotations

import errno
import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock

import toolkit as tk
from tests.annotators import Counter
from tests.corpus.parallel.conftest import fill, kept_keys, left
from toolkit.corpus.parallel.batches import PendingTexts, make_batches
from toolkit.storage.parts import KEY


def test_what_is_new_is_annotated_and_nothing_else(tmp_path: Path) -> None:
    one, two = Counter(), Counter()
    tk.open(fill(tmp_path, 10), one).annotate()
    tk.open(fill(tmp_path, 3, first=10), two).annotate()
    assert (len(one.seen), len(two.seen)) == (10, 3)


def test_a_changed_annotator_says_what_changed_and_how_long_it_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tk.open(fill(tmp_path, 4), Counter("a-b-tagger")).annotate()
    assert capsys.readouterr().err == ""
    tk.open(tmp_path, Counter("a-c-other")).annotate()
    said = capsys.readouterr().err
    assert said.startswith("the annotator changed (lexicons, model): 4 articles, ")
    assert re.search(r"words to annotate, about 0:00:\d\d with 1 at work", said)
    tk.open(tmp_path, Counter("a-b-tagger")).annotate()
    assert capsys.readouterr().err == ""


def test_a_second_run_waits_and_annotates_nothing_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, others = tk.open(fill(tmp_path, 4), Counter()), Counter()
    waiting = tk.open(tmp_path, others)
    with FileLock(tmp_path / "log" / "annotate.lock", thread_local=False) as held:
        second = threading.Thread(target=waiting.annotate)
        second.start()
        while "waiting" not in capsys.readouterr().err:
            time.sleep(0.01)
        held.release()
        second.join(timeout=30)
    assert len(others.seen) == 4
    corpus.annotate()
    assert corpus.annotator.seen == []  # type: ignore[attr-defined]


LENGTHS = [5, 90_000, 30, 45_000, 300, *[50] * 450]


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_batches_hold_each_article_once_the_longest_first(workers: int) -> None:
    todo = pd.DataFrame({KEY: [f"{i:03}" for i in range(len(LENGTHS))], "n_words": LENGTHS})
    pieces = [p for _, p in todo.assign(title=None, text="x").groupby(todo.index // 90)]
    batches = list(make_batches(PendingTexts(len(todo), sum(LENGTHS), pieces), workers))
    assert sorted(key for b in batches for key in b.keys) == todo[KEY].tolist()
    assert sum(b.words for b in batches) == sum(LENGTHS)
    assert [b.words for b in batches[:2]] == [90_000, 45_000]
    assert all(len(b.keys) <= 200 and (b.words <= 40_000 or len(b.keys) == 1) for b in batches)
    assert all(len(b.keys) == len(b.texts) for b in batches)


def test_of_many_articles_few_are_in_memory_at_a_time() -> None:
    given = 0

    def pieces() -> Iterator[pd.DataFrame]:
        nonlocal given
        for i in range(100):
            given += 1
            yield pd.DataFrame({KEY: [f"{i}"], "title": None, "text": "x", "n_words": 20_000})

    batches = make_batches(PendingTexts(100, 2_000_000, pieces()), 2)
    assert given == 0
    next(batches)
    assert given == 20


def test_towards_the_end_batches_get_smaller() -> None:
    rows = pd.DataFrame({KEY: [f"{i:05}" for i in range(900)], "n_words": 500})
    todo = PendingTexts(900, 450_000, [rows.assign(title=None, text="x")])
    words = [batch.words for batch in make_batches(todo, 2)]
    assert words[0] == 40_000
    assert words[-2] <= 2_000
    assert sum(words) == 450_000


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_disk_that_is_full_in_the_middle_of_a_part_loses_nothing(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tk.open(fill(tmp_path, 4), Counter())
    written, write = iter(range(9)), Path.write_bytes

    def filling(path: Path, data: bytes) -> int:
        if next(written) == at:
            write(path, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", filling)
        with pytest.raises(OSError, match="is full: make room and do the same again"):
            corpus.annotate()
    assert left(corpus) == 4
    assert not list(tmp_path.rglob("*.writing"))
    again = tk.open(tmp_path, Counter())
    assert len(again.quotes) == 4
    assert kept_keys(tmp_path).is_unique
