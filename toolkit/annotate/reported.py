"""What counts as a quote: attributions that report something said, thought or found.

The tagger learned to find every attribution in PolNeAR's sense, acts among them ("declined to
comment", "has promoted", "is known for"). A quote in the sense of this toolkit needs a cue of the
lexicon or quotation marks, or that the tagger is very sure.
"""

from __future__ import annotations

import re

from toolkit.annotate.attribution import Attribution
from toolkit.annotate.cues import is_cue

SURE = 0.8
"""Confidence from which a cue counts that is not in the lexicon."""

_FEWEST_WORDS = 3
_NICKNAME = 5
_SILENCE = re.compile(
    r"\b(?:declin|refus)\w* to\b|\bdeclined\b|\bno comment\b|\bnot immediately\b|"
    r"\bdid not (?:respond|return|reply|offer|provide|give|reveal)\b",
    re.I,
)


def is_reported(text: str, attribution: Attribution, quoted: bool) -> bool:
    """Whether an attribution is a quote.

    Args:
        text: of the article.
        attribution: of an engine.
        quoted: whether any of its content stands in quotation marks.
    """
    cue = text[slice(*attribution.cue)] if attribution.cue else ""
    if _SILENCE.search(cue):
        return False
    words = sum(len(text[slice(*part)].split()) for part in attribution.content)
    if quoted:
        # "once called 'the chef'": a nickname that nobody in the text gives
        return attribution.source is not None or cue == "" or words > _NICKNAME
    if attribution.source is None or words < _FEWEST_WORDS:
        return False
    return is_cue(cue) or attribution.confidence >= SURE
