from .article import Page, show_article, xray_article
from .explore import Browser, Explorer, browse
from .passages import rows_behind, show_passages
from .require import MissingData, require

__all__ = [
    "Browser",
    "Explorer",
    "MissingData",
    "Page",
    "browse",
    "require",
    "rows_behind",
    "show_article",
    "show_passages",
    "xray_article",
]
