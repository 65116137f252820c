"""By what way a source's words came to the reporter: an interview, a statement, a post, a filing.

Which channels are routine, informal or enterprise (Berkowitz 1986, ERIC ED273949) is a table of
`measure`, not decided here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.annotate.sources.context import clause
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span
from toolkit.lexicons import lexicon


class Channel(NamedTuple):
    """A channel (one of frames.CHANNELS) and the words that say it."""

    name: str
    chars: Span


def channel(text: str, attribution: Attribution) -> Channel | None:
    """The channel that the sentence of the cue names; None where it names none.

    Example:
        >>> text = '"It rained," Ada Brook told reporters.'
        >>> one = Attribution((Span(0, 12),), Span(23, 27), Span(13, 22), "tagger", 1.0)
        >>> channel(text, one).name
        'press_conference'
    """
    area = clause(text, attribution)
    if area is None:
        return None
    match = _pattern().search(text, *area)
    return Channel(str(match.lastgroup), Span(*match.span())) if match else None


@cache
def _pattern() -> re.Pattern[str]:
    """All patterns of the lexicon as one; the names of its groups are the channels."""
    rows = lexicon("channels").groupby("channel", sort=False)["pattern"].apply(list)
    groups = "|".join(f"(?P<{name}>{'|'.join(patterns)})" for name, patterns in rows.items())
    return re.compile(rf"\b(?:{groups})", re.I)
