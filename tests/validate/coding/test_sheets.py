"""Sampling and sheets: known chances, nothing lost, every fault named by its row."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import toolkit as tk
from toolkit import frames
from toolkit.cli import app
from toolkit.validate.coding.codebook import choices, codebook, codebook_markdown, coding_page
from toolkit.validate.coding.gold import CodedArticle, read_gold
from toolkit.validate.coding.read_sheets import missing_sheets, read_sheets, read_texts
from toolkit.validate.coding.sampling import assign_coders, draw_sample, text_hash
from toolkit.validate.coding.sheet_parser import Sheet
from toolkit.validate.coding.sheets import COLUMNS, write_sheets

TEXT = "Ferry late\n\n“The ferry was late,” said Ada Reed. She blamed the tide."


def test_the_codebook_has_the_values_of_the_frames() -> None:
    known = choices()
    assert known["source_form"] == frames.SOURCE_FORMS
    assert known["source_role"] == frames.SOURCE_ROLES
    assert set(known["cue_kind"]) == set(frames.CUE_KINDS)
    text = codebook_markdown()
    assert all(f"`{v.name}`" in text for v in codebook())


def test_every_article_has_its_chance_and_every_stratum_an_article() -> None:
    articles = tk.open("data/sample").articles
    sample = draw_sample(articles, 25, ["outlet", "month"])
    assert len(sample) == sample["article_id"].nunique() == 25
    english = articles[articles["language"] == "en"]
    assert (1 / sample["inclusion"]).sum() == pytest.approx(len(english))
    again = draw_sample(articles.sample(frac=1, random_state=3), 25, ["outlet", "month"])
    pd.testing.assert_frame_equal(sample, again)
    assert set(draw_sample(articles, 25, ["outlet"], seed=2)["article_id"]) != set(
        sample["article_id"]
    )
    assert len(draw_sample(articles, 1_000)) == len(english)
    with pytest.raises(ValueError, match="strata"):
        draw_sample(articles, 2, ["outlet"])


def test_articles_are_shared_out_evenly() -> None:
    who = assign_coders(pd.DataFrame({"article_id": range(30)}), ["ada", "tom"], 10)
    assert who.value_counts().to_dict() == {"ada;tom": 10, "ada": 10, "tom": 10}


def test_the_page_is_blind_and_text_cannot_break_out() -> None:
    nasty = CodedArticle("a", "T\n\n</script><script>alert(1)</script>{{style}}", 3)
    page = coding_page('<img src=x onerror="alert(1)">{{data}}', [nasty])
    assert page.count("<script") == 2
    assert "<img" not in page
    assert "confidence" not in page


@pytest.mark.parametrize("tag", ["script", "style"])
def test_the_page_allows_its_own_script_and_style_alone(tag: str) -> None:
    page = coding_page("Ada", [CodedArticle("a", "T\n\nShe said so.", 3)])
    (source,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
    digest = b64encode(sha256(source.encode()).digest()).decode()
    policy = re.search('Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert {"default-src 'none'", f"{tag}-src 'sha256-{digest}'"} <= {*policy[1].split("; ")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "coding"
    rows = [
        {"article_id": n, "inclusion": 0.5, "stratum": "all", "outlet": "Post", "body_start": 12,
         "text_hash": text_hash(TEXT), "coders": "ada;tom"}
        for n in ("a1", "a2")
    ]  # fmt: skip
    write_sheets(made, pd.DataFrame(rows), [CodedArticle(n, TEXT, 12) for n in ("a1", "a2")])
    return made


GOOD = {
    "article": "a1", "done": "yes", "content": "“The ferry was late,”", "cue": "said",
    "source": "Ada Reed", "speaker": "Ada Reed", "cue_kind": "communication",
    "source_form": "named_person", "source_role": "official", "anonymity": "4",
    "anonymous": "false",
}  # fmt: skip


def read(folder: Path, rows: list[dict[str, str]], **how: str) -> Sheet:
    path = folder / "ada.csv"
    table = pd.DataFrame(rows).reindex(columns=list(COLUMNS))
    encoding = how.get("encoding", "utf-8")
    table.to_csv(path, index=False, sep=how.get("sep", ","), encoding=encoding)
    return read_sheets([path], read_texts(folder))[0]


def test_a_sheet_as_the_page_writes_and_as_a_spreadsheet_says_it(folder: Path) -> None:
    sheet = read(folder, [GOOD, {"article": "a2", "done": "yes"}])
    assert sheet.problems == []
    assert sheet.coded["a2"].quotes == ()
    (quote,) = sheet.coded["a1"].quotes
    assert TEXT[slice(*quote["segments"][0])] == GOOD["content"]
    book = load_workbook(folder / "tom.xlsx")
    assert book["coding"]["A2"].value == "a1"
    for name, value in GOOD.items():
        cell = book["coding"].cell(2, COLUMNS.index(name) + 1)
        cell.value = int(value) if name == "anonymity" else value
    book.save(folder / "tom.xlsx")
    (other,) = read_sheets([folder / "tom.xlsx"], read_texts(folder))
    assert other.coded["a1"].quotes == sheet.coded["a1"].quotes


def test_a_content_with_an_apostrophe_against_formulas_is_found(folder: Path) -> None:
    text = TEXT.replace("“The ferry", "=The ferry")
    (folder / "texts" / "a1.txt").write_text(text, encoding="utf-8")
    sheet = read(folder, [{**GOOD, "content": "'=The ferry was late,”"}])
    assert [q["content"] for q in sheet.coded["a1"].quotes] == [["=The ferry was late,”"]]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_a_sheet_saved_by_excel_in_another_country(folder: Path, encoding: str) -> None:
    rows = [{**GOOD, "anonymity": "4,0", "anonymous": "FALSCH"}]
    sheet = read(folder, rows, sep=";", encoding=encoding)
    assert sheet.problems == []
    assert sheet.coded["a1"].quotes[0]["anonymity"] == 4


FAULTS = [
    ({"article": "zz"}, "not in the sample"),
    ({"content": "what nobody said"}, "content is not in the article"),
    ({"source_role": "king"}, "no source_role 'king'"),
    ({"source_form": ""}, "source_form is empty"),
    ({"cue": "shouted"}, "cue is not in the article"),
    ({"content": ""}, "content is not in the article"),
]


@pytest.mark.parametrize(("change", "message"), FAULTS)
def test_each_fault_is_named_by_its_row(folder: Path, change: dict[str, str], message: str) -> None:
    sheet = read(folder, [GOOD, {**GOOD, **change}])
    (problem,) = sheet.problems
    assert problem["row"] == 3
    assert message in problem["problem"]
    assert len(sheet.coded["a1"].quotes) >= 1


def test_a_missing_coder_and_missing_articles_are_named(folder: Path) -> None:
    sheet = read(folder, [GOOD])
    told = missing_sheets([sheet], folder)
    assert told == ["ada: not in the sheet: a2", "no sheet of tom, who was given 2 articles"]
    whole = read(folder, [GOOD, {"article": "a2"}])  # not coded: told by its row
    assert (
        missing_sheets([whole, Sheet("tom", dict(sheet.coded, a2=sheet.coded["a1"]))], folder) == []
    )


def test_quotes_that_overlap_in_part_are_both_kept_and_named(folder: Path) -> None:
    other = {**GOOD, "content": "was late,” said"}
    sheet = read(folder, [GOOD, other])
    assert len(sheet.coded["a1"].quotes) == 2
    assert "overlap" in sheet.problems[0]["problem"]


def test_a_text_that_was_changed_is_told_and_looked_up(folder: Path) -> None:
    quote = {**GOOD, "segments": [[0, 5]], "cue_span": [0, 3], "content": ["The ferry was late"]}
    page = {"coder": "ada", "articles": [
        {"article": "a1", "text_hash": "old", "done": True, "quotes": [quote]},
        {"article": "a2", "text_hash": "old", "done": False, "quotes": [quote]},
        {"article": "a3", "done": True, "quotes": []},
    ]}  # fmt: skip
    path = folder / "ada.json"
    path.write_text(json.dumps(page), encoding="utf-8")
    (sheet,) = read_sheets([path], read_texts(folder))
    told = [p["problem"] for p in sheet.problems]
    assert len(told) == 3
    assert "changed" in told[0]
    assert "to its end" in told[1]
    assert "not in the sample" in told[2]
    assert sheet.coded["a1"].quotes[0]["content"] == ["The ferry was late"]


ODD = [
    ("quote", "is no quote"),
    ({"segments": [["a", 2]]}, "content is not in the article"),
    ({"segments": [[5, 3]], "content": 7}, "content is not in the article"),
    ({"segments": [[0, 5]], "cue_span": [1, 9_999]}, "not at a place"),
    ({"segments": [[0, 5]], "cue_span": "ab"}, "not at a place"),
]


@pytest.mark.parametrize(("quote", "message"), ODD)
def test_a_sheet_that_somebody_edited_is_read_as_far_as_it_goes(
    folder: Path, quote: object, message: str
) -> None:
    row = {"article": "a1", "text_hash": text_hash(TEXT), "done": True, "quotes": [quote, GOOD]}
    path = folder / "ada.json"
    path.write_text(json.dumps({"coder": "ada", "articles": [row]}), encoding="utf-8")
    (sheet,) = read_sheets([path], read_texts(folder))
    assert any(message in p["problem"] for p in sheet.problems)
    assert any(q["content"] == [GOOD["content"]] for q in sheet.coded["a1"].quotes)


@pytest.mark.parametrize("name", ["x.json", "x.xlsx", "x.csv", "x.odt"])
def test_a_file_that_is_no_sheet_is_one_clear_line(folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(b"\x00\x01 nothing, of the kind\n1,2\n")
    with pytest.raises(ValueError, match="x"):
        read_sheets([path], read_texts(folder))


def test_from_corpus_to_a_coded_sample_that_scores_and_corrects(tmp_path: Path) -> None:
    run, out = CliRunner().invoke, tmp_path / "s"
    args = ["--articles", "30", "--coders", "ada,tom", "--overlap", "6", "--out", str(out)]
    done = run(app, ["code", "sample", "data/sample", *args])
    assert done.exit_code == 0, done.output
    corpus = tk.open("data/sample")
    gold = tk.validate.coded_articles(corpus)
    for coder in ("ada", "tom"):
        rows = pd.read_csv(out / f"{coder}.csv", dtype="str")["article"]
        _fill(out, coder, list(rows), gold)
    done = run(app, ["agree", str(out / "ada.json"), str(out / "tom.json")])
    assert done.exit_code == 0, done.output
    assert "quotes: F1" in done.output
    assert len(read_gold(out / "coded")) == 30
    sample = tk.validate.coded_sample(corpus, out / "coded")
    tidy = tk.measure.quote_types(corpus.quotes, corpus.articles, corrected=sample)
    assert tidy[tidy["estimated"] == "corrected"]["estimate"].sum() == pytest.approx(1)
    scored = run(app, ["score", "quotes", "--gold", str(out / "coded")])
    assert scored.exit_code == 0, scored.output


def _fill(out: Path, coder: str, names: list[str], gold: dict[str, CodedArticle]) -> None:
    """What a coder saves who copies the sample's own coding, by words."""
    kept = ("speaker", "cue_kind", "source_form", "source_role", "anonymity")
    articles = []
    for name in names:
        quotes = [
            {**{k: q[k] for k in kept}, "anonymous": str(q["anonymous"]).lower(), "cue": q["cue"],
             "content": q["content"]}
            for q in (gold[name].quotes if name in gold else ())
        ]  # fmt: skip
        text = (out / "texts" / f"{name}.txt").read_bytes().decode()
        articles.append(
            {"article": name, "text_hash": text_hash(text), "done": True, "quotes": quotes}
        )
    made = json.dumps({"coder": coder, "articles": articles})
    (out / f"{coder}.json").write_text(made, encoding="utf-8")
