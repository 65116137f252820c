"""What kind of source speaks: its form, its role, how openly it is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from toolkit.annotate.actors import Actor
from toolkit.lexicons import lexicon

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_OFFICE = {
    "minister", "mayor", "governor", "president", "ambassador", "harbourmaster", "bishop",
    "sheriff", "chancellor", "premier", "secretary", "spokesman", "spokeswoman", "spokesperson",
    "judge", "prosecutor", "coroner", "commissioner", "ombudsman",
}  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """What `quotes` says about a source (values of frames.SOURCE_FORMS and SOURCE_ROLES)."""

    form: str | None
    role: str | None
    anonymity: int | None
    anonymous: bool
    reason: str | None


def profile(source: str | None, actor: Actor | None, about: str, around: str) -> Profile:
    """Form, role and anonymity of a source.

    Anonymity is graded 4 name and affiliation, 3 name, 2 office, 1 described, 0 vague.

    Args:
        source: the source phrase as it stands; None where there is none.
        actor: the actor that it resolves to, if it is named.
        about: words that describe the source: its phrase, and beside the actor's first mention.
        around: what stands beside source and cue, for what it says about anonymity.

    Example:
        >>> profile("officials", None, "", "").anonymity
        0
    """
    if source is None and actor is None:
        return Profile(None, None, None, False, None)
    nouns = _nouns(source or "")
    form = _form(source or "", nouns, actor)
    role = _role(nouns, form, actor, about)
    granted, reason = _anonymity_words(around)
    named = form in ("named_person", "named_organization", "document", "media")
    vague = form == "unnamed_group" or _is_vague(source or "")
    anonymous = not named and (granted or _is_vague(source or "") or _officials(nouns))
    return Profile(
        form,
        role,
        _grade(form, actor, nouns, role, vague),
        anonymous,
        reason if anonymous else None,
    )


@cache
def _roles(kind: str) -> dict[str, str]:
    rows = lexicon("roles").query("kind == @kind")
    return dict(zip(rows["noun"], rows["role"], strict=True))


def _nouns(phrase: str) -> list[str]:
    """Words before the first comma or relative clause, the head last: what the source is called."""
    head = re.split(r",|\(| who | which | that | — ", phrase, maxsplit=1)[0]
    head = re.split(r" (?:of|for|from|in|at|on|with|to|close|familiar) ", head, maxsplit=1)[0]
    return [w.lower() for w in _WORD.findall(head)]


def _singular(word: str) -> str:
    irregular = {"people": "person", "women": "woman", "men": "man", "businessmen": "businessman"}
    if word in irregular:
        return irregular[word]
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _form(source: str, nouns: list[str], actor: Actor | None) -> str:
    if actor is not None and actor.actor_type == "person":
        return "named_person"
    if _looks_named(source):
        return "named_person"
    head = nouns[-1] if nouns else ""
    one = _singular(head)
    if actor is not None:
        media = any(_singular(w) in _roles("organization") and
                    _roles("organization")[_singular(w)] == "media" for w in nouns)  # fmt: skip
        return "media" if media or _is_agency(actor.name) else "named_organization"
    if head in _roles("document") or one in _roles("document"):
        return "document"
    if one in _roles("person") or one in ("person", "source"):
        return "unnamed_group" if head != one or head == "police" else "unnamed_person"
    if one in _roles("organization"):
        return "media" if _roles("organization")[one] == "media" else "named_organization"
    plural = head in ("they", "them", "we", "some", "many", "others", "critics", "police")
    return "unnamed_group" if plural or head.endswith("s") else "unnamed_person"


def _looks_named(source: str) -> bool:
    """A name that no entity was found for: two capitalized words and no article before them."""
    words = re.split(r",|\(", source, maxsplit=1)[0].split()
    return 2 <= len(words) <= 4 and all(w[0].isupper() for w in words) and words[0] != "The"


@cache
def _agencies() -> frozenset[str]:
    table = lexicon("agencies")
    return frozenset(f for forms in table["forms"] for f in forms.split("|"))


def _is_agency(name: str) -> bool:
    return name in _agencies()


def _role(nouns: list[str], form: str, actor: Actor | None, about: str) -> str | None:
    if form in ("document", "media"):
        return "media" if form == "media" else "other"
    if actor is not None and actor.actor_type == "place":
        return "official"
    nearby = [w.lower() for w in _WORD.findall(about)] if actor else []
    for words in (nouns[::-1], nearby):
        for kind in ("person", "organization"):
            known = _roles(kind)
            if found := next((known[s] for w in words if (s := _singular(w)) in known), None):
                return found
    return None if form == "named_person" else "other"


def _anonymity_words(around: str) -> tuple[bool, str | None]:
    granted, reason = False, None
    for row in lexicon("anonymity").to_dict("records"):
        match = re.search(str(row["pattern"]), around, re.I)
        granted = granted or (match is not None and row["sense"] == "granted")
        if match and row["sense"] == "reason":
            reason = match[0].strip()
    return granted, reason


def _is_vague(source: str) -> bool:
    rows: list[Any] = lexicon("anonymity").to_dict("records")
    vague = (r["pattern"] for r in rows if r["sense"] in ("vague", "described"))
    return any(re.search(p, source, re.I) for p in vague)


def _officials(nouns: list[str]) -> bool:
    return bool(nouns) and _singular(nouns[-1]) in (
        "official",
        "aide",
        "adviser",
        "diplomat",
        "staffer",
    )


def _grade(form: str, actor: Actor | None, nouns: list[str], role: str | None, vague: bool) -> int:
    if form == "named_person":
        return 4 if role else 3
    if form in ("named_organization", "document", "media"):
        return 4 if actor is not None else 2
    if any(n in _OFFICE for n in nouns) and form == "unnamed_person":
        return 2
    return 0 if vague and len(nouns) <= 2 else 1
