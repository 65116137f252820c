"""How far to trust it: scores against hand coding."""

from toolkit.validate.actors import score_actors
from toolkit.validate.attribution import score_attribution, triples
from toolkit.validate.confidence import reliability
from toolkit.validate.coreference import score_coreference
from toolkit.validate.gold import Coded, as_attributions, read_gold
from toolkit.validate.groups import score_groups
from toolkit.validate.gum import read_gum
from toolkit.validate.quotes import score_quotes
from toolkit.validate.sampled import coded_articles, coded_sample
from toolkit.validate.sources import score_sources
from toolkit.validate.speakers import score_speakers
from toolkit.validate.standoff import read_split

__all__ = [
    "Coded",
    "as_attributions",
    "coded_articles",
    "coded_sample",
    "read_gold",
    "read_gum",
    "read_split",
    "reliability",
    "score_actors",
    "score_attribution",
    "score_coreference",
    "score_groups",
    "score_quotes",
    "score_sources",
    "score_speakers",
    "triples",
]
