from .article import Page, show_article, xray_article
from .explore import Browser, Explorer, browse
from .passages import rows_behind, show_passages

__all__ = [
    "Browser",
    "Explorer",
    "Page",
    "browse",
    "rows_behind",
    "show_article",
    "show_passages",
    "xray_article",
]
