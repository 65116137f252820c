"""Coreference scores: MUC, B³ and CEAF-e over mentions of named actors, and their mean.

The measures of the CoNLL shared tasks (Pradhan et al. 2014, "Scoring coreference partitions of
predicted mentions: a reference implementation"): MUC (Vilain et al. 1995) counts links, B³ (Bagga
& Baldwin 1998) mentions, CEAF-e (Luo 2005) entities, paired one to one by similarity φ4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from toolkit.annotate import Annotator, Text
from toolkit.progress import track
from toolkit.validate.scoring.bootstrap import TOTAL, f1_score, ratio
from toolkit.validate.scoring.gum import GumText, align

Cluster = AbstractSet[Hashable]
MEASURES = ("muc", "b3", "ceafe")


def score_coreference(gold: Iterable[GumText], annotator: Annotator) -> pd.DataFrame:
    """Coreference of named people, organizations and places, one row per text and one in total.

    The gold standard has GUM's entities of the types person, organization and place that at least
    one mention names by a proper noun, with all their mentions: names, descriptions, pronouns and
    appositions. Other entities are left out, and so are the mentions that `GumText.named` excludes,
    for the reasons given there. As in OntoNotes and in the first score of the CorefUD shared task,
    actors with a single mention are left out on both sides; `with_single` includes them. A found
    mention matches a gold one that contains it if it has one of its indispensable words; exact
    extents are not scored.

    Returns:
        Frame of `text`, `mentions` (F1 of the mentions found), `muc`, `b3`, `ceafe` (F1),
        `conll` (their mean), `with_single` (that mean with actors of one mention), all in percent,
        and `n` (gold mentions). The total is computed from summed counts.
    """
    counts: dict[str, tuple[Counter[str], Counter[str]]] = {}
    for text in track(list(gold), "scoring", "texts"):
        key, response = text.clusters(), found_clusters(text, annotator)
        counts[text.name] = count(_several(key), _several(response)), count(key, response)
    pairs = list(counts.values())
    counts[TOTAL] = sum((c for c, _ in pairs), Counter()), sum((c for _, c in pairs), Counter())
    rows = [
        {"text": name, **_rates(several), "with_single": _rates(single)["conll"]}
        for name, (several, single) in counts.items()
    ]
    return pd.DataFrame(rows)[["text", "mentions", *MEASURES, "conll", "with_single", "n"]]


def _several(clusters: Iterable[Cluster]) -> list[Cluster]:
    return [c for c in clusters if len(c) > 1]


def found_clusters(text: GumText, annotator: Annotator) -> Sequence[Cluster]:
    """The annotator's actors as sets of gold mentions, or of spans that are no gold mention."""
    rows = next(iter(annotator([Text(None, text.text)]))).mentions
    rows = [r for r in rows if r["kind"] != "title"]
    return align(text, [(r["start"], r["end"], r["actor_id"]) for r in rows])


def count(key: Sequence[Cluster], response: Sequence[Cluster]) -> Counter[str]:
    """Counts that add up over texts: numerators and denominators of recall and precision."""
    gold, found = set().union(*key), set().union(*response)
    counts: Counter[str] = Counter()
    counts["mentions r"] = counts["mentions p"] = len(gold & found)
    counts["mentions key"], counts["mentions response"] = len(gold), len(found)
    for side, a, b, whole in (("r", key, response, "key"), ("p", response, key, "response")):
        counts[f"muc {side}"] = _links(a, b)
        counts[f"muc {whole}"] = sum(len(c) - 1 for c in a)
        counts[f"b3 {side}"] = _b3(a, b)  # type: ignore[assignment]  # a sum of shares
        counts[f"b3 {whole}"] = sum(len(c) for c in a)
        counts[f"ceafe {side}"] = _ceafe(key, response)  # type: ignore[assignment]
        counts[f"ceafe {whole}"] = len(a)
    return counts


def _links(one: Sequence[Cluster], other: Sequence[Cluster]) -> int:
    """Links of the first partition that the second one keeps."""
    place = {mention: i for i, cluster in enumerate(other) for mention in cluster}
    parts = ({place.get(mention, ("alone", mention)) for mention in cluster} for cluster in one)
    return sum(len(cluster) - len(part) for cluster, part in zip(one, parts, strict=True))


def _b3(one: Sequence[Cluster], other: Sequence[Cluster]) -> float:
    place = {mention: cluster for cluster in other for mention in cluster}
    return sum(
        len(cluster & place[mention]) / len(cluster)
        for cluster in one
        for mention in cluster
        if mention in place
    )


def _ceafe(key: Sequence[Cluster], response: Sequence[Cluster]) -> float:
    """Similarity φ4 of the best one-to-one pairing of entities."""
    if not key or not response:
        return 0.0
    alike = np.array([[2 * len(k & r) / (len(k) + len(r)) for r in response] for k in key])
    rows, columns = linear_sum_assignment(-alike)
    return float(alike[rows, columns].sum())


def conll(key: Sequence[Cluster], response: Sequence[Cluster]) -> dict[str, float]:
    """F1 of each measure for one text, 0 to 1, and their mean.

    Example:
        >>> round(conll([{1, 2}, {3}], [{1, 2}, {3}])["conll"], 2)
        1.0
    """
    rates = _rates(count(key, response))
    return {name: rates[name] / 100 for name in (*MEASURES, "conll")}


def _rates(c: Counter[str]) -> dict[str, Any]:
    rates = {}
    for name in ("mentions", *MEASURES):
        recall = ratio(c[f"{name} r"], c[f"{name} key"], 0.0)
        precision = ratio(c[f"{name} p"], c[f"{name} response"], 0.0)
        rates[name] = 100 * f1_score(precision, recall)
    mean = sum(rates[name] for name in MEASURES) / len(MEASURES)
    return {**rates, "conll": mean, "n": c["mentions key"]}
