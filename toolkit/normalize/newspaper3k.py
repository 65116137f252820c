"""The one place that touches newspaper3k: body text and metadata of a page, never the network."""

from __future__ import annotations

import warnings
from typing import Any

with warnings.catch_warnings():
    # newspaper3k 0.2.8 is of 2018: its regular expressions predate raw strings
    warnings.simplefilter("ignore")
    from newspaper import Article, Config


def parse_page(html: str, url: str = "") -> Any:
    """newspaper3k's parsed article of a page.

    Raises:
        Exception: whatever newspaper3k raises on a page that it cannot parse.
    """
    config = Config()
    config.fetch_images = False
    config.memoize_articles = False
    article = Article(url or "http://localhost/", config=config)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        article.download(input_html=html)
        article.parse()
    return article
