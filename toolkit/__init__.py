"""Who gets to speak in the news: articles, mentions, quotes and sources as pandas frames.

import toolkit as tk
corpus = tk.open("data/sample")
corpus.quotes

What stands in ``__init__.pyi`` is imported when it is first asked for.
"""

import lazy_loader

from toolkit.collecting import collect as collect  # these two bear the names of modules: theirs
from toolkit.provenance import provenance as provenance  # would take their place if they came later

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
