"""Titles, authors and days that are found, against those that are true."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest

from toolkit.validate.scoring.extraction_fields import field_outcomes, score_fields

PAIRS = [
    ("title", "“Ferry”  runs\xa0again", '"ferry" runs again', "right"),
    ("title", "Ferry runs", "Ferry runs | The Courier", "wrong"),
    ("title", "Ferry runs", "", "missing"),
    ("title", "Ferry runs", None, "missing"),
    ("authors", ["Ada Brook", "Tom Reed"], ["Tom Reed", "ADA BROOK"], "right"),
    ("authors", ["Ada Brook", "Tom Reed"], ["Ada Brook"], "wrong"),
    ("authors", ["Ada Brook"], ["Ada Brook", "Tom Reed"], "wrong"),
    ("authors", ["Ada Brook"], [], "missing"),
    ("author", "By Dr. Ada Brook, MD and Tom Reed", ["Ada Brook", "Tom Reed"], "right"),
    ("author", "Ada Brook | The Courier", ["Ada Brook"], "wrong"),
    ("published", "2025-03-04", "2025-03-04T10:15:00Z", "right"),
    ("published", "2025-03-04", datetime(2025, 3, 4, tzinfo=UTC), "right"),
    ("published", "2025-03-04", pd.Timestamp("2025-03-05", tz="UTC"), "wrong"),
    ("published", "2025-03-04 23:30:00-05:00", "2025-03-05T04:30:00Z", "right"),
    ("published", "2025-03-04", pd.NaT, "missing"),
    ("published", "2025-03-04", "some day", "missing"),
]


@pytest.mark.parametrize(("field", "true", "found", "expected"), PAIRS)
def test_what_is_right(field: str, true: Any, found: Any, expected: str) -> None:
    name = "authors" if field == "author" else field
    outcomes = field_outcomes({"a": {field: true}}, {"a": {name: found}})
    assert outcomes == {"a": {name: expected}}


def test_the_day_in_the_zone_of_the_page_is_right() -> None:
    found = {"published": "2025-03-05T01:00:00+00:00", "published_raw": "2025-03-04T20:00:00-05:00"}
    assert field_outcomes({"a": {"published": "2025-03-04"}}, {"a": found})["a"] == {
        "published": "right"
    }


def test_only_pages_whose_truth_states_a_field_count() -> None:
    truth = {"a": {"title": "One", "authors": []}, "b": {"title": "", "published": "2025-03"}}
    scores = score_fields(truth, {"b": {"title": "Two"}}).set_index("field")
    assert scores["n"].to_dict() == {"title": 1, "authors": 0, "published": 0}
    assert scores.loc["title", "missing"] == 1
    assert math.isnan(scores.loc["authors", "right"])
