"""Coreference scores: MUC, B³ and CEAF-e over mentions of named actors, and their mean.

The measures of the CoNLL shared tasks (Pradhan et al. 2014, "Scoring coreference partitions of
predicted mentions: a reference implementation"): MUC (Vilain et al. 1995) counts links, B³ (Bagga
& Baldwin 1998) mentions, CEAF-e (Luo 2005) entities, paired one to one by similarity φ4.
The texts are those of GUM, with gold coreference in CoNLL-U (Zeldes 2017).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from toolkit.annotate import Annotator, Text
from toolkit.annotate.tagger.heads import NAME_TYPES
from toolkit.progress import track
from toolkit.validate.scoring.bootstrap import TOTAL, f1_score, ratio

_PART = re.compile(r"\((?P<open>[^()]+)|(?P<close>\d+)\)")
_NAMING = ("flat", "nmod:desc", "appos", "compound")
_IN_NAMES = ("PROPN", "ADP", "DET", "PART", "CCONJ")


class Token(NamedTuple):
    """A word with its offsets in the text, tag, features, head and relation to the head."""

    start: int
    end: int
    tag: str
    features: str
    head: int
    relation: str


class GumMention(NamedTuple):
    """A mention: first and last token, indispensable tokens, entity and its type."""

    first: int
    last: int
    least: frozenset[int]
    entity: str
    entity_type: str

    def within(self, other: GumMention) -> bool:
        """Whether the other mention is longer and contains this one."""
        inside = other.first <= self.first and self.last <= other.last
        return inside and self[:2] != other[:2]


@dataclass(frozen=True)
class GumText:
    """A text of GUM: `text` as running prose, with a blank line between paragraphs."""

    name: str
    text: str
    tokens: tuple[Token, ...]
    mentions: tuple[GumMention, ...]

    def named(self) -> list[GumMention]:
        """Mentions of the people, organizations and places that at least one mention names.

        Some entities are excluded because the toolkit does not count them as actors: groups named
        in the plural ("Bangladeshis"), entities known only by another's name ("the coast of Aceh"),
        and pairs ("Brook and Reed"). Some mentions of actors are excluded as well: ages after a
        name ("42"), names inside a longer name ("Texas" in "University of Texas"), and indefinite
        phrases ("a boy", "rainy streets"), which do not refer back to anybody.
        """
        return [m for m in self._of_named if m not in self.excluded]

    @cached_property
    def _of_named(self) -> list[GumMention]:
        named = {m.entity for m in self.mentions if self._names(m)}
        return [m for m in self.mentions if m.entity in named]

    @cached_property
    def excluded(self) -> set[GumMention]:
        """Excluded mentions of named entities; finding them is neither right nor wrong."""
        return {m for m in self._of_named if self._is_excluded(m)}

    def _is_excluded(self, m: GumMention) -> bool:
        number = all(self.tokens[i].tag == "NUM" for i in m.least)
        no_name = number or self._is_pair(m) or self._is_indefinite(m)
        return no_name or any(self._part_of_name(m, other) for other in self.mentions)

    def clusters(self) -> list[set[Hashable]]:
        """Named entities as sets of their mentions."""
        by_entity: dict[str, set[Hashable]] = defaultdict(set)
        for mention in self.named():
            by_entity[mention.entity].add(mention)
        return list(by_entity.values())

    def _names(self, mention: GumMention) -> bool:
        tokens = [self.tokens[i] for i in sorted(mention.least)]
        proper = tokens[-1].tag == "PROPN" and not self._is_pair(mention)
        group = any("Number=Plur" in t.features for t in tokens) and mention.entity_type == "person"
        return proper and not group and mention.entity_type in NAME_TYPES

    def _is_indefinite(self, mention: GumMention) -> bool:
        """Whether the head is a common noun without a definite article or possessor."""
        head = self.tokens[max(mention.least)]
        inside = self.tokens[mention.first : mention.last + 1]
        first = inside[0]
        definite = "Definite=Def" in first.features or "Poss=Yes" in first.features
        shown = "PronType=Dem" in first.features or any(t.relation == "nmod:poss" for t in inside)
        return head.tag == "NOUN" and not (definite or shown)

    def _is_pair(self, mention: GumMention) -> bool:
        inside = self.tokens[mention.first : mention.last + 1]
        joined = any(t.relation == "conj" and t.head in mention.least for t in inside)
        return joined and len(mention.least) > 1 and any(t.tag == "CCONJ" for t in inside)

    def _part_of_name(self, one: GumMention, other: GumMention) -> bool:
        if not one.within(other) or one.entity == other.entity:
            return False
        place = range(min(one.first, *other.least), max(one.last, *other.least) + 1)
        return all(self.tokens[i].tag in _IN_NAMES for i in place) and self._names(one)


def read_gum(folder: str | Path) -> list[GumText]:
    """All texts of a folder of ``*.conllu``.

    Raises:
        FileNotFoundError: there are none.
    """
    files = sorted(Path(folder).glob("*.conllu"))
    if not files:
        raise FileNotFoundError(f"No gold coreference in {folder}: expected GUM's *.conllu")
    return [_read(path.stem, path.read_text(encoding="utf-8")) for path in files]


def _read(name: str, source: str) -> GumText:
    text, tokens, mentions = "", list[Token](), list[GumMention]()
    open_: list[tuple[str, str, int, str]] = []
    base, joined = 0, (0, "")
    for line in source.splitlines():
        if re.match(r"# newpar(?:$|\s)", line) and text:
            text = text.rstrip() + "\n\n"
        if not line:
            base, joined = len(tokens), (0, "")
        cells = line.split("\t")
        if len(cells) != 10 or "." in cells[0]:
            continue
        space = "" if "SpaceAfter=No" in cells[9] else " "
        if "-" in cells[0]:
            # a written word made of several tokens: "world's" is "world" and "'s"
            joined = (int(cells[0].split("-")[1]), space)
            continue
        if int(cells[0]) <= joined[0]:
            space = joined[1] if int(cells[0]) == joined[0] else ""
        head = base + int(cells[6]) - 1 if cells[6] != "0" else -1
        end = len(text) + len(cells[1])
        tokens.append(Token(len(text), end, cells[3], cells[5], head, cells[7]))
        text += cells[1] + space
        mentions += _mentions(cells[9], len(tokens) - 1, open_)
    return GumText(name, text.rstrip(), tuple(tokens), tuple(mentions))


def _mentions(
    misc: str, number: int, open_: list[tuple[str, str, int, str]]
) -> Iterator[GumMention]:
    """Mentions that end with a token; adds those that begin with it to `open_`."""
    entity = re.search(r"Entity=([^|]*)", misc)
    for part in _PART.finditer(entity[1] if entity else ""):
        if part["open"]:
            name, kind, _, _, _, least, *_ = part["open"].split("-")
            open_.append((name, kind, number, least))
        if not part["open"] or part.string[part.end() : part.end() + 1] == ")":
            place = max(i for i, o in enumerate(open_) if part["close"] in (None, o[0]))
            name, kind, first, least = open_.pop(place)
            words = frozenset(first + int(i) - 1 for i in least.split(","))
            yield GumMention(first, number, words, name, kind)


def align(text: GumText, found: Iterable[tuple[int, int, str]]) -> list[set[Hashable]]:
    """Found mentions (start, end, entity) as clusters of gold mentions, or of their own spans.

    A found mention matches the smallest gold mention that contains it and shares an indispensable
    word with it; if that mention is excluded (`GumText.named`), so is the found one.
    """
    starts = [t.start for t in text.tokens]
    covering: dict[int, list[GumMention]] = defaultdict(list)
    for mention in text.mentions:
        for i in range(mention.first, mention.last + 1):
            covering[i].append(mention)
    clusters: dict[str, set[Hashable]] = defaultdict(set)
    for start, end, entity in found:
        inside = range(bisect_left(starts, start), bisect_left(starts, end))
        around = [m for m in covering[inside[0]] if inside[-1] <= m.last] if inside else []
        fits = [m for m in around if _holds(text, m, inside)]
        smallest = min(fits, key=lambda m: m.last - m.first, default=None)
        if smallest is None or smallest not in text.excluded:
            clusters[entity].add(smallest or (start, end))
    return list(clusters.values())


def _holds(text: GumText, mention: GumMention, inside: range) -> bool:
    """Whether words name a mention: an indispensable word, or a name that depends on one."""
    return any(
        i in mention.least
        or (text.tokens[i].head in mention.least and text.tokens[i].relation in _NAMING)
        for i in inside
    )


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
    counts: dict[str, list[Counter[str]]] = {TOTAL: [Counter(), Counter()]}
    for text in track(list(gold), "scoring", "texts"):
        both = text.clusters(), found_clusters(text, annotator)
        several = ([c for c in clusters if len(c) > 1] for clusters in both)
        counts[text.name] = [count(*several), count(*both)]
        counts[TOTAL] = [a + b for a, b in zip(counts[TOTAL], counts[text.name], strict=True)]
    counts[TOTAL] = counts.pop(TOTAL)
    rows = [
        {"text": name, **conll_rates(several), "with_single": conll_rates(single)["conll"]}
        for name, (several, single) in counts.items()
    ]
    return pd.DataFrame(rows)[["text", "mentions", *MEASURES, "conll", "with_single", "n"]]


def found_clusters(text: GumText, annotator: Annotator) -> Sequence[Cluster]:
    """The annotator's actors as sets of gold mentions, or of spans that are no gold mention."""
    rows = next(iter(annotator([Text(None, text.text)]))).mentions
    found = ((r["start"], r["end"], r["actor_id"]) for r in rows if r["kind"] != "title")
    return align(text, found)


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
    return sum(len(c) - len({place.get(m, ("alone", m)) for m in c}) for c in one)


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


def conll_rates(c: Counter[str]) -> dict[str, Any]:
    """F1 of mentions and of each measure in percent, and the mean of the measures.

    Example:
        >>> round(conll_rates(count([{1, 2}, {3}], [{1, 2}, {3}]))["conll"], 2)
        100.0
    """
    rates = {}
    for name in ("mentions", *MEASURES):
        recall = ratio(c[f"{name} r"], c[f"{name} key"], 0.0)
        precision = ratio(c[f"{name} p"], c[f"{name} response"], 0.0)
        rates[name] = 100 * f1_score(precision, recall)
    mean = sum(rates[name] for name in MEASURES) / len(MEASURES)
    return {**rates, "conll": mean, "n": c["mentions key"]}
