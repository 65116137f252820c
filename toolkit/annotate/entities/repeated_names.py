"""Elsewhere: names that the article has in other places, found wherever they stand.

A surname alone, a name that the entity tagger saw once and missed once; but not a word that is also
a name ("price", "may"), nor a part of somebody else's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from toolkit.annotate.text.document import Document, Span, is_stop_word
from toolkit.annotate.text.gazetteer import (
    alternatives,
    demonyms,
    designators,
    entries,
    governments,
    honorifics,
    roles,
)
from toolkit.annotate.text.mention import Found

_BOUNDED = r"(?<![\w@#-])(?:{})(?![\w-])"


def named_elsewhere(document: Document, known: Mapping[str, str]) -> Iterator[Found]:
    """Every place where a name stands that the article names elsewhere.

    Args:
        document: the article.
        known: type by name.
    """
    if not known:
        return
    text = document.text
    for match in re.finditer(_BOUNDED.format(alternatives(list(known))), text):
        chars = Span(*match.span())
        kind = known[match[0]]
        if kind == "person" and " " not in match[0] and (first := _first_name(text, chars)):
            yield Found(Span(first, chars.end), kind, "surname")
        elif " " in match[0] or _is_name(match[0], text, chars):
            yield Found(chars, kind, "named elsewhere")


_FIRST = re.compile(r"(?P<name>[A-Z][a-z]+) $")


def _first_name(text: str, surname: Span) -> int | None:
    """Where a first name begins that stands before a surname and that the tagger did not see."""
    before = text[max(0, surname.start - 40) : surname.start]
    match = _FIRST.search(before)
    if not match or _may_precede(match["name"]) or len(match["name"]) < 3:
        return None
    word, opens = match["name"], bool(_STARTS.search(before[: match.start()]))
    common = is_stop_word(word) or word.endswith(("ly", "day", "ing", "ed"))
    plain = common or re.search(rf"(?<![\w-]){word.lower()}(?![\w-])", text) is not None
    known = word in entries() or word in governments() or word in designators()
    after = re.match(r" [A-Z]", text[surname.end : surname.end + 2])
    if plain or known or after or (opens and word in _OPENERS):
        return None
    return surname.start - len(word) - 1


_OPENERS = frozenset(
    [
        "Meanwhile",
        "Later",
        "Earlier",
        "Today",
        "Tomorrow",
        "Instead",
        "Nevertheless",
        "Nonetheless",
        "Afterwards",
        "Moreover",
        "Furthermore",
        "Besides",
        "Asked",
        "According",
        "Despite",
        "Unlike",
        "Like",
        "Given",
        "Under",
        "Both",
        "Perhaps",
        "Maybe",
        "Sometimes",
        "Overall",
        "Thus",
        "Hence",
        "Indeed",
        "Soon",
        "Eventually",
        "Additionally",
        "Unless",
        "Whether",
        "Outside",
        "Inside",
        "President",
        "Photo",
        "Related",
    ]
)


_SPEAKS = re.compile(r"['’]s |,? (?:said|says|told|added|and [A-Z])|\b")
_STARTS = re.compile(r"(?:^|[\n\"“‘'(]|[.!?:][\"”’]?\s)$")


def _is_name(word: str, text: str, chars: Span) -> bool:
    """Whether one word that is known as a name is one here, no word and no part of a longer name.

    At the start of a sentence, a word that the article also has in lower case ("price", "may")
    is a name only with a possessive or a verb of saying behind it.
    """
    before, after = text[max(0, chars.start - 40) : chars.start], text[chars.end : chars.end + 20]
    large = re.search(r"([\w.’'-]*[A-Z][\w.’'-]*) $", before)
    opens = large and _STARTS.search(before[: large.start()])
    if large and not (opens or _may_precede(large[1])):
        return False
    if re.match(r" [A-Z][a-z]+", after) and not re.match(r" (?:[A-Z]\w+day|[A-Z]\w+ \d)", after):
        return False
    if (
        not word.isupper()
        and _STARTS.search(before)
        and re.search(rf"(?<![\w-]){re.escape(word.lower())}(?![\w-])", text)
    ):
        return bool(re.match(r"['’]s |,? (?:said|says|told|added)\b", after))
    return True


def _may_precede(word: str) -> bool:
    """Whether a large word before a name is no part of it: an honorific, a demonym, a role."""
    plain = word.rstrip(".,:;").removesuffix("'s").removesuffix("’s")
    if plain != word.rstrip("."):
        return True
    return plain in honorifics() or plain in demonyms() or plain.lower() in roles()
