"""Read HTML pages: body by engines and model, other fields from metadata and visible text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from toolkit.normalize.cleanup import Cleaned, clean
from toolkit.normalize.fields.outlets import reads_as_outlet
from toolkit.normalize.html.body import MODEL, Body, read_body
from toolkit.normalize.html.byline import credits_of, page_byline, visible_lines
from toolkit.normalize.html.extraction_loss import find_loss
from toolkit.normalize.html.labels import marked_section, section_in_url
from toolkit.normalize.html.metadata import Meta, read_meta
from toolkit.normalize.html.published import page_date
from toolkit.normalize.html.segments import Segment
from toolkit.normalize.html.stubs import stub_warning, why_no_article
from toolkit.normalize.html.title import page_title, site_in_title
from toolkit.normalize.html.tree import Node, limit, parse_tree, readable_tree
from toolkit.normalize.text.blocks import Block, Kind
from toolkit.normalize.text.draft import Draft, EngineName, Unreadable
from toolkit.normalize.text.shingles import plain_words

_STANDFIRST = re.compile(
    r"standfirst|stand-first|\bdeck\b|\bdek\b|sub-?head|sub-?title|strapline", re.I
)
_WORDS = 25
"""Words from which a JSON-LD body replaces a visible one of less than half its length."""


def read_page(html: str, engine: EngineName = "vote", *, model: Path = MODEL) -> Draft:
    """Read the article of a page.

    Args:
        html: decoded page.
        engine: "vote" of the engines, or "fast" for trafilatura alone.
        model: model of the vote.

    Raises:
        Unreadable: it has no article; the message says what the page is, if that is apparent.
    """
    tree = parse_tree(html)
    meta = read_meta(tree)
    warnings = limit(tree)
    title = page_title(tree, meta)
    shown = readable_tree(tree)
    body = read_body(tree, shown, engine, title, meta.text, model=model)
    site = site_in_title(tree, title)
    standfirst = _standfirst(shown, body, meta, title)
    kept = [s for s in body.kept if not standfirst or s.text != standfirst]
    cleaned = clean([_block(s) for s in kept], title)
    paragraphs, extractor = _paragraphs(cleaned, body, meta)
    if reason := why_no_article(tree, title, paragraphs):
        raise Unreadable(reason)
    loss = find_loss(body.expected, [*paragraphs, *cleaned.head, *cleaned.ends, standfirst or ""])
    return Draft(
        text="\n\n".join(paragraphs),
        extractor=extractor,
        title=title,
        standfirst=standfirst,
        byline=page_byline(shown, meta, body, cleaned.byline),
        credit=(*meta.credit, *cleaned.ends, *credits_of(body, paragraphs)),
        published_raw=page_date(tree, meta, visible_lines(body), paragraphs),
        section=meta.section or marked_section(shown) or section_in_url(meta.url),
        language=meta.language,
        outlet=meta.site or next(filter(reads_as_outlet, site), None),
        heads=site,
        url=meta.url,
        warnings=(
            *warnings,
            *body.warnings,
            *stub_warning(meta, paragraphs, body.following),
            *loss.warnings(),
        ),
    )


def _block(segment: Segment) -> Block:
    kind: Kind = "heading" if segment.kind == "heading" else "paragraph"
    return Block(kind, segment.text, segment.strong > 0.95, segment.linked)


def _paragraphs(cleaned: Cleaned, body: Body, meta: Meta) -> tuple[list[str], str]:
    """The paragraphs and their extractor; from JSON-LD if the page shows only part of its text."""
    visible = sum(len(p.split()) for p in cleaned.paragraphs)
    stated = len((meta.text or "").split())
    if stated < _WORDS or visible >= stated / 2:
        return cleaned.paragraphs, body.extractor
    lines = [" ".join(line.split()) for line in (meta.text or "").split("\n")]
    return [line for line in lines if line], "JSON-LD"


def _standfirst(tree: Node, body: Body, meta: Meta, title: str | None) -> str | None:
    """The sentence between headline and body, found by class or by the page's description.

    The first segment of the body is one if its class says so.
    """
    first = body.all.index(body.kept[0]) if body.kept else len(body.all)
    lines = [plain_words(s.text) for s in body.all[: first + 1]]
    headline = plain_words(title or "")
    start = lines.index(headline) + 1 if headline in lines else 0
    nodes = tree.iter("p", "h2", "h3", "div")
    marked: list[Any] = [n for n in nodes if _STANDFIRST.search(n.get("class") or "")]
    texts = [" ".join(n.text_content().split()) for n in marked[:3]]
    candidates = [
        *((t, lines[start:]) for t in texts),
        (meta.description or "", lines[start:first]),
    ]
    return next((t for t, top in candidates if _is_line_of(t, top) and t != title), None)


def _is_line_of(text: str, lines: list[str]) -> bool:
    return 20 <= len(text) <= 400 and plain_words(text) in lines
