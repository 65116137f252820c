"""From frames to figures: each measure takes frames and returns a tidy frame.

A tidy frame has its grouping columns first, then ``estimate``, ``low`` and ``high`` (95 % interval,
resampling articles), ``n_articles``, ``count`` and ``n``. Measures of quotes take what was said,
thought or found; pass ``kinds=`` for others.
"""

from toolkit.measure.against import voice_against_mention
from toolkit.measure.anonymity import anonymity
from toolkit.measure.coverage import articles_by
from toolkit.measure.loss import extraction_loss, lost_paragraphs
from toolkit.measure.mention import mention_reach, mention_share, mentions_over_time
from toolkit.measure.ratios import ratio, share
from toolkit.measure.rows import KINDS, said
from toolkit.measure.sources import (
    single_source,
    source_forms,
    sources_per_story,
    story_sources,
)
from toolkit.measure.typologies import schemes, typology
from toolkit.measure.voice import cues, quote_types, voice_share

__all__ = [
    "KINDS",
    "anonymity",
    "articles_by",
    "cues",
    "extraction_loss",
    "lost_paragraphs",
    "mention_reach",
    "mention_share",
    "mentions_over_time",
    "quote_types",
    "ratio",
    "said",
    "schemes",
    "share",
    "single_source",
    "source_forms",
    "sources_per_story",
    "story_sources",
    "typology",
    "voice_against_mention",
    "voice_share",
]
