"""Corrections of quotes: kept, applied on every run, told where they fit nothing any more."""

from __future__ import annotations

from pathlib import Path

import pytest

import toolkit as tk
from tests.corpus.corrections.conftest import BODY, TITLE, Shifted, said
from toolkit.annotate import Pipeline
from toolkit.corpus.corrections.quotes import QuoteCorrection, append, read_quote_corrections


def test_a_correction_outlives_another_model_and_is_in_the_provenance(folder: Path) -> None:
    corpus = said(folder)
    first = corpus.quotes[corpus.quotes["speaker"] == "Ada Reed"].iloc[0]
    tk.correct(corpus, first, "source_role", "expert", who="Ada", why="speaks as an engineer")
    tk.correct(corpus, first, "speaker", "Ada Reed-Brook", who="Tom", why="her name")
    for annotator in (Pipeline(), Shifted()):
        again = said(folder, annotator)
        quote = again.quotes[again.quotes["content"].str.contains("ferry was late")].iloc[0]
        assert (quote["source_role"], quote["speaker"]) == ("expert", "Ada Reed-Brook")
        assert again.dropped[again.dropped["step"] == "corrections"].empty
    told = tk.provenance(again).set_index("what")["value"]
    assert told["corrections of quotes"].startswith("2 by Ada, Tom, last ")


def test_no_quote_and_a_missed_quote(folder: Path) -> None:
    corpus = said(folder)
    before = len(corpus.quotes)
    gone = corpus.quotes[corpus.quotes["speaker"] == "Tom Brook"].iloc[0]
    tk.correct(corpus, gone, "drop", who="Ada", why="a test")
    text = corpus.articles["text"].iloc[0]
    start = text.index("Gulls")
    given = '{"speaker": "the gulls", "source_role": "other", "cue": "were said"}'
    anchor = (gone["article_id"], "", start, start + 5, False, "Gulls")
    append(folder, [QuoteCorrection("add", *anchor, given, "Ada", "2025-01-01", "missed")])
    again = said(folder)
    assert len(again.quotes) == before
    added = again.quotes[again.quotes["rule"] == "corrected"].iloc[0]
    assert (added["content"], added["speaker"], added["quote_type"]) == (
        "Gulls",
        "the gulls",
        "indirect",
    )
    assert "Tom Brook" not in set(again.quotes["speaker"])


def test_changed_words_are_looked_up_and_lost_ones_told(folder: Path) -> None:
    corpus = said(folder)
    for _, quote in corpus.quotes.iterrows():
        tk.correct(corpus, quote, "source_role", "justice", who="Ada", why="a test")
    rows, _ = read_quote_corrections(folder)
    article = folder / "raw" / "a.txt"
    words = "A new first paragraph stands here.\n\n" + BODY.replace("Nobody told us", "We knew")
    article.write_text(f"{TITLE}\n\n{words}\n", encoding="utf-8")
    again = said(folder)
    renamed = [r._replace(article_id=again.articles["article_id"].iloc[0]) for r in rows]
    (folder / "corrections" / "quotes.csv").unlink()
    append(folder, renamed)
    again = said(folder)
    assert "justice" in set(again.quotes["source_role"])
    lost = again.dropped[again.dropped["source_file"] == "corrections/quotes.csv"]["reason"]
    assert len(lost) == 1
    assert "Nobody told us" in lost.iloc[0]
    assert "Ada" in lost.iloc[0]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("shout,a1,,0,5,false,x,,,,", "no action 'shout'"),
        ("source_role,a1,,0,5,false,x,king,,,", "no source_role 'king'"),
        ("drop,a1,,five,5,false,x,,,,", "whole numbers"),
        ("drop,a1,,9,5,false,x,,,,", "no characters"),
        ("add,a1,,0,5,false,x,[1],,,", "JSON object"),
        ('add,a1,,0,5,false,x,"{""segments"": [[0, 9]]}",,,', "add takes no segments"),
        ('add,a1,,0,5,false,x,"{""cue_span"": 3}",,,', "add takes no cue_span"),
        ('add,a1,,0,5,false,x,"{""source_role"": 3}",,,', "add takes no source_role"),
        ("drop,a1,,0,5,false,,,,,", "no characters"),
    ],
)
def test_a_row_that_is_no_correction_is_told_and_the_others_hold(
    folder: Path, line: str, message: str
) -> None:
    corpus = said(folder)
    tk.correct(corpus, corpus.quotes["quote_id"].iloc[0], "source_role", "media", who="A", why="b")
    path = folder / "corrections" / "quotes.csv"
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    again = said(folder)
    assert "media" in set(again.quotes["source_role"])
    assert message in " ".join(again.dropped["reason"])


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        (
            "actors",
            "action,actor,to\nfuse,Tom Brook,Ada\nrename,Nobody,No one\n",
            "no action 'fuse'",
        ),
        ("actors", "\x00\xff,\n", "no column action"),
        ("quotes", "action,article_id\ndrop,a\n", "no column text_hash"),
        ("quotes", f'action\n"{"x" * 200_000}"\n', "is no table"),
    ],
)
def test_corrections_that_cannot_be_read_stop_nothing(
    folder: Path, name: str, text: str, reason: str
) -> None:
    (folder / "corrections").mkdir()
    (folder / "corrections" / f"{name}.csv").write_text(text, encoding="utf-8")
    again = said(folder)
    assert len(again.quotes) > 0
    rows = again.dropped[again.dropped["source_file"] == f"corrections/{name}.csv"]
    assert reason in rows["reason"].iloc[0]


def test_wrong_use_is_said_and_nothing_is_written(folder: Path) -> None:
    corpus = said(folder)
    with pytest.raises(ValueError, match="choose"):
        tk.correct(corpus, corpus.quotes.iloc[0], "source_role", "king", who="Ada", why="a test")
    with pytest.raises(KeyError):
        tk.correct(corpus, "nothing", "drop", who="Ada", why="a test")
    assert not (folder / "corrections").exists()


def test_a_plain_folder_keeps_what_people_add_beside_its_articles(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "a.txt").write_text(f"{TITLE}\n\n{BODY}\n", encoding="utf-8")
    corpus = said(plain)
    tk.correct(corpus, corpus.quotes.iloc[0], "source_role", "expert", who="Ada", why="a test")
    (plain / "corrections" / "actors.csv").write_text("action,actor,to\nrename,Tom Brook,Tommy\n")
    (plain / "coding" / "sample").mkdir(parents=True)
    (plain / "coding" / "sample" / "Ada.csv").write_text("article\na")
    again = said(plain)
    assert (len(again), len(again.dropped)) == (1, 0)
    assert again.quotes["source_role"].iloc[0] == "expert"
    assert "Tommy" in set(again.actors["actor"])
