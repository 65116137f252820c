"""Actors of one article: people, organizations and places, each under one name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.annotate.entities.abbreviations import abbreviations
from toolkit.annotate.entities.aliases import best_candidates, stands_for
from toolkit.annotate.entities.metonymy import acts
from toolkit.annotate.entities.names import find_names
from toolkit.annotate.entities.person_names import Evidence, stated_gender, without_nickname
from toolkit.annotate.tagger.reading import Reading
from toolkit.annotate.text.document import Document
from toolkit.annotate.text.gazetteer import (
    Entry,
    designators,
    entries,
    find_entry,
    governments,
    honorifics,
)
from toolkit.annotate.text.mention import Mention


@dataclass(frozen=True)
class Actor:
    """One actor of an article and its mentions.

    Attributes:
        name: the fullest form that the article gives.
        actor_type: person, organization or place.
        mentions: by name, in reading order, at least one.
        entry: the lexicon's name for it, where a lexicon knows it.
        others: mentions by title, description or pronoun.
        gender: m or f where the article says it beside a name; else empty.
    """

    name: str
    actor_type: str
    mentions: tuple[Mention, ...]
    entry: str | None = None
    others: tuple[Mention, ...] = ()
    gender: str = ""

    @property
    def actor_id(self) -> str:
        """Type and name as an identifier, the same in any article."""
        slug = re.sub(r"[^\w]+", "-", (self.entry or self.name).casefold()).strip("-")
        return f"{self.actor_type}:{slug}"


@dataclass
class _Group:
    """Names of one actor as they are grouped."""

    actor_type: str
    names: list[Mention]
    entry: str | None = None
    honorific: str = ""


def find_actors(document: Document, reading: Reading) -> list[Actor]:
    """The actors that an article names, in the order of their first mention.

    A surname goes to the full name that ends in it, an acronym to its expansion, a short form of
    an organization to the name that it shortens, the forms of a gazetteer entry together; a capital
    or a seat of government to its state where it acts. Where two people share a surname, it goes
    to the one named last in the paragraph, else to the one that the article names most.
    """
    text, names = document.text, find_names(document, reading)
    types = {name.text: name.actor_type for name in names}
    known, others = _group_by_entry(names, types, text)
    groups = _group_by_alias(others, types, text, known)
    actors = (_actor(group, text) for group in groups)
    return sorted(actors, key=lambda actor: actor.mentions[0].chars)


def _actor(group: _Group, text: str) -> Actor:
    ordered = sorted(group.names, key=lambda n: n.chars)
    typed = tuple(replace(n, actor_type=group.actor_type) for n in ordered)
    gender = _first_gender(ordered, text) if group.actor_type == "person" else ""
    return Actor(_canonical_name(group), group.actor_type, typed, group.entry, gender=gender)


def _canonical_name(group: _Group) -> str:
    """The lexicon's name where the article has it, else the longest form; never a metonym.

    For a person, a form that only adds a word to a more frequent full name does not count: "Ada
    Brook Apologizes" comes from a headline.
    """
    if group.honorific:
        return f"{group.honorific} {group.names[0].text}"
    forms = [n.text for n in group.names if n.rule != "metonym"]
    if group.entry and (group.entry in forms or not forms):
        return group.entry
    counts = Counter(map(without_nickname, forms))
    candidates = [form for form in counts if not form.isupper()] or [*counts]
    if group.actor_type == "person":
        candidates = [form for form in candidates if not _adds(form, counts)] or candidates
    return max(candidates, key=lambda form: (len(form.split()), len(form)))


def _adds(form: str, counts: Counter[str]) -> bool:
    """Whether a form is a full name that stands alone more often, and words beside it."""
    parts = (p for p in counts if " " in p and counts[p] > counts[form])
    return any(form.startswith(f"{p} ") or form.endswith(f" {p}") for p in parts)


def _group_by_entry(
    names: list[Mention], types: dict[str, str], text: str
) -> tuple[list[_Group], list[Mention]]:
    """Names of gazetteer entries by entry, and all others."""
    groups: dict[Entry, _Group] = {}
    others = []
    for name in names:
        entry = _entry(name, types, text)
        if entry is None:
            others.append(name)
            continue
        group = groups.setdefault(entry, _Group(entry.actor_type, [], entry.name))
        metonym = entries().get(name.text) != entry
        group.names.append(replace(name, rule="metonym", confidence=0.8) if metonym else name)
    return list(groups.values()), others


def _entry(name: Mention, types: dict[str, str], text: str) -> Entry | None:
    """The entry that a name stands for here, if any: "the Afghan Taliban" is the Taliban."""
    if name.text in governments() and name.rule != "dateline" and acts(text, name.chars):
        return governments()[name.text]
    entry = find_entry(name.text)
    return entry if entry and entry.actor_type == types[name.text] else None


def _group_by_alias(
    names: list[Mention], types: dict[str, str], text: str, known: list[_Group]
) -> list[_Group]:
    """Names without a gazetteer entry by actor, with the groups of known actors."""
    definitions = abbreviations(text)
    by_form: dict[str, list[Mention]] = defaultdict(list)
    for name in names:
        by_form[name.text].append(name)
    groups = {g.entry: g for g in known if g.entry}
    shared: dict[str, list[str]] = {}
    for form in sorted(by_form, key=lambda f: (-len(f.split()), -len(f), by_form[f][0].chars)):
        found = _candidates(form, types[form], groups, definitions.get(form))
        candidates = best_candidates(
            (actor, evidence)
            for actor, evidence in found
            if evidence.rule != "short form" or not _owns(by_form[form], groups[actor].names)
        )
        if types[form] == "person" and " " not in form and len(candidates) < 2:
            by_form[form], other = _of_one_gender(text, by_form[form])
            groups |= {f"{g.honorific} {form}": g for g in other}
        if not candidates:
            groups[form] = _Group(types[form], list(by_form[form]))
        elif len(candidates) == 1:
            actor, evidence = candidates[0]
            groups[actor].names += [_assigned(n, evidence) for n in by_form[form]]
        else:
            shared[form] = [actor for actor, _ in candidates]
    for form, bearers in shared.items():
        _assign_shared(by_form[form], {actor: groups[actor] for actor in bearers}, text)
    return list(groups.values())


def _owns(short: list[Mention], full: list[Mention]) -> bool:
    """Whether a longer name is called after the short one, which comes first and more often."""
    return short[0].chars < min(n.chars for n in full) and len(short) > len(full)


def _of_one_gender(text: str, names: list[Mention]) -> tuple[list[Mention], list[_Group]]:
    """Mentions of a surname without those whose honorific gives another gender than the first.

    "Mr Reed" and "Mrs Reed" are two people, where the article names no more than one in full.
    """
    titles = [(text[max(0, n.chars.start - 20) : n.chars.start].split() or [""])[-1] for n in names]
    genders = [honorifics().get(title, "") for title in titles]
    first = next((g for g in genders if g), "")
    others = [i for i, g in enumerate(genders) if g not in ("", first)]
    if not others:
        return names, []
    kept = [n for i, n in enumerate(names) if i not in others]
    return kept, [_Group("person", [names[i] for i in others], honorific=titles[others[0]])]


def _candidates(
    form: str, actor_type: str, groups: dict[str, _Group], definition: str | None
) -> Iterator[tuple[str, Evidence]]:
    """Actors that a form may stand for, with the best evidence of each."""
    for actor, group in groups.items():
        if not _compatible(form, actor_type, actor, group.actor_type):
            continue
        forms = {actor, *(n.text for n in group.names if n.rule != "metonym")}
        evidence = [e for f in forms if (e := stands_for(form, f, group.actor_type))]
        if definition in forms:
            evidence.append(Evidence("abbreviation", 1.0))
        if evidence:
            yield actor, max(evidence, key=lambda e: e.confidence)


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


def _assigned(name: Mention, evidence: Evidence) -> Mention:
    rule = name.rule if name.rule == "dateline" else evidence.rule
    return replace(name, rule=rule, confidence=min(name.confidence, evidence.confidence))


def _assign_shared(mentions: list[Mention], people: dict[str, _Group], text: str) -> None:
    """Give each mention of a shared name to one of its bearers, with less confidence.

    "Mrs Vale" goes to no man, where the article says who is one.
    """
    named = sorted((n.chars, n.paragraph, who) for who, g in people.items() for n in g.names)
    genders = {who: _first_gender(g.names, text) for who, g in people.items()}
    counts = Counter(who for _, _, who in named)
    for name in mentions:
        gender = stated_gender(text, name.chars)
        known = [who for who in people if gender and genders[who] == gender]
        fits = known or [w for w in people if not (gender and genders[w])] or list(people)
        near = {w for chars, p, w in named if chars < name.chars and p == name.paragraph}
        if len(fits) == 1 and gender:
            who, evidence = fits[0], Evidence("honorific", 0.85)
        elif len(near & set(fits)) == 1:
            who, evidence = (near & set(fits)).pop(), Evidence("named in the paragraph", 0.75)
        else:
            who = max(fits, key=lambda w: counts[w])
            sure = 0.5 + 0.4 * (counts[who] / counts.total() - 1 / len(people))
            evidence = Evidence("named most", round(sure, 2))
        people[who].names.append(_assigned(name, evidence))


def _first_gender(names: Sequence[Mention], text: str) -> str:
    return next((g for n in names if (g := stated_gender(text, n.chars))), "")
