"""One article as HTML: its actors and quotes marked, the speaker beside each quote."""

from toolkit.show.article import Page, show_article
from toolkit.show.xray import xray_article

__all__ = ["Page", "show_article", "xray_article"]
