"""Reader for PolNeAR: brat standoff (Newell, Margolin and Ruths, LREC 2018).

Its `metadata.tsv` names the wire service of each article, which credited agencies are scored
against; a row that says NA was not coded.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.normalize.fields.bylines import credited_agency
from toolkit.validate.scoring.bootstrap import ratio
from toolkit.validate.shared.quote_matching import AttributionSpans, GoldArticle, Span, Spans

ROLES = ("Source", "Cue", "Content")
SPAN_LINE = re.compile(r"(T\d+)\t(\w+) ([\d ;]+)\t")
EVENT_LINE = re.compile(r"E\d+\t(.+)")
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
            spans[record[1]] = _fragments(record[3])
            if record[2] == "Discard":
                discarded += spans[record[1]]
        elif event := EVENT_LINE.match(line):
            events.append(event[1])
    return tuple(_attribution(event, spans) for event in events), tuple(discarded)


def _characters(path: Path) -> str:
    """The text of a file with its line ends as they are, since offsets count them."""
    return path.read_bytes().decode("utf-8")


def _fragments(offsets: str) -> Spans:
    pairs = (part.split() for part in offsets.split(";"))
    return tuple((int(start), int(end)) for start, end in pairs)


def _attribution(event: str, spans: dict[str, Spans]) -> AttributionSpans:
    """Gather the spans of each role; roles may be numbered (Content2)."""
    roles: dict[str, set[Span]] = {role: set() for role in ROLES}
    for part in event.split():
        label, _, identifier = part.partition(":")
        role = label.rstrip("0123456789")
        if role in roles:
            roles[role].update(spans.get(identifier, ()))
    source, cue, content = (tuple(sorted(roles[role])) for role in ROLES)
    return AttributionSpans(source, cue, content)


_LISTED = 5


@dataclass(frozen=True)
class CreditedArticle:
    """One article: its byline, its body without the headline, and the agency it comes from."""

    name: str
    byline: tuple[str, ...]
    text: str
    agency: str | None


def read_credits(folder: Path) -> list[CreditedArticle]:
    """The articles of a PolNeAR folder whose wire service is coded.

    Raises:
        FileNotFoundError: there is no metadata.tsv in the folder.
        ValueError: it has no column `wire`.
    """
    with (folder / "metadata.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    if rows and "wire" not in rows[0]:
        raise ValueError(f"{folder / 'metadata.tsv'} has no column wire")
    return list(_credited(folder, rows))


def _credited(folder: Path, rows: list[dict[str, str]]) -> Iterator[CreditedArticle]:
    for row in rows:
        path = folder / row["compartment"] / "text" / f"{row['filename']}.txt"
        if row["wire"] == "NA" or not path.is_file():
            continue
        body = path.read_text(encoding="utf-8").partition("\n\n")[2]
        byline = () if row["author"] in ("None", "NA") else (row["author"],)
        agency = None if row["wire"] == "None" else row["wire"]
        yield CreditedArticle(row["filename"], byline, body, agency)


def score_agencies(articles: list[CreditedArticle]) -> pd.DataFrame:
    """Precision and recall of the credited agency, with the byline and from the text alone.

    Returns:
        Frame of `reads`, `precision`, `recall`, `n` (articles from an agency), `articles`, `missed`
        (names of the first few articles missed).
    """
    rows = []
    for reads, with_byline in (("byline and text", True), ("text alone", False)):
        found = [credited_agency(a.byline if with_byline else (), (), a.text) for a in articles]
        coded = [(a, f) for a, f in zip(articles, found, strict=True) if a.agency]
        missed = [a.name for a, f in coded if (f or "").casefold() != str(a.agency).casefold()]
        right = len(coded) - len(missed)
        precision, recall = ratio(right, sum(map(bool, found)), 0.0), ratio(right, len(coded), 0.0)
        more = [f"{len(missed) - _LISTED} more"] if len(missed) > _LISTED else []
        names = ", ".join([*missed[:_LISTED], *more])
        rows.append((reads, precision, recall, len(coded), len(articles), names))
    return pd.DataFrame(rows, columns=["reads", "precision", "recall", "n", "articles", "missed"])
