"""Sources against hand coding: of the quotes that are found, form, role, grade and anonymity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from toolkit.annotate import Annotator
from toolkit.progress import bar
from toolkit.validate.coding.gold import Coded
from toolkit.validate.scoring.bootstrap import drawn_scores
from toolkit.validate.scoring.quotes import found_quotes, match, same_speaker, words_of

LABELS = ("source_form", "source_role", "anonymity")
Row = dict[str, Any]


def score_sources(
    gold: Iterable[Coded], annotator: Annotator, overlap: float = 0.5, by_outlet: bool = False
) -> pd.DataFrame:
    """How often the source of a matched quote is described as coded.

    A found quote matches a coded one where their words share at least `overlap` of their union, one
    to one. Quotes of cue kind intention are left out on both sides. Labels are mostly of the
    frequent kinds, so an accuracy flatters the rare ones: each form and role has its own row.

    Returns:
        Frame of `measure`, `precision`, `recall`, `f1` in percent and `n` (coded). For
        `source_form`, `source_role` and `anonymity`, recall is the share that is as coded, also
        where the speaker is right ("… of right speakers"); for one form or role, and for
        `anonymous` and `reason`, precision is of those found so. Then 95 % intervals over articles,
        as `drawn_scores` has them; first `outlet`, where asked for.
    """
    counts: list[Counter[str]] = []
    texts = list(gold)
    with bar(len(texts), "scoring", "texts") as shown:
        for coded in texts:
            own: Counter[str] = Counter()
            for one, made in _pairs(coded, annotator, overlap):
                own.update(_compared(one, made))  # not `+=`: a Counter forgets what is zero
            counts.append(own)
            shown.update()
    outlets = [coded.about.get("outlet") for coded in texts] if by_outlet else None
    return drawn_scores(counts, _rows, outlets=outlets)


def _pairs(coded: Coded, annotator: Annotator, overlap: float) -> Iterable[tuple[Row, Row]]:
    gold = [q for q in coded.quotes if q.get("cue_kind") != "intention"]
    made = [q for q in found_quotes(coded, annotator) if q["cue_kind"] != "intention"]
    pairs = match(
        [words_of(coded.text, q) for q in gold], [words_of(coded.text, q) for q in made], overlap
    )
    return [(gold[i], made[j]) for i, j in pairs]


def _compared(gold: Row, made: Row) -> Counter[str]:
    counts: Counter[str] = Counter()
    names = [""] + [" of right speakers"] * same_speaker(gold, made["speaker"])
    for label in LABELS:
        if gold.get(label) is None:
            continue
        for name in names:
            _add(counts, label + name, True, gold[label] == made[label])
        if label != "anonymity":
            for value in {gold[label], made[label]} - {None}:
                _add(counts, f"{label}: {value}", gold[label] == value, made[label] == value)
    _add(counts, "anonymous", bool(gold.get("anonymous")), bool(made["anonymous"]))
    _add(counts, "reason", bool(gold.get("reason")), bool(made["reason"]))
    return counts


def _add(counts: Counter[str], name: str, coded: bool, found: bool) -> None:
    counts[f"n {name}"] += coded
    counts[f"right {name}"] += coded and found
    counts[f"found {name}"] += found


def _rows(counts: Counter[str]) -> list[Row]:
    names = sorted({key.removeprefix("n ") for key in counts if key.startswith("n ")}, key=_order)
    return [_row(name, counts) for name in names]


def _order(name: str) -> tuple[int, str]:
    first = [*LABELS, "anonymous", "reason"]
    return (first.index(name) if name in first else len(first), name)


def _row(name: str, counts: Counter[str]) -> Row:
    right, n, found = (counts[f"{key} {name}"] for key in ("right", "n", "found"))
    recall = 100 * right / n if n else np.nan
    one_sided = name.split(" of ")[0] in LABELS
    precision = np.nan if one_sided or not found else 100 * right / found
    f1 = np.nan if one_sided else 200 * right / max(1, n + found)
    return {"measure": name, "precision": precision, "recall": recall, "f1": f1, "n": n}
