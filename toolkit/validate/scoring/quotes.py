"""Quotes against hand coding: how many are found, how many found are right, who is right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from toolkit.annotate import Annotator, Text
from toolkit.progress import bar
from toolkit.validate.coding.gold import Coded
from toolkit.validate.scoring.bootstrap import drawn_scores
from toolkit.validate.shared.matching import best_pairs, jaccard

_TOKEN = re.compile(r"[^\W_]+")
LABELS = ("quote_type", "cue_kind", "source_form", "source_role", "anonymity", "anonymous")
Row = dict[str, Any]


def score_quotes(
    gold: Iterable[Coded], annotator: Annotator, overlap: float = 0.5, by_outlet: bool = False
) -> pd.DataFrame:
    """Quotes found, one row per measure.

    A found quote is right where its words and a coded quote's share at least ``overlap`` of their
    union (Jaccard), one to one. Quotes of cue kind intention are left out on both sides.

    Returns:
        Frame of `measure`, `precision`, `recall`, `f1`, `n` (coded), in percent. What is said of
        matched quotes alone is in `recall`: the share that is as coded. Then 95 % intervals over
        articles, as `drawn_scores` has them; first `outlet`, where asked for.
    """
    counts: list[Counter[str]] = []
    texts = list(gold)
    with bar(len(texts), "scoring", "texts") as shown:
        for coded in texts:
            counts.append(_counts(coded, found_quotes(coded, annotator), overlap))
            shown.update()
    outlets = [coded.about.get("outlet") for coded in texts] if by_outlet else None
    return drawn_scores(counts, _rows, outlets=outlets)


def _rows(counts: Counter[str]) -> list[Row]:
    rows = [_measure("quotes", counts["right"], counts["found"], counts["coded"])]
    rows += [
        _measure(f"{kind} quotes", counts[f"right {kind}"], None, counts[f"coded {kind}"])
        for kind in ("direct", "mixed", "indirect")
    ]
    rows.append(_measure("quote and speaker", counts["speaker"], counts["found"], counts["coded"]))
    rows.append(_measure("speaker of matched quotes", counts["speaker"], None, counts["right"]))
    rows += [
        _measure(f"{name} of matched quotes", counts[name], None, counts[f"coded {name}"])
        for name in LABELS
        if counts[f"coded {name}"]
    ]
    return rows


def found_quotes(coded: Coded, annotator: Annotator) -> list[Row]:
    """The annotator's quotes, their segments as characters into the coded text."""
    title = coded.text[: coded.body].strip() or None
    rows = next(iter(annotator([Text(title, coded.text[coded.body :])]))).quotes
    shifts = [0 if row["in_title"] else coded.body for row in rows]
    return [
        {**row, "segments": [[a + by, b + by] for a, b in row["segments"]]}
        for row, by in zip(rows, shifts, strict=True)
    ]


def _measure(name: str, right: int, found: int | None, coded: int) -> Row:
    recall = 100 * right / max(1, coded)
    precision = np.nan if found is None else 100 * right / max(1, found)
    f1 = 2 * precision * recall / max(1e-9, precision + recall) if found is not None else np.nan
    return {"measure": name, "precision": precision, "recall": recall, "f1": f1, "n": coded}


def _counts(coded: Coded, found: list[Row], overlap: float) -> Counter[str]:
    gold = [q for q in coded.quotes if q.get("cue_kind") != "intention"]
    made = [q for q in found if q["cue_kind"] != "intention"]
    pairs = match(
        [words_of(coded.text, q) for q in gold], [words_of(coded.text, q) for q in made], overlap
    )
    counts: Counter[str] = Counter(coded=len(gold), found=len(made), right=len(pairs))
    counts.update(f"coded {q['quote_type']}" for q in gold)
    for i, j in pairs:
        counts[f"right {gold[i]['quote_type']}"] += 1
        counts["speaker"] += same_speaker(gold[i], made[j]["speaker"])
        for name in LABELS:
            if gold[i].get(name) is not None:
                counts[f"coded {name}"] += 1
                counts[name] += gold[i][name] == made[j][name]
    return counts


def words_of(text: str, quote: Row) -> frozenset[int]:
    """First characters of the content's words."""
    return frozenset(
        start + m.start()
        for start, end in quote["segments"]
        for m in _TOKEN.finditer(text[start:end])
    )


def match(
    gold: list[frozenset[int]], found: list[frozenset[int]], overlap: float
) -> list[tuple[int, int]]:
    """One-to-one pairs of sets that overlap enough: as many as can be, then the closest.

    Example:
        >>> match([frozenset({1, 2})], [frozenset({1, 2, 3})], 0.5)
        [(0, 0)]
    """
    near = {(i, j): jaccard(g, f) for i, g in enumerate(gold) for j, f in enumerate(found) if g & f}
    return best_pairs({pair: weight for pair, weight in near.items() if weight >= overlap})


def same_speaker(coded: Row, speaker: str | None) -> bool:
    """Whether a speaker is the coded one: by name, an alias, or the describing phrase's words."""
    names = {plain(n) for n in (coded["speaker"], *coded.get("aliases", ())) if n}
    if not names or not isinstance(speaker, str):
        return not names and speaker is None
    mine = plain(speaker)
    return mine in names or any(_head(mine) == _head(n) and _inside(mine, n) for n in names)


def plain(name: str) -> str:
    """A name or phrase as it is compared: its words without case and article."""
    return " ".join(_TOKEN.findall(re.sub(r"^(?:the|a|an)\s", "", name.casefold())))


def _head(name: str) -> str:
    return name.split(" ")[-1]


def _inside(one: str, other: str) -> bool:
    a, b = set(one.split()), set(other.split())
    return a <= b or b <= a
