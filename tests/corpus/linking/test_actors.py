"""Actors across articles: what is merged, what stays apart and in doubt, what a person corrects."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tk
from tests.annotators import said
from toolkit import frames
from toolkit.corpus.corrections.actors import (
    apply_actor_corrections,
    plan_corrections,
    read_corrections,
)
from toolkit.corpus.derived_tables import actor_table
from toolkit.corpus.linking.actors import (
    ActorLinks,
    actor_counts,
    apply_actor_links,
    link_actors,
)


def mention(
    article: str, actor: str, kind: str = "person", text: str | None = None, **rest: object
):
    slug = actor.casefold().replace(" ", "-")
    who = {"actor_id": f"{kind}:{slug}", "actor": actor, "actor_type": kind, "kind": "name"}
    words = text or actor
    place = {"text": words, "start": 0, "end": len(words), "in_title": False, "paragraph": 0}
    return {"article_id": article, **who, **place, "rule": "entity", "confidence": 1.0, **rest}


def mentions(*rows: dict[str, object]) -> pd.DataFrame:
    return frames.frame(frames.MENTIONS, rows)


def links_of(known: pd.DataFrame) -> ActorLinks:
    return link_actors(actor_counts(known))


def corrected(known: pd.DataFrame, said: pd.DataFrame, folder: Path):
    """Mentions and quotes after a folder's corrections, and how these were understood."""
    actors = known.drop_duplicates("actor_id").set_index("actor_id")
    names = dict(
        zip(actors.index, zip(actors["actor"], actors["actor_type"], strict=True), strict=True)
    )
    plan = plan_corrections(names, read_corrections(folder)[0])
    return *apply_actor_corrections(known, said, plan.steps), plan


def quotes(*rows: dict[str, object]) -> pd.DataFrame:
    return frames.frame(
        frames.QUOTES, [{**said("Yes we can"), "article_id": "a", **r} for r in rows]
    )


BROOK = mention("a", "Ada Brook")
BROOK_SHORT = mention("a", "Ada Brook", text="Brook", rule="surname")
LEAGUE = mention("a", "Fair Water League", "organization")
MERGED = [
    ("nothing in common", [BROOK, mention("b", "Tom Reed")], {}),
    ("a surname that one alone bears", [BROOK, BROOK_SHORT, mention("b", "Brook")],
     {"person:brook": "person:ada-brook"}),
    ("a surname that two bear", [BROOK, mention("b", "Tom Brook"), mention("c", "Brook")], {}),
    ("initials", [BROOK, BROOK_SHORT, mention("b", "Ada J. Brook")],
     {"person:ada-j.-brook": "person:ada-brook"}),
    ("an abbreviation that an article explains",
     [LEAGUE, mention("a", "Fair Water League", "organization", text="FWL", rule="abbreviation"),
      mention("b", "FWL", "organization")],
     {"organization:fwl": "organization:fair-water-league"}),
    ("initials that no article explains", [LEAGUE, mention("b", "FWL", "organization")], {}),
    ("one name, two types",
     [mention("a", "Kerovia", "place"), mention("b", "Kerovia", "place"), mention("c", "Kerovia")],
     {"person:kerovia": "place:kerovia"}),
    ("a surname that nine tenths of the articles give to one",
     [*(mention(f"a{i}", "Ada Brook") for i in range(9)), mention("x", "Tom Brook"),
      mention("c", "Brook")], {"person:brook": "person:ada-brook"}),
    ("a word of a headline beside a full name",
     [BROOK, mention("b", "Ada Brook"), mention("c", "Ada Brook Apologizes"),
      mention("c", "Ada Brook Apologizes", text="Ada Brook", rule="part")],
     {"person:ada-brook-apologizes": "person:ada-brook"}),
    ("a longer name that more articles give",
     [BROOK, mention("b", "Ada Brook Reed"), mention("c", "Ada Brook Reed"),
      mention("c", "Ada Brook Reed", text="Ada Brook", rule="part")],
     {"person:ada-brook": "person:ada-brook-reed"}),
    ("by its first name alone", [BROOK, mention("a", "Ada Brook", text="Ada", rule="first name"),
     mention("b", "Ada")], {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rows", "expected"), MERGED, ids=[m[0] for m in MERGED])
def test_what_is_merged(name: str, rows: list[dict[str, object]], expected: dict[str, str]) -> None:
    assert links_of(mentions(*rows)).into == expected


def test_the_merge_is_shown_as_such() -> None:
    rows = mentions(BROOK, BROOK_SHORT, mention("b", "Brook"))
    said = quotes({"actor_id": "person:brook", "speaker": "Brook"})
    made, spoken = apply_actor_links(rows, said, links_of(rows))
    assert made["actor"].tolist() == ["Ada Brook"] * 3
    assert made["merged_from"].tolist()[2] == "person:brook"
    assert made["merged_from"].isna().tolist() == [True, True, False]
    assert spoken[["actor_id", "speaker"]].iloc[0].tolist() == ["person:ada-brook", "Ada Brook"]


NAMES = st.sampled_from(["Ada Brook", "Brook", "Tom Brook", "Ada J. Brook", "Reed", "Tom Reed"])


@settings(max_examples=20)
@given(st.lists(st.tuples(NAMES, st.sampled_from("abc"), st.sampled_from(["person", "place"]))))
def test_the_order_of_articles_changes_nothing(rows: list[tuple[str, str, str]]) -> None:
    made = [mention(article, name, kind) for name, article, kind in rows]
    into = links_of(mentions(*made)).into
    assert into == links_of(mentions(*made[::-1])).into
    assert not set(into) & set(into.values())


def test_those_in_doubt_come_first() -> None:
    rows = mentions(
        *[mention(a, "Tom Reed") for a in "abc"],
        mention("a", "Ada Brook"), mention("b", "Ines Brook"), mention("c", "Brook"),
        mention("a", "Wasserbourg"), mention("b", "Wasserburg"),
    )  # fmt: skip
    table = actor_table(rows).set_index("actor")
    assert table.loc["Brook", "doubt"] == "name also of Ada Brook, Ines Brook"
    assert table.loc["Wasserburg", "doubt"] == "looks like Wasserbourg"
    assert pd.isna(table.loc["Tom Reed", "doubt"])
    assert table.index[-1] != "Brook"
    assert table["doubt"].isna().is_monotonic_increasing


HEAD = "action,actor,to,form,article_id,note\n"


def corrections(folder: Path, *lines: str, head: str = HEAD) -> Path:
    (folder / "corrections").mkdir(exist_ok=True)
    text = head + "\n".join(lines)
    (folder / "corrections" / "actors.csv").write_text(text, encoding="utf-8")
    return folder


ROWS = [BROOK, BROOK_SHORT, mention("b", "Tom Reed"), mention("b", "Acme", "place")]
APPLIED = [
    ("merge,Tom Reed,Ada Brook", {("person:ada-brook", "Ada Brook", "person"): 3,
                                  ("place:acme", "Acme", "place"): 1}),
    ("merge,Tom Reed,Somebody New", {("person:ada-brook", "Ada Brook", "person"): 2,
                                     ("person:somebody-new", "Somebody New", "person"): 1,
                                     ("place:acme", "Acme", "place"): 1}),
    ("split,Ada Brook,Ines Brook,Brook", {("person:ada-brook", "Ada Brook", "person"): 1,
                                          ("person:ines-brook", "Ines Brook", "person"): 1,
                                          ("person:tom-reed", "Tom Reed", "person"): 1,
                                          ("place:acme", "Acme", "place"): 1}),
    ("rename,person:tom-reed,Thomas Reed", {("person:ada-brook", "Ada Brook", "person"): 2,
                                            ("person:tom-reed", "Thomas Reed", "person"): 1,
                                            ("place:acme", "Acme", "place"): 1}),
    ("retype,Acme,organization", {("person:ada-brook", "Ada Brook", "person"): 2,
                                  ("person:tom-reed", "Tom Reed", "person"): 1,
                                  ("place:acme", "Acme", "organization"): 1}),
    ("drop,Acme", {("person:ada-brook", "Ada Brook", "person"): 2,
                   ("person:tom-reed", "Tom Reed", "person"): 1}),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), APPLIED, ids=[a[0].split(",")[0] for a in APPLIED])
def test_what_a_correction_does(
    tmp_path: Path, line: str, expected: dict[tuple[str, str, str], int]
) -> None:
    made, _, plan = corrected(mentions(*ROWS), quotes(), corrections(tmp_path, line))
    counted = made.groupby(["actor_id", "actor", "actor_type"]).size()
    assert counted.to_dict() == expected
    assert plan.unused == []
    assert {(i, *named) for i, named in plan.names.items()} == {*expected}


def test_corrections_reach_the_quotes(tmp_path: Path) -> None:
    lines = ["split,Ada Brook,Ines Brook,,b", "drop,Acme", "rename,Tom Reed,Thomas Reed"]
    rows = quotes(
        {"actor_id": "person:ada-brook", "speaker": "Ada Brook"},
        {"actor_id": "person:ada-brook", "speaker": "Ada Brook", "article_id": "b"},
        {"actor_id": "person:tom-reed", "speaker": "Tom Reed", "on_behalf_id": "place:acme",
         "on_behalf_of": "Acme"},
    )  # fmt: skip
    known = mentions(*ROWS, mention("b", "Ada Brook"))
    _, made, _ = corrected(known, rows, corrections(tmp_path, *lines))
    assert made["speaker"].tolist() == ["Ada Brook", "Ines Brook", "Thomas Reed"]
    assert made["actor_id"].iloc[1] == "person:ines-brook"
    assert pd.isna(made["on_behalf_id"].iloc[2])


BAD = [
    ("fuse,Ada,Brook", "line 2: no action 'fuse'; choose merge"),
    ("merge,Ada", "line 2: merge needs a value in the column `to`"),
    ("merge,,Ada", "line 2: no actor"),
    ("retype,Ada,ship", "line 2: no type 'ship'; choose person"),
    ("split,Ada,Brook", "line 2: split needs a form, an article_id, or both"),
    ("merge,Ada,Brook,A", "line 2: form and article_id are for split"),
]


@pytest.mark.parametrize(("line", "message"), BAD)
def test_a_bad_row_says_where_and_why(tmp_path: Path, line: str, message: str) -> None:
    (valid,), (problem,) = read_corrections(corrections(tmp_path, line, "drop,Acme"))
    assert valid.actor == "Acme"
    assert problem.startswith(message)


HEADS = [
    ("actor,to\n", "no column action"),
    ("action,actor,too\n", "unknown column too"),
    ("", "not a table"),
    ('action,actor\n"drop', "not a table"),
]


@pytest.mark.parametrize(("head", "message"), HEADS)
def test_a_file_that_is_no_table_of_corrections(tmp_path: Path, head: str, message: str) -> None:
    valid, (problem,) = read_corrections(corrections(tmp_path, head=head))
    assert (valid, problem.startswith(message)) == ([], True)


def test_no_file_and_empty_rows_correct_nothing(tmp_path: Path) -> None:
    assert read_corrections(tmp_path) == ([], [])
    assert read_corrections(corrections(tmp_path, ",,,,,", "")) == ([], [])


def test_a_corpus_is_corrected_on_every_run(folder: Path) -> None:
    first = tk.open(folder)
    assert "Tom Reed" in set(first.mentions["actor"])
    corrections(folder, "rename,Tom Reed,Thomas Reed", "drop,Nobody At All")
    again = tk.open(folder)
    assert "Thomas Reed" in set(again.mentions["actor"])
    assert "Thomas Reed" in set(again.quotes["speaker"].dropna())
    assert "Tom Reed" not in set(again.actors["actor"])
    told = again.dropped[again.dropped["step"] == "corrections"]
    assert told["reason"].tolist() == ["line 3: no actor 'Nobody At All' in the corpus"]


def test_a_part_of_a_corpus_keeps_the_actors_of_the_whole(folder: Path) -> None:
    whole = tk.open(folder)
    part = whole.where(outlet="The Courier")
    ids = set(part.articles["article_id"])
    own = whole.mentions[whole.mentions["article_id"].isin(ids)]
    assert set(part.mentions["actor_id"]) == set(own["actor_id"])
