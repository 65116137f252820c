"""Reader for PolNeAR: brat standoff (Newell, Margolin and Ruths, LREC 2018)."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from toolkit.validate.shared.quote_matching import AttributionSpans, GoldArticle, Span, Spans

ROLES = ("Source", "Cue", "Content")
SPAN_LINE = re.compile(r"(T\d+)\t(\w+) ([\d ;]+)\t")
SPAN = re.compile(r"(\d+) (\d+)")
EVENT_LINE = re.compile(r"E\d+\t(.+)")
ROLE = re.compile(r"([A-Za-z]+)\d*:(T\d+)")
ANNOTATION_FILE = re.compile(r"(.+)_([0-9a-f]{4})\.ann")


def read_split(folder: Path) -> list[GoldArticle]:
    """All articles of a folder with `text/` and `attributions/`, in order of their names."""
    codings: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((folder / "attributions").iterdir()):
        if match := ANNOTATION_FILE.fullmatch(path.name):
            codings[match[1]].append(path)
    texts = {name: folder / "text" / f"{name}.txt" for name in sorted(codings)}
    return [_read_article(path, codings[name]) for name, path in texts.items() if path.exists()]


def _read_article(path: Path, coding_paths: list[Path]) -> GoldArticle:
    """An article and all its codings; text is discarded as its first annotator marked it."""
    codings = [_read_coding(coding) for coding in coding_paths]
    attributions = tuple(coding for coding, _ in codings)
    return GoldArticle(path.stem, _characters(path), attributions, codings[0][1])


def _read_coding(path: Path) -> tuple[tuple[AttributionSpans, ...], Spans]:
    """An annotator's attributions, and the spans marked as not part of the article."""
    spans: dict[str, Spans] = {}
    discarded: list[Span] = []
    events: list[str] = []
    # A record's text may run over several lines; only its first line looks like one.
    for line in _characters(path).split("\n"):
        if record := SPAN_LINE.match(line):
            spans[record[1]] = tuple((int(a), int(b)) for a, b in SPAN.findall(record[3]))
            if record[2] == "Discard":
                discarded += spans[record[1]]
        elif event := EVENT_LINE.match(line):
            events.append(event[1])
    return tuple(_attribution(event, spans) for event in events), tuple(discarded)


def _characters(path: Path) -> str:
    """The text of a file with its line ends as they are, since offsets count them."""
    return path.read_bytes().decode("utf-8")


def _attribution(event: str, spans: dict[str, Spans]) -> AttributionSpans:
    """Gather the spans of each role; roles may be numbered (Content2)."""
    roles: dict[str, set[Span]] = defaultdict(set)
    for role, identifier in ROLE.findall(event):
        roles[role].update(spans.get(identifier, ()))
    source, cue, content = (tuple(sorted(roles[role])) for role in ROLES)
    return AttributionSpans(source, cue, content)
