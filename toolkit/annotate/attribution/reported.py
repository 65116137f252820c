"""What a quote reports: speech, thought, finding; or an intention, which measures leave out.

The tagger learned to find every attribution in PolNeAR's sense, acts among them ("declined to
comment", "has promoted", "is known for"). Something is said where the cue is one of the lexicon,
where the content stands in quotation marks, or where the tagger is very sure.
"""

from __future__ import annotations

import re

from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.cues import Cue, classify, core, is_cue

SURE = 0.8
"""Confidence from which a cue counts that is not in the lexicon."""

_FEWEST_WORDS = 3
_NICKNAME = 5
_OPENING = "\"“'‘«"
_NAMING = re.compile(r"\b(?:called|dubbed|nicknamed|labell?ed|branded|styled|known as)$", re.I)
_SILENCE = re.compile(
    r"\b(?:declin|refus)\w* to\b|\bdeclined\b|\bno comment\b|\bnot immediately\b|"
    r"\bdid not (?:respond|return|reply|offer|provide|give|reveal)\b",
    re.I,
)


def is_attributed(text: str, attribution: Attribution, quoted: bool) -> bool:
    """Whether an attribution says something of someone: no nickname, nothing without a source.

    Args:
        text: of the article.
        attribution: of an engine.
        quoted: whether any of its content stands in quotation marks.
    """
    words = sum(len(text[slice(*part)].split()) for part in attribution.content)
    if quoted and words <= _NICKNAME:
        return not _is_nickname(text, attribution)
    return quoted or (attribution.source is not None and words >= _FEWEST_WORDS)


def _is_nickname(text: str, attribution: Attribution) -> bool:
    """ "once called 'the chef'", "a baker dubbed 'the chef'": nobody in the text gives the name."""
    if attribution.cue is None:
        return False
    cue, name = text[slice(*attribution.cue)], attribution.content[0]
    alone = name.start > attribution.cue.end and not text[attribution.cue.end : name.start].strip()
    given = bool(_NAMING.search(cue)) and alone and text[name.start] in _OPENING
    return attribution.source is None or given


def reported(text: str, attribution: Attribution, quoted: bool) -> Cue:
    """What a cue reports and with what force; the kind is intention where nothing is said.

    Args:
        text: of the article.
        attribution: of an engine.
        quoted: whether any of its content stands in quotation marks.

    Example:
        >>> from toolkit.annotate.text.document import Span
        >>> text = "Ada Brook declined to comment on the ferry."
        >>> one = Attribution((Span(29, 42),), Span(10, 29), Span(0, 9), "tagger", 0.9)
        >>> reported(text, one, quoted=False).kind
        'intention'
    """
    cue = text[slice(*attribution.cue)] if attribution.cue else ""
    known = classify(cue[: core(cue)] or None)
    said = quoted or is_cue(cue) or attribution.confidence >= SURE
    return known._replace(kind="intention") if _SILENCE.search(cue) or not said else known
