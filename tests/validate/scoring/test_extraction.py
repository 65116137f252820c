"""Scores of extraction: the benchmark's own definition, held on small cases worked out by hand."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from toolkit.cli import app
from toolkit.validate.scoring.agencies import read_credits, score_agencies
from toolkit.validate.scoring.extraction import (
    extract_pages,
    marks_kept,
    quotes_kept,
    score_bodies,
    shingle_scores,
    word_f1,
)
from toolkit.validate.scoring.pages import FOLDS, Page, read_pages

EVAL = Path(__file__).parents[4] / "shared" / "eval"

# true text, found text, precision, recall: shingles of four, counted, by hand
CASES = [
    ("a b c d e", "a b c d e", 1, 1),
    ("a b c d e", "a b c d", 1, 1 / 2),
    ("a b c d", "a b c d e f", 1 / 3, 1),
    ("a b c d e f", "x b c d e y", 1 / 3, 1 / 3),
    ("a b c d a b c d", "a b c d", 1, 1 / 5),  # five shingles, of which one twice
    ("a b", "a b", 1, 1),  # fewer than four tokens are one shingle
    ("a b", "a b c", 0, 0),
    ("Dr. O'Neil: “it’s 3.5 %”", "Dr O Neil it s 3 5", 1, 1),  # punctuation is no token
    ("A b c d", "a b c d", 0, 0),  # letters count as they stand
]


@pytest.mark.parametrize(("truth", "found", "precision", "recall"), CASES)
def test_one_page(truth: str, found: str, precision: float, recall: float) -> None:
    scores = shingle_scores({"a": truth}, {"a": found})
    assert scores["precision"] == pytest.approx(precision, abs=1e-9)
    assert scores["recall"] == pytest.approx(recall, abs=1e-9)


def test_the_means_are_over_pages_whatever_their_length() -> None:
    truth = {"long": " ".join(map(str, range(100))), "short": "a b c d e"}
    scores = shingle_scores(truth, {"long": truth["long"], "short": "a b c d"})
    assert (scores["precision"], scores["recall"]) == (1, pytest.approx(3 / 4))
    assert scores["f1"] == pytest.approx(2 * 0.75 / 1.75)


def test_a_page_without_output_counts_in_recall_alone() -> None:
    scores = shingle_scores({"a": "a b c d", "b": "e f g h"}, {"a": "a b c d"})
    assert (scores["precision"], scores["recall"]) == (1, pytest.approx(1 / 2))
    empty = shingle_scores({"a": "", "b": "a b c d"}, {"a": "x y z z", "b": "a b c d"})
    assert (empty["precision"], empty["recall"]) == (pytest.approx(1 / 2), 1)
    assert shingle_scores({"a": "a b c d"}, {}) == {"f1": 0, "precision": 0, "recall": 0}


MARKS = [
    ("“Go,” she said.", "“Go,” she said.", 1),
    ("“Go,” she said.", '"Go," she said.', 1),
    ("“Go,” she said. „Nein“", "“Go,” she said.", 1 / 2),
    ("“Go,” she said.", "“Come,” he cried.", 0),
    ("“Go,” she said.\n\n“Now.”", "“Now.”\n\n“Go,” she said.", 1),
    ("“Go.” “Go.”", "“Go.”", 1 / 2),
]


@pytest.mark.parametrize(("truth", "found", "share"), MARKS)
def test_quotation_marks_are_kept_where_they_stand(truth: str, found: str, share: float) -> None:
    assert marks_kept({"a": truth}, {"a": found}) == pytest.approx(share)


def test_without_marks_there_is_no_share() -> None:
    assert math.isnan(marks_kept({"a": "It rained."}, {"a": "It rained."}))


WORDS = [
    ("It rained all day.", "it rained ALL day", 1),
    ("a b c d", "d c b a", 1),
    ("a a b", "a b b", 2 / 3),
    ("a b", "", 0),
    ("a b", "c d", 0),
]


@pytest.mark.parametrize(("truth", "found", "f1"), WORDS)
def test_words_are_counted_whatever_their_order(truth: str, found: str, f1: float) -> None:
    assert word_f1(truth, found) == pytest.approx(f1)


def test_quotation_paragraphs_are_kept_with_most_of_their_words() -> None:
    said = "“The ferry ran on time,” she said, “and nobody complained of the soup.”"
    truth = {"a": f"It rained all day long.\n\n{said}\n\n“No ferry ran on Monday,” said he."}
    assert quotes_kept(truth, {"a": said.replace("“", '"').replace("”", '"')}) == 1 / 2
    assert quotes_kept(truth, {"a": "It rained all day long."}) == 0
    assert math.isnan(quotes_kept({"a": "It rained."}, {"a": "It rained."}))


SAYS = [f"The ferry to Skarrow ran again on {d}, “and late”, as he said." for d in "ABC"]


def bench(folder: Path) -> Path:
    paragraphs = "".join(f"<p>{s}</p>" for s in SAYS)
    page = f"<html><body><article><h1>Ferry runs</h1>{paragraphs}</article></body></html>"
    (folder / "one.html").write_text(page, encoding="utf-8")
    (folder / "two.html.gz").write_bytes(gzip.compress(page.encode()))
    known = {
        "articleBody": "\n\n".join(SAYS),
        "url": "https://www.courier.example/ferry",
        "title": "Ferry runs",
    }
    truth = {"one": known, "two": {**known, "publisher": "The Gazette"}}
    (folder / "ground-truth.json").write_text(json.dumps(truth), encoding="utf-8")
    return folder


def test_the_command_prints_each_engine_beside_the_toolkit(tmp_path: Path) -> None:
    options = ["--pages", str(bench(tmp_path)), "--by-publisher"]
    result = CliRunner().invoke(app, ["score", "extraction", *options])
    assert result.exit_code == 0, result.output
    lines = [line.split() for line in result.output.splitlines()]
    assert lines[0] == ["reader", "words_f1", "f1", "precision", "recall", "collapsed",
                        "marks_kept", "quotes_kept", "pages_per_second", "n"]  # fmt: skip
    assert [line[0] for line in lines[1:6]] == [
        "body", "articles.text", "trafilatura", "readability", "newspaper3k"]  # fmt: skip
    assert [float(cell) for cell in lines[1][1:5]] == [1, 1, 1, 1]
    assert ["title", "2", "1.0"] in [line[:3] for line in lines]
    assert {"The", "www.courier.example"} <= {line[0] for line in lines}


def test_a_site_s_pages_are_in_one_fold() -> None:
    def page(name: str, url: str | None) -> Page:
        return Page(name, Path(f"{name}.html"), {"url": url})

    first, second = page("a", "https://www.courier.co.uk/1"), page("b", "sport.courier.co.uk/2")
    assert first.site == second.site == "courier.co.uk"
    assert first.fold == second.fold
    assert {page(str(i), f"https://site{i}.com/").fold for i in range(100)} == set(range(FOLDS))
    assert page("c", None).site == "c"


def test_a_page_that_is_not_there_is_named(tmp_path: Path) -> None:
    pages = bench(tmp_path)
    (pages / "one.html").unlink()
    with pytest.raises(FileNotFoundError, match=r"one\.html"):
        read_pages(pages)
    (pages / "ground-truth.json").write_text("[]")
    with pytest.raises(ValueError, match="articleBody"):
        read_pages(pages)


@pytest.mark.long
@pytest.mark.skipif(not EVAL.is_dir(), reason="the pages lie in ../shared/eval, not in the project")
def test_the_figures_on_the_publishers_pages() -> None:
    """The model was trained on these pages: this holds the reader, not its power to generalize."""
    table = score_bodies(extract_pages(read_pages(EVAL / "pages" / "publishers")))
    scores = table.set_index("reader")
    assert scores.loc[["body", "articles.text"], "words_f1"].min() >= 0.97
    assert scores.loc["articles.text", "quotes_kept"] >= 0.985
    assert scores.loc["articles.text", "collapsed"] == 0


@pytest.mark.skipif(not EVAL.is_dir(), reason="PolNeAR lies in ../shared/eval, not in the project")
def test_agencies_of_polnear() -> None:
    table = score_agencies(read_credits(EVAL / "polnear")).set_index("reads")
    assert table["precision"].min() >= 0.95
    assert table.loc["byline and text", "recall"] >= 0.95


def test_agencies_of_a_folder_of_that_form(tmp_path: Path) -> None:
    (tmp_path / "dev" / "text").mkdir(parents=True)
    rows = ["compartment\tfilename\tauthor\twire"]
    for name, author, wire, body in (
        ("a", "None", "AP", "OSLO (AP) — It rained."),
        ("b", "AFP", "AFP", "It rained."),
        ("c", "Ada Brook", "None", "It rained."),
        ("d", "None", "reuters", "It rained."),
        ("e", "None", "NA", "OSLO (AP) — It was not coded."),
    ):
        (tmp_path / "dev" / "text" / f"{name}.txt").write_text(f"A title.\n\n{body}")
        rows.append(f"dev\t{name}\t{author}\t{wire}")
    (tmp_path / "metadata.tsv").write_text("\n".join(rows) + "\n")
    table = score_agencies(read_credits(tmp_path)).set_index("reads")
    assert table.loc["byline and text", ["precision", "n", "articles", "missed"]].tolist() == [
        1, 3, 4, "d",
    ]  # fmt: skip
    assert table["recall"].tolist() == [pytest.approx(2 / 3), pytest.approx(1 / 3)]


@pytest.mark.long
@pytest.mark.skipif(not EVAL.is_dir(), reason="the pages lie in ../shared/eval, not in the project")
def test_the_figures_on_the_benchmark_s_pages() -> None:
    """The model was trained on these pages, too; `articles.text` has an F1 of .974 on them."""
    scores = score_bodies(extract_pages(read_pages(EVAL / "extraction"))).set_index("reader")
    assert scores.loc["body", "f1"] >= 0.98
    assert scores.loc[["body", "articles.text"], "marks_kept"].min() >= 0.985
    speed = scores["pages_per_second"]
    assert speed["trafilatura"] / speed["body"] <= 5
