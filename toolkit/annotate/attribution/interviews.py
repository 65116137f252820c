"""Turns: speech laid out rather than told. Transcripts, interviews, vox pops, letters.

WALLACE: The words of the turn.        a name in capitals and a colon, someone twice or a question
Reed: The words of the turn.           a name and a colon, two names in turn
Q. Will you come?  A. No.              question and answer
Reed: “The words of the turn.”         a name, a colon, and nothing but a quotation
“The words of the turn.” — Ann Reed    a quotation signed with a name
Dear editor, … — Ann Reed              a letter

A turn goes on over the paragraphs up to the next one, in a text that is laid out so throughout.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span

_NAME = r"[A-Z][\w.’'-]*(?: (?:(?:of|the|de|van|al|von|da|del) )?[A-Z][\w.’'-]*){0,4}"
_ASIDE = r"(?:,? \([^)\n]{1,40}\)|, \d{1,3})?"
_OPEN, _CLOSE = "[“\"”‘']", "[”\"’']"
_FORMS = {
    "signed": rf"(?P<content>{_OPEN}[^\n]+{_CLOSE})\s?(?P<cue>[—–―]|--)\s?"
    rf"(?P<source>{_NAME}(?:, [^\n.”\"]{{1,60}})?)\.?$",
    "quoted": rf"(?P<source>{_NAME}{_ASIDE})(?P<cue>:| ?[—–―]) ?"
    rf"(?P<content>{_OPEN}[^\n]+{_CLOSE}[.,]?)$",
    "asked": rf"{_OPEN}?(?P<source>Q|A|Question|Answer)(?P<cue>[.:])\s+(?=\S)",
    "shouted": rf"{_OPEN}?(?P<source>[A-Z][A-Z.’' -]{{1,40}}{_ASIDE})(?P<cue>:)\s+(?=\S)",
    "named": rf"(?P<source>{_NAME}{_ASIDE})(?P<cue>:)\s+(?=\S)",
}
_PATTERNS = {form: re.compile(pattern) for form, pattern in _FORMS.items()}
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_ASIDE_LINE = re.compile(rf"{_OPEN}?[(\[].*[)\]]\W*$")
_SALUTATION = re.compile(r"(?:Dear|DEAR|To) (?:the )?[\w .’'-]{2,40}[,:](?:\s+(?=\S)|$)", re.M)
_SIGNATURE = re.compile(
    r"(?:^|(?<=\s))(?P<cue>[—–―]|--|(?:Yours[\w ]*|Sincerely|Signed|Regards),?)\s*"
    rf"(?P<source>{_NAME}(?:, [^\n”\"]{{1,60}})?)\.?$"
)
_LAID_OUT = 0.5
"""Share of paragraphs, from first to last turn, that begin one where turns go on over several."""


def turns(text: str) -> list[Attribution]:
    """The turns of a text.

    Example:
        >>> [a.rule for a in turns("WALLACE: Will you come?\\n\\nPENCE: No.")]
        ['turn', 'turn']
    """
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    written = list(_letters(text, lines))
    free = [n for n in lines if not any(n.overlaps(part) for a in written for part in a.content)]
    begun = [(i, turn) for i, line in enumerate(free) if (turn := _turn(text, line))]
    forms = _believed(text, begun)
    kept = [(i, form, a) for i, (form, a) in begun if form in forms]
    return sorted([*written, *_going_on(text, free, kept)], key=lambda a: a.content[0])


def _turn(text: str, line: Span) -> tuple[str, Attribution] | None:
    """The form of a turn that a paragraph begins, and the turn as far as the paragraph goes."""
    for form, pattern in _PATTERNS.items():
        match = pattern.match(text, *line)
        if match:
            spans = {name: Span(*match.span(name)) for name in pattern.groupindex}
            content = spans.get("content") or Span(match.end(), line.end)
            rule = "signed" if form == "signed" else "turn"
            return form, Attribution((content,), spans["cue"], spans["source"], rule, 0.9)
    return None


def _believed(text: str, begun: list[tuple[int, tuple[str, Attribution]]]) -> set[str]:
    """The forms that lay out this text: one line such as "CORRECTION: …" is no transcript."""
    speakers: dict[str, Counter[str]] = {form: Counter() for form in _FORMS}
    for _, (form, turn) in begun:
        speakers[form][text[slice(*turn.source)] if turn.source else ""] += 1
    asked, named = speakers["asked"], speakers["named"]
    believed = {"signed", "quoted"}
    if asked.keys() & {"Q", "Question"} and asked.keys() & {"A", "Answer"}:
        believed.add("asked")
    shouted = [turn for _, (form, turn) in begun if form == "shouted"]
    questions = any("?" in text[slice(*turn.content[0])] for turn in shouted)
    if len(shouted) > 1 and (questions or max(speakers["shouted"].values()) > 1):
        believed.add("shouted")
    if sum(n > 1 for n in named.values()) > 1:
        believed.add("named")
    return believed


def _going_on(
    text: str, lines: list[Span], kept: list[tuple[int, str, Attribution]]
) -> Iterator[Attribution]:
    """Each turn with the paragraphs up to the next that it goes on over."""
    spoken = [(i, a) for i, form, a in kept if form in ("asked", "shouted", "named")]
    yield from (a for _, form, a in kept if form in ("signed", "quoted"))
    if not spoken:
        return
    share = len(spoken) / (spoken[-1][0] - spoken[0][0] + 1)
    ends = [i for i, _ in spoken[1:]] + [len(lines)]
    for (i, turn), end in zip(spoken, ends, strict=True):
        rest = [] if share < _LAID_OUT else lines[i + 1 : end]
        if end == len(lines) and not _is_quoted(text, lines[i]):
            rest = []
        more = [n for n in rest if not _ASIDE_LINE.match(text, *n)]
        if _is_quoted(text, lines[i]):
            more = [n for n in more if _is_quoted(text, n)]
        yield replace(turn, content=(*turn.content, *more))


def _is_quoted(text: str, line: Span) -> bool:
    return bool(re.match(_OPEN, text[line.start : line.start + 1]))


def _letters(text: str, lines: list[Span]) -> Iterator[Attribution]:
    """What stands between a salutation and a signature is a letter by who signed it."""
    start: int | None = None
    parts: list[Span] = []
    for line in lines:
        salutation = _SALUTATION.match(text, *line)
        if salutation:
            start, parts = salutation.end(), []
        if start is None:
            continue
        signed = _SIGNATURE.search(text, max(line.start, start), line.end)
        begin, end = max(line.start, start), signed.start() if signed else line.end
        if text[begin:end].strip():
            parts.append(Span(begin, begin + len(text[begin:end].rstrip())))
        if signed and parts:
            cue, source = Span(*signed.span("cue")), Span(*signed.span("source"))
            yield Attribution(tuple(parts), cue, source, "letter", 0.9)
        if signed:
            start = None


def with_turns(found: Iterable[Attribution], laid_out: list[Attribution]) -> Iterator[Attribution]:
    """Turns in place of what was found across them; what is said inside one turn stays.

    Args:
        found: attributions of a text, by whatever engine.
        laid_out: its turns.
    """
    yield from laid_out
    areas = [part for turn in laid_out for part in turn.content]
    for one in found:
        inside = [a for a in areas if any(s.overlaps(a) for s in one.content)]
        if not inside or (len(inside) == 1 and _told_inside(one, inside[0])):
            yield one


def _told_inside(one: Attribution, turn: Span) -> bool:
    """Whether source, cue and content all stand in one turn, and do not make up all of it."""
    parts = [p for p in (one.cue, one.source) if p]
    long = sum(end - start for start, end in one.content)
    return (
        bool(parts)
        and all(p.within(turn) for p in (*parts, *one.content))
        and long < 0.9 * (turn.end - turn.start)
    )
