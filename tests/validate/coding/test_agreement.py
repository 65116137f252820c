"""Agreement: alpha as published, quotes matched across coders, one sample from several."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from toolkit.validate.coding.agreement import (
    adjudicate,
    agreement,
    alpha,
    confusion,
    disagreements,
    match_coders,
    read_decisions,
)
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.sheet_parser import Sheet, with_derived_labels

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"
# (repository.upenn.edu/asc_papers/43): four observers of twelve units, with gaps; its four figures
# stand in the tests of the R package icr, too
FOUR = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
# three observers of fifteen units: the computational example of Wikipedia's article
# "Krippendorff's alpha", which the package krippendorff has as its sample, too
THREE = [".....34121133.3", "1.213343.......", "..21344.21133.4"]


@pytest.mark.parametrize(
    ("rows", "level", "published"),
    [
        (FOUR, "nominal", 0.743),
        (FOUR, "ordinal", 0.815),
        (FOUR, "interval", 0.849),
        (FOUR, "ratio", 0.797),
        (THREE, "nominal", 0.691),
    ],
)
def test_alpha_is_as_published(rows: list[str], level: str, published: float) -> None:
    values = np.arange(1, 6)
    units = zip(*rows, strict=True)
    counts = np.array([[unit.count(str(value)) for value in values] for unit in units])
    assert alpha(counts, values, level) == pytest.approx(published, abs=0.0006)


TEXT = "The ferry sank.\n\nShe said the tide was high. He said nothing was wrong."
FIRST, SECOND = (27, 44), (54, 73)


def quote(span: tuple[int, int], **labels: Any) -> dict[str, Any]:
    known = {"speaker": "Ada Reed", "source_form": "named_person", "source_role": "official"}
    rest = {"cue_kind": "communication", "anonymity": 4, "anonymous": False}
    return {"segments": [list(span)], **known, **rest, **labels}


def sheet(coder: str, **articles: list[dict[str, Any]]) -> Sheet:
    made = {n: with_derived_labels(CodedArticle(n, TEXT, 17), q) for n, q in articles.items()}
    return Sheet(coder, made)


def test_coders_who_agree_and_coders_who_do_not() -> None:
    names = [f"a{i}" for i in range(8)]
    roles = ["official", "citizen"] * 4
    one = sheet(
        "ada", **{n: [quote(FIRST, source_role=r)] for n, r in zip(names, roles, strict=True)}
    )
    table = agreement([one, one]).set_index("measure")
    assert table.at["quotes: F1", "estimate"] == 1
    assert table.at["characters in quotes: alpha", "estimate"] == 1
    assert table.at["source_role: alpha", "estimate"] == 1
    assert "same" in table.at["source_form: alpha", "note"]
    other = sheet("tom", **{n: [quote(SECOND)] for n in names})
    table = agreement([one, other]).set_index("measure")
    assert table.at["quotes: F1", "estimate"] == 0
    assert table.at["characters in quotes: alpha", "estimate"] < 0


def test_an_interval_holds_its_estimate_and_few_articles_have_none() -> None:
    names = [f"a{i}" for i in range(9)]
    one = sheet("ada", **{n: [quote(FIRST), quote(SECOND)] for n in names})
    other = sheet("tom", **{n: [quote(FIRST)] * (i % 3 > 0) for i, n in enumerate(names)})
    row = agreement([one, other]).set_index("measure").loc["quotes: F1"]
    assert row["low"] < row["estimate"] < row["high"]
    few = [sheet(c, **{n: [quote(FIRST)] for n in names[:2]}) for c in ("ada", "tom")]
    assert "five" in agreement(few).set_index("measure").at["quotes: F1", "note"]


def test_nothing_in_common_is_said() -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        agreement([sheet("ada", a=[]), sheet("tom", b=[])])


def test_confusion_counts_both_ways() -> None:
    sheets = [sheet("ada", a=[quote(FIRST)]), sheet("tom", a=[quote(FIRST, source_role="expert")])]
    table = confusion(match_coders(sheets), "source_role")
    assert table.at["official", "expert"] == table.at["expert", "official"] == 1


def test_what_they_differ_on_is_listed_decided_and_applied(tmp_path: Path) -> None:
    sheets = [
        sheet("ada", a=[quote(FIRST), quote(SECOND)], b=[quote(FIRST)]),
        sheet("tom", a=[quote(FIRST, source_role="expert", anonymity=3)]),
    ]
    listed = disagreements(sheets)
    assert dict(zip(listed["variable"], listed["said"], strict=True)) == {
        "quote": "ada: found; tom: not found",
        "source_role": "ada: official; tom: expert",
        "anonymity": "ada: 4; tom: 3",
    }
    open_ = adjudicate(sheets, {})
    assert (len(open_.coded), open_.undecided) == (2, 3)
    decided = {"quote": "drop", "source_role": "expert", "anonymity": "nine"}
    path = tmp_path / "d.csv"
    listed.assign(decision=listed["variable"].map(decided)).to_csv(path, sep=";", index=False)
    made = adjudicate(sheets, read_decisions(path))
    (one,) = made.coded[0].quotes
    assert (one["source_role"], one["anonymity"]) == ("expert", 4)
    assert made.undecided == 1
    assert "nine" in made.problems[0]
