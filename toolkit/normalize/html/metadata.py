"""Read the metadata of a page: JSON-LD, meta tags and links."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from toolkit.normalize.html.tree import Node

Json = Mapping[str, Any]

_MOST = 2 * 2**20
"""Characters above which a JSON-LD script is ignored: it does not describe an article."""
_DEEP = 6
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished",
    "publishdate", "publish_date", "publication_date", "pubdate", "article.published", "date",
    "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "originalpublicationdate",
    "rnews:datepublished",
)  # fmt: skip
_AUTHOR = ("author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator",
           "dcterms.creator", "twitter:creator:name")  # fmt: skip
_CREDIT = ("source", "article:source", "dc.source", "syndication-source-name", "news_source")
_NO_SECTION = ("all", "post", "posts", "article", "uncategorized", "uncategorised", "home")
_SECTION = ("article:section", "section", "parsely-section", "cxenseparse:recs:category")


@dataclass(frozen=True)
class Meta:
    """Metadata of a page.

    Attributes:
        data: JSON-LD object of the article, or {}.
        tags: contents of the meta tags by lower-case name; some pages have one tag per author.
        links: address of the first link of each rel.
        lang: language of the html tag.
    """

    data: Json = field(default_factory=dict)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    lang: str | None = None

    def tag(self, *names: str) -> str | None:
        """Content of the first of these meta tags that the page has."""
        return next((self.tags[n][0] for n in names if n in self.tags), None)

    @property
    def headline(self) -> str | None:
        """Headline in JSON-LD or the meta tags; may end with the name of the site."""
        return first_string(self.data.get("headline")) or self.tag("og:title", "twitter:title")

    @property
    def site(self) -> str | None:
        """Name of the site."""
        return self.tag("og:site_name") or name_of(self.data.get("publisher"))

    @property
    def description(self) -> str | None:
        """Summary of the article in a sentence, often its standfirst."""
        return self.tag("og:description", "description") or first_string(
            self.data.get("description")
        )

    @property
    def authors(self) -> tuple[str, ...]:
        """Names in JSON-LD, or else in the meta tags, without addresses."""
        stated = self.data.get("author") or self.data.get("creator")
        listed = stated if isinstance(stated, list) else [stated]
        names = tuple(name for author in listed if (name := name_of(author)))
        tagged = (_names(self.tags.get(n, ())) for n in _AUTHOR)
        return names or next(filter(None, tagged), ())

    @property
    def credit(self) -> tuple[str, ...]:
        """Stated sources of the text: an agency or another outlet."""
        stated = (self.data.get(n) for n in ("sourceOrganization", "provider", "creditText"))
        return tuple(n for n in (*map(name_of, stated), self.tag(*_CREDIT)) if n)

    @property
    def published(self) -> list[str]:
        """Dates as stated, those in JSON-LD before those in meta tags."""
        stated = [first_string(self.data.get(n)) for n in ("datePublished", "dateCreated")]
        return [raw for raw in (*stated, *(self.tag(n) for n in _PUBLISHED)) if raw]

    @property
    def section(self) -> str | None:
        """Section of the outlet."""
        stated = first_string(self.data.get("articleSection")) or self.tag(*_SECTION) or ""
        named = stated.split(",")[0].strip()
        return named if named and named.casefold() not in _NO_SECTION else None

    @property
    def language(self) -> str | None:
        """Language as stated in JSON-LD, or else in the html tag, or else in the meta tags."""
        stated = self.data.get("inLanguage")
        named = first_string(stated) or (
            first_string(stated.get("name")) if isinstance(stated, dict) else None
        )
        return named or self.lang or self.tag("og:locale", "content-language", "language")

    @property
    def url(self) -> str | None:
        """Canonical address as stated."""
        page = self.data.get("mainEntityOfPage")
        page = page.get("@id") if isinstance(page, dict) else page
        stated = (
            self.links.get("canonical"),
            self.tag("og:url"),
            first_string(self.data.get("url")),
            first_string(page),
        )
        return next((u for u in stated if u), None)

    @property
    def text(self) -> str | None:
        """Full text of the article, if JSON-LD has it."""
        return first_string(self.data.get("articleBody"))

    @property
    def is_free(self) -> bool:
        """Whether the page does not declare that it is behind a paywall."""
        return str(self.data.get("isAccessibleForFree", True)).lower() != "false"


def read_meta(tree: Node) -> Meta:
    """Read the metadata of a page; malformed metadata is ignored.

    Args:
        tree: tree of the whole page, scripts included.
    """
    tags: dict[str, tuple[str, ...]] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = (tag.get("content") or "").strip()
        if name and content:
            key = name.strip().lower()
            tags[key] = (*tags.get(key, ()), content)
    links: dict[str, str] = {}
    for link in tree.iter("link"):
        if link.get("rel") and (link.get("href") or "").strip():
            links.setdefault(link.get("rel").lower(), link.get("href").strip())
    return Meta(_json_ld(tree), tags, links, tree.get("lang") or tree.get("{*}lang"))


def _names(contents: Sequence[str]) -> tuple[str, ...]:
    """Contents without addresses of authors' pages."""
    return tuple(c for c in contents if not c.startswith(("http", "/", "@")))


def _json_ld(tree: Node) -> Json:
    """The JSON-LD object of the article, or {}; of several, the first with a headline."""
    scripts = (s for s in tree.iter("script") if "ld+json" in (s.get("type") or "").lower())
    articles = [item for s in scripts for item in _loaded(s) if _is_article(item)]
    return next((a for a in articles if a.get("headline")), articles[0] if articles else {})


def _loaded(script: Node) -> Iterator[Json]:
    text = (script.text or "").strip()
    if len(text) > _MOST:
        return
    try:
        loaded = json.loads(text.removesuffix(";"), strict=False)
    except (ValueError, RecursionError):
        return
    yield from _objects(loaded, _DEEP)


def _objects(loaded: Any, deep: int) -> Iterator[Json]:
    if isinstance(loaded, list) and deep:
        for item in loaded:
            yield from _objects(item, deep - 1)
    elif isinstance(loaded, dict):
        yield loaded
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(loaded.get(name, []), deep - 1) if deep else ()


def _is_article(item: Json) -> bool:
    kinds = item.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any("Article" in str(k) or "Posting" in str(k) for k in kinds)


def first_string(value: Any) -> str | None:
    """A string, or the first string of a list; None for other values.

    Example:
        >>> first_string(["News", "World"]), first_string({"a": 1}), first_string("  ")
        ('News', None, None)
    """
    value = value[0] if isinstance(value, list) and value else value
    # some sites have HTML entities in their JSON
    return unescape(value).strip() or None if isinstance(value, str) else None


def name_of(value: Any) -> str | None:
    """A name, or the name of an object, or of the first object of a list.

    Example:
        >>> name_of({"@type": "Person", "name": "Ada Brook"}), name_of("Ada Brook")
        ('Ada Brook', 'Ada Brook')
    """
    value = value[0] if isinstance(value, list) and value else value
    return first_string(value.get("name")) if isinstance(value, dict) else first_string(value)
