"""Read HTML pages: body by engines and model, other fields from metadata and visible text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

from toolkit.normalize.cleanup import Cleaned, clean, is_date, is_end_credit
from toolkit.normalize.fields.bylines import is_partial_credit
from toolkit.normalize.fields.dates import date_in_markup, date_in_url, parse_date
from toolkit.normalize.html.body import MODEL, Body, read_body
from toolkit.normalize.html.extraction_loss import find_loss
from toolkit.normalize.html.labels import marked_byline, marked_section, section_in_url
from toolkit.normalize.html.metadata import Meta, read_meta
from toolkit.normalize.html.segments import Segment
from toolkit.normalize.html.stubs import stub_warning, why_no_article
from toolkit.normalize.html.title import page_title
from toolkit.normalize.html.tree import Node, limit, parse_tree, readable_tree
from toolkit.normalize.text.blocks import Block
from toolkit.normalize.text.draft import Draft, EngineName, Unreadable
from toolkit.normalize.text.shingles import plain_words

_BYLINE = re.compile(r"[Bb]y:?\s+[A-Z]|BY:?\s+[A-Z]")
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
    if not html.strip():
        raise Unreadable("empty: the file has no characters")
    tree = parse_tree(html)
    meta = read_meta(tree)
    warnings = limit(tree)
    title = page_title(tree, meta)
    shown = readable_tree(tree)
    body = read_body(tree, shown, engine, title, meta.text, model=model)
    cleaned = clean([_block(s) for s in body.kept], title)
    paragraphs, extractor = _paragraphs(cleaned, body, meta)
    if reason := why_no_article(tree, title, paragraphs):
        raise Unreadable(reason)
    loss = find_loss(body.expected, [*paragraphs, *cleaned.head, *cleaned.ends])
    visible = _visible(body)
    return Draft(
        text="\n\n".join(paragraphs),
        extractor=extractor,
        title=title,
        standfirst=_standfirst(shown, body, meta, title),
        byline=meta.authors or _byline(visible) or cleaned.byline or marked_byline(shown),
        credit=(*meta.credit, *cleaned.ends, *_credits(body, paragraphs)),
        published_raw=_published(tree, meta, visible),
        section=meta.section or marked_section(shown) or section_in_url(meta.url),
        language=meta.language,
        outlet=meta.site,
        url=meta.url,
        warnings=(
            *warnings,
            *body.warnings,
            *stub_warning(meta, paragraphs, _following(body)),
            *loss.warnings(),
        ),
    )


def _following(body: Body) -> list[str]:
    """The lines after the body, where a page asks readers to subscribe."""
    end = body.all.index(body.kept[-1]) + 1 if body.kept else 0
    return [s.text for s in body.all[end : end + 5]]


def _credits(body: Body, paragraphs: Sequence[str]) -> list[str]:
    """Credit lines outside of the paragraphs, such as "Additional reporting by …"."""
    lines = (s.text for s in body.all if s.text not in paragraphs)
    return [line for line in lines if is_partial_credit([line]) and is_end_credit(line)]


def _block(segment: Segment) -> Block:
    level = int(segment.node.tag[1]) if re.fullmatch("h[1-6]", str(segment.node.tag)) else 2
    heading = segment.kind == "heading"
    return Block(
        "heading" if heading else "paragraph",
        segment.text,
        segment.strong > 0.95,
        segment.linked,
        level if heading else 0,
    )


def _paragraphs(cleaned: Cleaned, body: Body, meta: Meta) -> tuple[list[str], str]:
    """The paragraphs and their extractor; from JSON-LD if the page shows only part of its text."""
    visible = sum(len(p.split()) for p in cleaned.paragraphs)
    stated = len((meta.text or "").split())
    if stated < _WORDS or visible >= stated / 2:
        return cleaned.paragraphs, body.extractor
    lines = [" ".join(line.split()) for line in (meta.text or "").split("\n")]
    return [line for line in lines if line], "JSON-LD"


def _visible(body: Body) -> list[str]:
    """The short lines at the top of the article that may be byline or date, nearest first.

    Lines below the top are ignored: bylines there belong to other stories.
    """
    starts = {id(s.node) for s in body.kept[:1]}
    head = list(takewhile(lambda s: id(s.node) not in starts, body.all))
    above = head[-25:][::-1] if body.kept else body.all[:25]
    lines = [s.text for s in [*body.kept[:3], *above] if len(s.text) < 160]
    return [p for line in lines for p in re.split(r"\s*[|•·]\s*", line) if p]


def _byline(lines: Sequence[str]) -> tuple[str, ...]:
    """The first of some lines that is a byline."""
    return tuple(line for line in lines if _BYLINE.match(line) and len(line) < 100)[:1]


def _published(tree: Node, meta: Meta, lines: Sequence[str]) -> str | None:
    """The date as stated in JSON-LD, meta tags, time tags, visible lines, markup or address."""
    times = [t.get("datetime") or t.text_content() for t in tree.iter("time")]
    stated = next((raw for raw in [*meta.published, *times] if parse_date(raw)[0]), None)
    dates = (line for line in lines if len(line) >= 8 and is_date(line))
    return stated or next(dates, None) or date_in_markup(tree) or date_in_url(meta.url)


def _standfirst(tree: Node, body: Body, meta: Meta, title: str | None) -> str | None:
    """The sentence between headline and body, found by class or by the page's description."""
    first = {id(s) for s in body.kept[:1]}
    lines = [plain_words(s.text) for s in takewhile(lambda s: id(s) not in first, body.all)]
    headline = plain_words(title or "")
    above = set(lines[lines.index(headline) + 1 :] if headline in lines else lines)
    nodes = tree.iter("p", "h2", "h3", "div")
    marked: list[Any] = [n for n in nodes if _STANDFIRST.search(n.get("class") or "")]
    texts = [" ".join(n.text_content().split()) for n in marked[:3]]
    candidates = (t for t in (*texts, meta.description or "") if 20 <= len(t) <= 400)
    return next((t for t in candidates if plain_words(t) in above - {headline}), None)
