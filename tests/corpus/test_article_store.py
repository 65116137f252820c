"""Files read by several processes give the same rows in the same order."""

from __future__ import annotations

import pytest

from toolkit.collect import find_files
from toolkit.corpus import article_store
from toolkit.normalize import Setting


def test_two_processes_read_as_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_store, "_FILES_PER_WORKER", 1)
    files = find_files("data/sample/raw")[:12]
    one, two = (article_store.parse_all(files, Setting(), workers) for workers in (1, 2))
    assert repr(list(two)) == repr(list(one))
