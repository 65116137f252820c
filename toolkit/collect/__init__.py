"""Collect raw pages and files: from the web, from archives and from folders."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
