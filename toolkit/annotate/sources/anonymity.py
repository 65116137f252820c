"""How openly a source is named, whether its name is withheld, and the reason given.

Grades: 4 name and affiliation, 3 name, 2 office, 1 described, 0 vague. Audits call the reason the
justification of an anonymous source (Vincent et al. 2025, arXiv:2501.00164).
"""

from __future__ import annotations

import re
from functools import cache

from toolkit.annotate.sources.channel import reporters_words
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.noun_phrases import head, words
from toolkit.annotate.text.organizations import organization_role
from toolkit.lexicons import lexicon

_DETERMINER = re.compile(r"(?:the|a|an|his|her|their|its|some|many|few|other|these|those)\s", re.I)
_JOINT = re.compile(r"[,\s]*(?:and )?")
_INDEFINITE = re.compile(r"(?:a|an|one|another|some)\s", re.I)
_TO_CLAUSE = re.compile(
    r"(?:,? who |,? and |\bspeaking |\bspoke |\bspeaks |[Hh]e |[Ss]he |[Tt]hey )(?:[\w’']+ ){0,4}$"
)
_CLAUSE = re.compile(r"[^,.;—–\"“”\n]*(?:, (?:because|since|as|for fear|citing)[^.;—–\"“”\n]*)?")


def grade(text: str, phrase: Span | None, form: str, role: str | None) -> int:
    """How openly a source is named, 4 to 0.

    Args:
        text: of the article.
        phrase: where the source is named or described.
        form: its form, one of frames.SOURCE_FORMS.
        role: its role, None where unknown.
    """
    if form == "named_person":
        return 4 if role not in ("citizen", "other", None) else 3
    if form in ("named_organization", "media"):
        return 2
    if phrase is None:
        return 0
    if form == "document":
        indefinite = _INDEFINITE.match(text[slice(*phrase)])
        return 1 if indefinite and not organization_role(words(text, phrase)) else 2
    if _pattern("office").search(text, *head(text, phrase)):
        return 2
    return 0 if form == "unnamed_group" and _is_vague(text, phrase) else 1


def _is_vague(text: str, phrase: Span) -> bool:
    """Whether a group is hardly described: "critics", "some residents"."""
    return len(words(text, phrase)) - bool(_DETERMINER.match(text[slice(*phrase)])) <= 1


def withheld(text: str, attribution: Attribution) -> bool:
    """Whether the name of an attribution's source is left out on purpose."""
    source = attribution.source
    granted = granted_anonymity(text, attribution, source)
    return bool(granted or (source and withheld_name(text, source)))


def withheld_name(text: str, phrase: Span) -> Span | None:
    """Words that describe a source whom the reporter knows: "a person close to"."""
    match = _pattern("described").search(text, *phrase)
    match = match or _pattern("vague").search(text, *head(text, phrase))
    return Span(*match.span()) if match else None


def granted_anonymity(text: str, attribution: Attribution, phrase: Span | None) -> Span | None:
    """The clause that says that the name is withheld, with the reason after it."""
    areas = reporters_words(text, attribution)
    if phrase and phrase != attribution.source:
        areas.append(phrase)
    for area in areas:
        match = _pattern("granted").search(text, *area) or _pattern("reason").search(text, *area)
        if match:
            lead = _TO_CLAUSE.search(text, max(area.start, match.start() - 50), match.start())
            end = _CLAUSE.match(text, match.end())
            start = lead.start() if lead else match.start()
            joint = _JOINT.match(text, start)
            return Span(joint.end() if joint else start, end.end() if end else match.end())
    return None


@cache
def _pattern(sense: str) -> re.Pattern[str]:
    """All patterns of a sense in the lexicon."""
    rows = lexicon("anonymity")
    return re.compile("|".join(rows[rows["sense"] == sense]["pattern"]), re.I)
