"""The one place that touches newspaper3k: the body text of a page, never the network."""

from __future__ import annotations

import re
import warnings
from copy import deepcopy
from functools import lru_cache
from typing import Any

import lxml.html

with warnings.catch_warnings():
    # newspaper3k 0.2.8 is of 2018: its regular expressions predate raw strings
    warnings.simplefilter("ignore")
    from newspaper import Config
    from newspaper.cleaners import DocumentCleaner
    from newspaper.extractors import ContentExtractor
    from newspaper.outputformatters import OutputFormatter
    from newspaper.parsers import Parser

_ATTRIBUTE_TEST = re.compile(
    r"(?P<axis>//|descendant-or-self::)\*\[re:test\(@(?P<name>\w+), ?'(?P<pattern>[^']*)', ?'i'\)\]"
)


@lru_cache(maxsize=2**15)
def _matches(pattern: str, value: str) -> bool:
    return re.search(pattern, value, re.IGNORECASE) is not None


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

    @classmethod
    def xpath_re(cls, node: Any, expression: str) -> list[Any]:
        """What its regular expressions on attributes match, in a fifth of the time.

        lxml hands every element of the page to Python for `re:test`; few have the attribute.
        """
        test = _ATTRIBUTE_TEST.fullmatch(expression)
        if test is None:
            return list(super().xpath_re(node, expression))
        having = node.xpath(f"{test['axis']}*[@{test['name']}]")
        return [found for found in having if _matches(test["pattern"], found.get(test["name"]))]


class _RepairedConfig(Config):  # type: ignore[misc]
    @staticmethod
    def get_parser() -> type[_RepairedParser]:
        return _RepairedParser


def body_text(tree: Any) -> str:
    """newspaper3k's body of a page: what `Article.parse` does, without images and metadata.

    Args:
        tree: of the page; it is copied.

    Raises:
        Exception: whatever newspaper3k raises on a page that it cannot read.
    """
    config = _RepairedConfig()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        extractor, formatter = ContentExtractor(config), OutputFormatter(config)
        language = extractor.get_meta_lang(tree)
        extractor.update_language(language)
        formatter.update_language(language)
        top = extractor.calculate_best_node(DocumentCleaner(config).clean(deepcopy(tree)))
        if top is None:
            return ""
        text, _ = formatter.get_formatted(extractor.post_cleanup(top))
    return str(text)
