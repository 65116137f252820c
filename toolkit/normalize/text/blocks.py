"""Split saved articles into blocks: paragraphs, headings and list items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from toolkit.normalize.fields.dates import parse_date

Kind = Literal["heading", "paragraph", "rule"]

MAX_MARKDOWN = 2 * 2**20
"""Characters beyond which Markdown is read as plain text: no article is that long."""


@dataclass(frozen=True)
class Block:
    """A paragraph, heading or rule of an article.

    Attributes:
        kind: heading, paragraph (also list items and block quotes) or rule.
        text: one line without markup.
        strong: whether all of it is bold or italic.
        linked: share of its characters in links, 0 to 1.
    """

    kind: Kind
    text: str
    strong: bool = False
    linked: float = 0.0


def markdown_blocks(text: str) -> list[Block]:
    """The blocks of a Markdown text.

    Example:
        >>> [b.kind for b in markdown_blocks("# A title\\n\\nA paragraph.")]
        ['heading', 'paragraph']
    """
    if len(text) > MAX_MARKDOWN:
        return plain_blocks(text)
    # html=False keeps tags as text; `_one_line` removes them, so that no text between them is lost
    return list(_from_tokens(MarkdownIt("commonmark", {"html": False}).parse(text)))


def _from_tokens(tokens: list[Token]) -> Iterator[Block]:
    kind: Kind = "paragraph"
    for token in tokens:
        if token.type == "hr":
            yield Block("rule", "")
        elif token.type in ("heading_open", "heading_close"):
            kind = "heading" if token.nesting == 1 else "paragraph"
        elif token.type == "inline":
            yield from _inline(token, kind)
        elif token.type in ("code_block", "fence"):  # in news texts, an indented paragraph
            yield from plain_blocks(token.content)


def _inline(token: Token, kind: Kind) -> Iterator[Block]:
    text, strong, linked, depth, links = "", 0, 0, 0, 0
    for child in token.children or []:
        depth += child.nesting * child.type.startswith(("strong", "em"))
        links += child.nesting * child.type.startswith("link")
        if child.type == "image":
            continue
        piece = {"softbreak": " ", "hardbreak": "\n"}.get(child.type, child.content)
        text += piece
        strong += len(piece) if depth else 0
        linked += len(piece) if links else 0
    size = max(1, len(text))
    for line in text.split("\n"):
        if line.strip():
            yield Block(kind, _one_line(line), strong >= 0.95 * size, linked / size)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"</?[a-zA-Z][^<>]{0,200}>", "", text)).strip()


def without_marks(text: str) -> str:
    """A text without Markdown marks, embedded pictures and directives; its lines stay as they are.

    Example:
        >>> without_marks("## Ferry\\n+++cap\\n[#image: /a] *It* [ran](https://c.example), 3 * 4.")
        'Ferry\\n It ran, 3 * 4.'
    """
    for pattern, plain in _MARKS:
        text = pattern.sub(plain, text)
    return text


_MARKS = (
    (re.compile(r"^\+{3}.*\n?|^:{3}.*\n?", re.M), ""),  # directives
    (re.compile(r"\[#\w+:[^\]\n]*\]|!\[[^\]\n]*\]\([^)\n]*\)"), ""),
    (re.compile(r"\[([^\]\n]+)\]\((?:https?:|/|#|mailto:)[^)\s]*(?: \"[^\"\n]*\")?\)"), r"\1"),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]*[^\s*])\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,2})(?=[^\s_])([^_\n]*[^\s_])\1(?!\w)"), r"\2"),
    (re.compile(r"^(?:#{1,6} |> )", re.M), ""),
)


def plain_blocks(text: str) -> list[Block]:
    """The blocks of a plain text, separated by blank lines or else by lines; rejoin wrapped lines.

    Example:
        >>> [b.text for b in plain_blocks("One.\\n\\nTwo.")]
        ['One.', 'Two.']
    """
    parts = re.split(r"\n[ \t]*\n+", text.strip("\n"))
    if len(parts) == 1:
        lines = [line for line in text.split("\n") if line.strip()]
        parts = _unwrap(lines) if _is_wrapped_text(lines) else lines
    else:
        parts = [p for part in parts if part.strip() for p in _lines(part)]
    return [_plain_block(p) for p in parts if p.strip()]


def _plain_block(part: str) -> Block:
    line = _one_line(part)
    return Block("rule", "") if re.fullmatch(r"[-*_=~#\s]{3,}", line) else Block("paragraph", line)


def _lines(part: str) -> list[str]:
    lines = [line for line in part.split("\n") if line.strip()]
    return [" ".join(lines)] if _wrapped(lines) else lines


def _wrapped(lines: list[str]) -> bool:
    """Whether lines were wrapped: none had room for the first word of the next."""
    full = max(map(len, lines))
    if len(lines) < 2 or not 50 <= full <= 100 or re.match(r"by\s", lines[1], re.I):
        return False
    if parse_date(lines[-1].strip())[0]:  # a title and its date
        return False
    pairs = list(pairwise(lines))
    tight = sum(len(line) + 1 + len(after.split()[0]) >= full - 4 for line, after in pairs)
    return tight >= 0.8 * len(pairs)


def _is_wrapped_text(lines: list[str]) -> bool:
    """Whether a text without blank lines was wrapped: no line is long, most are nearly full."""
    full = max(map(len, lines), default=0)
    return 50 <= full <= 100 and sum(len(x) > 0.75 * full for x in lines) >= 0.6 * len(lines) > 3


def _unwrap(lines: list[str]) -> list[str]:
    """Paragraphs of a wrapped text without blank lines: each ends with a short line."""
    full = max(map(len, lines))
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        paragraphs[-1].append(line)
        if len(line) < 0.75 * full and re.search(r"[.!?][\"'”’)]*\s*$", line):
            paragraphs.append([])
    return [" ".join(p) for p in paragraphs if p]
