"""JSON, JSON Lines and CSV, whatever their columns are called."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from toolkit.collect import RawFile
from toolkit.normalize import normalize

Rows = list[dict[str, object]]
BODY = "The ferry ran again on Tuesday."


def read(tmp_path: Path, name: str, content: str | bytes) -> tuple[Rows, list[str]]:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    articles, dropped = normalize(RawFile(path, name))
    return articles, [str(d["reason"]) for d in dropped]


COLUMNS = [
    ("text", "title", "authors", "published", "outlet", "url"),
    ("body", "headline", "byline", "date", "source", "link"),
    ("content", "Title", "author", "publishedAt", "publisher", "URL"),
    ("Full Text", "Headline", "Author", "Publication Date", "Publication", "Link"),
    ("maintext", "title", "authors", "date_publish", "source_domain", "url"),
    ("articleBody", "headline", "creator", "datePublished", "newspaper", "canonical_url"),
]
VALUES = (BODY, "Ferry runs", "Ada Brook", "2025-03-04", "Courier", "https://c.example/1")


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("kind", ["json", "jsonl", "csv", "tsv", "semicolon.csv"])
def test_columns_of_any_sensible_name(columns: tuple[str, ...], kind: str, tmp_path: Path) -> None:
    record = dict(zip(columns, VALUES, strict=True))
    if kind.endswith("sv"):
        stream = io.StringIO()
        delimiter = {"csv": ",", "tsv": "\t"}.get(kind, ";")
        writer = csv.DictWriter(stream, columns, delimiter=delimiter)
        writer.writeheader()
        writer.writerow(record)
        content = stream.getvalue()
    else:
        content = json.dumps([record] if kind == "json" else record)
    (row,), dropped = read(tmp_path, f"export.{kind}", content)
    assert dropped == []
    assert (row["text"], row["title"], row["authors"]) == (BODY, "Ferry runs", ["Ada Brook"])
    assert (row["outlet"], row["url"]) == ("Courier", "https://c.example/1")
    assert str(row["published"])[:10] == "2025-03-04"


SHAPES = [
    ("a list", '[{"text": "One."}, {"text": "Two."}]', ["One.", "Two."]),
    ("one record", '{"text": "One."}', ["One."]),
    ("under a name", '{"status": "ok", "articles": [{"text": "One."}]}', ["One."]),
    ("under two names", '{"response": {"results": [{"body": "One."}]}}', ["One."]),
    ("beside a title", '{"title": "My export", "articles": [{"text": "One."}]}', ["One."]),
    ("by their keys", '{"17": {"text": "One."}, "18": {"text": "Two."}}', ["One.", "Two."]),
    ("lines", '{"text": "One."}\n\n{"text": "Two."}\r\n', ["One.", "Two."]),
    ("one line", '{"text": "One."}\n', ["One."]),
    ("paragraphs", '{"text": ["One.", "Two."]}', ["One.\n\nTwo."]),
    ("line separator", '{"text": "1.\u20282."}\n{"text": "3."}', ["1.\n\n2.", "3."]),
    ("escapes", r'{"text": "It\u2019s\u00a0\u0007, \ud83d\udea4 \ud800."}', ["It’s , 🚤 \ufffd."]),
    ("number", '{"text": 5}', ["5"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "texts"), SHAPES, ids=[s[0] for s in SHAPES])
def test_shapes_of_json(name: str, content: str, texts: list[str], tmp_path: Path) -> None:
    articles, dropped = read(tmp_path, "export.json", content)
    assert ([a["text"] for a in articles], dropped) == (texts, [])


@pytest.mark.parametrize("column", ["html", "text", "content"])
def test_a_column_of_markup_is_read_as_a_page(column: str, tmp_path: Path) -> None:
    paragraph = " ".join([BODY] * 9)
    page = "<html><body><article>" + f"<p>{paragraph}</p>" * 3 + "</article></body></html>"
    (row,), _ = read(tmp_path, "a.json", json.dumps({column: page, "title": "Ferry runs"}))
    assert row["text"] == "\n\n".join([paragraph] * 3)
    assert row["title"] == "Ferry runs"


BYLINES = [
    ('"Ada Brook, Tom Reed"', ["Ada Brook", "Tom Reed"]),
    ('["Ada Brook", "Tom Reed"]', ["Ada Brook", "Tom Reed"]),
    ('{"name": "Ada Brook"}', ["Ada Brook"]),
    ('[{"@type": "Person", "name": "Ada Brook"}, {"name": "Tom Reed"}]', ["Ada Brook", "Tom Reed"]),
    ('{"name": ["Ada Brook", "Tom Reed"]}', ["Ada Brook", "Tom Reed"]),
    ('{"name": {"value": "Ada Brook"}}', ["Ada Brook"]),
    ("null", []),
    ("[]", []),
    ("{}", []),
    ("[null, {}]", []),
]  # fmt: skip


@pytest.mark.parametrize(("author", "expected"), BYLINES)
def test_authors_of_any_shape(author: str, expected: list[str], tmp_path: Path) -> None:
    (row,), _ = read(tmp_path, "a.json", f'{{"text": "{BODY}", "author": {author}}}')
    assert row["authors"] == expected


BROKEN = [
    ("a.jsonl", '{"text": "One."}\n{"text": \n\n[1]\n{"text": "Two."}', 2,
     ["line 2 is not JSON", "line 4 is no record"]),
    ("a.json", '{"text": "One."', 0, ["line 1 is not JSON"]),
    ("a.json", "not json at all", 0, ["not JSON"]),
    ("a.json", "[]", 0, ["empty: there is no article"]),
    ("a.json", '[{"text": ""}, {"text": null}, 5, "x", null]', 0,
     ["record 1 has no text", "record 2 has no text", "record 3 is no record",
      "record 4 is no record", "record 5 is no record"]),
    ("a.json", '{"title": "x", "url": "https://a.example"}', 0, ["record 1 has no text"]),
    ("a.json", "[" * 100_000, 0, ["nested too deeply"]),
    ("a.json", '{"text": ' + "[" * 900 + '"x"' + "]" * 900 + "}", None, []),
    ("a.csv", "url\nhttps://a.example/1\n", 0,
     ["no column with the articles' text; the columns are url"]),
    ("a.csv", "id,address,when\n1,https://a.example/1,now\n", 0,
     ["no column with the articles' text; the columns are id, address, when"]),
    ("a.csv", "text,title\n", 0, ["empty: there is no article"]),
    ("a.csv", "title,text\nA,One.\nB,\nC,Three.\n", 2, ["row 3 has no text"]),
    ("a.csv", 'title,text\nA,"One.\nB,Two.\n', 1, ["row 2: CSV broken"]),
    ("a.csv", "title,text\nA,One.,x,y\n,Two.\nC\n", 2, ["row 4 has no text"]),
    ("a.csv", b"title,text\nA,One and one " + b"is two " * 9 + b"\0.\n", 1, []),
    ("a.csv", "title,text\nA," + "word " * 200_000 + "\n", 1, []),
    ("a.csv", "\n\n\n", 0, ["empty: the file has no characters"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "kept", "reasons"), BROKEN)
def test_a_broken_record_loses_none_of_the_others(
    name: str, content: str | bytes, kept: int | None, reasons: list[str], tmp_path: Path
) -> None:
    articles, dropped = read(tmp_path, name, content)
    if kept is None:
        assert len(articles) + len(dropped) == 1
        return
    assert len(articles) == kept
    assert [d[: len(r)] for d, r in zip(dropped, reasons, strict=True)] == reasons


def test_numbers_of_lines_are_those_of_the_file(tmp_path: Path) -> None:
    _, dropped = read(tmp_path, "a.jsonl", '{"text": "One."}\n\n\nbroken\n')
    assert dropped[0].startswith("line 4 is not JSON")
