"""The one place of collecting that touches newspaper3k: which pages a front page leads to."""

from __future__ import annotations

import re
import warnings
from typing import Any
from urllib.parse import urlsplit

from tldextract import TLDExtract, tldextract

from toolkit.collect.filters import Link

_HREF = re.compile(r"""(\bhref\s*=\s*["']?)([^"'\s>]+)""", re.I)
# newspaper3k asks for the list of domain endings over the network, unless it is given one
tldextract.TLD_EXTRACTOR = TLDExtract(suffix_list_urls=())

with warnings.catch_warnings():
    # newspaper3k 0.2.8 is of 2018: its regular expressions predate raw strings
    warnings.simplefilter("ignore")
    from newspaper import Article, Config, Source
    from newspaper.mthreading import NewsPool
    from newspaper.network import multithread_request
    from newspaper.source import Category, Feed


class FrontPage:
    """An outlet built by newspaper3k's rules from pages that we fetched: it never has the network.

    Args:
        url: of the front page.
        html: of the front page.
    """

    def __init__(self, url: str, html: str) -> None:
        config = Config()
        config.memoize_articles = False
        self._source = Source(url, config)
        self._source.html = _without_bad_links(html)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._source.parse()

    def sections(self) -> list[str]:
        """Addresses of the outlet's sections, as newspaper3k guesses them; the front page too."""
        if self._source.doc is None:
            return []
        found = self._source.extractor.get_category_urls(self._source.url, self._source.doc)
        return sorted({str(url) for url in found} | {str(self._source.url)})

    def feeds(self, pages: dict[str, str]) -> list[str]:
        """Addresses of the feeds that sections name.

        Args:
            pages: HTML of each section by its address.
        """
        categories = self._categories(pages)
        return sorted(map(str, self._source.extractor.get_feed_urls(self._source.url, categories)))

    def articles(self, pages: dict[str, str], feeds: dict[str, str]) -> list[Link]:
        """Pages that newspaper3k takes for articles by their addresses.

        Args:
            pages: HTML of each section by its address.
            feeds: each feed by its address.
        """
        self._source.categories = self._categories(pages)
        self._source.feeds = [_feed(url, text) for url, text in feeds.items()]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._source.generate_articles()
        return [Link(str(a.url), str(a.title) or None) for a in self._source.articles]

    def _categories(self, pages: dict[str, str]) -> list[Any]:
        parser = self._source.config.get_parser()
        made = []
        for url, html in pages.items():
            category = Category(url=url)
            category.html = _without_bad_links(html)
            category.doc = parser.fromstring(category.html)
            if category.doc is not None:
                made.append(category)
        return made


def _without_bad_links(html: str) -> str:
    """With links to the page itself for those that cannot be split: newspaper3k stops at them."""
    return _HREF.sub(lambda found: found[0] if _can_be_split(found[2]) else found[1] + "#", html)


def _can_be_split(url: str) -> bool:
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True


def _feed(url: str, text: str) -> Any:
    made = Feed(url=url)
    made.rss = text
    return made


def download(urls: list[str]) -> int:
    """newspaper3k's own pool, which has a thread for each source, for comparison alone.

    Returns:
        How many pages it got.
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
    """newspaper3k's own download with the ten threads of its configuration, for comparison alone.

    Returns:
        How many pages it got.
    """
    config = _patient()
    return sum(request.resp is not None for request in multithread_request(urls, config))


def _patient() -> Any:
    """Its defaults but one: threads that wait a second for work end, and then it waits for ever."""
    config = Config()
    config.thread_timeout_seconds = 60
    return config
