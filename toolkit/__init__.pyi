from . import chart, measure, validate
from .annotate import Pipeline
from .collect.policy import CrawlPolicy
from .corpus import Corpus
from .corpus.collect import collect
from .corpus.corrections.review import correct, import_corrections, review
from .corpus.open import open, read  # noqa: A004, as pathlib has it
from .corpus.provenance import provenance
from .show import browse, require
from .validate.coding.widget import code

__version__: str

__all__ = [
    "Corpus",
    "CrawlPolicy",
    "Pipeline",
    "browse",
    "chart",
    "code",
    "collect",
    "correct",
    "import_corrections",
    "measure",
    "open",
    "provenance",
    "read",
    "require",
    "review",
    "validate",
]
