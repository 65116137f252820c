"""The role of a document: that of whoever issued it."""

from __future__ import annotations

import re

from toolkit.annotate.sources.role import AFFILIATED, BY_DEFAULT, Role, phrase_role
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.noun_phrases import Word, find_nouns, head, nouns, words
from toolkit.annotate.text.organizations import organization_role

_ISSUED = re.compile(r"\s(?:by|from|of|for)\s")
_BACK = 40


def issuer_role(text: str, phrase: Span) -> Role | None:
    """The role of whoever issued a document: "a report by the ministry", "the firm's letter".

    Of "the report", the issuer that stood beside its noun before in the text.
    """
    kinds = find_nouns(
        [w for w in words(text, phrase) if w.chars.within(head(text, phrase))], nouns("document")
    )
    if not kinds:
        return phrase_role(text, phrase)
    own = kinds[0]
    core = head(text, phrase)
    around = [w for w in words(text, core) if not w.chars.within(own.chars)]
    here = _issuer(text, phrase, own.chars, around)
    if here or own.noun.role != "other":
        return here or Role(own.noun.role, BY_DEFAULT, own.chars)
    return _issued_before(text, phrase, own.chars) or Role("other", BY_DEFAULT, own.chars)


def _issuer(text: str, phrase: Span, own: Span, around: list[Word]) -> Role | None:
    behind = _ISSUED.match(text, own.end)
    if behind and (found := phrase_role(text, Span(behind.end(), phrase.end))):
        return found
    body = organization_role(around)
    return Role(body.role, AFFILIATED, body.chars) if body else None


def _issued_before(text: str, phrase: Span, own: Span) -> Role | None:
    for match in re.finditer(rf"\b{re.escape(text[slice(*own)])}\b", text[: phrase.start], re.I):
        start = max(0, match.start() - _BACK)
        start = max(start, *(text.rfind(c, start, match.start()) + 1 for c in '.,;:\n"“”'))
        end = head(text, Span(match.end() + 3, match.end() + 60)).end
        near = words(text, Span(start, match.start()))[-3:]
        if found := _issuer(text, Span(match.start(), end), Span(*match.span()), near):
            return found
    return None
