"""Scores of sources, counted by hand on one coded text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.annotate import Annotation, Text
from toolkit.validate import CodedArticle, score_sources

TEXT = "It rained, officials said. It snowed, Ada Brook said."
GOLD = [
    {"segments": [[0, 9]], "source_form": "unnamed_group", "source_role": "official",
     "anonymous": True, "speaker": "officials", "cue_kind": "communication"},
    {"segments": [[27, 36]], "source_form": "named_person", "source_role": "expert",
     "anonymous": False, "speaker": "Ada Brook", "cue_kind": "communication"},
]  # fmt: skip


class Fixed:
    version = "fixed"

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        for _ in articles:
            rows = [{**q, "in_title": False, "anonymity": 0, "reason": None} for q in GOLD]
            rows[1] |= {"source_role": "official", "anonymous": True}
            yield Annotation([], rows)


def test_scores() -> None:
    table = score_sources([CodedArticle("a", TEXT, 0, tuple(GOLD), ())], Fixed()).set_index(
        "measure"
    )
    assert table.loc["source_form", "recall"] == 100
    assert table.loc["source_role", "recall"] == 50
    assert table.loc["source_role: official", "precision"] == 50
    assert table.loc["source_role: expert", "recall"] == 0
    assert table.loc["anonymous", ["precision", "recall"]].tolist() == [50, 100]
    assert "anonymity" not in table.index
