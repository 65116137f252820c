"""Which attributions are quotes, and what they report: speech, thought, a finding, an intention.

The model finds every attribution in PolNeAR's sense, acts included ("declined to comment", "has
promoted", "is known for"). It also says which cues report words, thoughts or findings; the others
are intentions, which measures leave out, unless their content is in quotation marks.
"""

from __future__ import annotations

import re

from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.cues import Cue, classify, core
from toolkit.annotate.text.quotation_marks import OPENING_MARKS

LEAST = 0.5
"""Least chance for a cue to report something."""

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


def reported_cue(text: str, attribution: Attribution, quoted: bool, reports: float = 1.0) -> Cue:
    """Kind and force of an attribution's cue; the kind is intention where nothing is said.

    Args:
        text: of the article.
        attribution: of an engine.
        quoted: whether any of its content stands in quotation marks.
        reports: the chance that the cue reports something, by the model.

    Example:
        >>> from toolkit.annotate.text.document import Span
        >>> text = "Ada Brook declined to comment on the ferry."
        >>> one = Attribution((Span(29, 42),), Span(10, 29), Span(0, 9), "tagger", 0.9)
        >>> reported_cue(text, one, quoted=False).kind
        'intention'
    """
    cue = text[slice(*attribution.cue)] if attribution.cue else ""
    known = classify(cue[: core(cue)] or None)
    said = quoted or reports >= LEAST
    return known._replace(kind="intention") if _SILENCE.search(cue) or not said else known
