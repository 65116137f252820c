"""Turns: speech laid out rather than told. Transcripts, vox pops, interviews with initials.

WALLACE: The words of the turn.        a name in capitals and a colon
Reed: “The words of the turn.”         a name, a colon, and nothing but a quotation
“The words of the turn.” — Ann Reed    a quotation signed with a name
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from toolkit.annotate.attribution import Attribution
from toolkit.annotate.documents import Chars

_NAME = r"[A-Z][\w.’'-]*(?: (?:(?:of|the|de|van|al|von|da|del) )?[A-Z][\w.’'-]*){0,4}"
_ASIDE = r"(?:,? \([^)\n]{1,40}\)|, \d{1,3})?"
_OPEN, _CLOSE = "[“\"”‘']", "[”\"’']"
_CAPITALS = re.compile(rf"{_OPEN}?(?P<source>[A-Z][A-Z.’' -]{{2,40}}{_ASIDE})(?P<cue>:)\s+(?=\S)")
_QUOTED = re.compile(
    rf"(?P<source>{_NAME}{_ASIDE})(?P<cue>:| ?[—–―]) ?(?P<content>{_OPEN}[^\n]+{_CLOSE}[.,]?)$"
)
_SIGNED = re.compile(
    rf"(?P<content>{_OPEN}[^\n]+{_CLOSE}) ?(?P<cue>[—–―]|--) ?"
    rf"(?P<source>{_NAME}(?:, [^\n.”\"]{{1,60}})?)\.?$"
)


def turns(text: str) -> list[Attribution]:
    """The turns of a text, a paragraph each.

    Example:
        >>> [a.rule for a in turns("WALLACE: Will you come?\\n\\nPENCE: No.")]
        ['turn', 'turn']
    """
    found = [a for m in re.finditer(r"[^\n]+", text) if (a := _turn(m[0], m.start()))]
    # one line such as "CORRECTION: …" is no transcript
    shouted = [a for a in found if text[slice(*a.source or (0, 0))].isupper()]
    return [a for a in found if a not in shouted or len(shouted) > 1]


def _turn(paragraph: str, base: int) -> Attribution | None:
    line = paragraph.rstrip()
    for rule, pattern in (("turn", _CAPITALS), ("turn", _QUOTED), ("signed", _SIGNED)):
        match = pattern.match(line)
        if match:
            spans = {name: Chars(base + match.start(name), base + match.end(name))
                     for name in pattern.groupindex}  # fmt: skip
            content = spans.get("content") or Chars(base + match.end(), base + len(line))
            return Attribution((content,), spans["cue"], spans["source"], rule, 0.9)
    return None


def with_turns(found: Iterable[Attribution], laid_out: list[Attribution]) -> Iterator[Attribution]:
    """Turns in place of what was found across them; what is said inside one turn stays.

    Args:
        found: attributions of a text, by whatever engine.
        laid_out: its turns.
    """
    yield from laid_out
    areas = [turn.content[0] for turn in laid_out]
    for one in found:
        inside = [a for a in areas if any(s.overlaps(a) for s in one.content)]
        if not inside or (len(inside) == 1 and _told_inside(one, inside[0])):
            yield one


def _told_inside(one: Attribution, turn: Chars) -> bool:
    """Whether source, cue and content all stand in one turn, and do not make up all of it."""
    parts = [p for p in (one.cue, one.source) if p]
    long = sum(end - start for start, end in one.content)
    return (
        bool(parts)
        and all(p.within(turn) for p in (*parts, *one.content))
        and long < 0.9 * (turn.end - turn.start)
    )
