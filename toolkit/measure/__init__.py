"""From frames to figures: each measure takes frames and returns a tidy frame.

A tidy frame has its grouping columns first, then ``estimate``, ``low`` and ``high`` (95 % interval,
resampling articles), ``n_articles``, ``count``, ``n`` and ``note``: null, or why a figure or its
interval is missing. Measures of quotes count what was said, thought or found; pass ``kinds=`` for
other kinds. With ``corrected=`` (a `CodedSample`: see ``toolkit.validate.coded_sample``) each
figure has three rows, distinguished by ``estimated``: "naive", "corrected" for the machine's
errors, and "coded sample" from people's coding alone; measures that a coding cannot correct raise
an error that says why. A frame with nothing to count gives a row of nulls with a note.
"""

from toolkit.measure.anonymity import anonymity, anonymity_grades, only_anonymous, stated_reason
from toolkit.measure.article_profile import (
    article_percentiles,
    shared_sentences,
    story_figures,
    voices_by_outlet,
)
from toolkit.measure.articles import articles_by, extraction_loss, lost_paragraphs
from toolkit.measure.balance import denial_rate, reply_rate, who_replies
from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.measure.correction.tables import more_articles
from toolkit.measure.cue_force import cue_force, force_differences
from toolkit.measure.diversity import diversity, rarefied
from toolkit.measure.estimation.select import KINDS, attributed_quotes
from toolkit.measure.mentions import mention_reach, mention_share, mentions_over_time
from toolkit.measure.networks import co_voices, speaks_about
from toolkit.measure.origin import agency_dependence, copied_share, reuse_matrix, story_weights
from toolkit.measure.position import (
    first_voice,
    headline_voice,
    last_word,
    position_profile,
    relative_position,
)
from toolkit.measure.representation import distance, representation
from toolkit.measure.shares import ratio, share
from toolkit.measure.sources import (
    schemes,
    single_source,
    source_forms,
    source_roles,
    sources_per_story,
    story_sources,
    typology,
)
from toolkit.measure.voice import cues, direct_share, quote_types, voice_share
from toolkit.measure.voice_vs_mentions import voice_against_mention

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
    "story_figures",
    "story_sources",
    "story_weights",
    "typology",
    "voice_against_mention",
    "voice_share",
    "voices_by_outlet",
    "who_replies",
]
