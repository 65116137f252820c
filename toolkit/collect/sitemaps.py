"""Read sitemaps and sitemap indexes: pages with their dates and news titles."""

from __future__ import annotations

import io
from dataclasses import dataclass

from lxml import etree

from toolkit.collect.address import absolute_url
from toolkit.collect.feeds import UnreadableList
from toolkit.collect.filters import Link, parse_utc

MOST_BYTES = 55 * 2**20
"""Largest sitemap, decompressed; the standard allows 50 MB."""


@dataclass(frozen=True)
class Sitemap:
    """The pages of a sitemap, or the sitemaps of an index with the dates of their last change."""

    pages: list[Link]
    sitemaps: list[Link]


def parse_sitemap(data: bytes, url: str) -> Sitemap:
    """Parse a sitemap; a truncated one gives the entries before its end.

    Args:
        data: decompressed XML, or plain lines of addresses.
        url: address of the sitemap, to resolve relative addresses.

    Raises:
        UnreadableList: the data is not a sitemap.

    Example:
        >>> parse_sitemap(b"<urlset><url><loc>/f</loc></url></urlset>", "https://a.example/s").pages
        [Link(url='https://a.example/f', title=None, published=None)]
    """
    if data.lstrip()[:4].lower() == b"http":
        lines = data.decode("utf-8", errors="replace").split()
        return Sitemap([Link(line) for line in lines], [])
    pages: list[Link] = []
    inner: list[Link] = []
    walk = etree.iterparse(
        io.BytesIO(data), tag=("{*}url", "{*}sitemap"), recover=True, resolve_entities=False,
        no_network=True, load_dtd=False,
    )  # fmt: skip
    try:
        for _, element in walk:
            link = _link(element, url)
            if link is not None:
                (inner if etree.QName(element).localname == "sitemap" else pages).append(link)
            element.clear()
    except etree.XMLSyntaxError:
        pass  # entries before the error are kept
    if not pages and not inner and b"<urlset" not in data and b"<sitemapindex" not in data:
        raise UnreadableList("not a sitemap: it names no pages")
    return Sitemap(pages, inner)


def _link(element: etree._Element, url: str) -> Link | None:
    texts: dict[str, str] = {}
    for child in element.iter():
        if isinstance(child.tag, str) and child.text and child.text.strip():
            texts.setdefault(etree.QName(child).localname, child.text.strip())
    if "loc" not in texts:
        return None
    published = parse_utc(texts.get("publication_date") or texts.get("lastmod"))
    return Link(absolute_url(url, texts["loc"]), texts.get("title"), published)
