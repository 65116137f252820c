"""A corpus: articles, what is found in them, and the folder that keeps it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
