"""Files read by several processes give the same rows in the same order."""

from __future__ import annotations

import pytest

from toolkit.collect import find_files
from toolkit.corpus import article_store as pool
from toolkit.normalize import Setting


def test_two_processes_read_as_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_WORTH_IT", 1)
    files = find_files("data/sample/raw")[:12]
    with pool.reader(Setting(), len(files)) as one, pool.reader(Setting(), len(files), 2) as two:
        assert repr(list(two(files))) == repr(list(one(files)))
