"""The channel by which a source's words reached the reporter: an interview, a statement, a post.

Which channels are routine, informal or enterprise (Berkowitz 1986, ERIC ED273949) is a table of
`measure`, not decided here.
"""

from __future__ import annotations

import re
from functools import cache

from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span, gaps
from toolkit.annotate.text.sentences import sentence_at
from toolkit.lexicons import lexicon


def channel(text: str, attribution: Attribution) -> tuple[str, Span] | None:
    """The channel (one of frames.CHANNELS) that the cue's sentence names, and the words for it.

    Example:
        >>> text = '"It rained," Ada Brook told reporters.'
        >>> quote = Attribution((Span(0, 12),), Span(23, 27), Span(13, 22), "tagger", 1.0)
        >>> channel(text, quote)
        ('press_conference', Span(start=23, end=37))
    """
    anchor = attribution.cue or attribution.source
    if anchor is None:
        return None
    area = next((g for g in reporters_words(text, attribution) if anchor.within(g)), anchor)
    match = _pattern().search(text, *sentence_at(text, area, anchor.start))
    return (str(match.lastgroup), Span(*match.span())) if match else None


def reporters_words(text: str, attribution: Attribution) -> list[Span]:
    """The parts of the quote's paragraph outside its content."""
    anchor = attribution.cue or attribution.source or attribution.content[0]
    start = text.rfind("\n", 0, anchor.start) + 1
    end = text.find("\n", anchor.end)
    return list(gaps(Span(start, end if end >= 0 else len(text)), attribution.content))


@cache
def _pattern() -> re.Pattern[str]:
    """All patterns of the lexicon as one; the names of its groups are the channels."""
    rows = lexicon("channels").groupby("channel", sort=False)["pattern"].apply(list)
    groups = "|".join(f"(?P<{name}>{'|'.join(patterns)})" for name, patterns in rows.items())
    return re.compile(rf"\b(?:{groups})", re.I)
