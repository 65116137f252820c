from .article import Page, show_article, xray_article
from .explore import Browser, Explorer, browse
from .passages import show_passages

__all__ = [
    "Browser",
    "Explorer",
    "Page",
    "browse",
    "show_article",
    "show_passages",
    "xray_article",
]
