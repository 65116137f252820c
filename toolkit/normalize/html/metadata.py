"""Read the metadata of a page: JSON-LD, meta tags and links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

from toolkit.collect.address import url_parts
from toolkit.normalize.html.tree import Node
from toolkit.normalize.text.blocks import without_marks
from toolkit.normalize.text.phrases import field_names
from toolkit.normalize.text.shingles import plain_words

Json = Mapping[str, Any]

_MOST = 2 * 2**20
"""Characters above which a JSON-LD script is ignored: it does not describe an article."""
_DEEP = 6
_KINDS = ("Recipe", "HowTo", "Page", "Report", "Posting", "Article")
"""Types of JSON-LD objects that describe an article, the last most closely."""
_TAGS = field_names("meta tag")
"""Names of meta tags by the field that they state."""
_WRITTEN = ("Written by", "By", "Author")
_ADDRESS = re.compile(r"https?:|www\.|[/@]")
_NO_SECTION = ("all", "post", "posts", "article", "uncategorized", "uncategorised", "home")


@dataclass(frozen=True)
class Meta:
    """Metadata of a page.

    Attributes:
        data: JSON-LD object of the article, or {}.
        tags: contents of the meta tags by lower-case name; some pages have one tag per author.
        canonical: address in the link of that name.
        lang: language of the html tag.
    """

    data: Json = field(default_factory=dict)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    canonical: str | None = None
    lang: str | None = None

    def tag(self, *names: str) -> str | None:
        """Content of the first of these meta tags that the page has."""
        return next((self.tags[n][0] for n in names if n in self.tags), None)

    @property
    def headline(self) -> str | None:
        """Headline in JSON-LD or the meta tags; may end with the name of the site."""
        return first_string(self.data.get("headline")) or self.tag(*_TAGS["headline"])

    @property
    def site(self) -> str | None:
        """Name of the site."""
        return self.tag("og:site_name") or name_of(self.data.get("publisher"))

    @property
    def description(self) -> str | None:
        """Summary of the article in a sentence, often its standfirst."""
        stated = self.tag("og:description", "description")
        return stated or first_string(self.data.get("description"))

    @property
    def people(self) -> tuple[str, ...]:
        """Authors in JSON-LD that it does not call organizations."""
        return tuple(n for a in self._authors if not _is_organization(a) for n in names_of(a))

    @property
    def organizations(self) -> tuple[str, ...]:
        """Authors in JSON-LD that it calls organizations."""
        return tuple(n for a in self._authors if _is_organization(a) for n in names_of(a))

    @property
    def _authors(self) -> list[Any]:
        stated = self.data.get("author") or self.data.get("creator")
        return stated if isinstance(stated, list) else [stated]

    @property
    def tagged(self) -> list[tuple[str, ...]]:
        """Authors in each kind of meta tag, without addresses."""
        written = self.tag("twitter:data1") if self.tag("twitter:label1") in _WRITTEN else None
        stated = [*(self.tags.get(n, ()) for n in _TAGS["author"]), (written,) if written else ()]
        kinds = (tuple(n for n in names if not _ADDRESS.match(n)) for names in stated)
        return [names for names in kinds if names]

    @property
    def credit(self) -> tuple[str, ...]:
        """Stated sources of the text: an agency or another outlet."""
        stated = (self.data.get(n) for n in ("sourceOrganization", "provider", "creditText"))
        return tuple(n for n in (*map(name_of, stated), self.tag(*_TAGS["credit"])) if n)

    @property
    def published(self) -> list[str]:
        """Dates as stated, those in JSON-LD before those in meta tags."""
        stated = [first_string(self.data.get(n)) for n in ("datePublished", "dateCreated")]
        return [raw for raw in (*stated, *(self.tag(n) for n in _TAGS["published"])) if raw]

    @property
    def section(self) -> str | None:
        """Section of the outlet."""
        stated = first_string(self.data.get("articleSection")) or self.tag(*_TAGS["section"]) or ""
        named = stated.split(",")[0].strip()
        return named if named and named.casefold() not in _NO_SECTION else None

    @property
    def language(self) -> str | None:
        """Language as stated in JSON-LD, or else in the html tag, or else in the meta tags."""
        stated = name_of(self.data.get("inLanguage"))
        return stated or self.lang or self.tag("og:locale", "content-language", "language")

    @property
    def url(self) -> str | None:
        """Canonical address as stated."""
        page = self.data.get("mainEntityOfPage")
        page = page.get("@id") if isinstance(page, dict) else page
        stated = self.canonical or self.tag("og:url")
        return stated or first_string(self.data.get("url")) or first_string(page)

    @property
    def text(self) -> str | None:
        """Full text of the article without Markdown marks, if JSON-LD has it."""
        text = first_string(self.data.get("articleBody"))
        return without_marks(text) if text else None

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
    links = (link for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    canonical = next((href for link in links if (href := (link.get("href") or "").strip())), None)
    stated = Meta({}, tags, canonical, tree.get("lang") or tree.get("{*}lang"))
    headlines = (stated.headline, *(n.text_content() for n in tree.iter("h1", "title")))
    return replace(stated, data=_json_ld(tree, stated.url, filter(None, headlines)))


def _json_ld(tree: Node, url: str | None, headlines: Iterable[str]) -> Json:
    """The JSON-LD object of the page's article with the objects that it refers to, or {}."""
    scripts = (s for s in tree.iter("script") if "ld+json" in (s.get("type") or "").lower())
    items = [item for script in scripts for item in _loaded(script)]
    lines = [plain_words(headline) for headline in headlines]
    own = [_own([i for i in items if k in str(i.get("@type"))], _path(url), lines) for k in _KINDS]
    stated = ((name, v) for item in own for name, v in item.items() if v not in (None, "", []))
    return _linked(dict(stated), items)


def _own(items: list[Json], path: str, lines: list[str]) -> Json:
    """The item that states the page's address or headline, or else the first not of another."""

    def rank(item: Json) -> float:
        headline = plain_words(first_string(item.get("headline")) or "")
        paths = set(filter(None, map(_path, _addresses(item))))
        return (
            2 * (path in paths)
            + (bool(headline) and any(headline in line for line in lines))
            - 1.5 * bool(path and paths and path not in paths)
            + (bool(headline) / 2)
        )

    best = max(items, key=rank, default={})
    return best if best and rank(best) >= 0 else {}


def _addresses(item: Json) -> list[str]:
    """The addresses that an item states for itself."""
    stated = [item.get("url"), item.get("@id"), item.get("mainEntityOfPage")]
    values = (v.get("@id") or v.get("url") if isinstance(v, dict) else v for v in stated)
    return [v for v in values if isinstance(v, str)]


def _path(url: str | None) -> str:
    """The path of an address, without the slash at its end; empty for a front page."""
    return url_parts(url or "").path.rstrip("/").casefold()


def _linked(item: Json, items: Iterable[Json]) -> Json:
    """An item in which `{"@id": …}` of an author or publisher is the object of that id."""
    known = {str(i["@id"]): i for i in items if i.get("name") and "@id" in i}

    def found(value: Any) -> Any:
        if isinstance(value, list):
            return [found(v) for v in value]
        if isinstance(value, dict) and not value.get("name"):
            return known.get(str(value.get("@id")), value)
        return value

    return {**item, **{n: found(item[n]) for n in ("author", "creator", "publisher") if n in item}}


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


def _is_organization(author: Any) -> bool:
    return isinstance(author, dict) and "Organization" in str(author.get("@type"))


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


def names_of(value: Any) -> list[str]:
    """All names in a string, an object or a list of these.

    Example:
        >>> names_of([{"name": ["Ada Brook", "Tom Reed"]}, "Ines Holt"])
        ['Ada Brook', 'Tom Reed', 'Ines Holt']
    """
    if isinstance(value, list):
        return [name for v in value for name in names_of(v)]
    if isinstance(value, dict):
        return names_of(value.get("name"))
    name = (first_string(value) or "").strip('"“”, ')
    # some systems have names in lower case
    name = name.title() if name.islower() and name.count(" ") == 1 else name
    return [name] if name and not _ADDRESS.match(name) else []
