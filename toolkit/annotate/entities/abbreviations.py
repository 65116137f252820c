"""Abbreviations of names: where an article defines them, and which initials stand for which name.

After Schwartz & Hearst 2003, "A simple algorithm for identifying abbreviation definitions in
biomedical text", extended to initials in another order ("Italian Episcopal Conference (CEI)").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from toolkit.annotate.entities.person_names import Evidence
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.gazetteer import SMALL_WORDS

_DEFINITION = re.compile(
    r"(?P<full>(?:[A-Z0-9][\w.’'&-]*,? (?:(?:of|and|the|for|on|in|de) )*){1,8})"
    r"\((?P<short>[A-Z][A-Za-z0-9&.]{1,7})\)"
)


def abbreviations(text: str) -> dict[str, str]:
    """Full names by the abbreviations that the article gives behind them in parentheses.

    Example:
        >>> abbreviations("The Fair Water League (FWL) won.")
        {'FWL': 'Fair Water League'}
    """
    return {text[slice(*short)]: text[slice(*full)] for short, full in _definitions(text)}


def _definitions(text: str) -> Iterator[tuple[Span, Span]]:
    """Places of each abbreviation in parentheses and of the name before it."""
    for match in _DEFINITION.finditer(text):
        start, end = match.start("full"), match.start("full") + len(match["full"].rstrip())
        for word in reversed(list(re.finditer(r"(?<!\S)[A-Z0-9]\S*", match["full"]))):
            full = Span(start + word.start(), end)
            if word[0] != "The" and abbreviates(match["short"], text[slice(*full)]):
                yield Span(*match.span("short")), full
                break


def abbreviates(short: str, full: str) -> bool:
    """Whether letters in parentheses abbreviate the name before them.

    Example:
        >>> abbreviates("CEI", "Italian Episcopal Conference"), abbreviates("AP", "Hanoi")
        (True, False)
    """
    letters = re.sub(r"\W", "", short).casefold()
    words = _words(full.casefold())
    initials = [w[0] for w in words if w not in SMALL_WORDS]
    if len(letters) < 2 or len(initials) < 2:
        return False
    if sorted(letters) == sorted(initials):
        return True
    ends = (letters[0], letters[-1]) == (initials[0], initials[-1])
    return ends and in_order(letters, [w[0] for w in words])


def acronym(short: str, full: str) -> Evidence | None:
    """Evidence that a word in capitals holds the initials of a name."""
    letters = re.sub(r"\W", "", short)
    if len(letters) < 2 or not letters.isupper() or full.isupper() or " " in short:
        return None
    words = _words(full)
    large = "".join(w[0] for w in words if w[0].isupper() or w[0].isdigit())
    if letters in (large, "".join(w[0].upper() for w in words)):
        return Evidence("acronym", 0.95)
    # "CDC" of "Centers for Disease Control and Prevention": without the last word
    if len(letters) > 2 and large[:-1] == letters:
        return Evidence("acronym", 0.75)
    return None


def initials_of(name: str) -> str | None:
    """The abbreviation of an organization's name of three words and more.

    Example:
        >>> initials_of("Fair Water League")
        'FWL'
    """
    large = [w[0] for w in _words(name) if w[0].isupper()]
    return "".join(large) if len(large) > 2 and not name.isupper() else None


def _words(name: str) -> list[str]:
    return [w for w in re.split(r"[\s-]", name) if w]


def in_order(few: Sequence[str], many: Iterable[str]) -> bool:
    """Whether the items of the first occur in the second, in the same order."""
    rest = iter(many)
    return all(item in rest for item in few)
