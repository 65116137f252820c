from . import chart, measure, validate
from .annotate import Pipeline
from .collect.policy import Manners
from .corpus import Corpus
from .corpus.collect import collect
from .corpus.corrections.correct import correct
from .corpus.corrections.from_sheets import correct_from
from .corpus.corrections.review import mend
from .corpus.open import open, read  # noqa: A004, as pathlib has it
from .corpus.provenance import provenance
from .show import browse
from .validate.coding.widget import code

__all__ = [
    "Corpus",
    "Manners",
    "Pipeline",
    "browse",
    "chart",
    "code",
    "collect",
    "correct",
    "correct_from",
    "measure",
    "mend",
    "open",
    "provenance",
    "read",
    "validate",
]
