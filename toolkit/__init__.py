"""Who gets to speak in the news: articles, mentions, quotes and sources as pandas frames.

import toolkit as tk
corpus = tk.open("data/sample")
corpus.quotes

Names listed in ``__init__.pyi`` are imported on first use.
"""

import lazy_loader

__version__ = "0.1.0"

# imported at once: the sub-package of the same name would hide a lazy function
from toolkit.corpus.collect import collect as collect

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
