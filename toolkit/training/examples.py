"""Labelled windows from labelled texts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from tokenizers import Tokenizer

from toolkit.annotate.tagger.decoding import CUE_START, NO_CUE, ROLE_LABELS, TAG_LABELS
from toolkit.annotate.tagger.heads import FORMS, NAME_LABELS, ROLES
from toolkit.annotate.tagger.windows import SIZE, Window, in_window, windows
from toolkit.annotate.tagger.word_pieces import Ints, Pieces, to_pieces
from toolkit.training.texts import LabelledText, Name, Source
from toolkit.validate.shared.quote_matching import AttributionSpans, Spans

SMALLEST_FIRST_WINDOW = 64
IGNORED, FLAGS = -100, (False, True)
INSIDE_LABELS = [i for i, label in enumerate(ROLE_LABELS) if label.startswith("I-")]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One attribution on a text's pieces: where its anchor stands, and every piece's role."""

    anchor: Ints
    roles: Ints


@dataclass(frozen=True, slots=True)
class LabelledSource:
    """A source's pieces, and its labels by number; an unknown one is IGNORED."""

    places: Ints
    form: int
    role: int
    reports: int


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """A text's pieces with all labels; attributions by annotator, none where not coded."""

    pieces: Pieces
    codings: list[list[Labelled]]
    anchors: list[Ints]
    tags: list[Ints]
    names: Ints
    sources: list[LabelledSource]
    weight: float


@dataclass(frozen=True, slots=True)
class Example:
    """A window with its labels; `cues` and `roles` have one entry for each attribution in it."""

    ids: Ints
    case: Ints
    quote: Ints
    anchors: Ints
    tags: Ints
    cues: list[Ints]
    roles: list[Ints]
    names: Ints
    weight: float
    sources: list[LabelledSource]


def label_article(tokenizer: Tokenizer, given: LabelledText) -> LabelledArticle:
    """Put all labels onto the text's pieces."""
    pieces = to_pieces(tokenizer, given.text)
    n = len(pieces)
    codings, anchors, tags = [], [], []
    for coding in given.codings:
        labelled = [label for a in coding if (label := _label(pieces, a))]
        codings.append(labelled)
        anchors.append(_anchor_labels(n, labelled))
        tags.append(_tag_labels(n, labelled))
        for run in _covered(pieces, given.acts):
            for labels in (anchors[-1], tags[-1]):
                labels[run] = np.where(labels[run] == 0, IGNORED, labels[run])
    if not codings:
        codings, anchors, tags = [[]], [np.full(n, IGNORED)], [np.full(n, IGNORED)]
    names, sources = _name_labels(pieces, given.names), _labelled_sources(pieces, given.sources)
    return LabelledArticle(pieces, codings, anchors, tags, names, sources, given.weight)


def _covered(pieces: Pieces, spans: Spans) -> list[Ints]:
    """For each span the pieces that it touches; a SEP inside a span belongs to it."""
    out = []
    for start, end in spans:
        touched = np.flatnonzero((pieces.start < end) & (pieces.end > start) & (pieces.start >= 0))
        if len(touched):
            out.append(np.arange(touched[0], touched[-1] + 1))
    return out


def _label(pieces: Pieces, attribution: AttributionSpans) -> Labelled | None:
    """An attribution on the pieces, with roles as BIO labels; None without a content."""
    content = _covered(pieces, attribution.content)
    if not content:
        return None
    cue = _covered(pieces, attribution.cue)
    anchor = np.concatenate(cue) if cue else content[0][:1]
    roles = np.zeros(len(pieces), np.int64)
    for role, runs in (("S", _covered(pieces, attribution.source)), ("C", content)):
        for run in runs:
            free = run[roles[run] == 0]
            roles[free] = ROLE_LABELS.index(f"I-{role}")
            roles[free[:1]] = ROLE_LABELS.index(f"B-{role}")
    return Labelled(anchor, roles)


def _anchor_labels(n: int, labelled: list[Labelled]) -> Ints:
    out = np.zeros(n, np.int64)
    for label in labelled:
        if not out[label.anchor].any():
            out[label.anchor] = NO_CUE if _is_content(label) else _begun(label, CUE_START)
    return out


def _begun(label: Labelled, begin: int) -> Ints:
    """Labels of a cue: `begin` where a stretch of it begins, else the label after `begin`."""
    return np.where(np.diff(label.anchor, prepend=-2) != 1, begin, begin + 1)


def _is_content(label: Labelled) -> bool:
    """An attribution without a cue is anchored on the first piece of its content."""
    return bool(label.roles[label.anchor[0]])


def _tag_labels(n: int, labelled: list[Labelled]) -> Ints:
    """One tag for each piece, whatever the attribution, for the auxiliary loss."""
    out = np.zeros(n, np.int64)
    for label in labelled:
        out = np.where(label.roles, label.roles, out)
    for label in labelled:
        if not _is_content(label):
            out[label.anchor] = _begun(label, TAG_LABELS.index("B-Q"))
    return out


def _name_labels(pieces: Pieces, names: Sequence[Name] | None) -> Ints:
    if names is None:
        return np.full(len(pieces), IGNORED)
    out = np.zeros(len(pieces), np.int64)
    for name in names:
        for run in _covered(pieces, (name.chars,)):
            begin = NAME_LABELS.index(f"B-{name.actor_type}")
            out[run] = begin + 1
            out[run[0]] = begin
    return out


def _labelled_sources(pieces: Pieces, sources: Sequence[Source]) -> list[LabelledSource]:
    def number(label: object, labels: tuple[object, ...]) -> int:
        return labels.index(label) if label in labels else IGNORED

    return [
        LabelledSource(run, number(s.form, FORMS), number(s.role, ROLES), number(s.reports, FLAGS))
        for s in sources
        for run in _covered(pieces, (s.chars,))
    ]


def cut_examples(article: LabelledArticle, rng: random.Random | None, epoch: int) -> list[Example]:
    """An article's windows; with `rng` the cuts vary and the annotators take turns."""
    coding = epoch % len(article.codings) if rng else 0
    first = rng.randint(SMALLEST_FIRST_WINDOW, SIZE) if rng else None
    cut = windows(article.pieces, first=first)
    return [_example(article, coding, window) for window in cut]


def _begin(row: Ints) -> None:
    """Let a stretch that the window's edge cuts begin at its first piece inside."""
    before = np.concatenate(([0], row[:-1]))
    for inside in INSIDE_LABELS:
        orphan = (row == inside) & (before != inside) & (before != inside - 1)
        row[orphan] = inside - 1


def _example(article: LabelledArticle, coding: int, window: Window) -> Example:
    part = slice(window.start, window.end)
    pieces = in_window(article.pieces, window)
    cues, roles = [], []
    for label in article.codings[coding]:
        anchor = label.anchor - window.start + 1
        anchor = anchor[(anchor > 0) & (anchor < len(pieces))]
        if len(anchor):
            row = _after(0, label.roles[part])
            _begin(row)
            cues.append(anchor)
            roles.append(row)
    sources = [
        replace(s, places=s.places - window.start + 1)
        for s in article.sources
        if window.start <= s.places[0] and s.places[-1] < window.end
    ]
    anchors, tags = (_after(0, rows[coding][part]) for rows in (article.anchors, article.tags))
    return Example(
        **pieces.features(), anchors=anchors, tags=tags, cues=cues, roles=roles,
        names=_after(IGNORED, article.names[part]), weight=article.weight, sources=sources,
    )  # fmt: skip


def _after(label: int, labels: Ints) -> Ints:
    """Labels of a window's pieces, with one for the piece that begins every window."""
    return np.concatenate(([label], labels))
