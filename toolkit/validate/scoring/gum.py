"""Reader for GUM: texts with gold coreference in CoNLL-U (Zeldes 2017)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

NAMED_TYPES = ("person", "organization", "place")
_PART = re.compile(r"\((?P<open>[^()]+)|(?P<close>\d+)\)")
_NAMING = ("flat", "nmod:desc", "appos", "compound")
_IN_NAMES = ("PROPN", "ADP", "DET", "PART", "CCONJ")


@dataclass(frozen=True)
class Token:
    """A word with its offsets in the text, tag, features, head and relation to the head."""

    start: int
    end: int
    tag: str
    features: str
    head: int
    relation: str


@dataclass(frozen=True)
class GumMention:
    """A mention: first and last token, indispensable tokens, entity and its type."""

    first: int
    last: int
    least: frozenset[int]
    entity: str
    entity_type: str

    def within(self, other: GumMention) -> bool:
        """Whether the other mention is longer and contains this one."""
        inside = other.first <= self.first and self.last <= other.last
        return inside and (self.first, self.last) != (other.first, other.last)


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
        return [m for m in self.mentions if m not in self.excluded and m.entity in self._proper]

    @cached_property
    def _proper(self) -> set[str]:
        return {m.entity for m in self.mentions if self._names(m)}

    @cached_property
    def excluded(self) -> set[GumMention]:
        """Excluded mentions of named entities; finding them is neither right nor wrong."""
        return {m for m in self.mentions if m.entity in self._proper and self._is_excluded(m)}

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
        return proper and not group and mention.entity_type in NAMED_TYPES

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
