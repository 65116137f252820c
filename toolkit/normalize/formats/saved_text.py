"""Read articles saved as plain text or Markdown."""

from __future__ import annotations

import re

import yaml

from toolkit.normalize.cleanup import HEAD, clean, is_date
from toolkit.normalize.text.blocks import Block, markdown_blocks, plain_blocks
from toolkit.normalize.text.draft import Draft, Unreadable
from toolkit.normalize.text.subheads import is_line

_FRONT = re.compile(r"\A---\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_LONGEST_FRONT = 20_000
_FIELD = re.compile(
    r"^(title|headline|author|by|byline|date|published|source|outlet|publication|url|link|section)"
    r"\s*:\s+(\S.*)$",
    re.I,
)


def read_saved(text: str, markdown: bool) -> Draft:
    """Read an article in Markdown or plain text.

    Raises:
        Unreadable: it has no text.

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
    title, blocks = _title(fields, blocks)
    cleaned = clean(blocks, title)
    if not cleaned.paragraphs:
        raise Unreadable("empty: there is nothing after the head of the article")

    def field(name: str) -> str | None:
        return next(iter(fields.get(name, ())), None)

    return Draft(
        text="\n\n".join(cleaned.paragraphs),
        extractor="markdown" if markdown else "plain",
        title=title,
        byline=cleaned.byline or fields.get("byline", ()) or _listed_names(cleaned.head),
        credit=tuple(cleaned.ends),
        published_raw=cleaned.date or field("date"),
        section=field("section"),
        outlet=field("outlet"),
        url=field("url"),
    )


def _listed_names(head: list[str]) -> tuple[str, ...]:
    """The first part of a head such as "Ada Brook | Daily | …", unless it is a date."""
    return tuple(head[:1]) if len(head) > 1 and not is_date(head[0]) else ()


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
_NULL = ("", "~", "null", "Null", "NULL")
Fields = dict[str, tuple[str, ...]]


def _front_matter(text: str) -> tuple[Fields, str]:
    """The YAML front matter of note-taking programs, and the text below it."""
    match = _FRONT.match(text.lstrip())
    if not match or len(match[1]) > _LONGEST_FRONT:
        return {}, text
    try:
        loaded = yaml.load(match[1], yaml.BaseLoader)  # text only: no merges
    except (yaml.YAMLError, ValueError, LookupError, RecursionError):
        loaded = None
    if not isinstance(loaded, dict):
        return {}, text
    fields: Fields = {}
    for key, value in loaded.items():
        values = value if isinstance(value, list) else [value]
        name = _NAMES.get(str(key).lower(), str(key).lower())
        # scalars only: nested YAML values may contain themselves
        fields[name] = tuple(v for v in values if isinstance(v, str) and v not in _NULL)
    return fields, text.lstrip()[match.end() :]


def _field_lines(fields: Fields, blocks: list[Block]) -> tuple[Fields, list[Block]]:
    """Add lines such as "Author: Ada Brook" at the top to the fields; return the other blocks."""
    fields = dict(fields)
    rest = []
    for i, block in enumerate(blocks):
        match = _FIELD.match(block.text) if i < HEAD else None
        if match and len(block.text) < 200:
            name = match[1].lower()
            fields.setdefault(_NAMES.get(name, name), (match[2],))
        else:
            rest.append(block)
    return fields, rest


def _title(fields: Fields, blocks: list[Block]) -> tuple[str | None, list[Block]]:
    """The title and the other blocks: a field, the first heading, or a title-like first line."""
    stated = fields.get("title")
    headings = [i for i, b in enumerate(blocks[:HEAD]) if b.kind == "heading"]
    if headings and not any(_is_body(b) for b in blocks[: headings[0]]):
        i = headings[0]
        return (stated[0] if stated else blocks[i].text), blocks[:i] + blocks[i + 1 :]
    if stated:
        return stated[0], blocks
    first = next((i for i, b in enumerate(blocks) if b.kind == "paragraph"), 0)
    if len(blocks) > first + 1 and is_line(blocks[first].text) and not is_date(blocks[first].text):
        return blocks[first].text, blocks[:first] + blocks[first + 1 :]
    return None, blocks


def _is_body(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.text) > 80 and not is_line(block.text)
