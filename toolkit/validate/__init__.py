"""Validation: hand coding, coded samples, and scores against them."""

from toolkit.validate.coding.coded_sample import coded_articles, coded_sample
from toolkit.validate.coding.gold import CodedArticle, as_attributions, read_gold
from toolkit.validate.scoring.actors import score_actors
from toolkit.validate.scoring.attribution import score_attribution, triples
from toolkit.validate.scoring.by_group import score_groups
from toolkit.validate.scoring.confidence import reliability
from toolkit.validate.scoring.coreference import score_coreference
from toolkit.validate.scoring.gum import read_gum
from toolkit.validate.scoring.polnear import read_split
from toolkit.validate.scoring.quotes import score_quotes
from toolkit.validate.scoring.sources import score_sources
from toolkit.validate.scoring.speakers import score_speakers

__all__ = [
    "CodedArticle",
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
