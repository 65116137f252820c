from .coding.coded_sample import coded_articles, coded_sample
from .coding.gold import CodedArticle, as_attributions, read_gold
from .scoring.actors import score_actors
from .scoring.attribution import reliability, score_attribution, triples
from .scoring.coreference import read_gum, score_coreference
from .scoring.folds import CrossValidated, annotator_for
from .scoring.polnear import read_split
from .scoring.quotes import score_groups, score_quotes, score_sources, score_speakers

__all__ = [
    "CodedArticle",
    "CrossValidated",
    "annotator_for",
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
