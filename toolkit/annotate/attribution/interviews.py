"""Turns of transcripts, interviews, vox pops and letters, which name speakers without a verb.

WALLACE: The words of the turn.        a name in capitals and a colon, someone twice or a question
Reed: The words of the turn.           a name and a colon, two names in turn
Q. Will you come?  A. No.              question and answer
Reed: “The words of the turn.”         a name, a colon, and nothing but a quotation
“The words of the turn.” — Ann Reed    a quotation signed with a name
Dear editor, … — Ann Reed              a letter

In a text of turns throughout, a turn includes the paragraphs up to the next one.
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
_THROUGHOUT = 0.5
"""Least share of paragraphs that begin a turn, for turns to run over several paragraphs."""


def turns(text: str) -> list[Attribution]:
    """The turns of a text.

    Example:
        >>> [a.rule for a in turns("WALLACE: Will you come?\\n\\nPENCE: No.")]
        ['turn', 'turn']
    """
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    written = list(_letters(text, lines))
    free = [n for n in lines if not any(n.overlaps(part) for a in written for part in a.content)]
    begun = [(i, *turn) for i, line in enumerate(free) if (turn := _turn(text, line))]
    forms = _forms_in_use(text, begun)
    kept = [turn for turn in begun if turn[1] in forms]
    return sorted([*written, *_with_paragraphs(text, free, kept)], key=lambda a: a.content[0])


def _turn(text: str, line: Span) -> tuple[str, Attribution] | None:
    """The form of the turn that a paragraph begins, and the turn within the paragraph."""
    for form, pattern in _PATTERNS.items():
        match = pattern.match(text, *line)
        if match:
            spans = {name: Span(*match.span(name)) for name in pattern.groupindex}
            content = spans.get("content") or Span(match.end(), line.end)
            rule = "signed" if form == "signed" else "turn"
            return form, Attribution((content,), spans["cue"], spans["source"], rule, 0.9)
    return None


def _forms_in_use(text: str, begun: list[tuple[int, str, Attribution]]) -> set[str]:
    """The forms of turns that a text uses: one line such as "CORRECTION: …" is no transcript."""
    speakers: dict[str, Counter[str]] = {form: Counter() for form in _FORMS}
    for _, form, turn in begun:
        speakers[form][text[slice(*turn.source)] if turn.source else ""] += 1
    asked, shouted, named = speakers["asked"], speakers["shouted"], speakers["named"]
    used = {"signed", "quoted"}
    if asked.keys() & {"Q", "Question"} and asked.keys() & {"A", "Answer"}:
        used.add("asked")
    questions = any("?" in text[slice(*a.content[0])] for _, form, a in begun if form == "shouted")
    if shouted.total() > 1 and (questions or max(shouted.values()) > 1):
        used.add("shouted")
    if sum(n > 1 for n in named.values()) > 1:
        used.add("named")
    return used


def _with_paragraphs(
    text: str, lines: list[Span], kept: list[tuple[int, str, Attribution]]
) -> Iterator[Attribution]:
    """Each turn with the paragraphs that belong to it, up to the next turn."""
    yield from (a for _, form, a in kept if form in ("signed", "quoted"))
    spoken = [(i, a) for i, form, a in kept if form not in ("signed", "quoted")]
    if not spoken:
        return
    share = len(spoken) / (spoken[-1][0] - spoken[0][0] + 1)
    ends = [i for i, _ in spoken[1:]] + [len(lines)]
    for (i, turn), end in zip(spoken, ends, strict=True):
        quoted = _is_quoted(text, lines[i])
        more = lines[i + 1 : end] if share >= _THROUGHOUT and (quoted or end < len(lines)) else []
        more = [n for n in more if not _ASIDE_LINE.match(text, *n)]
        more = [n for n in more if _is_quoted(text, n) or not quoted]
        yield replace(turn, content=(*turn.content, *more))


def _is_quoted(text: str, line: Span) -> bool:
    return bool(re.match(_OPEN, text[line.start : line.start + 1]))


def _letters(text: str, lines: list[Span]) -> Iterator[Attribution]:
    """Letters: from a salutation to a signature."""
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


def merge_turns(
    attributions: Iterable[Attribution], spoken: list[Attribution]
) -> list[Attribution]:
    """Turns, and the attributions that lie inside one turn or outside all.

    Args:
        attributions: of a text, by any engine.
        spoken: its turns.
    """
    areas = [part for turn in spoken for part in turn.content]
    return [*spoken, *(a for a in attributions if _fits(a, areas))]


def _fits(attribution: Attribution, areas: list[Span]) -> bool:
    """Whether an attribution overlaps no turn, or lies in one and is not all of it."""
    overlapped = [a for a in areas if any(part.overlaps(a) for part in attribution.content)]
    parts = [p for p in (attribution.cue, attribution.source) if p]
    if len(overlapped) != 1 or not parts:
        return not overlapped
    turn = overlapped[0]
    length = sum(end - start for start, end in attribution.content)
    inside = all(p.within(turn) for p in (*parts, *attribution.content))
    return inside and length < 0.9 * (turn.end - turn.start)
