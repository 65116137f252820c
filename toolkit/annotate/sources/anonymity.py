"""How openly a source is named, whether it is left unnamed on purpose, and the reason given.

Grades: 4 name and affiliation, 3 name, 2 office, 1 described, 0 vague. The reason is what audits
call the justification of an anonymous source (Vincent et al. 2025, arXiv:2501.00164).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.sources.context import beside
from toolkit.annotate.sources.role import Role
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.noun_phrases import head, words
from toolkit.annotate.text.organizations import organization_role
from toolkit.lexicons import lexicon

_PRIVATE = ("citizen",)
_DETERMINER = re.compile(r"(?:the|a|an|his|her|their|its|some|many|few|other|these|those)\s", re.I)
_INDEFINITE = re.compile(r"(?:a|an|one|another|some)\s", re.I)
_TO_CLAUSE = re.compile(
    r"(?:,? who |,? and |\bspeaking |\bspoke |\bspeaks |[Hh]e |[Ss]he |[Tt]hey )(?:[\w’']+ ){0,4}$"
)
_CLAUSE = re.compile(r"[^,.;—–\"“”\n]*(?:, (?:because|since|as|for fear|citing)[^.;—–\"“”\n]*)?")


class Openness(NamedTuple):
    """How openly a source is named.

    Attributes:
        grade: 4 to 0; None where there is no source.
        anonymous: whether it is left unnamed on purpose.
        chars: the words that make it anonymous, else those that name or describe it.
        reason, reason_chars: what the article says of why.
    """

    grade: int | None = None
    anonymous: bool = False
    chars: Span | None = None
    reason: str | None = None
    reason_chars: Span | None = None


def openness(
    text: str,
    attribution: Attribution,
    phrase: Span | None,
    actor: Actor | None,
    form: str,
    role: Role | None,
) -> Openness:
    """The grade of a source, and whether and why it is anonymous.

    Args:
        text: of the article.
        attribution: whose source it is.
        phrase: where the source is named or described.
        actor: whom it resolves to.
        form: its form, one of frames.SOURCE_FORMS.
        role: its role.
    """
    grade = _grade(text, phrase, form, role)
    if not form.startswith("unnamed"):
        return Openness(grade, False, phrase)
    granted = _granted(text, attribution, phrase)
    if granted:
        return Openness(min(grade, 1), True, granted, text[slice(*granted)], granted)
    kept = _kept_back(text, phrase) if phrase else None
    return Openness(min(grade, 1) if kept else grade, kept is not None, kept or phrase)


def _grade(text: str, phrase: Span | None, form: str, role: Role | None) -> int:
    if form == "named_person":
        return 4 if role and role.role not in (*_PRIVATE, "other") else 3
    if form in ("named_organization", "media"):
        return 2
    if phrase is None:
        return 0
    whole = text[slice(*phrase)]
    if form == "document":
        found = words(text, phrase)
        return 1 if _INDEFINITE.match(whole) and not organization_role(found) else 2
    if _pattern("office").search(text, *head(text, phrase)):
        return 2
    return 0 if form == "unnamed_group" and _is_vague(text, phrase) else 1


def _is_vague(text: str, phrase: Span) -> bool:
    """Whether a group is hardly described: "critics", "some residents"."""
    return len(words(text, phrase)) - bool(_DETERMINER.match(text[slice(*phrase)])) <= 1


def _kept_back(text: str, phrase: Span) -> Span | None:
    """The words by which a source that reporters know stays unnamed: "a person close to"."""
    match = _pattern("described").search(text, *phrase)
    match = match or _pattern("vague").search(text, *head(text, phrase))
    return Span(*match.span()) if match else None


def _granted(text: str, attribution: Attribution, phrase: Span | None) -> Span | None:
    """The clause that says that the name is withheld, with the reason behind it."""
    areas = beside(text, attribution)
    if (phrase and attribution.source is None) or (phrase and phrase != attribution.source):
        areas.append(phrase)
    for area in areas:
        match = _pattern("granted").search(text, *area) or _pattern("reason").search(text, *area)
        if match:
            lead = _TO_CLAUSE.search(text, max(area.start, match.start() - 50), match.start())
            end = _CLAUSE.match(text, match.end())
            start = lead.start() if lead else match.start()
            found = Span(start, end.end() if end else match.end())
            skip = re.match(r"[,\s]*(?:and )?", text[slice(*found)])
            return Span(found.start + (skip.end() if skip else 0), found.end)
    return None


@cache
def _pattern(sense: str) -> re.Pattern[str]:
    """All patterns of a sense in the lexicon."""
    rows = lexicon("anonymity")
    return re.compile("|".join(rows[rows["sense"] == sense]["pattern"]), re.I)
