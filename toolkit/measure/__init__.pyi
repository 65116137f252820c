from .anonymous_sources import anonymity, anonymity_grades, only_anonymous, stated_reason
from .article_profile import article_percentiles, shared_sentences, story_figures, voices_by_outlet
from .articles import (
    agency_dependence,
    articles_by,
    copied_share,
    extraction_loss,
    lost_paragraphs,
    reuse_matrix,
    story_weights,
)
from .balance import denial_rate, reply_rate, who_replies
from .baselines import distance, representation
from .correction.coded_sample import CodedSample
from .correction.estimators import more_articles
from .cue_forces import cue_force, force_differences
from .diversity_indices import diversity, rarefied
from .estimation.encode import KINDS, attributed_quotes
from .mentions import mention_reach, mention_share, mentions_over_time, voice_against_mention
from .networks import co_voices, speaks_about
from .position import first_voice, headline_voice, last_word, position_profile, relative_position
from .shares import ratio, share
from .sources import (
    schemes,
    single_source,
    source_forms,
    source_roles,
    sources_per_story,
    story_sources,
    typology,
)
from .stories import stories, story_candidates
from .voice import cues, direct_share, quote_types, voice_share

__all__ = [
    "KINDS",
    "CodedSample",
    "agency_dependence",
    "anonymity",
    "anonymity_grades",
    "article_percentiles",
    "articles_by",
    "attributed_quotes",
    "co_voices",
    "copied_share",
    "cue_force",
    "cues",
    "denial_rate",
    "direct_share",
    "distance",
    "diversity",
    "extraction_loss",
    "first_voice",
    "force_differences",
    "headline_voice",
    "last_word",
    "lost_paragraphs",
    "mention_reach",
    "mention_share",
    "mentions_over_time",
    "more_articles",
    "only_anonymous",
    "position_profile",
    "quote_types",
    "rarefied",
    "ratio",
    "relative_position",
    "reply_rate",
    "representation",
    "reuse_matrix",
    "schemes",
    "share",
    "shared_sentences",
    "single_source",
    "source_forms",
    "source_roles",
    "sources_per_story",
    "speaks_about",
    "stated_reason",
    "stories",
    "story_candidates",
    "story_figures",
    "story_sources",
    "story_weights",
    "typology",
    "voice_against_mention",
    "voice_share",
    "voices_by_outlet",
    "who_replies",
]
