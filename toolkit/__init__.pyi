from . import chart, measure, validate
from .annotate import Pipeline
from .collect.manners import Manners
from .collecting import collect
from .corpus import Corpus
from .mending import mend
from .opening import open, read  # noqa: A004, as pathlib has it
from .provenance import provenance
from .quote_corrections import correct
from .sheet_corrections import correct_from
from .show import browse
from .validate.widget import code

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
