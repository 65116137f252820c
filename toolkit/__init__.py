"""Who gets to speak in the news: articles, mentions, quotes and sources as pandas frames.

import toolkit as tk
corpus = tk.open("data/sample")
corpus.quotes
"""

from toolkit import chart, measure
from toolkit.annotate import Pipeline
from toolkit.collect.manners import Manners
from toolkit.collecting import collect
from toolkit.corpus import Corpus
from toolkit.opening import open_corpus as open  # noqa: A004, as pathlib has it
from toolkit.opening import read
from toolkit.provenance import provenance

__all__ = [
    "Corpus",
    "Manners",
    "Pipeline",
    "chart",
    "collect",
    "measure",
    "open",
    "provenance",
    "read",
]
