"""Read articles saved as plain text or Markdown."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice, takewhile

import yaml

from toolkit.normalize.cleanup import HEAD, clean, is_date, is_title_case, split_head_line
from toolkit.normalize.fields.bylines import is_agency
from toolkit.normalize.fields.dates import date_in_dateline
from toolkit.normalize.fields.outlets import DOMAIN, reads_as_outlet
from toolkit.normalize.text.blocks import Block, markdown_blocks, plain_blocks
from toolkit.normalize.text.draft import Draft, Unreadable
from toolkit.normalize.text.phrases import field_names
from toolkit.normalize.text.subheads import is_line

_FRONT = re.compile(r"\A---\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_LONGEST_FRONT = 20_000
_FIELDS = {name: field for field, names in field_names("label").items() for name in names}
"""The field that each label stands for; lines without one, such as the length, are left out."""
_FIELD = re.compile(rf"^({'|'.join(map(re.escape, _FIELDS))})\s*:(?:\s+(\S.*))?$", re.I)
_BY = re.compile(r"by\s", re.I)
_SITE = re.compile(r"(.+)\s[|–—-]\s([^|–—]+)")
_ROLE = re.compile(
    r"(?:\s(?:Staff|Senior|Political|Chief))*\s(?:Writer|Reporter|Correspondent)s?$", re.I
)
_LAST = 3
"""Blocks at the end that can name the source."""


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
    above = _masthead(blocks)
    title, blocks = _title(fields, blocks[len(above) :])
    title, *site = _without_outlet(title) if title else (None,)
    cleaned = clean(blocks, title)
    if not cleaned.paragraphs:
        raise Unreadable("empty: there is nothing after the head of the article")

    def field(name: str) -> str | None:
        return next(iter(fields.get(name, ())), None)

    source = split_head_line(field("outlet") or "")
    names = [_ROLE.sub("", n) for n in cleaned.names if not is_agency(n)]
    outlets = [*source[:1], *filter(reads_as_outlet, [*above, *site, *names])]
    byline = cleaned.byline or fields.get("byline", ()) or _listed_name(cleaned.head)
    return Draft(
        text="\n\n".join(cleaned.paragraphs),
        extractor="markdown" if markdown else "plain",
        title=title,
        byline=byline,
        credit=tuple(cleaned.ends),
        published_raw=cleaned.date
        or field("date")
        or next(filter(is_date, [*above, *source[1:]]), None)
        or date_in_dateline(cleaned.paragraphs[0]),
        section=field("section"),
        outlet=next(iter(outlets), None),
        url=field("url"),
        heads=tuple(n for n in names if n not in byline),
    )


def _listed_name(head: list[str]) -> tuple[str, ...]:
    """The first part of a head such as "Ada Brook | Daily | …" that is no date and no outlet."""
    names = (p for p in head if not (is_date(p) or reads_as_outlet(p)))
    return tuple(islice(names, len(head) > 1))


def _masthead(blocks: list[Block]) -> list[str]:
    """The outlet's name and the date where they stand above the title."""
    lines = [block.text for block in blocks[:HEAD]]
    above = [*takewhile(lambda line: is_date(line) or reads_as_outlet(line), lines)]
    titled = len(lines) > len(above) and is_line(lines[len(above)])
    return above if titled and not _BY.match(lines[len(above)]) else []


def _without_outlet(title: str) -> list[str]:
    """A title, and the outlet's name if that follows it: "Ferry runs again | Carver Post"."""
    match = _SITE.fullmatch(title)
    return [match[1], match[2]] if match and reads_as_outlet(match[2], strict=True) else [title]


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
        name = _FIELDS.get(str(key).lower(), str(key).lower())
        # scalars only: nested YAML values may contain themselves
        fields[name] = tuple(v for v in values if isinstance(v, str) and v not in _NULL)
    return fields, text.lstrip()[match.end() :]


def _field_lines(fields: Fields, blocks: list[Block]) -> tuple[Fields, list[Block]]:
    """Add lines such as "Author: Ada Brook" to the fields; return the other blocks.

    Lines at the end count if they name the source.
    """
    fields = dict(fields)
    rest = []
    matches = [_FIELD.match(b.text) if len(b.text) < 200 else None for b in blocks]
    several = sum(match is not None for match in matches[:HEAD]) > 1
    for i, (block, match) in enumerate(zip(blocks, matches, strict=True)):
        name = _FIELDS[match[1].lower()] if match else ""
        source, in_head = i >= len(blocks) - _LAST and name in ("outlet", "url"), i < HEAD
        if match and name == "text" and several:
            rest += [replace(block, text=match[2])] if match[2] else []
        elif (
            match and ((in_head and (several or name)) or source) and _fits(name, match[2], in_head)
        ):
            fields.setdefault(name, (match[2],) if match[2] else ())
        else:
            rest.append(block)
    return fields, rest


def _fits(name: str, text: str | None, in_head: bool) -> bool:
    """Whether the text after "Source:" is an outlet, and not the rest of a headline.

    In the last lines, it may be the source of figures or of a picture, such as "NATO".
    """
    if name != "outlet" or text is None:
        return True
    names = split_head_line(text)
    if not names or not is_line(text):
        return False
    named = is_title_case(names[0]) if in_head else reads_as_outlet(names[0])
    return named or bool(DOMAIN.match(text))


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
