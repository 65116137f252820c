"""The form of a source: person, group, organization, document or medium, named or not.

The forms are those of source audits (Vincent et al. 2025, arXiv:2501.00164), with media apart.
"""

from __future__ import annotations

import re

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.sources.actor_role import actor_role, is_newspaper
from toolkit.annotate.sources.role import phrase_role
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.gazetteer import demonyms, entries
from toolkit.annotate.text.noun_phrases import find_nouns, head, is_plural, nouns, people, words
from toolkit.annotate.text.organizations import organization_role, organization_roles

_GROUPS = frozenset((
    "they", "them", "we", "some", "many", "others", "critics", "both", "all", "most",
    "several", "few", "those", "these", "two", "three", "four", "five", "six", "ten",
    "dozens", "hundreds", "thousands", "everyone", "everybody", "nobody", "anybody",
    "percent", "family", "crew", "opposition", "crowd", "public", "staff", "couple", "jury",
    "police", "authorities", "majority", "team", "community", "sides", "men", "women",
    "supporters", "opponents",
))  # fmt: skip
_OFFICE_AND_NAME = re.compile(
    r"\s(?:of|for|to) (?:the )?(?P<field>[A-Z]\w+) (?P<mister>(?:Mr|Mrs|Ms|Dr)\.? )?"
    r"(?:[A-Z][\w’'.-]+ ?){1,3}$"
)
_FIELDS = frozenset((
    "State", "Education", "Defense", "Defence", "Health", "Justice", "Labor", "Labour",
    "Finance", "Commerce", "Agriculture", "Energy", "Transport", "Transportation", "Interior",
    "Trade", "Treasury", "Culture", "Economy", "Environment",
))  # fmt: skip
_ONE = re.compile(
    r"(?:a|an|one|another|some|any|every|each|local)\s|(?:several|both|two|three)\b", re.I
)
_PERSONAL = re.compile(r"^(?:[Hh]e|[Ss]he|him|her|I|who|whom)$")
_SINGLE = re.compile(
    r"(?:one|another|anybody|someone|somebody|an? \w+|the (?:first|second|third|other))$", re.I
)
_AGE = re.compile(r",? \(?\d\d[,.)]")
_NAME = re.compile(r"(?:Mr\.?|Mrs\.?|Ms\.?|Dr\.?)?\s?(?:[A-Z][\w.’'-]+\s?){1,4}$")


def source_form(text: str, phrase: Span | None, actor: Actor | None, source: str) -> str:
    """The form of a source (one of frames.SOURCE_FORMS).

    Args:
        text: of the article.
        phrase: where the source is named or described; None if nowhere.
        actor: the actor that it resolves to, if it is named.
        source: the words beside the cue.

    Example:
        >>> text = "A report by the ministry"
        >>> source_form(text, Span(0, len(text)), None, text)
        'document'
    """
    if actor is not None:
        return _of_actor(text, phrase, actor, source)
    if phrase is None:
        return "unnamed_person"
    form = _of_phrase(text, phrase)
    return "unnamed_person" if form == "unnamed_group" and _SINGLE.match(source) else form


def _of_actor(text: str, phrase: Span | None, actor: Actor, source: str) -> str:
    organization = actor.actor_type == "organization"
    person = actor.actor_type == "person" and not _is_body(text, phrase, actor)
    if person or _PERSONAL.match(source) or (organization and _is_person(text, actor)):
        return "named_person"
    role = actor_role(text, actor) if organization else None
    role = role or (phrase_role(text, phrase) if phrase else None)
    media = is_newspaper(actor.name) or (role and role.role == "media")
    return "media" if media else "named_organization"


def _is_body(text: str, phrase: Span | None, actor: Actor) -> bool:
    """Whether a recognized person is an organization: "the Tagblatt", "the utility Brookwerk"."""
    if is_newspaper(actor.name):
        return True
    if phrase is None or not re.match(r"[Tt]he\s", text[slice(*phrase)]):
        return False
    first = next((m.chars for m in actor.mentions if m.chars.within(phrase)), None)
    if first is None:
        return False
    before = words(text, Span(phrase.start + 4, first.start))
    beside = not before or before[-1].chars.end >= first.start - 1
    return beside and (not before or bool(organization_role(before[-1:])))


def _is_person(text: str, actor: Actor) -> bool:
    """Whether a recognized organization has the age or title of a person."""
    if any(_AGE.match(text, m.chars.end) for m in actor.mentions):
        return True
    titles = [o.chars for o in actor.others if o.kind == "title"]
    nouns = [find_nouns(words(text, head(text, chars)), people()) for chars in titles]
    return any(found and found[0].noun.kind == "person" for found in nouns)


def _of_phrase(text: str, phrase: Span) -> str:
    core = head(text, phrase)
    found = words(text, core)
    if not found:
        return "unnamed_group"
    last = found[-1].text
    if _person_named(text, core) or _after_office(text, phrase):
        return "named_person"
    kind = _kind(text, phrase, core, last)
    if kind == "document":
        return "document"
    if kind == "organization":
        return _body(text, phrase, core, last)
    if core.start > phrase.start:
        one = re.match(r"(?:one|a third|another)\b", text[slice(*phrase)], re.I)
        return "unnamed_person" if one else "unnamed_group"
    many = last in _GROUPS or is_plural(last)
    return "unnamed_group" if many else "unnamed_person"


def _kind(text: str, phrase: Span, core: Span, last: str) -> str:
    """The kind of the head: "document", "organization", "person", or empty."""
    if re.sub(r"^[Tt]he\s", "", text[slice(*phrase)]) in organization_roles():
        return "organization"
    found = [w for w in words(text, core) if not w.text.isdigit()] or words(text, core)
    for kind, table in (
        ("document", nouns("document")),
        ("person", people()),
        ("organization", nouns("organization")),
    ):
        known = find_nouns(found, table)
        if known and known[0].chars.end == found[-1].chars.end:
            return kind
    body = organization_role(found)
    named = re.sub(r"^(?:the|an?)\s", "", text[slice(*core)], flags=re.I)
    if body and body.chars.end == found[-1].chars.end and re.match(r"[A-Z]", named):
        return "organization"
    return "organization" if _all_capitals(named) and " " in named else ""


def _all_capitals(phrase: str) -> bool:
    """Whether a phrase is capitalized like a name: "Sound & Isles Ferries"."""
    return all(w[0].isupper() or w in ("of", "&", "and", "for") for w in phrase.split() if w)


def _body(text: str, phrase: Span, core: Span, last: str) -> str:
    """The form of an organization by its noun; several organizations are a group."""
    whole = text[slice(*phrase)]
    body = organization_role(words(text, core))
    capital = re.search(r"\b[A-Z]", text[core.end - len(last) : core.end]) is not None
    if not is_plural(last) and (last == "journal" or (body and body.role == "media")):
        return "media"
    if (_ONE.match(whole) or is_plural(last)) and not capital:
        return "unnamed_group"
    first = whole.split()[0]
    if (first in demonyms() or first in entries()) and not capital and last in ("court", "company"):
        return "unnamed_group"
    return "named_organization"


def _after_office(text: str, phrase: Span) -> bool:
    """Whether a name follows an office and its field: "Minister of Education Ada Brook"."""
    match = _OFFICE_AND_NAME.search(text, *phrase)
    office = words(text, Span(phrase.start, match.start())) if match else []
    if not match or not find_nouns(office[-1:], people()):
        return False
    body = organization_role(words(text, Span(*match.span())))
    if body and body.chars.end >= match.end():
        return False
    field = match["field"]
    return bool(match["mister"]) or field in _FIELDS or field in entries() or field in demonyms()


def _person_named(text: str, core: Span) -> bool:
    """Whether a name stands behind a title, or alone: "Minister of Education Ada Brook"."""
    found = words(text, core)
    titles = find_nouns(found, people())
    after = [w for w in found if titles and w.chars.start >= titles[0].chars.end]
    if after:
        return bool(_NAME.fullmatch(text[after[0].chars.start : core.end].strip()))
    plain = text[slice(*core)].split()
    capitalized = all(w[0].isupper() and w[1:].islower() for w in plain)
    return (
        2 <= len(plain) <= 3 and capitalized and plain[0] != "The" and not organization_role(found)
    )
