"""Actors of one article: people, organizations and places, each under one name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolkit.annotate.entities.abbreviations import abbreviations
from toolkit.annotate.entities.aliases import stands_for, unique
from toolkit.annotate.entities.boundaries import bare
from toolkit.annotate.entities.entity_types import types
from toolkit.annotate.entities.metonymy import acts
from toolkit.annotate.entities.person_names import Evidence, without_marks
from toolkit.annotate.entities.recognize import names
from toolkit.annotate.text.document import Document, Span
from toolkit.annotate.text.gazetteer import Entry, designators, entries, governments, honorifics
from toolkit.annotate.text.mention import Name

__all__ = ["Actor", "Name", "actors", "bare"]


_NICKNAME = re.compile(r"[\"“‘(]\w[^\"“”‘’()]*[\"”’)]")


@dataclass(frozen=True)
class Actor:
    """One actor of an article and its mentions.

    Attributes:
        name: the fullest form that the article gives.
        actor_type: person, organization or place.
        mentions: by name, in reading order, at least one.
        entry: the lexicon's name for it, where a lexicon knows it.
        others: mentions by title, description or pronoun.
        gender: m or f where the article says it, by honorific, noun or pronoun; else empty.
    """

    name: str
    actor_type: str
    mentions: tuple[Name, ...]
    entry: str | None = None
    others: tuple[Name, ...] = ()
    gender: str = ""

    @property
    def actor_id(self) -> str:
        """The same for the same name and type in any article."""
        slug = re.sub(r"[^\w]+", "-", (self.entry or self.name).casefold()).strip("-")
        return f"{self.actor_type}:{slug}"


@dataclass
class _Group:
    """Names of one actor while they are gathered."""

    actor_type: str
    names: list[Name]
    entry: str | None = None


def actors(document: Document) -> list[Actor]:
    """The actors that an article names, in the order of their first mention.

    A surname goes to the full name that ends in it, an acronym to its expansion, a short form of
    an organization to the name that it shortens, the forms of a lexicon entry together; a capital
    or a seat of government to its state where it acts. Where two people share a surname, it goes
    to the one named last in the paragraph, else to the one that the article names most.
    """
    found = names(document)
    kinds = types(found, document.text)
    groups, rest = _entered(found, kinds, document.text)
    groups = _named(rest, kinds, document.text, groups)
    made = [_actor(g) for g in groups]
    return sorted(made, key=lambda actor: actor.mentions[0].chars)


def _actor(group: _Group) -> Actor:
    ordered = sorted(group.names, key=lambda n: n.chars)
    typed = tuple(replace(n, actor_type=group.actor_type) for n in ordered)
    return Actor(_fullest(group, typed), group.actor_type, typed, group.entry)


def _fullest(group: _Group, mentions: Sequence[Name]) -> str:
    """The lexicon's name where the article has it, else the longest form; never a metonym.

    Of a person no form counts that only adds a word to a full name given more often: "Ada Brook
    Apologizes" is of a headline.
    """
    texts = [n.text for n in mentions if n.rule != "metonym"]
    if group.entry and (group.entry in texts or not texts):
        return group.entry
    counts = Counter(_plain(t) for t in texts)
    small = [t for t in counts if not t.isupper()] or [*counts]
    kept = [t for t in small if group.actor_type != "person" or not _adds(t, counts)]
    return max(kept or small, key=lambda t: (len(t.split()), len(t)))


def _adds(form: str, counts: Counter[str]) -> bool:
    """Whether a form is a full name that stands alone more often, and words beside it."""
    parts = (p for p in counts if " " in p and counts[p] > counts[form])
    return any(form.startswith(f"{p} ") or form.endswith(f" {p}") for p in parts)


def _plain(name: str) -> str:
    """Without a nickname in marks: "Thomas (Tom) Reed"."""
    bare = without_marks(name)
    return " ".join(_NICKNAME.sub(" ", bare).split()) or name


def _entered(
    found: list[Name], kinds: dict[str, str], text: str
) -> tuple[list[_Group], list[Name]]:
    """Names of lexicon entries by entry, and all others."""
    groups: dict[Entry, _Group] = {}
    rest = []
    for name in found:
        entry = _entry(name, kinds, text)
        if entry is None:
            rest.append(name)
            continue
        group = groups.setdefault(entry, _Group(entry.actor_type, [], entry.name))
        metonym = name.text not in entries() or entries()[name.text] != entry
        group.names.append(replace(name, rule="metonym", confidence=0.8) if metonym else name)
    return list(groups.values()), rest


def _entry(name: Name, kinds: dict[str, str], text: str) -> Entry | None:
    """The entry that a name stands for here, if any: "the Afghan Taliban" is the Taliban."""
    if name.text in governments() and name.rule != "dateline" and acts(text, name.chars):
        return governments()[name.text]
    entry = entries().get(name.text) or entries().get(name.text.title())
    return entry if entry and entry.actor_type == kinds[name.text] else None


def _named(
    rest: list[Name], kinds: dict[str, str], text: str, entered: list[_Group]
) -> list[_Group]:
    """Names that no lexicon knows, by actor, beside those that one knows."""
    short = abbreviations(text)
    by_form: dict[str, list[Name]] = defaultdict(list)
    for name in rest:
        by_form[name.text].append(name)
    heads = {g.entry: g for g in entered if g.entry}
    unclear: list[tuple[str, list[str]]] = []
    for form in sorted(by_form, key=lambda f: (-len(f.split()), -len(f), by_form[f][0].chars)):
        candidates = unique(_candidates(form, heads, kinds, short))
        if not candidates:
            heads[form] = _Group(kinds[form], list(by_form[form]))
        elif len(candidates) == 1:
            head, evidence = candidates[0]
            heads[head].names += [_given(n, evidence) for n in by_form[form]]
        else:
            unclear.append((form, [c for c, _ in candidates]))
    for form, candidates_ in unclear:
        _share_out(by_form[form], {c: heads[c] for c in candidates_}, text)
    return list(heads.values())


def _candidates(
    form: str, heads: dict[str, _Group], kinds: dict[str, str], short: dict[str, str]
) -> list[tuple[str, Evidence]]:
    """Actors that a form may stand for, with the best evidence of each."""
    found = []
    for head, group in heads.items():
        if not _compatible(form, kinds[form], head, group.actor_type):
            continue
        others = {head, *(n.text for n in group.names if n.rule != "metonym")}
        ways = [e for o in others if (e := stands_for(form, o, group.actor_type))]
        if short.get(form) in others:
            ways.append(Evidence("abbreviation", 1.0))
        if ways:
            found.append((head, max(ways, key=lambda e: e.confidence)))
    return found


def _compatible(form: str, kind: str, head: str, other: str) -> bool:
    """Types may differ where the tagger saw one short word alone; it often guesses then.

    A place stays a place beside what is called after it: "Sacramento", "Sacramento Bee".
    """
    if kind == other:
        return True
    if form in entries() or (" " in form and form.casefold() != head.casefold()):
        return False
    if other == "person":
        return form == head.split()[-1]
    if form.casefold() == head.casefold():
        return True
    return kind != "place" or designators().get(head.split()[-1]) == "organization"


def _given(name: Name, evidence: Evidence) -> Name:
    kept = name.rule in ("dateline",)
    rule = name.rule if kept else evidence.rule
    return replace(name, rule=rule, confidence=min(name.confidence, evidence.confidence))


def _share_out(mentions: list[Name], people: dict[str, _Group], text: str) -> None:
    """Give each mention of a shared name to one of those who bear it, with less confidence."""
    counts = Counter({head: len(g.names) for head, g in people.items()})
    first = {head: g.names[0].chars for head, g in people.items()}
    main = min(people, key=lambda h: (-counts[h], first[h]))
    sure = 0.5 + 0.4 * (counts[main] / counts.total() - 1 / len(people))
    full = sorted((n.chars.start, n.paragraph, h) for h, g in people.items() for n in g.names)
    honored = _genders(people, text)
    for name in mentions:
        gender = _gender_before(text, name.chars.start)
        fitting = [h for h in people if gender and honored.get(h) == gender]
        near = [h for start, p, h in full if start < name.chars.start and p == name.paragraph]
        if len(fitting) == 1:
            people[fitting[0]].names.append(_given(name, Evidence("honorific", 0.9)))
        elif near and len(set(near)) == 1:
            people[near[-1]].names.append(_given(name, Evidence("named in the paragraph", 0.75)))
        else:
            people[main].names.append(_given(name, Evidence("named most", round(sure, 2))))


def _genders(people: dict[str, _Group], text: str) -> dict[str, str]:
    """The gender that an honorific before a full name gives."""
    found = {h: [_gender_before(text, n.chars.start) for n in g.names] for h, g in people.items()}
    return {h: next(filter(None, genders)) for h, genders in found.items() if any(genders)}


def _gender_before(text: str, start: int) -> str:
    word = text[max(0, start - 15) : start].rstrip().split(" ")[-1]
    return honorifics().get(word, "")


def span(actor: Actor) -> Span:
    """From the first to the last mention by name."""
    return Span(actor.mentions[0].chars.start, actor.mentions[-1].chars.end)
