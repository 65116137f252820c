"""Names of people, organizations and places in an article, as the reader finds them.

A form has one type throughout an article. Where the reader is in doubt, a name that the article
has elsewhere counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
from scipy.special import softmax

from toolkit.annotate.entities.abbreviations import initials_of
from toolkit.annotate.tagger.heads import NAME_TYPES
from toolkit.annotate.tagger.reading import NameSpan, Reading
from toolkit.annotate.text.document import Document, Span
from toolkit.annotate.text.gazetteer import any_name, demonyms, honorifics
from toolkit.annotate.text.mention import Mention

SURELY_NONE = float(np.log(0.95))
"""Log-chance from which a stretch is no name, though the article has it as one elsewhere."""
SURE = 0.8
"""Chance to be a name that a form needs somewhere in an article."""
UNSURE = 0.8
"""Chance of a type below which the type of a name's last word counts as well."""

_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.I)
_SMALL = "of|in|at|by|from|and|for|with|to|on|as|that|or"
_BEFORE = re.compile(rf"(?:{_SMALL}|(?:By|Was|Were|Is|Are|Did|Does|When|If|But|And))\s+")
_AFTER = re.compile(rf"(?:\s+(?:{_SMALL}|the|an?))+$")
_POSSESSIVE = re.compile(r"['’]s?$")
_EDGES = " \t\n,;:!?\"“”„‘'’«»[]{}*_—–-"
_LETTER = re.compile(r"[^\W\d_]")
_JOINED_BEFORE = re.compile(r"(?<![\w@#./-])(?:[A-Z0-9][\w]*[-/&.'’])+$")
# the rest of the word, further parts of it, the point of an abbreviation
_JOINED_AFTER = re.compile(
    r"\w*(?:[-/&.][A-Z0-9]\w*|['’][A-Z]\w+|\.com\b|-(?!led|era|run|made|born|like)[a-z]{2,4}\b)*"
    r"(?:(?<=\b[A-Z]\.[A-Z])\.)?"
)
_INITIAL = re.compile(r"(?:^|\s)[A-Z]\.? ?$")
# where, or by whom, the article was written
_DATELINE = re.compile(
    r"(?m:^)[A-Z][A-Z.'’-]+(?:[ ,]+[A-Z][\w.'’-]*){0,5}\s*(?:\([A-Z][^)\n]{1,30}\))?\s*[—–-]+\s"
)


def find_names(document: Document, reading: Reading) -> list[Mention]:
    """Mentions by name in reading order; none lies in another.

    Args:
        document: the article.
        reading: of its text.
    """
    text = document.text
    found = _sure(text, reading.names())
    kinds = _types((text[slice(*chars)], types) for chars, types in found)
    places = _longest([chars for chars, _ in found] + list(_elsewhere(text, kinds, reading)))
    datelines = [Span(*match.span()) for match in _DATELINE.finditer(text)]
    tagged = {chars for chars, _ in found}
    names = []
    for chars in places:
        words = text[slice(*chars)]
        kind, sure = kinds[words]
        rule = "reader" if chars in tagged else "named elsewhere"
        rule = "dateline" if any(chars.within(d) for d in datelines) else rule
        paragraph = document.paragraph_of(chars.start)
        names.append(Mention(words, chars, kind, paragraph, rule=rule, confidence=round(sure, 2)))
    return names


def _sure(text: str, names: list[NameSpan]) -> list[tuple[Span, np.ndarray]]:
    """Names with their types, without forms that the reader is nowhere SURE to be a name."""
    found = [(c, n) for n in _joined(text, names) if (c := trimmed(text, n.chars))]
    most: dict[str, float] = defaultdict(float)
    for chars, name in found:
        form = text[slice(*chars)]
        most[form] = max(most[form], name.sure)
    return [(chars, name.types) for chars, name in found if most[text[slice(*chars)]] >= SURE]


def _joined(text: str, names: list[NameSpan]) -> list[NameSpan]:
    """Names with those joined that an initial's point, or nothing but a space, divides.

    "Roger M. Mahony", "Erik Ten Hag"; names of two types stay two.
    """
    joined: list[NameSpan] = []
    for name in names:
        last = joined[-1] if joined else None
        gap = text[last.chars.end : name.chars.start] if last else ""
        initial = last and gap in (". ", ".") and _INITIAL.search(text[slice(*last.chars)])
        beside = last and gap == " " and last.types.argmax() == name.types.argmax()
        if last and (initial or beside):
            joined[-1] = name._replace(chars=Span(last.chars.start, name.chars.end))
        else:
            joined.append(name)
    return joined


def trimmed(text: str, chars: Span) -> Span | None:
    """A name as whole words, without article, title, marks or possessive; None if none is left.

    Example:
        >>> trimmed("the Brooks' ferry", Span(0, 10))
        Span(start=4, end=10)
    """
    start, end = _whole(text, chars)
    words = text[start:end]
    start += len(words) - len(words.lstrip(_EDGES))
    end = start + len(text[start:end].rstrip(_EDGES))
    for before in (_BEFORE, _ARTICLE):
        if match := before.match(text, start, end):
            start = match.end()
    if match := _AFTER.search(text[start:end]):
        end = start + match.start()
    if match := _POSSESSIVE.search(text[start:end]):
        end = start + match.start()
    first, _, rest = text[start:end].partition(" ")
    if rest and first in honorifics():
        start += len(first) + 1
    words = text[start:end]
    letters = len(_LETTER.findall(words))
    handle = text[max(0, start - 1) : start] in ("@", "#")
    none = handle or letters < 2 or (words.islower() and letters < 4) or words in demonyms()
    return None if none else Span(start, end)


def _whole(text: str, chars: Span) -> Span:
    """A stretch with all of its first and last word: "Soon-Shiong", "U.S.", "AC/DC"."""
    start, end = chars
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    before = _JOINED_BEFORE.search(text, max(0, start - 30), start)
    after = _JOINED_AFTER.match(text, end)
    return Span(before.start() if before else start, after.end() if after else end)


def _types(found: Iterable[tuple[str, np.ndarray]]) -> dict[str, tuple[str, float]]:
    """Type of each form, and how sure it is: by all its mentions, and by its last word's if unsure.

    "Anneke Dreyfus" is a person where "Dreyfus" is one.
    """
    totals: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(len(NAME_TYPES)))
    for words, types in found:
        totals[words] += types
    kinds = {words: _likeliest(total) for words, total in totals.items()}
    for words, (_, sure) in list(kinds.items()):
        last = words.split()[-1]
        if sure < UNSURE and last != words and kinds.get(last, ("", 0.0))[1] > sure:
            kinds[words] = _likeliest(totals[words] + totals[last])
    return kinds


def _likeliest(total: np.ndarray) -> tuple[str, float]:
    chances = softmax(total)
    best = int(chances.argmax())
    return NAME_TYPES[best], float(chances[best])


def _elsewhere(text: str, kinds: dict[str, tuple[str, float]], reading: Reading) -> Iterator[Span]:
    """Other places of names, unless the reader is sure that they are none."""
    forms = dict.fromkeys(kinds)
    for words, (kind, sure) in list(kinds.items()):
        last = words.split()[-1]
        if kind == "person" and " " in words and len(last) > 2 and last[0].isupper():
            forms.setdefault(last)
            kinds.setdefault(last, (kind, sure))
        if kind == "organization" and (initials := initials_of(words)):
            forms.setdefault(initials)
            kinds.setdefault(initials, (kind, sure))
    for match in any_name(forms).finditer(text) if forms else ():
        chars = Span(*match.span())
        run = reading.run(chars)
        acronym = match[0].isupper() and len(match[0]) > 2
        if acronym or (run and reading.not_named[run[0] : run[1] + 1].max() < SURELY_NONE):
            yield chars


def _longest(places: Iterable[Span]) -> list[Span]:
    """The longest of overlapping stretches, in reading order."""
    chosen: list[Span] = []
    taken: set[int] = set()
    for chars in sorted(places, key=lambda c: c.start - c.end):
        place = range(*chars)
        if taken.isdisjoint(place):
            taken.update(place)
            chosen.append(chars)
    return sorted(chosen)
