"""Separate the body of an article from head lines, subheads, captions, teasers and trailers.

The rules depend on the form of a block alone; no rule is specific to a format or site.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from toolkit.normalize.fields.dates import date_in_line, is_month, parse_date
from toolkit.normalize.fields.outlets import reads_as_outlet
from toolkit.normalize.text.blocks import Block
from toolkit.normalize.text.phrases import phrases
from toolkit.normalize.text.subheads import is_line, is_list, subheads_of

LAST = 3
"""Blocks at the end among which credit lines stand."""
MORE = 0.25
"""Share of an article's words up to which text at its end can be about other stories."""
HEAD = 8
"""Blocks at the top that are searched for byline, date and credit."""

_BYLINE = re.compile(r"^(?:by|words by|written by|reported by|story by|author:)\s+(?=[A-Z@])", re.I)
_DATE_WORDS = re.compile(
    r"^(?:published|updated|posted|date|last modified)\s*(?:on|at|:)?\s*", re.I
)
_PRINTED = re.compile(
    r"(?:first |originally )?(?:published|posted|printed|appeared) (?:in|by) (?:the )?(?=[A-Z])",
    re.I,
)
_PHRASES = phrases("page_phrases")
# "Ada Brook for the Carver Post"
_FOR = re.compile(
    r"[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]*){1,3}\s(?:for|of)\s(?:the\s)?[A-Z][\w ]{2,40}"
)
_ON = re.compile(r"[\s,(–—-]+(?:on|am)?\s*$")
_SIGNED = re.compile(r"\(?[A-Z][\w. /&-]{1,40}\)|[-–—]{1,2}\s?[A-Z][\w. ,/&-]{1,60}")
_NAME = re.compile(r"[A-Z][\w.&-]*(?:\s[A-Z][\w.&-]*){0,4}\s?")


class Cleaned(NamedTuple):
    """The blocks of an article, sorted.

    Attributes:
        paragraphs: paragraphs of the body.
        head: parts of the lines between title and body, in order.
        ends: credit lines at the end.
    """

    paragraphs: list[str]
    head: list[str]
    ends: list[str]

    @property
    def byline(self) -> tuple[str, ...]:
        """Head parts that begin like a byline."""
        return tuple(p for p in self.head if _BYLINE.match(p))

    @property
    def names(self) -> tuple[str, ...]:
        """Head parts that are names without "by": of people, outlets or places."""
        named = (p for p in self.head if is_title_case(p) or p.isupper())
        others = (_BYLINE.match, _PHRASES["picture credit"].search, is_date)
        return tuple(p for p in named if not any(is_other(p) for is_other in others))

    @property
    def date(self) -> str | None:
        """The first head part that is a date."""
        return next((p for p in self.head if is_date(p)), None)


def clean(blocks: Sequence[Block], title: str | None) -> Cleaned:
    """Sort the blocks of an article into head, body and credit lines.

    Args:
        blocks: all blocks but the title.
        title: title of the article; a block that repeats it is left out.

    Example:
        >>> clean([Block("paragraph", "By Ada Brook"), Block("paragraph", "It rained.")], None)
        Cleaned(paragraphs=['It rained.'], head=['By Ada Brook'], ends=[])
    """
    head, body = _head(blocks, title)
    subheads = set() if is_list(body) else subheads_of(body)
    body = _without_more(body)
    kept = [b for i, b in enumerate(body) if i not in subheads and not _is_boilerplate(b)]
    kept, ends = _end(_without_tail(kept))
    paragraphs = [b.text for b in kept if b.kind != "rule"]
    return Cleaned(paragraphs, [p for b in head for p in split_head_line(b.text)], ends)


def _head(blocks: Sequence[Block], title: str | None) -> tuple[list[Block], list[Block]]:
    """The blocks between the title and the first paragraph, and the rest."""
    head: list[Block] = []
    for i, block in enumerate(blocks[:HEAD]):
        if block.kind == "paragraph" and not _is_head(block, title):
            return head, list(blocks[i:])
        head.append(block)
    return head, list(blocks[len(head) :])


def _is_head(block: Block, title: str | None) -> bool:
    text = block.text
    return len(text) < 200 and bool(
        _BYLINE.match(text)
        or any(is_date(part) for part in split_head_line(text))
        or text == title
        or _NAME.fullmatch(text)
        or reads_as_outlet(text)
        or _FOR.fullmatch(text)
        or (
            is_line(text)
            and (block.strong or block.linked > 0.5 or _PHRASES["picture credit"].search(text))
        )
    )


def _is_boilerplate(block: Block) -> bool:
    """Whether a block is a caption, teaser or trailer."""
    text = block.text
    short = len(text) < 300
    return short and bool(
        _PHRASES["trailer"].match(text)
        or _PHRASES["caption"].search(text)
        or block.linked > 0.9
        or (_PHRASES["teaser"].search(text) and is_line(text))
        or is_offer(text)
    )


def _without_more(blocks: list[Block]) -> list[Block]:
    """Cut other stories below a heading such as "More from the Courier", if they are few words."""
    words = [len(b.text.split()) for b in blocks]
    heads = (
        i for i, b in enumerate(blocks) if b.kind == "heading" and _PHRASES["more"].match(b.text)
    )
    few = (i for i in heads if sum(words[i:]) <= MORE * sum(words))
    return blocks[: next(few, len(blocks))]


def _without_tail(blocks: list[Block]) -> list[Block]:
    """Cut notes and link lists after the last rule."""
    rules = [i for i, b in enumerate(blocks) if b.kind == "rule"]
    if not rules or rules[-1] == 0:
        return blocks
    tail = blocks[rules[-1] + 1 :]
    noise = all(b.strong or b.linked > 0.5 or is_line(b.text) for b in tail)
    return blocks[: rules[-1]] if noise and len(tail) <= 12 else blocks


def _end(blocks: list[Block]) -> tuple[list[Block], list[str]]:
    """The body without the credit lines at its end or above a correction, and these lines."""
    ends: list[str] = []
    kept = list(blocks)
    while kept and (kept[-1].kind == "rule" or is_end_credit(kept[-1].text)):
        last = kept.pop()
        ends += [last.text] if last.text else []
    above = [b for b in kept[-LAST:-1] if credits_source(b.text)]
    return [b for b in kept if b not in above], [*(b.text for b in above), *ends[::-1]]


def is_end_credit(text: str) -> bool:
    """Whether a line credits contributors, signs the article, claims its rights or asks for mail.

    Example:
        >>> is_end_credit("Additional reporting by AFP"), is_end_credit("It rained.")
        (True, False)
    """
    lines = _PHRASES["contact"].search(text) or _SIGNED.fullmatch(text) or _NAME.fullmatch(text)
    return credits_source(text) or (len(text) < 240 and bool(lines))


def credits_source(text: str) -> bool:
    """Whether a line says who made or owns the text.

    Example:
        >>> credits_source("(Reporting by Ada Brook)"), credits_source("It rained.")
        (True, False)
    """
    return len(text) < 240 and bool(_PHRASES["end credit"].search(text))


def is_offer(text: str) -> bool:
    """Whether a line offers a newsletter or asks for cookies.

    Example:
        >>> is_offer("The day in five minutes, in your inbox each morning."), is_offer("It rained.")
        (True, False)
    """
    return len(text) < 240 and bool(_PHRASES["offer"].search(text))


def is_caption(text: str) -> bool:
    """Whether a line is a picture's caption or credit, by how it ends.

    Example:
        >>> is_caption("The ferry in dock. (Photo: Ada Brook)"), is_caption("The ferry ran.")
        (True, False)
    """
    return len(text) < 300 and bool(_PHRASES["caption"].search(text))


def split_head_line(text: str) -> list[str]:
    """Split a head line such as "Ada Brook | Daily | 3 March 2025"."""
    pieces = re.split(r"\s*[|•·]\s*|\s+[–—]\s+", _PRINTED.sub("", text))
    found = [p for piece in pieces for p in _name_and_date(piece.strip())]
    return [part for part in found if part]


def _name_and_date(piece: str) -> list[str]:
    """Split "By Ada Brook, Radio Daily, 3 March 2025, 18:05" into names and date."""
    if is_date(piece):
        return [piece]
    for comma in re.finditer(r",\s|\s[-(]\s?", piece):
        name, rest = piece[: comma.start()], piece[comma.end() :].rstrip(")")
        if is_date(rest):
            return [name, rest]
    day = date_in_line(piece)
    name = _ON.sub("", piece.removesuffix(day)) if day else ""
    return [name, day] if day and name != piece and is_title_case(name) else [piece]


def is_title_case(text: str) -> bool:
    """Whether a text is a few words in capitals or with initial capitals, as names are.

    Example:
        >>> is_title_case("By Ada Brook"), is_title_case("Nothing has moved since")
        (True, False)
    """
    words = [w for w in re.findall(r"[^\W\d_]\S*", text) if len(w) > 3 or w[0].isupper()]
    return 0 < len(words) <= 8 and all(w[0].isupper() for w in words)


def is_date(text: str) -> bool:
    """Whether a text is a date and nothing else."""
    bare = _DATE_WORDS.sub("", text)
    return len(bare) < 60 and not bare.isdigit() and (bool(parse_date(bare)[0]) or is_month(bare))
