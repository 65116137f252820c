"""Which attributions are quotes, and what they report: speech, thought, a finding, an intention.

The tagger finds every attribution in PolNeAR's sense, acts included ("declined to comment", "has
promoted", "is known for"). A quote reports speech if its cue is in the lexicon, its content is in
quotation marks, or the tagger is very sure; otherwise an intention, which measures leave out.
"""

from __future__ import annotations

import re

from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.cues import Cue, classify, core, is_cue
from toolkit.annotate.text.quotation_marks import OPENING_MARKS

SURE = 0.8
"""Least confidence for a cue outside the lexicon to count as speech."""

_FEWEST_WORDS = 3
_NICKNAME = 5
_NAMING = re.compile(r"\b(?:called|dubbed|nicknamed|labell?ed|branded|styled|known as)$", re.I)
_SILENCE = re.compile(
    r"\b(?:declin|refus)\w* to\b|\bdeclined\b|\bno comment\b|\bnot immediately\b|"
    r"\bdid not (?:respond|return|reply|offer|provide|give|reveal)\b",
    re.I,
)


def is_quote(text: str, attribution: Attribution, quoted: bool) -> bool:
    """Whether an attribution is a quote: no nickname, and not indirect without a source.

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
    given = bool(_NAMING.search(cue)) and alone and text[name.start] in OPENING_MARKS
    return attribution.source is None or given


def reported_cue(text: str, attribution: Attribution, quoted: bool) -> Cue:
    """Kind and force of an attribution's cue; the kind is intention where nothing is said.

    Args:
        text: of the article.
        attribution: of an engine.
        quoted: whether any of its content stands in quotation marks.

    Example:
        >>> from toolkit.annotate.text.document import Span
        >>> text = "Ada Brook declined to comment on the ferry."
        >>> one = Attribution((Span(29, 42),), Span(10, 29), Span(0, 9), "tagger", 0.9)
        >>> reported_cue(text, one, quoted=False).kind
        'intention'
    """
    cue = text[slice(*attribution.cue)] if attribution.cue else ""
    known = classify(cue[: core(cue)] or None)
    said = quoted or is_cue(cue) or attribution.confidence >= SURE
    return known._replace(kind="intention") if _SILENCE.search(cue) or not said else known
