"""Articles as people save them: a title line, a byline, a date, a credit, subheads, a trailer."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from toolkit.normalize.blocks import Block, markdown_blocks, plain_blocks
from toolkit.normalize.dates import parse_date
from toolkit.normalize.draft import Draft, Unreadable

_BYLINE = re.compile(r"^(?:by|words by|written by|reported by|story by|author:)\s+\S", re.I)
_DATELIKE = re.compile(r"^(?:published|updated|posted|date|last modified)\s*(?:on|at|:)?\s*", re.I)
_CREDIT = re.compile(
    r"\b(?:photos?|photograph(?:er|y)?|image|picture|credit|courtesy|getty|shutterstock)\b|"
    r"(?:^|\s)/\s?[A-Z]|^[©(]|\bvia\b",
    re.I,
)
_TRAILER = re.compile(
    r"^(?:related(?: articles?| stor(?:y|ies)| coverage| news| links?| content)?|read (?:more|also|next)|"
    r"also read|see also|more (?:on|from|about)|more stories|you (?:may|might) also like|"
    r"recommended|most (?:read|popular)|don't miss|watch|listen|sign up|subscribe|follow us|"
    r"share this|advertisement|support (?:us|our)|donate|comments?|tags?|topics|filed under)\b"
    r"\s*(?::|$|\s[-–—|]|this|to our|for our|us\b|in this)",
    re.I,
)
_END_CREDIT = re.compile(
    r"^(?:[-–—(©*_\s]*)(?:reporting|writing|editing|additional reporting|compiled|translated)\b.{0,40}\bby\b"
    r"|^©|^\(?copyright\b|^all rights reserved|\bcontributed to this (?:report|story|article)\b"
    r"|^(?:this (?:story|article|report) (?:was|is|has been) (?:originally |first )?"
    r"(?:published|produced|provided|distributed|supplied)\b)",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_HEAD = 8
_FRONT = re.compile(r"\A---\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(
    r"^(title|headline|author|by|byline|date|published|source|outlet|publication|url|link|section)"
    r"\s*:\s+(\S.*)$",
    re.I,
)


def read_saved(text: str, markdown: bool) -> Draft:
    """A saved article, Markdown or plain.

    Raises:
        Unreadable: there is no text in it.

    Example:
        >>> draft = read_saved("# Ferry runs again\\n\\nBy Ada Brook\\n\\nThe ferry ran.", True)
        >>> draft.title, draft.byline, draft.text
        ('Ferry runs again', ('By Ada Brook',), 'The ferry ran.')
    """
    fields, rest = _front_matter(text)
    blocks = markdown_blocks(rest) if markdown else plain_blocks(rest)
    fields, blocks = _field_lines(fields, blocks)
    if not any(b.kind == "paragraph" for b in blocks):
        raise Unreadable("empty: there is no text in it")
    title, blocks = _title(fields, blocks, markdown)
    head, body = _head(blocks, title)
    body, credits = _body(body)
    paragraphs = [b.text for b in body if b.kind == "paragraph"]
    if not paragraphs:
        raise Unreadable("empty: there is nothing after the head of the article")
    return Draft(
        text="\n\n".join(paragraphs),
        extractor="markdown" if markdown else "plain",
        title=title,
        byline=tuple(b.text for b in head if _BYLINE.match(b.text)) or fields.get("byline", ()),
        credit=tuple(credits),
        published_raw=next((b.text for b in head if _is_date(b.text)), None)
        or next(iter(fields.get("date", ())), None),
        section=next(iter(fields.get("section", ())), None),
        outlet=next(iter(fields.get("outlet", ())), None),
        url=next(iter(fields.get("url", ())), None),
    )


_NAMES = {
    "headline": "title",
    "author": "byline",
    "authors": "byline",
    "by": "byline",
    "published": "date",
    "source": "outlet",
    "publication": "outlet",
    "link": "url",
}
Fields = dict[str, tuple[str, ...]]


def _front_matter(text: str) -> tuple[Fields, str]:
    """The YAML head that note-taking programs put above a clipping."""
    match = _FRONT.match(text.lstrip())
    if not match:
        return {}, text
    try:
        loaded = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError):
        loaded = None
    if not isinstance(loaded, dict):
        return {}, text
    fields: Fields = {}
    for key, value in loaded.items():
        values = value if isinstance(value, list) else [value]
        name = _NAMES.get(str(key).lower(), str(key).lower())
        fields[name] = tuple(str(v) for v in values if v)
    return fields, text.lstrip()[match.end() :]


def _field_lines(fields: Fields, blocks: list[Block]) -> tuple[Fields, list[Block]]:
    """Lines such as "Author: Ada Brook" at the top."""
    found = dict(fields)
    rest = []
    for i, block in enumerate(blocks):
        match = _FIELD.match(block.text) if i < _HEAD else None
        if match and len(block.text) < 200:
            name = match[1].lower()
            found.setdefault(_NAMES.get(name, name), (match[2],))
        else:
            rest.append(block)
    return found, rest


def _title(fields: Fields, blocks: list[Block], markdown: bool) -> tuple[str | None, list[Block]]:
    given = fields.get("title")
    headings = [i for i, b in enumerate(blocks[:_HEAD]) if b.kind == "heading"]
    if headings and not any(_is_body(b) for b in blocks[: headings[0]]):
        i = headings[0]
        return (given[0] if given else blocks[i].text), blocks[:i] + blocks[i + 1 :]
    if given:
        return given[0], blocks
    first = next((i for i, b in enumerate(blocks) if b.kind == "paragraph"), 0)
    if (
        len(blocks) > first + 1
        and _is_line(blocks[first].text)
        and not _is_date(blocks[first].text)
    ):
        return blocks[first].text, blocks[:first] + blocks[first + 1 :]
    return None, blocks


def _head(blocks: Sequence[Block], title: str | None) -> tuple[list[Block], list[Block]]:
    """What stands between the title and the first paragraph, and the rest."""
    head: list[Block] = []
    for i, block in enumerate(blocks[:_HEAD]):
        if block.kind == "paragraph" and not _is_head(block, title):
            return head, list(blocks[i:])
        head.append(block)
    return head, list(blocks[len(head) :])


def _is_head(block: Block, title: str | None) -> bool:
    text = block.text
    return len(text) < 200 and bool(
        _BYLINE.match(text)
        or _is_date(text)
        or text == title
        or (_is_line(text) and (block.strong or block.linked > 0.5 or _CREDIT.search(text)))
    )


def _body(blocks: list[Block]) -> tuple[list[Block], list[str]]:
    """The body without subheads and trailer, and the credit lines at its end."""
    kept = [b for b in blocks if not _is_subhead(b) and not _is_trailer(b)]
    kept = _without_tail(kept)
    credits: list[str] = []
    while kept and (kept[-1].kind == "rule" or _is_end_credit(kept[-1].text)):
        last = kept.pop()
        credits += [last.text] if last.text else []
    return [b for b in kept if b.kind == "paragraph"], credits[::-1]


def _without_tail(blocks: list[Block]) -> list[Block]:
    """Cut what follows the last rule where none of it reads like body: notes, link lists."""
    rules = [i for i, b in enumerate(blocks) if b.kind == "rule"]
    if not rules or rules[-1] == 0:
        return blocks
    tail = blocks[rules[-1] + 1 :]
    noise = all(b.strong or b.linked > 0.5 or _is_line(b.text) for b in tail)
    return blocks[: rules[-1]] if noise and len(tail) <= 12 else blocks


def _is_end_credit(text: str) -> bool:
    return len(text) < 240 and bool(
        _END_CREDIT.search(text)
        or re.fullmatch(r"\(?[A-Z][\w. /&-]{1,40}\)", text)
        or re.fullmatch(r"[-–—]{1,2}\s?[A-Z][\w. ,/&-]{1,60}", text)
    )


def _is_trailer(block: Block) -> bool:
    short = len(block.text) < 300
    return short and (
        bool(_TRAILER.match(block.text)) or (block.linked > 0.9 and _is_line(block.text))
    )


def _is_subhead(block: Block) -> bool:
    return block.kind == "heading" or (block.strong and _is_line(block.text))


def _is_line(text: str) -> bool:
    """A line rather than a sentence: short, and not closed like one."""
    return len(text) <= 160 and not _SENTENCE_END.search(text)


def _is_body(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.text) > 80 and not _is_line(block.text)


def _is_date(text: str) -> bool:
    bare = _DATELIKE.sub("", text)
    return len(bare) < 60 and parse_date(bare)[0] is not None
