"""One article, or the passage behind a row, as HTML; tables and quotes to look through."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
