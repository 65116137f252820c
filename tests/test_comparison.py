"""What was compared once is not compared again."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit import comparison
from toolkit.normalize.copies import find_pairs
from toolkit.validate.copies import invent


def test_pairs_are_kept_and_made_anew_when_a_text_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def counting(texts: list[str]) -> object:
        asked.append(len(texts))
        return find_pairs(texts)

    monkeypatch.setattr(comparison, "find_pairs", counting)
    texts = list(invent(60).texts)
    first = comparison.compared(texts, tmp_path)
    assert len(first) > 0
    assert comparison.compared(texts, tmp_path) == first == find_pairs(texts)
    assert asked == [60]
    comparison.compared([*texts, "One more."], tmp_path)
    assert asked == [60, 61]
    assert len(list((tmp_path / "log" / "pairs").iterdir())) == 1
