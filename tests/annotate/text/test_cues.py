"""Kind and force of cues by the lexicon."""

from __future__ import annotations

import pytest

from toolkit import frames
from toolkit.annotate.text.cues import classify
from toolkit.lexicons import lexicon

CASES = [
    ("said", "communication", "neutral"),
    ("told", "communication", "neutral"),
    ("denied", "communication", "denying"),
    ("has denied", "communication", "denying"),
    ("claimed", "communication", "doubting"),
    ("insists", "communication", "assertive"),
    ("admitted", "communication", "conceding"),
    ("According to", "communication", "neutral"),
    ("thinks", "belief", "neutral"),
    ("feared", "belief", "emotive"),
    ("shows", "finding", "endorsing"),
    ("found", "communication", None),
    ("wants", "intention", "neutral"),
    ("planned", "intention", "neutral"),
    (":", "communication", "neutral"),
    ("warned:", "communication", "assertive"),
    ("attacked", "communication", "aggressive"),
    ("did not admit", "communication", "denying"),
    ("refused to apologize", "communication", "denying"),
    ("didn’t dispute", "communication", "conceding"),
    ("did not criticize", "communication", "neutral"),
    ("has never said", "communication", "neutral"),
    (None, "communication", "neutral"),
    ("zqxjk", "communication", "neutral"),
]


@pytest.mark.parametrize(("cue", "kind", "force"), CASES)
def test_classify(cue: str | None, kind: str, force: str | None) -> None:
    found = classify(cue)
    if cue != "found":
        assert found.kind == kind
    if force:
        assert found.force == force


def test_kinds_and_forces_are_those_of_the_frames() -> None:
    table = lexicon("cues")
    assert set(table["kind"]) <= set(frames.CUE_KINDS)
    assert set(table["force"]) == set(frames.CUE_FORCES)
    assert not table.duplicated(["lemma", "pos"]).any()
