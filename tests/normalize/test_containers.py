"""Of n records with a bad one at any place, n - 1 are articles, and one is a reason."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from toolkit.collect import RawFile
from toolkit.normalize import normalize

DEEP = "[" * 900 + "]" * 900


def text(number: int) -> str:
    return f"The ferry number {number} ran again on Tuesday, said the harbour master."


def from_lines(join: Callable[[list[str]], str], bad: str) -> Callable[[int, int], bytes]:
    """A maker of a file from its JSON records, one of which is replaced."""

    def make(size: int, place: int) -> bytes:
        records = [json.dumps({"title": f"Ferry {i}", "text": text(i)}) for i in range(size)]
        records[place] = bad
        return join(records).encode()

    return make


def array(records: list[str]) -> str:
    return f"[{', '.join(records)}]"


def wrapped(records: list[str]) -> str:
    return f'{{"articles": [{", ".join(records)}]}}'


def csv_file(bad: str) -> Callable[[int, int], bytes]:
    def make(size: int, place: int) -> bytes:
        stream = io.StringIO()
        csv.writer(stream).writerows([f"Ferry {i}", text(i)] for i in range(size))
        lines = stream.getvalue().splitlines()
        lines[place] = bad
        return "\n".join(["title,text", *lines, ""]).encode()

    return make


def xlsx(size: int, place: int) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].append(["title", "text"])
    for i in range(size):
        book.worksheets[0].append([f"Ferry {i}", None if i == place else text(i)])
    book.save(stream)
    return stream.getvalue()


def xls(size: int, place: int) -> bytes:
    book, stream = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("a")
    for row, cells in enumerate([["title", "text"], *([f"F {i}", text(i)] for i in range(size))]):
        for column, cell in enumerate(cells):
            sheet.write(row, column, "" if (row - 1, column) == (place, 1) else cell)
    book.save(stream)
    return stream.getvalue()


def zipped(name: str, bad: bytes) -> Callable[[int, int], bytes]:
    def make(size: int, place: int) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as opened:
            for i in range(size):
                is_bad = i == place
                opened.writestr(name if is_bad else f"{i}.txt", bad if is_bad else text(i))
        return stream.getvalue()

    return make


def damaged_zip(size: int, place: int) -> bytes:
    return zipped("x.txt", b"To be damaged")(size, place).replace(
        b"To be damaged", b"To be changed"
    )


def warc(
    change: Callable[[bytes], bytes], pack: Callable[[bytes], bytes] = bytes
) -> Callable[[int, int], bytes]:
    def make(size: int, place: int) -> bytes:
        records = [page(i) for i in range(size)]
        records[place] = change(records[place])
        return b"".join(map(pack, records))

    return make


def page(number: int) -> bytes:
    body = f"<html><title>Ferry {number}</title><article><p>{text(number)}</p></article></html>"
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2025-03-04T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: https://c.example/a/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}"
    )
    return f"{head}\r\n\r\n{answer}\r\n\r\n".encode()


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda record: record.replace(old, new)


TYPES = {
    "a kind that is no text": replaced(b"text/html", b"audio/ogg"),
    "no version": replaced(b"WARC/1.0", b"WORC/1.0"),
    "a length that is none": replaced(b"Content-Length: ", b"Content-Length: x"),
    "an address that is none": replaced(b"https://", b"nowhere:"),
    "a status that is none": replaced(b"200 OK", b"404 No"),
}
MAKERS: dict[str, tuple[str, Callable[[int, int], bytes]]] = {
    **{
        f"{kind} with {bad[:9]}": (f"a.{suffix}", from_lines(join, bad))
        for kind, suffix, join in (
            ("array", "json", array),
            ("wrapped", "json", wrapped),
            ("lines", "jsonl", "\n".join),
        )
        for bad in (f'{{"text": {DEEP}}}', '{"text": nothing}', '{"title": "x"}')
    },
    "csv with an open quote": ("a.csv", csv_file('Ferry,"')),
    "csv without a text": ("a.csv", csv_file("Ferry,")),
    "xlsx without a text": ("a.xlsx", xlsx),
    "xls without a text": ("a.xls", xls),
    "zip with a picture": ("a.zip", zipped("x.png", b"x")),
    "zip with a broken PDF": ("a.zip", zipped("x.pdf", b"%PDF-1.7")),
    "zip with a broken document": ("a.zip", zipped("x.docx", b"PK")),
    "zip with a damaged file": ("a.zip", damaged_zip),
    **{f"warc with {name}": ("a.warc", warc(change)) for name, change in TYPES.items()},
    **{
        f"warc.gz with {name}": ("a.warc.gz", warc(change, gzip.compress))
        for name, change in TYPES.items()
    },
}


@pytest.mark.parametrize("kind", MAKERS)
@given(size=st.integers(2, 6), data=st.data())
def test_a_bad_record_costs_itself_alone(
    kind: str, tmp_path_factory: pytest.TempPathFactory, size: int, data: st.DataObject
) -> None:
    name, make = MAKERS[kind]
    place = data.draw(st.integers(0, size - 1))
    path: Path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(make(size, place))
    articles, dropped = normalize(RawFile(path, name))
    whole = [text(i) for i in range(size) if i != place]
    assert [row["text"] for row in articles] == whole
    assert len(dropped) == 1, dropped


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("nexis.txt", "End of Document\nBody\nThe ferry ran again on Tuesday."),
        ("records.json", "[]"),
    ],
)
def test_what_holds_no_article_is_dropped_also_in_a_zip(
    name: str, data: str, tmp_path: Path
) -> None:
    path = tmp_path / "some.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, data)
        archive.writestr("ferry.txt", f"Ferry runs again\n\n{text(1)}")
    rows, dropped = normalize(RawFile(path, path.name))
    assert len(rows) == 1
    assert [row["reason"] for row in dropped] == ["empty: there is no article in it"]
