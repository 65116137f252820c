"""Extract the body of a page with newspaper3k, without network access."""

from __future__ import annotations

import re
import warnings
from copy import deepcopy
from functools import lru_cache
from typing import Any

import lxml.html

# newspaper3k 0.2.8 (2018) has invalid escapes in its regular expressions
with warnings.catch_warnings(action="ignore"):
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
    """newspaper3k's parser, with a fix for text outside of paragraphs.

    newspaper3k relies on `lxml.html.fromstring` to turn bare text into a p. With libxml2 2.14 (in
    lxml 6) it turns it into a span, which newspaper3k ignores: text between line breaks is lost.
    """

    @classmethod
    def textToPara(cls, text: str) -> Any:  # noqa: N802
        node = cls.fromstring(text)
        if node is None or node.tag != "span":
            return node
        paragraph = lxml.html.Element("p")
        paragraph.text = node.text
        paragraph.extend(list(node))
        return paragraph

    @classmethod
    def xpath_re(cls, node: Any, expression: str) -> list[Any]:
        """Match regular expressions on attributes, five times as fast.

        For `re:test`, lxml calls Python for every element; few elements have the attribute.
        """
        test = _ATTRIBUTE_TEST.fullmatch(expression)
        if test is None:
            return list(super().xpath_re(node, expression))
        nodes = node.xpath(f"{test['axis']}*[@{test['name']}]")
        return [n for n in nodes if _matches(test["pattern"], n.get(test["name"]))]


def body_text(tree: Any) -> str:
    """The body of a page as `Article.parse` finds it, without images and metadata.

    Args:
        tree: tree of the page; it is copied.

    Raises:
        Exception: any exception that newspaper3k raises for a page that it cannot read.
    """
    config = Config()
    config.get_parser = lambda: _RepairedParser
    with warnings.catch_warnings(action="ignore"):
        extractor, formatter = ContentExtractor(config), OutputFormatter(config)
        language = extractor.get_meta_lang(tree)
        extractor.update_language(language)
        formatter.update_language(language)
        top = extractor.calculate_best_node(DocumentCleaner(config).clean(deepcopy(tree)))
        if top is None:
            return ""
        text, _ = formatter.get_formatted(extractor.post_cleanup(top))
    return str(text)
