"""One article, or the passage behind a row, as HTML; tables and quotes to look through."""

from toolkit.show.article import Page, show_article
from toolkit.show.browse import Browser, browse
from toolkit.show.explore import Explorer
from toolkit.show.passages import show_passages
from toolkit.show.xray import xray_article

__all__ = [
    "Browser",
    "Explorer",
    "Page",
    "browse",
    "show_article",
    "show_passages",
    "xray_article",
]
