"""Find the quotations of a text by their marks.

Typewriter, curly, single, angle and German marks; quotations inside quotations; the newspaper
convention that a quotation over several paragraphs opens each of them and closes only the last;
marks that were never closed or never opened. No text raises an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from toolkit.annotate.text.document import Span

OPENING_MARKS = "\"“„«‟'‘`"
_DOUBLE_OPEN, _DOUBLE_CLOSE = "“„«‟", "”»"
_MARK = re.compile("``|''|[“”„‟«»\"‘’']")
_INCH = re.compile(r"\d$")
_LONGEST = 3000
_PARAGRAPH = re.compile(r"[^\n]+")
_ELISION = re.compile(r"(?:\d\ds?|[Tt]is|[Tt]was|em|n|til|cause|round)\b")


@dataclass(frozen=True)
class Quotation:
    """A stretch between quotation marks, marks included.

    Attributes:
        start, end: characters; of one paragraph.
        depth: 0 for an outer quotation, 1 for one inside another.
        single: whether its marks are single ones.
        chain: number shared by the paragraphs of one quotation that runs over several.
        closed: False where a mark is missing and the quotation ends with the paragraph.
    """

    start: int
    end: int
    depth: int
    single: bool
    chain: int
    closed: bool = True


def quotations(text: str) -> list[Quotation]:
    """All quotations of a text, in the order of their first characters.

    Example:
        >>> [q.end - q.start for q in quotations('He said, "Go."')]
        [5]
    """
    found: list[Quotation] = []
    for match in _PARAGRAPH.finditer(text):
        found += _paragraph(match[0], match.start(), len(found))
    return _chained(found, text)


def outer_quotations(text: str) -> list[Span]:
    """The stretches in quotation marks, marks included; of nested ones the outermost.

    Example:
        >>> outer_quotations('He said, "Go."')
        [Span(start=9, end=14)]
    """
    return [Span(q.start, q.end) for q in quotations(text) if q.depth == 0]


def _paragraph(text: str, base: int, chain: int) -> list[Quotation]:
    """Quotations of one paragraph, by a stack of open marks."""
    found: list[Quotation] = []
    stack: list[tuple[int, bool]] = []
    for start, end, single, opens in _marks(text):
        if opens is None:
            opens = not any(s == single for _, s in stack)
        if opens:
            stack.append((start, single))
            continue
        level = next((i for i in reversed(range(len(stack))) if stack[i][1] == single), None)
        if level is None:
            # a closing mark that nothing opened: quoted from the start, unless it is an apostrophe
            if not single and not stack and not found:
                found.append(Quotation(base, base + end, 0, single, chain, closed=False))
            continue
        # an inner mark left open is dropped; only the outermost runs to the paragraph's end
        found.append(
            Quotation(base + stack[level][0], base + end, level, single, chain + len(found))
        )
        del stack[level:]
    if stack and not stack[0][1]:
        last = len(text.rstrip())
        found.append(
            Quotation(base + stack[0][0], base + last, 0, False, chain + len(found), closed=False)
        )
    return list(_with_depth(sorted(found, key=lambda q: (q.start, -q.end))))


def _with_depth(found: list[Quotation]) -> Iterator[Quotation]:
    """Each quotation with the number of quotations around it, in order of start."""
    around: list[Quotation] = []
    for quotation in found:
        while around and around[-1].end < quotation.end:
            around.pop()
        yield replace(quotation, depth=len(around))
        around.append(quotation)


def _marks(text: str) -> Iterator[tuple[int, int, bool, bool | None]]:
    """Start, end, single?, opening? (None: either) of each mark that is not an apostrophe."""
    # in German “ closes what „ opened
    german = "„" in text and "”" not in text
    closings: set[int] = set()
    typed = 0
    for match in _MARK.finditer(text):
        mark, start, end = match[0], match.start(), match.end()
        before, after = text[start - 1 : start], text[end : end + 1]
        if mark in _DOUBLE_OPEN or mark == "``":
            yield start, end, False, not (german and mark == "“")
        elif mark in _DOUBLE_CLOSE:
            yield start, end, False, False
        elif mark == "''":
            yield start, end, False, _straight(before, after)
        elif mark == '"':
            if _INCH.search(before) and not (typed % 2 and _ends(after)):
                continue
            typed += 1
            yield start, end, False, _straight(before, after)
        elif start in closings:
            yield start, end, True, False
        elif (closing := _closing(text, start)) is not None:
            closings.add(closing)
            yield start, end, True, True


def _ends(after: str) -> bool:
    """Whether a mark before these characters may close; else it stands for inches."""
    return not after or after.isspace() or after in ".,;:!?)—–-]"


def _straight(before: str, after: str) -> bool | None:
    left = not before or before.isspace() or before in "([{—–-/‘'"
    right = not after or after.isspace() or after in ".,;:!?)]}—–-/’'"
    if left == right:
        return None
    return left


def _closing(text: str, start: int) -> int | None:
    """Where the quotation that a single mark opens is closed; None for an apostrophe."""
    before, after = text[start - 1 : start], text[start + 1 : start + 2]
    at_left = not before or before.isspace() or before in '([“"—–-'
    opens = at_left and (after.isalnum() or after in '“"[(….') and text[start] != "’"
    if not opens or _ELISION.match(text, start + 1):
        return None
    return _closing_single(text, start + 1)


def _closing_single(text: str, start: int) -> int | None:
    """Where a single quotation that opens before start is closed.

    A mark after punctuation closes for sure; one after a letter may be a possessive ("workers'"),
    and closes only if no surer one follows before the next opening mark.
    """
    doubtful = None
    for i in range(start, min(len(text), start + _LONGEST)):
        if text[i] not in "’'‘":
            continue
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        if text[i] == "‘" or (before.isspace() and after.isalnum()):
            break
        if before.isalnum() and after.isalnum():
            continue
        if before in ".,!?…;:—–)" or (doubtful is None and before != "s"):
            return doubtful if doubtful is not None and before in ";:—–" else i
        doubtful = i if doubtful is None else doubtful
    return doubtful


def _chained(found: list[Quotation], text: str) -> list[Quotation]:
    """Join a quotation left open at a paragraph's end to the one that opens the next paragraph."""
    chained: list[Quotation] = []
    open_ends: dict[int, int] = {}
    for quotation in found:
        if quotation.depth == 0:
            line = _skip_back(text, quotation.start, " ")
            if line == 0 or text[line - 1] == "\n":
                chain = open_ends.get(_skip_back(text, line, " \n"), quotation.chain)
                quotation = replace(quotation, chain=chain)
            if not quotation.closed:
                open_ends[quotation.end] = quotation.chain
        chained.append(quotation)
    return chained


def _skip_back(text: str, start: int, blanks: str) -> int:
    """The first position of the run of blanks that ends before start."""
    while start > 0 and text[start - 1] in blanks:
        start -= 1
    return start
