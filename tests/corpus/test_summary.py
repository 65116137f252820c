"""What a corpus shows of itself, and as a spreadsheet."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import toolkit as tk
from tests.annotators import Counter
from toolkit import frames
from toolkit.cli import app
from toolkit.export import workbook, write_workbook


@pytest.fixture(scope="module")
def corpus() -> tk.Corpus:
    return tk.open(Path(__file__).parents[2] / "data" / "sample")


def words(html: str) -> str:
    """The words of HTML without its style."""
    return unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL))


def test_a_summary_has_the_figures_of_the_measures(corpus: tk.Corpus) -> None:
    rows = corpus.summary().frame.set_index("outlet")
    official = corpus.source_roles(by="outlet").query("source_role == 'official'")
    for _, row in official.iterrows():
        told = rows.loc[row["outlet"], ["official", "official_low", "official_high"]]
        assert told.tolist() == row[["estimate", "low", "high"]].tolist()
        assert rows.at[row["outlet"], "quotes"] == row["n"]
    whole = rows.loc["all outlets"]
    named = corpus.source_forms().set_index("source_form")["estimate"]
    assert whole["named"] == pytest.approx(named["named_person"] + named["named_organization"])
    assert whole["articles"] == len(corpus) == rows["articles"].iloc[:-1].sum()
    assert whole["quotes"] == len(tk.measure.attributed_quotes(corpus.quotes))
    assert rows["articles"].iloc[:-1].is_monotonic_decreasing


def test_a_summary_shows_each_share_with_its_interval(corpus: tk.Corpus) -> None:
    summary = corpus.summary()
    row = summary.frame.iloc[0]
    share = f"{row['named']:.0%} ({100 * row['named_low']:.0f}–{row['named_high']:.0%})"
    for shown in (words(summary._repr_html_()), repr(summary)):
        assert share in shown
        assert row["outlet"] in shown
        assert "1 article in other languages than English" in shown


def test_outlets_without_a_name_or_without_quotes_have_a_row(
    plain: Path, counter: Counter, corpus: tk.Corpus
) -> None:
    (plain / "unsigned.txt").write_text("A title\n\nThe ferry was late. Nobody said why it was.\n")
    frame = tk.read(plain, counter).summary().frame
    assert frame["articles"].tolist() == [*frame["articles"][:-1], 4]
    assert frame["named_low"].isna().all()
    nothing = corpus.where(text="no article holds this").summary()
    assert nothing.frame["outlet"].tolist() == ["all outlets"]
    assert nothing.frame[["articles", "quotes", "speakers"]].to_numpy().tolist() == [[0, 0, 0]]


def test_a_corpus_shows_what_it_holds(corpus: tk.Corpus) -> None:
    shown = words(corpus._repr_html_())
    quotes = len(tk.measure.attributed_quotes(corpus.quotes))
    for told in (
        "54 articles of 6 outlets, ", "4 March 2025 to 12 April 2025.",
        "1 dropped (1 same article)", f"{quotes} quotes, ",
        f"{len(corpus.quotes) - quotes} more report plans and wants.", "Halvern Press Agency",
    ):  # fmt: skip
        assert told in shown


def test_a_corpus_is_shown_before_it_is_annotated(folder: Path, counter: Counter) -> None:
    fresh = tk.open(folder, counter)
    assert "3 articles not annotated yet: corpus.annotate() does it." in words(fresh._repr_html_())
    assert counter.seen == []
    _ = fresh.quotes
    assert "3 quotes, 0 actors quoted by name." in words(fresh._repr_html_())
    nothing = fresh.where(text="no article holds this")
    assert "0 articles of 0 outlets, 0 words." in words(nothing._repr_html_())
    one = fresh.where(text="stuck")
    assert repr(one) == "<Corpus 'Tiny': 1 article of 1 outlet, 0 dropped>"


def test_names_are_text(folder: Path, counter: Counter) -> None:
    toml = folder / "corpus.toml"
    toml.write_text(toml.read_text().replace("The Courier", "<b>C</b>").replace("Tiny", "<i>T</i>"))
    hostile = tk.open(folder, counter)
    for html in (hostile._repr_html_(), hostile.summary()._repr_html_()):
        assert "&lt;b&gt;C&lt;/b&gt;" in html
        assert "<b>" not in html
        assert "<i>" not in html


def test_a_spreadsheet_has_a_sheet_a_frame_and_says_what_columns_mean(
    corpus: tk.Corpus, tmp_path: Path
) -> None:
    radio = corpus.where(outlet="Radio Halvern")
    path = radio.to_excel(tmp_path / "new" / "radio.xlsx")
    sheets = pd.read_excel(path, sheet_name=None)
    assert list(sheets) == [*frames.SCHEMAS, "columns"]
    for name in frames.SCHEMAS:
        assert list(sheets[name]) == list(frames.SCHEMAS[name].columns)
        assert len(sheets[name]) == len(getattr(radio, name))
    meaning = sheets["columns"].set_index(["frame", "column"])["meaning"]
    assert meaning["quotes", "cue"] == frames.QUOTES.columns["cue"].meaning
    assert len(meaning) == sum(len(s.columns) for s in frames.SCHEMAS.values())
    assert load_workbook(path)["quotes"].freeze_panes == "A2"


def test_a_frame_longer_than_a_sheet_goes_on_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    rows = [{"source_file": "=1+1", "step": "a", "reason": str(i)} for i in range(5)]
    write_workbook({"dropped": frames.frame(frames.DROPPED, rows)}, tmp_path / "x.xlsx")
    sheets = pd.read_excel(tmp_path / "x.xlsx", sheet_name=None)
    assert {name: len(rows) for name, rows in sheets.items() if "dropped" in name} == {
        "dropped": 2, "dropped 2": 2, "dropped 3": 1
    }  # fmt: skip
    assert set(sheets["dropped"]["source_file"]) == {"'=1+1"}


def test_another_suffix_is_refused(corpus: tk.Corpus, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"to_excel writes \.xlsx"):
        corpus.to_excel(tmp_path / "corpus.csv")


def test_the_version_is_one() -> None:
    done = CliRunner().invoke(app, ["--version"])
    assert (done.exit_code, done.output) == (0, f"toolkit {tk.__version__}\n")
    assert f"version: {tk.__version__}" in Path("CITATION.cff").read_text()
    assert np.char.isdigit(tk.__version__.split(".")).all()
