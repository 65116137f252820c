"""Attributions in brat standoff, as PolNeAR (Newell, Margolin and Ruths, LREC 2018) ships them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

Span = tuple[int, int]
Spans = tuple[Span, ...]

ROLES = ("Source", "Cue", "Content")
SPAN_LINE = re.compile(r"(T\d+)\t(\w+) ([\d ;]+)\t")
EVENT_LINE = re.compile(r"E\d+\t(.+)")
ANNOTATION_FILE = re.compile(r"(.+)_([0-9a-f]{4})\.ann")


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """One annotated attribution; source and cue may be empty."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article's text with one list of attributions for each annotator, and non-article text."""

    name: str
    text: str
    codings: tuple[tuple[GoldAttribution, ...], ...]
    discarded: Spans


def read_split(folder: Path) -> list[GoldArticle]:
    """All articles of a folder with `text/` and `attributions/`, in order of their names."""
    codings: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((folder / "attributions").iterdir()):
        match = ANNOTATION_FILE.fullmatch(path.name)
        if match:
            codings[match[1]].append(path)
    texts = {name: folder / "text" / f"{name}.txt" for name in sorted(codings)}
    return [
        read_article(name, text, codings[name]) for name, text in texts.items() if text.exists()
    ]


def read_article(name: str, text_path: Path, coding_paths: list[Path]) -> GoldArticle:
    """One article and all its codings; the first annotator's is the reference."""
    with text_path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    read = [read_coding(path) for path in coding_paths]
    return GoldArticle(name, text, tuple(coding for coding, _ in read), read[0][1])


def read_coding(path: Path) -> tuple[tuple[GoldAttribution, ...], Spans]:
    """An annotator's attributions, and what was set aside as not part of the article."""
    spans: dict[str, Spans] = {}
    discarded: list[Span] = []
    events: list[str] = []
    with path.open(encoding="utf-8", newline="") as file:
        # A record's text may run over several lines; only its first line looks like one.
        lines = file.read().split("\n")
    for line in lines:
        if record := SPAN_LINE.match(line):
            spans[record[1]] = _fragments(record[3])
            if record[2] == "Discard":
                discarded += spans[record[1]]
        elif event := EVENT_LINE.match(line):
            events.append(event[1])
    return tuple(_attribution(event, spans) for event in events), tuple(discarded)


def _fragments(offsets: str) -> Spans:
    pairs = (part.split() for part in offsets.split(";"))
    return tuple((int(start), int(end)) for start, end in pairs)


def _attribution(event: str, spans: dict[str, Spans]) -> GoldAttribution:
    """Gather the spans of each role; roles may be numbered (Content2)."""
    roles: dict[str, list[Span]] = {role: [] for role in ROLES}
    for part in event.split():
        label, _, identifier = part.partition(":")
        role = label.rstrip("0123456789")
        if role in roles:
            roles[role] += spans.get(identifier, ())
    source, cue, content = (tuple(sorted(set(roles[role]))) for role in ROLES)
    return GoldAttribution(source, cue, content)
