"""From a saved page to a draft: body by newspaper3k, metadata from JSON-LD, meta and links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import lxml.html
from lxml.etree import LxmlError

from toolkit.normalize.blocks import plain_blocks
from toolkit.normalize.cleanup import clean, is_date
from toolkit.normalize.dates import parse_date
from toolkit.normalize.decode import tidy
from toolkit.normalize.draft import Draft, Unreadable
from toolkit.normalize.newspaper3k import parse_page

Json = dict[str, Any]

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "publishdate",
    "publish_date", "pubdate", "date", "dc.date", "dc.date.issued", "parsely-pub-date",
    "sailthru.date",
)  # fmt: skip
_SITE_IN_TITLE = re.compile(r"\s+[|–—-]\s+([^|–—]{2,50})$")


def read_page(html: str) -> Draft:
    """A saved page.

    Raises:
        Unreadable: no article was found in it.
    """
    if not html.strip():
        raise Unreadable("empty: the file has no characters")
    tree = _tree(html)
    parsed = _parsed(html)
    if not parsed.text.strip():
        raise Unreadable("no article text found on the page")
    meta, data = _meta(tree), _json_ld(tree)
    site = meta.get("og:site_name") or _name(data.get("publisher"))
    lines = _lines(tree)
    headline = _first(data.get("headline")) or meta.get("og:title") or parsed.title
    title = _title(headline, site, set(lines))
    labels = _labels(tree)
    cleaned = clean([b for b in plain_blocks(tidy(parsed.text)) if b.text not in labels], title)
    if not cleaned.paragraphs:
        raise Unreadable("no article text found on the page but its head")
    return Draft(
        text="\n\n".join(cleaned.paragraphs),
        extractor="newspaper3k",
        title=title,
        byline=tuple(_authors(data, meta) or _byline(lines) or parsed.authors),
        credit=tuple(cleaned.ends),
        published_raw=_published(tree, meta, data, lines, parsed),
        section=_first(data.get("articleSection")) or meta.get("article:section"),
        language=_first(data.get("inLanguage")) or tree.get("lang"),
        outlet=site,
        url=_canonical(tree) or meta.get("og:url") or _first(data.get("url")),
    )


def _tree(html: str) -> Any:
    try:
        return lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html))
    except (LxmlError, ValueError, AssertionError) as error:
        raise Unreadable(f"not a page: {error}") from error


def _lines(tree: Any) -> list[str]:
    """The visible strings of a page, each once, in order."""
    strings = tree.xpath("//body//text()[not(ancestor::script) and not(ancestor::style)]")
    return list(dict.fromkeys(line for s in strings if (line := " ".join(s.split()))))


def _labels(tree: Any) -> set[str]:
    """Texts of headings, captions and asides: on the page, but not of the body."""
    outside = "//h1|//h2|//h3|//h4|//h5|//h6|//figcaption|//aside|//aside//p|//nav//*|//footer//*"
    return {" ".join(node.text_content().split()) for node in tree.xpath(outside)}


def _parsed(html: str) -> Any:
    """newspaper3k's article; a head that it stumbles over (an address that is none) is left out."""
    try:
        return parse_page(html)
    except Exception:
        bare = re.sub(r"<(?:link|meta)\b[^>]*>", "", html, flags=re.I)
    try:
        return parse_page(bare)
    except Exception as error:
        raise Unreadable(f"newspaper3k could not parse the page: {error}") from error


def _meta(tree: Any) -> dict[str, str]:
    """Content of each meta tag by its lower-case name, the first of each."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        if name and tag.get("content", "").strip():
            found.setdefault(name.lower(), tag.get("content").strip())
    return found


def _json_ld(tree: Any) -> Json:
    """The page's JSON-LD object of an article, or {}."""
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        try:
            loaded = json.loads(script.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(loaded):
            kinds = item.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any("Article" in str(k) or "Posting" in str(k) for k in kinds):
                return item
    return {}


def _objects(loaded: Any) -> Iterator[Json]:
    if isinstance(loaded, list):
        for item in loaded:
            yield from _objects(item)
    elif isinstance(loaded, dict):
        yield loaded
        yield from _objects(loaded.get("@graph", []))


def _first(value: Any) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    return value.strip() or None if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    return _first(value.get("name")) if isinstance(value, dict) else _first(value)


def _authors(data: Json, meta: dict[str, str]) -> list[str]:
    given = data.get("author")
    given = given if isinstance(given, list) else [given]
    names = [name for one in given if (name := _name(one))]
    named = meta.get("author") or meta.get("article:author") or meta.get("byl")
    return names or ([named] if named else [])


def _byline(lines: list[str]) -> list[str]:
    """The first short line of the page that is a byline."""
    parts = (p for line in lines if len(line) < 160 for p in re.split(r"\s*[|•·]\s*", line))
    found = next(
        (p for p in parts if re.match(r"[Bb]y\s+[A-Z]|BY\s+[A-Z]", p) and len(p) < 100), None
    )
    return [found] if found else []


def _published(
    tree: Any, meta: dict[str, str], data: Json, lines: list[str], parsed: Any
) -> str | None:
    """The date as it stands: JSON-LD before meta before `time` before what newspaper3k found."""
    stated = [_first(data.get("datePublished")), *(meta.get(name) for name in _PUBLISHED)]
    times = [t.get("datetime") or t.text_content() for t in tree.iter("time")]
    found = next((raw for raw in [*stated, *times] if raw and parse_date(raw)[0]), None)
    if found or not parsed.publish_date:
        return found or _visible(lines)
    return str(parsed.publish_date.isoformat())


def _visible(lines: list[str]) -> str | None:
    """A short line of the page, or part of one, that is a date and nothing else."""
    short = (p for line in lines if len(line) < 160 for p in re.split(r"\s*[|•]\s*", line))
    return next((p for p in short if len(p) >= 8 and is_date(p)), None)


def _canonical(tree: Any) -> str | None:
    links = tree.xpath('//link[@rel="canonical"]/@href')
    return str(links[0]).strip() or None if links else None


def _title(title: str | None, site: str | None, lines: set[str]) -> str | None:
    """The headline without the site's name: the part of it that stands alone on the page."""
    title = " ".join((title or "").split())
    cuts = [m.span() for m in re.finditer(r"\s+[|–—-]\s+|:\s+|\s+»\s+", title)]
    parts = [title[:a] for a, _ in reversed(cuts)] + [title[b:] for _, b in cuts]
    if title not in lines:
        alone = next((p for p in parts if p in lines and len(p) > 0.4 * len(title)), None)
        if alone:
            return alone
    match = _SITE_IN_TITLE.search(title)
    if match and site and match[1].casefold() in site.casefold():
        title = title[: match.start()]
    return title or None
