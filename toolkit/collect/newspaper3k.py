"""Find the articles linked from an outlet's front page with newspaper3k."""

from __future__ import annotations

import re
import warnings
from typing import Any

from tldextract import TLDExtract, tldextract

from toolkit.collect.address import url_parts
from toolkit.collect.filters import Link

_HREF = re.compile(r"""(\bhref\s*=\s*["']?)([^"'\s>]+)""", re.I)
# without this, newspaper3k downloads the list of domain suffixes
tldextract.TLD_EXTRACTOR = TLDExtract(suffix_list_urls=())

# newspaper3k 0.2.8 (2018) has invalid escapes in its regular expressions
with warnings.catch_warnings(action="ignore"):
    from newspaper import Article, Config, Source
    from newspaper.mthreading import NewsPool
    from newspaper.network import multithread_request
    from newspaper.source import Category, Feed


class FrontPage:
    """Links of an outlet by newspaper3k's rules, from pages fetched elsewhere.

    Args:
        url: address of the front page.
        html: HTML of the front page.
    """

    def __init__(self, url: str, html: str) -> None:
        config = Config()
        config.memoize_articles = False
        self._source = Source(url, config)
        self._source.html = _without_bad_links(html)
        with warnings.catch_warnings(action="ignore"):
            self._source.parse()

    def sections(self) -> list[str]:
        """Likely addresses of the outlet's sections, and that of the front page."""
        if self._source.doc is None:
            return []
        urls = self._source.extractor.get_category_urls(self._source.url, self._source.doc)
        return sorted({str(url) for url in urls} | {str(self._source.url)})

    def feeds(self, pages: dict[str, str]) -> list[str]:
        """Addresses of the feeds of sections.

        Args:
            pages: HTML of each section by its address.
        """
        categories = self._categories(pages)
        return sorted(map(str, self._source.extractor.get_feed_urls(self._source.url, categories)))

    def articles(self, pages: dict[str, str], feeds: dict[str, str]) -> list[Link]:
        """Links that newspaper3k classifies as articles by their addresses.

        Args:
            pages: HTML of each section by its address.
            feeds: text of each feed by its address.
        """
        self._source.categories = self._categories(pages)
        self._source.feeds = [_feed(url, text) for url, text in feeds.items()]
        with warnings.catch_warnings(action="ignore"):
            self._source.generate_articles()
        return [Link(str(a.url), str(a.title) or None) for a in self._source.articles]

    def _categories(self, pages: dict[str, str]) -> list[Any]:
        parser = self._source.config.get_parser()
        categories = []
        for url, html in pages.items():
            category = Category(url=url)
            category.html = _without_bad_links(html)
            category.doc = parser.fromstring(category.html)
            if category.doc is not None:
                categories.append(category)
        return categories


def _without_bad_links(html: str) -> str:
    """Replace links with malformed addresses, at which newspaper3k stops."""
    return _HREF.sub(lambda match: match[0] if any(url_parts(match[2])) else match[1] + "#", html)


def _feed(url: str, text: str) -> Any:
    feed = Feed(url=url)
    feed.rss = text
    return feed


def download(urls: list[str]) -> int:
    """Download pages with newspaper3k's pool of one thread per host; for benchmarks.

    Returns:
        Number of downloaded pages.
    """
    config = _patient()
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault("/".join(url.split("/")[:3]), []).append(url)
    sources = [Source(host, config) for host in by_host]
    for source, pages in zip(sources, by_host.values(), strict=True):
        source.articles = [Article(url, config=config) for url in pages]
    pool = NewsPool(config)
    pool.set(sources)
    pool.join()
    return sum(len(source.articles) for source in sources)


def download_by_ten(urls: list[str]) -> int:
    """Download pages with newspaper3k's default of ten threads; for benchmarks.

    Returns:
        Number of downloaded pages.
    """
    config = _patient()
    return sum(request.resp is not None for request in multithread_request(urls, config))


def _patient() -> Any:
    """Its default settings but for the timeout of threads, whose default makes it wait forever."""
    config = Config()
    config.thread_timeout_seconds = 60
    return config
