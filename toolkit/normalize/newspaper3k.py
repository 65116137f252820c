"""The one place that touches newspaper3k: body text and metadata of a page, never the network."""

from __future__ import annotations

import warnings
from typing import Any

import lxml.html

with warnings.catch_warnings():
    # newspaper3k 0.2.8 is of 2018: its regular expressions predate raw strings
    warnings.simplefilter("ignore")
    from newspaper import Article, Config
    from newspaper.parsers import Parser


class _RepairedParser(Parser):  # type: ignore[misc]
    """newspaper3k's parser, with its step from bare text to a paragraph mended.

    It relies on `lxml.html.fromstring` making a p of bare text. With libxml2 2.14 (in lxml 6) that
    makes a span, which newspaper3k then takes for no paragraph: text between line breaks is lost.
    """

    @classmethod
    def textToPara(cls, text: str) -> Any:  # noqa: N802
        made = cls.fromstring(text)
        if made is None or made.tag != "span":
            return made
        paragraph = lxml.html.Element("p")
        paragraph.text = made.text
        paragraph.extend(list(made))
        return paragraph


class _RepairedConfig(Config):  # type: ignore[misc]
    @staticmethod
    def get_parser() -> type[_RepairedParser]:
        return _RepairedParser


def parse_page(html: str, url: str = "") -> Any:
    """newspaper3k's parsed article of a page.

    Raises:
        Exception: whatever newspaper3k raises on a page that it cannot parse.
    """
    config = _RepairedConfig()
    config.fetch_images = False
    config.memoize_articles = False
    # newspaper3k cuts texts and titles of this length off, without a word
    config.MAX_TEXT = config.MAX_TITLE = len(html)
    article = Article(url or "http://localhost/", config=config)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        article.download(input_html=html)
        article.parse()
    return article
