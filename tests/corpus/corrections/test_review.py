"""From the coding page to corrections: what was mended holds, whatever the model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

import toolkit as tk
from tests.corpus.corrections.conftest import BODY, Shifted, said
from toolkit.annotate import Pipeline
from toolkit.cli import app
from toolkit.corpus.corrections.review import found_quotes, texts_to_review
from toolkit.validate.coding.sampling import text_hash

Sheet = dict[str, Any]


def to_mend(corpus: tk.Corpus, **about: object) -> Sheet:
    """The sheet of somebody who opened the page and called everything right."""
    texts = texts_to_review(corpus, list(corpus.articles["article_id"]))
    found = found_quotes(corpus, texts)
    articles = [
        {"article": t.name, "text_hash": text_hash(t.text), "done": True, "quotes": found[t.name]}
        for t in texts
    ]
    return {"coder": "Ada", "blind": False, "articles": articles, **about}


def saved(corpus: tk.Corpus, sheet: Sheet) -> Path:
    path = corpus.home / "ada.json"
    path.write_text(json.dumps(sheet), encoding="utf-8")
    return path


def quote_of(sheet: Sheet, speaker: str) -> dict[str, Any]:
    return next(q for q in sheet["articles"][0]["quotes"] if q["speaker"] == speaker)


def test_nothing_mended_is_nothing_corrected(folder: Path) -> None:
    corpus = said(folder)
    made, wrong = tk.import_corrections(corpus, [saved(corpus, to_mend(corpus))])
    assert made.empty
    assert wrong["problem"].str.contains("empty").all()  # labels that the machine leaves open
    assert not (folder / "corrections").exists()


def mended(corpus: tk.Corpus) -> Sheet:
    """Another role and speaker, one quote that is none, and one that was missed."""
    sheet = to_mend(corpus)
    ada = quote_of(sheet, "Ada Reed")
    ada |= {"source_role": "expert", "speaker": "Ada Reed-Brook", "why": "an engineer"}
    quotes = sheet["articles"][0]["quotes"]
    quotes.remove(quote_of(sheet, "Tom Brook"))
    text = texts_to_review(corpus, [sheet["articles"][0]["article"]])[0].text
    start, cue = text.index("Gulls"), text.index("were said")
    quotes.append({
        "segments": [[start, start + 5], [text.index("to be hungry"), len(text) - 1]],
        "cue_span": [cue, cue + 9], "source_span": None, "reason_span": None,
        "speaker": "the gulls", "cue_kind": "communication", "source_form": "unnamed_group",
        "source_role": "other", "anonymity": "1", "anonymous": "false", "why": "overlooked",
    })  # fmt: skip
    sheet["articles"][0]["note"] = "scare quotes"
    return sheet


def test_what_was_mended_outlives_another_model(folder: Path) -> None:
    corpus = said(folder)
    made, _ = tk.import_corrections(corpus, [saved(corpus, mended(corpus))])
    assert sorted(made["action"]) == ["add", "drop", "source_role", "speaker"]
    assert set(made["who"]) == {"Ada"}
    reasons = made.set_index("action")["why"].to_dict()
    assert (reasons["source_role"], reasons["drop"]) == ("an engineer", "scare quotes")
    for annotator in (Pipeline(), Shifted()):
        again = said(folder, annotator)
        by = again.quotes.set_index("speaker")
        assert "Tom Brook" not in by.index
        assert by.at["Ada Reed-Brook", "source_role"] == "expert"
        gulls = by.loc["the gulls"]
        assert (gulls["content"], gulls["cue"]) == ("Gulls … to be hungry", "were said")
        start, end = int(gulls["cue_start"]), int(gulls["cue_end"])
        assert again.articles["text"].iloc[0][start:end] == "were said"
        assert again.dropped[again.dropped["step"] == "corrections"].empty
    once_more, _ = tk.import_corrections(again, [saved(again, to_mend(again))])
    assert once_more.empty


def test_a_mended_quote_moves_with_its_text_and_a_lost_one_is_told(folder: Path) -> None:
    corpus = said(folder)
    tk.import_corrections(corpus, [saved(corpus, mended(corpus))])
    longer = "A new first paragraph stands here.\n\n" + BODY.replace("Nobody told us", "We knew")
    (folder / "raw" / "a.txt").write_text(f"Ferry late again\n\n{longer}\n", encoding="utf-8")
    again = said(folder)
    rows = pd.read_csv(folder / "corrections" / "quotes.csv", dtype="str", keep_default_na=False)
    known = again.articles["article_id"].iloc[0]
    rows.assign(article_id=known).to_csv(folder / "corrections" / "quotes.csv", index=False)
    again = said(folder)
    gulls = again.quotes.set_index("speaker").loc["the gulls"]
    assert again.articles["text"].iloc[0][slice(*gulls["segments"][0])] == "Gulls"
    assert gulls["cue"] == "were said"
    lost = again.dropped[again.dropped["source_file"] == "corrections/quotes.csv"]["reason"]
    assert lost.str.contains("Nobody told us").sum() == 1


def test_other_boundaries_are_another_quote_unless_the_sheet_is_blind(folder: Path) -> None:
    corpus = said(folder)
    sheet = to_mend(corpus)
    ada = quote_of(sheet, "Ada Reed")
    start, end = ada["segments"][0]
    ada["segments"] = [[start + 5, end]]
    blind, _ = tk.import_corrections(corpus, [saved(corpus, {**sheet, "blind": True})])
    assert blind.empty
    made, _ = tk.import_corrections(corpus, [saved(corpus, sheet)])
    assert made["action"].tolist() == ["drop", "add"]
    again = said(folder).quotes.set_index("speaker").loc["Ada Reed"]
    assert list(again["segments"][0]) == [made["start"].iloc[1], made["end"].iloc[1]]
    assert made["start"].iloc[1] == made["start"].iloc[0] + 5


def test_an_article_that_is_not_done_changes_nothing(folder: Path) -> None:
    corpus = said(folder)
    sheet = mended(corpus)
    sheet["articles"][0]["done"] = False
    made, wrong = tk.import_corrections(corpus, [saved(corpus, sheet)])
    assert made.empty
    assert "to its end" in wrong["problem"].iloc[0]


def test_by_the_commands(folder: Path) -> None:
    run = CliRunner().invoke
    done = run(app, ["code", "review", str(folder), "--who", "Ada", "--articles", "1"])
    assert done.exit_code == 0, done.output
    page = (folder / "coding" / "review" / "Ada.html").read_text(encoding="utf-8")
    assert '"blind": false' in page
    corpus = tk.open(folder)
    sheet = to_mend(corpus)
    for quote in sheet["articles"][0]["quotes"]:
        quote["source_role"] = "media"
    path = saved(corpus, sheet)
    done = run(app, ["correct", str(folder), str(path), "--why", "as they are reporters"])
    assert done.exit_code == 0, done.output
    assert "corrections in" in done.output
    assert set(tk.open(folder).quotes["source_role"]) == {"media"}
    refused = run(app, ["agree", str(path), str(path), "--folder", str(folder)])
    assert refused.exit_code != 0


def test_wrong_use_is_one_line(folder: Path) -> None:
    corpus = said(folder)
    with pytest.raises(KeyError, match="no article"):
        tk.review(corpus, "Ada", ["nothing"])
    with pytest.raises(ValueError, match="letters"):
        tk.review(corpus, "../Ada")
