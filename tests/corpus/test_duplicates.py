"""What was counted of two texts is not counted again; what is damaged is."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.benchmarks.copies import synthetic_texts
from toolkit.corpus.duplicates import compare_texts
from toolkit.normalize.duplicates.minhash import sketch_table
from toolkit.normalize.duplicates.near_duplicates import Pair, find_pairs

TEXTS = list(synthetic_texts(60).texts)


def ask(texts: list[str], home: Path) -> tuple[list[Pair], list[int]]:
    """The pairs of some texts, and the numbers of those whose words were looked at."""
    seen: list[int] = []

    def texts_of(numbers: list[int]) -> list[str]:
        seen.extend(numbers)
        return [texts[i] for i in numbers]

    return compare_texts(sketch_table(texts), texts_of, home), seen


def test_pairs_are_kept_and_only_new_ones_are_counted(tmp_path: Path) -> None:
    first, seen = ask(TEXTS, tmp_path)
    assert first == find_pairs(TEXTS) != []
    assert ask(TEXTS, tmp_path) == (first, [])
    more = [*TEXTS, TEXTS[first[0].one] + " And one sentence more that is nowhere else."]
    pairs, again = ask(more, tmp_path)
    assert pairs == find_pairs(more)
    assert len(more) - 1 in again
    assert len(again) < len(seen)
    assert ask(TEXTS, tmp_path) == (first, [])
    assert len(list((tmp_path / "log" / "pairs").iterdir())) == 1


def test_the_order_of_texts_is_not_what_they_are_known_by(tmp_path: Path) -> None:
    ask(TEXTS, tmp_path)
    assert ask(TEXTS[::-1], tmp_path) == (find_pairs(TEXTS[::-1]), [])


@pytest.mark.parametrize("how", [b"", b"not Parquet at all", b"PAR1PAR1"])
def test_a_damaged_file_is_named_set_aside_and_made_again(
    how: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, _ = ask(TEXTS, tmp_path)
    (path,) = (tmp_path / "log" / "pairs").glob("*.parquet")
    path.write_bytes(how)
    again, seen = ask(TEXTS, tmp_path)
    assert again == first
    assert seen
    assert path.name in capsys.readouterr().err
    assert path.with_suffix(".damaged").is_file()
    assert ask(TEXTS, tmp_path) == (first, [])
