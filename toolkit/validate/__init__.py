"""How far to trust it: scores against hand coding."""

from toolkit.validate.attribution import score_attribution, triples
from toolkit.validate.confidence import reliability
from toolkit.validate.gold import Coded, as_attributions, read_gold
from toolkit.validate.quotes import score_quotes
from toolkit.validate.standoff import read_split

__all__ = [
    "Coded",
    "as_attributions",
    "read_gold",
    "read_split",
    "reliability",
    "score_attribution",
    "score_quotes",
    "triples",
]
