"""Find further mentions of the names that an article contains.

A surname alone, or a name that the entity tagger found once and missed once; but not a word that is
also a name ("price", "may"), nor a part of another name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from toolkit.annotate.text import gazetteer
from toolkit.annotate.text.document import Document, Span, is_stop_word
from toolkit.annotate.text.gazetteer import any_name
from toolkit.annotate.text.mention import Candidate
from toolkit.annotate.text.sentences import opens_sentence

_FIRST_NAME = re.compile(r"(?P<name>[A-Z][a-z]+) $")
_OPENERS = frozenset((
    "Despite", "Earlier", "Furthermore", "Given", "Inside", "Instead", "Later", "Like", "Maybe",
    "Nonetheless", "Outside", "Overall", "Photo", "Soon", "Tomorrow", "Unlike",
))  # fmt: skip
"""Words, beside stop words, that open a sentence and may precede a surname."""


def named_elsewhere(document: Document, known: Mapping[str, str]) -> Iterator[Candidate]:
    """Further places of the names that the article contains elsewhere.

    Args:
        document: the article.
        known: type by name.
    """
    if not known:
        return
    text = document.text
    for match in any_name(known).finditer(text):
        chars = Span(*match.span())
        kind = known[match[0]]
        first = _first_name(text, chars) if kind == "person" and " " not in match[0] else None
        if first is not None:
            yield Candidate(Span(first, chars.end), kind, "surname")
        elif " " in match[0] or _is_name(match[0], text, chars):
            yield Candidate(chars, kind, "named elsewhere")


def _first_name(text: str, surname: Span) -> int | None:
    """Where a first name begins that precedes a surname and that the tagger missed."""
    match = _FIRST_NAME.search(text, max(0, surname.start - 40), surname.start)
    if not match or _may_precede(match["name"]) or len(match["name"]) < 3:
        return None
    word = match["name"]
    common = is_stop_word(word) or word.endswith(("ly", "day", "ing", "ed"))
    tables = (gazetteer.entries(), gazetteer.governments(), gazetteer.designators())
    known = any(word in table for table in tables)
    opener = word in _OPENERS and opens_sentence(text, match.start())
    followed = re.compile(r" [A-Z]").match(text, surname.end)
    if common or _in_lower_case(word, text) or known or followed or opener:
        return None
    return match.start()


def _is_name(word: str, text: str, chars: Span) -> bool:
    """Whether a word that is known as a name is one here: no word and no part of a longer name.

    At the start of a sentence, a word that the article also has in lower case ("price", "may")
    is a name only before a possessive or a verb of saying.
    """
    before, after = text[max(0, chars.start - 40) : chars.start], text[chars.end : chars.end + 20]
    large = re.search(r"([\w.’'-]*[A-Z][\w.’'-]*) $", before)
    longer = large and not _may_precede(large[1])
    if large and longer and not opens_sentence(text, chars.start - len(large[0])):
        return False
    if re.match(r" [A-Z][a-z]+", after) and not re.match(r" (?:[A-Z]\w+day|[A-Z]\w+ \d)", after):
        return False
    if not word.isupper() and opens_sentence(text, chars.start) and _in_lower_case(word, text):
        return bool(re.match(r"['’]s |,? (?:said|says|told|added)\b", after))
    return True


def _in_lower_case(word: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word.lower())}(?![\w-])", text) is not None


def _may_precede(word: str) -> bool:
    """Whether a large word before a name is no part of it: an honorific, a demonym, a role."""
    bare = re.sub(r"['’]s$", "", word.rstrip(".,:;"))
    if bare != word.rstrip("."):
        return True
    known = bare in gazetteer.honorifics() or bare in gazetteer.demonyms()
    return known or bare.lower() in gazetteer.roles()
