"""What a page says about itself: JSON-LD, meta tags and links, as they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from toolkit.normalize.html.tree import Node

Json = Mapping[str, Any]

_MOST = 2 * 2**20
"""Characters of a JSON-LD script beyond which it is no article's description."""
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
    """A page's own words about itself.

    Attributes:
        data: the JSON-LD object of the article, or {}.
        tags: content of each meta tag by its lower-case name, the first of each.
        links: address of each link by its rel.
        named: all contents of each meta tag by its lower-case name: some name each author in one.
        lang: of the html tag.
    """

    data: Json = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lang: str | None = None

    def tag(self, *names: str) -> str | None:
        """Content of the first of these meta tags that is there."""
        return next((self.tags[n] for n in names if n in self.tags), None)

    @property
    def headline(self) -> str | None:
        """As JSON-LD or the meta tags have it, with the site's name if they have it."""
        return first_string(self.data.get("headline")) or self.tag("og:title", "twitter:title")

    @property
    def site(self) -> str | None:
        """Name of the site."""
        return self.tag("og:site_name") or name_of(self.data.get("publisher"))

    @property
    def description(self) -> str | None:
        """What the page says of the article in a sentence: its standfirst, where both agree."""
        return self.tag("og:description", "description") or first_string(
            self.data.get("description")
        )

    @property
    def authors(self) -> tuple[str, ...]:
        """Names in JSON-LD, else in the meta tags; no addresses."""
        given = self.data.get("author") or self.data.get("creator")
        listed = given if isinstance(given, list) else [given]
        names = tuple(name for one in listed if (name := name_of(one)))
        tagged = next((self.named[n] for n in _AUTHOR if _names(self.named.get(n, ()))), ())
        return names or _names(tagged)

    @property
    def credit(self) -> tuple[str, ...]:
        """Where the text is from, if the page says so: an agency, another paper."""
        stated = (self.data.get(n) for n in ("sourceOrganization", "provider", "creditText"))
        return tuple(n for n in (*map(name_of, stated), self.tag(*_CREDIT)) if n)

    @property
    def published(self) -> list[str]:
        """Dates as they stand, JSON-LD before meta."""
        stated = [first_string(self.data.get(n)) for n in ("datePublished", "dateCreated")]
        return [raw for raw in (*stated, *(self.tags.get(n) for n in _PUBLISHED)) if raw]

    @property
    def section(self) -> str | None:
        """Section of the outlet."""
        stated = first_string(self.data.get("articleSection")) or self.tag(*_SECTION) or ""
        named = stated.split(",")[0].strip()
        return named if named and named.casefold() not in _NO_SECTION else None

    @property
    def language(self) -> str | None:
        """As stated: JSON-LD before the html tag before the meta tags."""
        stated = self.data.get("inLanguage")
        named = first_string(stated) or (
            first_string(stated.get("name")) if isinstance(stated, dict) else None
        )
        return named or self.lang or self.tag("og:locale", "content-language", "language")

    @property
    def url(self) -> str | None:
        """The canonical address, as stated."""
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
        """The whole article, where JSON-LD has it."""
        return first_string(self.data.get("articleBody"))

    @property
    def is_free(self) -> bool:
        """False where the page says that it shows a part to those who pay alone."""
        return str(self.data.get("isAccessibleForFree", True)).lower() != "false"


def read_meta(tree: Node) -> Meta:
    """What a page says about itself; where it says it badly, nothing.

    Args:
        tree: of the whole page, scripts and all.
    """
    named: dict[str, tuple[str, ...]] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = (tag.get("content") or "").strip()
        if name and content:
            key = name.strip().lower()
            named[key] = (*named.get(key, ()), content)
    tags = {name: contents[0] for name, contents in named.items()}
    links: dict[str, str] = {}
    for link in tree.iter("link"):
        if link.get("rel") and (link.get("href") or "").strip():
            links.setdefault(link.get("rel").lower(), link.get("href").strip())
    return Meta(_json_ld(tree), tags, links, named, tree.get("lang") or tree.get("{*}lang"))


def _names(contents: Sequence[str]) -> tuple[str, ...]:
    """Without addresses of authors' pages."""
    return tuple(c for c in contents if not c.startswith(("http", "/", "@")))


def _json_ld(tree: Node) -> Json:
    """The page's JSON-LD object of an article, or {}; of several, the first with a headline."""
    found = [i for s in tree.iter("script") if _is_ld(s) for i in _loaded(s) if _is_article(i)]
    return next((i for i in found if i.get("headline")), found[0] if found else {})


def _is_ld(script: Node) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


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
    """A string, or the first of a list of them; null for anything else.

    Example:
        >>> first_string(["News", "World"]), first_string({"a": 1}), first_string("  ")
        ('News', None, None)
    """
    value = value[0] if isinstance(value, list) and value else value
    # some sites put the entities of HTML into their JSON
    return unescape(value).strip() or None if isinstance(value, str) else None


def name_of(value: Any) -> str | None:
    """A name, or that of an object that has one.

    Example:
        >>> name_of({"@type": "Person", "name": "Ada Brook"}), name_of("Ada Brook")
        ('Ada Brook', 'Ada Brook')
    """
    value = value[0] if isinstance(value, list) and value else value
    return first_string(value.get("name")) if isinstance(value, dict) else first_string(value)
