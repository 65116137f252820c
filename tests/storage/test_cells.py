"""Cells of CSV files and spreadsheets: no text runs as a formula, and none is lost."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.storage.cells import original_cells, original_text, safe_cells, safe_text, write_csv

RUNS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "'=1"]
RESTS = ["", "Ferry", "'No,' she said.", "1=1", "a-b", "(=1)"]


@pytest.mark.parametrize("text", RUNS)
def test_a_text_that_runs_gets_an_apostrophe(text: str) -> None:
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", RESTS)
def test_other_texts_stay(text: str) -> None:
    assert safe_text(text) == original_text(text) == text


@given(st.text(alphabet="'=-+@\t\r\n a＝", max_size=6))
def test_the_text_comes_back(text: str) -> None:
    assert original_text(safe_text(text)) == text


@pytest.mark.parametrize("kind", ["str", "object", "category", "string"])
def test_every_text_of_a_frame_is_safe(kind: str) -> None:
    frame = pd.DataFrame({"=a": ["=1", None], "n": [-1, 2.5]}).astype({"=a": kind})
    frame["when"] = pd.Timestamp("2025-01-01", tz="UTC")
    safe = safe_cells(frame.set_axis(["@x", "y"]))
    assert [*safe.columns, *safe.index] == ["'=a", "n", "when", "'@x", "y"]
    assert safe["'=a"].iloc[0] == "'=1"
    assert pd.isna(safe["'=a"].iloc[1])
    assert safe["n"].tolist() == [-1, 2.5]
    assert original_cells(safe).columns.tolist() == ["=a", "n", "when"]


@pytest.mark.parametrize("frame", [pd.DataFrame(), pd.DataFrame({"a": []})])
def test_an_empty_frame_stays(frame: pd.DataFrame) -> None:
    assert safe_cells(frame).equals(frame)


@pytest.mark.parametrize(("raw", "expected"), [(False, "'=1"), (True, "=1")])
def test_only_raw_files_hold_the_text_itself(tmp_path: Path, raw: bool, expected: str) -> None:
    write_csv(pd.DataFrame({"title": ["=1"]}), tmp_path / "a.csv", raw)
    assert (tmp_path / "a.csv").read_text("utf-8-sig").split() == ["title", expected]
