"""Exports of press databases, written here after their documented formats; nothing is lost."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

import toolkit as tk
from tests.annotators import Counter
from toolkit.collect import find_files

NEXIS = """Ferry runs again
The Brinemouth Herald
March 4, 2025 Tuesday
Copyright 2025 Brinemouth Papers All Rights Reserved
Section: NEWS; Pg. 4
Length: 24 words
Byline: Ada Brook
Body
The ferry to Skarrow ran again on Tuesday.
"It was a long winter," said Tom Reed, the harbour master.
Classification
Language: ENGLISH
Publication-Type: Newspaper
Load-Date: March 5, 2025
End of Document
Council raises tax
The Carrowgate Courier
March 6, 2025 Thursday
Copyright 2025 Carrowgate Courier
Length: 11 words
Body
The council raised the tax on moorings, according to Mayor Ines Holt.
Load-Date: March 6, 2025
End of Document"""


def rtf(lines: str) -> bytes:
    """Lines as an RTF file."""
    escaped = lines.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    body = escaped.replace("\n", "\\par\n")
    return ("{\\rtf1\\ansi\\deff0 {\\fonttbl{\\f0 Arial;}}\\f0 " + body + "\\par}").encode(
        "latin-1"
    )


def docx(lines: str) -> bytes:
    """Lines as a Word file."""
    made, out = Document(), io.BytesIO()
    for line in lines.split("\n"):
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()


def read(tmp_path: Path, name: str, data: bytes | str) -> tk.Corpus:
    folder = tmp_path / "exports"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return tk.read(folder / name, Counter())


def rows(corpus: tk.Corpus) -> list[dict[str, Any]]:
    found = corpus.articles.sort_values("published").to_dict("records")
    return [{str(k): v for k, v in row.items()} for row in found]


@pytest.mark.parametrize("suffix", ["docx", "rtf"])
def test_nexis(suffix: str, tmp_path: Path) -> None:
    data = docx(NEXIS) if suffix == "docx" else rtf(NEXIS)
    first, second = rows(read(tmp_path, f"nexis.{suffix}", data))
    assert first["title"] == "Ferry runs again"
    assert first["outlet"] == "The Brinemouth Herald"
    assert first["authors"] == ["Ada Brook"]
    assert first["published"].isoformat() == "2025-03-04T00:00:00+00:00"
    assert first["section"] == "NEWS"
    assert first["text"].startswith("The ferry to Skarrow ran again on Tuesday.\n\n")
    assert first["text"].endswith("said Tom Reed, the harbour master.")
    extra = json.loads(first["extra"])
    assert extra["Length"] == "24 words"
    assert extra["Load-Date"] == "March 5, 2025"
    assert extra["Copyright"].startswith("Copyright 2025")
    assert second["outlet"] == "The Carrowgate Courier"
    assert second["text"].startswith("The council raised")


def test_nexis_with_editions(tmp_path: Path) -> None:
    text = NEXIS.replace("Tuesday\n", "Tuesday\nEdition 1; National Edition\n", 1)
    text = text.replace("Thursday\n", "Thursday\nFirst Edition\n")
    found = [(r["title"], r["outlet"]) for r in rows(read(tmp_path, "n.docx", docx(text)))]
    assert found == [
        ("Ferry runs again", "The Brinemouth Herald"),
        ("Council raises tax", "The Carrowgate Courier"),
    ]


OLD_NEXIS = """

                               1 of 3 DOCUMENTS

                             The Brinemouth Herald

                             March 4, 2005 Friday
                                 Late Edition

Ferry runs
again

BYLINE: Ada Brook

SECTION: NEWS; Pg. 4

LENGTH: 24 words

   The ferry to Skarrow ran
again on Tuesday.

   LENGTHY as it was, the winter is over, said Tom Reed.

LOAD-DATE: March 5, 2005

LANGUAGE: ENGLISH

                       Copyright 2005 Brinemouth Papers

                               2 of 3 DOCUMENTS

This document cannot be displayed.

                               3 of 3 DOCUMENTS

                            The Carrowgate Courier

                            March 6, 2005, Sunday

SECTION: NEWS; Pg. 1

LENGTH: 11 words

HEADLINE: Council raises tax

BYLINE: INES HOLT

BODY:
   The council raised the tax on moorings.
"""


def test_old_nexis_text_is_split_and_what_is_no_article_says_so(tmp_path: Path) -> None:
    corpus = read(tmp_path, "old.txt", OLD_NEXIS)
    first, second = rows(corpus)
    assert (first["title"], first["outlet"]) == ("Ferry runs again", "The Brinemouth Herald")
    assert (first["authors"], first["section"]) == (["Ada Brook"], "NEWS")
    assert first["published"].date().isoformat() == "2005-03-04"
    assert first["text"].split("\n\n") == [
        "The ferry to Skarrow ran again on Tuesday.",
        "LENGTHY as it was, the winter is over, said Tom Reed.",
    ]
    assert (second["title"], second["authors"]) == ("Council raises tax", ["Ines Holt"])
    assert second["text"] == "The council raised the tax on moorings."
    (reason,) = corpus.read_dropped["reason"]
    assert reason == "article 2 of the export has no text: This document cannot be displayed."


CODED = [
    ("SE", "News"),
    ("HD", "Ferry runs again"),
    ("BY", "By Ada Brook"),
    ("WC", "24 words"),
    ("PD", "4 March 2025"),
    ("ET", "10:15"),
    ("SN", "The Carrowgate Courier"),
    ("LA", "English"),
    ("LP", "The ferry to Skarrow ran again on Tuesday."),
    ("TD", "He said the crew had waited since January."),
    ("IN", "iferry : Ferries"),
    ("AN", "Document COUR000020250304el340001"),
]


def factiva_html() -> str:
    cells = "".join(f"<tr><td><b>{c}</b></td><td><p>{t}</p></td></tr>" for c, t in CODED)
    page = f'<div id="article-1" class="article enArticle"><table>{cells}</table></div>'
    return f"<html><head><title>Factiva</title></head><body>{page}</body></html>"


FACTIVA = [
    ("factiva.html", factiva_html().encode()),
    ("factiva.rtf", rtf("\n".join(f"{c}   {t}" for c, t in CODED[:-1]) + f"\n{CODED[-1][1]}")),
]


@pytest.mark.parametrize(("name", "data"), FACTIVA)
def test_factiva(name: str, data: bytes, tmp_path: Path) -> None:
    (row,) = rows(read(tmp_path, name, data))
    assert (row["title"], row["outlet"]) == ("Ferry runs again", "The Carrowgate Courier")
    assert row["authors"] == ["Ada Brook"]
    assert row["published"].isoformat() == "2025-03-04T10:15:00+00:00"
    assert row["section"] == "News"
    assert row["text"].split("\n\n") == [text for code, text in CODED if code in ("LP", "TD")]
    assert json.loads(row["extra"])["IN"] == "iferry : Ferries"


DISPLAY = """News
Ferry runs again
By Ada Brook
24 words
4 March 2025
The Carrowgate Courier
COUR
English
(c) 2025 Carrowgate Courier

The ferry to Skarrow ran again on Tuesday.

He said the crew had waited since January.

Document COUR000020250304el340001"""


def test_factiva_in_its_display_format(tmp_path: Path) -> None:
    (row,) = rows(read(tmp_path, "factiva.rtf", rtf(DISPLAY)))
    assert (row["title"], row["section"]) == ("Ferry runs again", "News")
    assert (row["outlet"], row["authors"]) == ("The Carrowgate Courier", ["Ada Brook"])
    assert row["text"].count("\n\n") == 1
    assert json.loads(row["extra"])["AN"] == "COUR000020250304el340001"


PROQUEST = """____________________________________________________________

Title: Ferry runs again

Author: Brook, Ada

Publication info: The Carrowgate Courier ; Carrowgate [Carrowgate]. 04 Mar 2025: 4.

Full text: The ferry to Skarrow ran again on Tuesday.

Note: this line is part of the text.

Subject: Ferries; Winter

Publication title: The Carrowgate Courier

Publication date: Mar 4, 2025

Section: News

Language of publication: English

ProQuest document ID: 3170000001

Document URL: https://proquest.example/docview/3170000001

____________________________________________________________
"""


def test_proquest_text(tmp_path: Path) -> None:
    (row,) = rows(read(tmp_path, "proquest.txt", PROQUEST))
    assert (row["title"], row["outlet"]) == ("Ferry runs again", "The Carrowgate Courier")
    assert row["published"].date().isoformat() == "2025-03-04"
    assert row["section"] == "News"
    assert row["text"].split("\n\n")[1] == "Note: this line is part of the text."
    extra = json.loads(row["extra"])
    assert extra["ProQuest document ID"] == "3170000001"
    assert extra["Subject"] == "Ferries; Winter"


def test_proquest_with_a_bare_title_and_names_in_reverse(tmp_path: Path) -> None:
    text = PROQUEST.replace("Title: Ferry runs again", "Section: where the ferry ran").replace(
        "Brook, Ada", "Brook, Ada; Reed, Tom And"
    )
    (row,) = rows(read(tmp_path, "proquest.txt", text))
    assert row["title"] == "Section: where the ferry ran"
    assert row["authors"] == ["Ada Brook", "Tom Reed"]


def test_a_page_that_names_factiva_is_no_export(tmp_path: Path) -> None:
    words = "The ferry to Skarrow ran again on Tuesday, and nobody complained about it. " * 4
    page = (
        f"<html><body><nav><a href=/f>Factiva</a></nav><h1>Ferry</h1><p>{words}</p></body></html>"
    )
    (row,) = rows(read(tmp_path, "page.html", page))
    assert (row["title"], row["text"]) == ("Ferry", words.strip())


HEADER = ["Title", "FullText", "Authors", "pubdate", "pubtitle", "StoreId"]
SHEET = ["Ferry runs again", "The ferry ran again on Tuesday.", "Ada Brook", "Mar 4, 2025",
         "The Carrowgate Courier", "3170000001"]  # fmt: skip


def xls() -> bytes:
    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("1")
    for i, row in enumerate((HEADER, SHEET)):
        for j, value in enumerate(row):
            sheet.write(i, j, value)
    book.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (HEADER, SHEET):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("name", "data"), [("p.xls", xls()), ("p.xlsx", xlsx())])
def test_sheets(name: str, data: bytes, tmp_path: Path) -> None:
    (row,) = rows(read(tmp_path, name, data))
    assert (row["title"], row["outlet"]) == ("Ferry runs again", "The Carrowgate Courier")
    assert row["authors"] == ["Ada Brook"]
    assert row["published"].date().isoformat() == "2025-03-04"
    assert json.loads(row["extra"]) == {"StoreId": "3170000001"}


LEFT = ["The ferry to Skarrow ran", "again on Tuesday after the", "ice had gone, the harbour",
        "master said, and the pas-", "sengers cheered it from"]  # fmt: skip
RIGHT = ["the quay in the rain.", "    He thanked the crew for", "its patience and its work."]


def pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Helvetica-Bold", 24)
    canvas.drawString(60, 760, "Ferry runs again")
    canvas.setFont("Helvetica", 10)
    for x, column in ((60, LEFT), (320, RIGHT)):
        for i, line in enumerate(column):
            canvas.drawString(x + (15 if line[0] == " " else 0), 720 - 12 * i, line.strip())
    canvas.save()
    return out.getvalue()


def test_a_clipping_is_read_by_column(tmp_path: Path) -> None:
    (row,) = rows(read(tmp_path, "clipping.pdf", pdf()))
    assert row["title"] == "Ferry runs again"
    assert row["text"].split("\n\n") == [
        "The ferry to Skarrow ran again on Tuesday after the ice had gone, the harbour master said,"
        " and the passengers cheered it from the quay in the rain.",
        "He thanked the crew for its patience and its work.",
    ]


def test_newsapi(tmp_path: Path) -> None:
    article = {
        "source": {"id": None, "name": "The Carrowgate Courier"},
        "author": "Ada Brook",
        "title": "Ferry runs again",
        "url": "https://courier.example/ferry",
        "publishedAt": "2025-03-04T10:15:00Z",
        "content": "The ferry to Skarrow ran again on Tuesday. It was a long winter.",
    }
    found = {"status": "ok", "totalResults": 1, "articles": [article]}
    (row,) = rows(read(tmp_path, "newsapi.json", json.dumps(found)))
    assert row["outlet"] == "The Carrowgate Courier"
    assert row["url"] == "https://courier.example/ferry"
    assert row["published"].isoformat() == "2025-03-04T10:15:00+00:00"


def test_newsapi_s_removed_articles_are_dropped(tmp_path: Path) -> None:
    kept = {
        "source": {"name": "The Carrowgate Courier"},
        "author": "https://courier.example/a, Ada Brook",
        "title": "Ferry runs again - The Carrowgate Courier",
        "content": "The ferry ran.",
    }
    removed = {"title": "[Removed]", "url": "https://removed.com", "content": "[Removed]"}
    corpus = read(tmp_path, "newsapi.json", json.dumps({"articles": [kept, removed]}))
    (row,) = rows(corpus)
    assert (row["title"], row["authors"]) == ("Ferry runs again", ["Ada Brook"])
    assert corpus.read_dropped["reason"].item() == "record 2 was removed at its source"


def test_newsapi_s_cut_texts_say_so(tmp_path: Path) -> None:
    article = {"title": "Ferry", "url": "https://courier.example/f",
               "content": "The ferry ran again on Tuesday, and the… [+1234 chars]"}  # fmt: skip
    (row,) = rows(read(tmp_path, "newsapi.json", json.dumps({"articles": [article]})))
    assert row["text"] == "The ferry ran again on Tuesday, and the…"
    assert "text cut off: 1,234 more characters at its source" in row["warnings"]


BROKEN = [
    ("a.docx", b"PK not a zip", "not a Word file"),
    ("a.rtf", b"plain words", "not an RTF file"),
    ("a.pdf", b"%PDF-1.4 cut", "PDF broken"),
    ("a.xls", b"\xd0\xcf\x11\xe0 cut", "not a spreadsheet (.xls)"),
    ("a.xlsx", b"PK cut", "not a spreadsheet (.xlsx)"),
    ("a.zip", b"PK cut", "zip broken"),
    ("a.warc", b"no archive at all", "WARC broken"),
]


@pytest.mark.parametrize(("name", "data", "reason"), BROKEN)
def test_a_broken_export_is_a_row(name: str, data: bytes, reason: str, tmp_path: Path) -> None:
    corpus = read(tmp_path, name, data)
    assert len(corpus) == 0
    assert corpus.read_dropped["reason"].item().startswith(reason)


def test_a_text_file_that_breaks_off_says_so(tmp_path: Path) -> None:
    whole = rtf("Ferry stays\n\nThe ferry stayed in harbour on Monday.")
    (kept,) = rows(read(tmp_path, "whole.rtf", whole))
    (cut,) = rows(read(tmp_path, "cut.rtf", whole[:-8]))
    said = "text cut off: the file ends before its text does"
    assert (said in kept["warnings"], said in cut["warnings"]) == (False, True)


def test_a_zip_of_saved_pages_and_exports(tmp_path: Path) -> None:
    out = io.BytesIO()
    saved = "# Ferry stays\n\nBy Ada Brook\n\nThe ferry stayed in harbour on Monday, they said."
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("nexis/a.docx", docx(NEXIS))
        packed.writestr("courier/b.md", saved)
        packed.writestr("courier/c.html", "<html><body><p>Words.</p></body></html>")
        packed.writestr("courier/c_files/frame.html", "<html><body><p>An advert.</p></body></html>")
        packed.writestr("__MACOSX/._b.md", "x")
    corpus = read(tmp_path, "all.zip", out.getvalue())
    assert {"Ferry runs again", "Council raises tax", "Ferry stays"} <= set(
        corpus.articles["title"]
    )
    assert not corpus.articles["text"].str.contains("advert").any()
    assert "courier" in set(corpus.articles["outlet"])


def test_a_saved_page_s_files_are_no_articles(tmp_path: Path) -> None:
    for name in ("Ferry.html", "Ferry_files/frame.html", "other_files/b.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("<html><body><p>Words of a page.</p></body></html>")
    names = [raw.name for raw in find_files(tmp_path)]
    assert names == ["Ferry.html", "other_files/b.html"]
