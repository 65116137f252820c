"""One story in several outlets: who is heard, what is shared."""

from __future__ import annotations

from tests.measure.build import article, made, mention, quote
from toolkit.measure import shared_sentences, voices_by_outlet

SAME = "The quay is unsafe and will be closed on Monday, the mayor said."


def test_quoted_named_or_left_out() -> None:
    articles, mentions, quotes = made(
        [article(i, outlet=o) for i, o in (("a", "Post"), ("b", "Wire"), ("c", "Echo"))],
        [mention("b", "Ada Brook")],
        [quote("a", "Ada Brook"), quote("b", "Ben Hale"), quote("a", "critics")],
    )
    rows = voices_by_outlet(quotes, mentions, articles).set_index(["speaker", "outlet"])["heard"]
    assert rows["Ada Brook"].to_dict() == {"Post": "quoted", "Wire": "named", "Echo": "left out"}
    assert set(rows["Ben Hale"]) == {"quoted", "left out"}
    assert "critics" not in rows.index.get_level_values("speaker")


def test_places_outlets_and_ships_are_no_voices() -> None:
    text = "The ferry Skarrow Maid left."
    place = {**mention("a", "Lesna"), "actor_type": "place"}
    articles, mentions, quotes = made(
        [article(i, outlet=o, text=text) for i, o in (("a", "The Post"), ("b", "Wire"))],
        [place, *(mention("a", name) for name in ("Post", "Skarrow Maid", "Ada Brook"))],
        [quote("a", name) for name in ("Lesna", "Post", "Skarrow Maid", "Ada Brook")],
    )
    assert set(voices_by_outlet(quotes, mentions, articles)["speaker"]) == {"Ada Brook"}


def test_sentences_of_several_outlets_whatever_their_marks() -> None:
    articles = made([
        article("a", outlet="Post", text=f"First one thing. {SAME}\n\nNobody was hurt."),
        article("b", outlet="Wire", text=f"{SAME.upper().replace(',', '')} Nobody was hurt."),
        article("c", outlet="Wire", text=SAME),
        article("d", text=SAME),
    ])[0]  # fmt: skip
    rows = shared_sentences(articles)
    assert rows["sentence"].tolist() == [SAME]
    assert rows["outlets"].tolist() == [["Post", "Wire"]]
    assert rows["n_articles"].tolist() == [3]


def test_nothing_is_shared_within_one_outlet() -> None:
    articles = made([article(i, outlet="Post", text=SAME) for i in "ab"])[0]
    assert shared_sentences(articles).empty
    assert shared_sentences(articles.head(0)).empty
