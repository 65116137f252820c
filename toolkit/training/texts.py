"""Labelled texts of every kind that training reads, in one form: spans with their labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from toolkit.validate.shared.quote_matching import AttributionSpans, Span


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text, its type, and the number of the actor that it names (-1: unknown)."""

    chars: Span
    actor_type: str
    cluster: int = -1


@dataclass(frozen=True, slots=True)
class Source:
    """A mention of a source, or a cue, with its labels; an unknown label is None.

    Attributes:
        form, role: of a source.
        reports: of a cue: whether it reports words, thoughts or findings, and is no act.
    """

    chars: Span
    form: str | None = None
    role: str | None = None
    reports: bool | None = None


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text and what is known of it.

    Attributes:
        name: of the text.
        text: its characters.
        codings: attributions of each annotator; none where they were not coded.
        names: all names in reading order; None where they were not coded.
        sources: mentions of sources.
        acts: cues and contents of what may be attributions, but are no quotes: where only quotes
            were coded, it is unknown whether they are attributions.
        weight: of the names' labels, less than 1 for a program's.
    """

    name: str
    text: str
    codings: tuple[tuple[AttributionSpans, ...], ...] = ()
    names: tuple[Name, ...] | None = None
    sources: tuple[Source, ...] = ()
    acts: tuple[Span, ...] = ()
    weight: float = 1.0


def occurrences(text: str, forms: Iterable[tuple[str, str, int]]) -> tuple[Name, ...]:
    """Where names stand in a text, given (form, type, cluster)."""
    return longest(
        Name(match.span(), actor_type, cluster)
        for form, actor_type, cluster in forms
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text)
    )


def longest(names: Iterable[Name]) -> tuple[Name, ...]:
    """Names in reading order without those that overlap a longer one."""
    chosen: list[Name] = []
    taken: set[int] = set()
    for name in sorted(names, key=lambda n: n.chars[0] - n.chars[1]):
        place = range(*name.chars)
        if taken.isdisjoint(place):
            taken.update(place)
            chosen.append(name)
    return tuple(sorted(chosen, key=lambda n: n.chars))
