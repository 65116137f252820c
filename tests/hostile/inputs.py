"""Hostile files: small bombs in every format, and mutants of the sample with a fixed seed.

Nothing here is larger than 100 kB.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import xlwt
from reportlab.pdfgen.canvas import Canvas

MOST = 95_000
"""Bytes of the largest hostile file."""
SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "raw"
Files = dict[str, bytes]
LINES = [
    "Ferry runs again",
    "The Carrowgate Courier",
    "March 4, 2025 Tuesday",
    "Copyright 2025 Carrowgate Courier",
    "Length: 20 words",
    "Body",
    '"It took us all winter," said Tom Reed, the harbour master of Skarrow.',
    "The council raised the tax on moorings, according to Mayor Ines Holt.",
    "Load-Date: March 6, 2025",
    "End of Document",
]
TEXT = "\n".join(LINES)
RECORD = {
    "title": LINES[0],
    "publication": LINES[1],
    "date": "2025-03-04",
    "url": "https://courier.example/ferry",
    "text": TEXT,
}


def samples() -> Files:
    """One file in every format that is read, by name."""
    found = {path.suffix: path.read_bytes() for path in sorted(SAMPLE.rglob("*.*"))}
    page = b"<html><body><article><p>" + TEXT.encode() + b"</p></article></body></html>"
    records = [RECORD, {**RECORD, "text": f"Tax. {TEXT}"}]
    made = {
        "text.txt": found[".txt"],
        "saved.md": b"---\ntitle: Ferry\ndate: 2025-03-04\n---\n" + found[".md"],
        "page.html": found[".html"],
        "nexis.txt": TEXT.encode(),
        "nexis.rtf": b"{\\rtf1\\ansi " + TEXT.replace("\n", "\\par\n").encode() + b"}",
        "nexis.docx": _docx(),
        "records.json": json.dumps({"articles": records}).encode(),
        "records.jsonl": "\n".join(map(json.dumps, records)).encode(),
        "records.csv": _csv(","),
        "records.tsv": _csv("\t"),
        "sheet.xlsx": _xlsx(),
        "sheet.xls": _xls(),
        "clipping.pdf": _pdf(),
        "web.warc": b"".join(map(_record, (page, page.replace(b"Tax", b"Fee")))),
        "packed.html.gz": gzip.compress(found[".html"], mtime=0),
    }
    many = {name: made[name] for name in ("text.txt", "page.html", "records.json", "nexis.docx")}
    return {
        **made,
        "many.zip": zipped(many),
        "web.warc.gz": gzip.compress(made["web.warc"], mtime=0),
    }


def zipped(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _docx() -> bytes:
    made, out = docx.Document(), io.BytesIO()
    for line in LINES:
        made.add_paragraph(line)
    made.save(out)
    return _timeless(out.getvalue())


def _timeless(data: bytes) -> bytes:
    """An office file without the time when it was made."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    stamp = rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    return zipped({n: re.sub(stamp, b"2025-03-04T10:00:00Z", d) for n, d in files.items()})


def _csv(delimiter: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([RECORD.keys(), RECORD.values(), RECORD.values()])
    return out.getvalue().encode()


def _xlsx() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (RECORD.keys(), RECORD.values()):
        book.active.append(list(row))
    book.save(out)
    return _timeless(out.getvalue())


def _xls() -> bytes:
    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("1")
    for i, row in enumerate((RECORD.keys(), RECORD.values())):
        for j, value in enumerate(row):
            sheet.write(i, j, value)
    book.save(out)
    return out.getvalue()


def _pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for i, line in enumerate(LINES):
        canvas.drawString(60, 760 - 12 * i, line)
    canvas.save()
    return out.getvalue()


def _record(body: bytes, uri: str = "https://courier.example/ferry") -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\n"
        "WARC-Date: 2025-03-04T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


TOKENS = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\x1b[2J", b"\xed\xa0\x80", b"\xe2\x80\xae",
    b"&#xD800;", b"&#0;", b"<![CDATA[", b"]]>", b"<!--", b"<script>alert(1)</script>", b"<div>",
    b"</p>", b"<br>", b"<title>", b"<time datetime=", b"<meta property=", b"=1+1", b"@SUM(A1)",
    b"\"", b"'", b",", b"\t", b";", b"\\", b"\\u", b"\\ud800", b"{", b"}", b"[", b"]", b"null",
    b"NaN", b"1e999", b"-1", b"99999999999999999999", b"+99:99", b"0001-01-01", b"---\n", b"<<: *a",
    b"*", b"_", b"`", b"> ", b"| ", b"[a]: b", b"PK\x03\x04", b"PK\x01\x02", b"\x1f\x8b", b"endobj",
    b"stream", b"/FlateDecode", b"\\par", b"{\\rtf1", b"WARC/1.0\r\n", b"Content-Length: 99999999",
    "“".encode(), "„".encode(), "é".encode(), b"A" * 2000,
]  # fmt: skip


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of mutated files: as many of each format."""
    drawn, originals = random.Random(seed), list(samples().items())
    for number in range(count):
        name, data = originals[number % len(originals)]
        for _ in range(drawn.choice((1, 1, 2, 4, 16))):
            other = drawn.choice(originals)[1]
            data = drawn.choice(MUTATIONS)(data, other, drawn)[:MOST]
        yield f"{number:05}-{name}", data


def mutated_texts(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of mutated texts to annotate: no two have many paragraphs in common."""
    paths = sorted(path for path in SAMPLE.rglob("*.*") if path.suffix in (".txt", ".md"))
    lines = [line for path in paths for line in path.read_bytes().splitlines() if line]
    drawn = random.Random(seed)
    for number in range(count):
        data = b"\n\n".join([b"Title %d" % number, *drawn.sample(lines, 8)])
        for _ in range(drawn.choice((1, 2, 4, 16))):
            data = drawn.choice(MUTATIONS)(data, drawn.choice(lines), drawn)[:MOST]
        yield f"{number:05}.txt", data


def _span(data: bytes, drawn: random.Random) -> tuple[int, int]:
    start = drawn.randrange(len(data) + 1)
    return start, min(len(data), start + drawn.choice((1, 2, 8, 64, 512)))


def _change(data: bytes, other: bytes, drawn: random.Random) -> bytes:
    start, end = _span(data, drawn)
    return data[:start] + drawn.randbytes(end - start) + data[end:]


def _remove(data: bytes, other: bytes, drawn: random.Random) -> bytes:
    start, end = _span(data, drawn)
    return data[:start] + data[end:]


def _repeat(data: bytes, other: bytes, drawn: random.Random) -> bytes:
    start, end = _span(data, drawn)
    return data[:start] + data[start:end] * drawn.choice((2, 10, 200, 5000)) + data[end:]


def _insert(data: bytes, other: bytes, drawn: random.Random) -> bytes:
    at = drawn.randrange(len(data) + 1)
    return data[:at] + drawn.choice(TOKENS) * drawn.choice((1, 1, 3, 100)) + data[at:]


def _join(data: bytes, other: bytes, drawn: random.Random) -> bytes:
    return data[: drawn.randrange(len(data) + 1)] + other[drawn.randrange(len(other) + 1) :]


def _cut(data: bytes, other: bytes, drawn: random.Random) -> bytes:
    return data[: drawn.randrange(len(data) + 1)]


def _swap(data: bytes, other: bytes, drawn: random.Random) -> bytes:
    token = drawn.choice(TOKENS)
    return data.replace(drawn.choice((b"\n", b" ", b'"', b"<", b">", b"e")), token)


MUTATIONS: list[Callable[[bytes, bytes, random.Random], bytes]] = [
    _change, _remove, _repeat, _insert, _join, _cut, _swap,
]  # fmt: skip

REPEATED = {
    "md": [
        "*a_ ", "_a*", "**a__", "[", "![", "](", "[a]: b\n", "[a][", "> ", "- ", "1. ", "`",
        "~~~\n", "|", "| a |\n|-|\n", "#", "# a\n", "<", "<!--", "<a href='", "&amp;", "\\",
        "~~a", "\n", "  \n", "***\n", "a\n===\n", "<http://", "![a](b) ",
    ],
    "txt": [
        "A", "a", "A ", "A.", "Mr. ", "said ", '"', "“", "„a“", "(", ")", "1", "1,", "\n", " ",
        "\t", "-", "—", ".", ",", "'s ", '" said A. ', "AB-", "A’", "Ada Reed ", "A B C and ",
        "é", "你", "🚤", "\u0301", "\u202e", "http://", "a@b.", "By ", "Q: A\nA: B\n",
    ],
    "html": [
        "<br>", "<span>", "<time>", "<div>", "<table><tr><td>", "<a href='/x'>x</a>", "<p>",
        "<b><i>", "<!--", "<", "&#160;", "<meta property='og:title' content='x'>", "<script>",
        "<title>", "<li>", "<img src='data:image/png;base64,AAAA'>", "<svg>", "<iframe>",
        "<template>", "<h1>a</h1>", "<article>", "<p>By Ada Reed</p>",
        "<time datetime='2025-03-04'>", "</p>", "\n", "<font>",
    ],
    "json": ["[", '{"a":', '{"text":"a"},', '"', "\\", "1", "[1,", '{"title":[', "\n"],
    "csv": [",", '"', "\n", "a,b\n", '"a\n', ";", "title,text\n"],
    "rtf": ["{\\b ", "\\par ", "{", "}", "\\u55357?", "\\'e9", "\\bin9 "],
}  # fmt: skip
OPENINGS = {
    "json": "[",
    "csv": "title,text\n",
    "rtf": "{\\rtf1\\ansi ",
    "html": "<html><body><article><p>A title.</p>",
    "md": "# A title\n\n",
    "txt": "A title\n\n",
}


def bombs() -> Files:
    """Files that ask for much time or memory, by name."""
    repeated = {
        f"{number:02}.{kind}": (OPENINGS[kind] + unit * MOST).encode()[:MOST]
        for kind, units in REPEATED.items()
        for number, unit in enumerate(units)
    }  # fmt: skip
    return {**repeated, **_nested(), **_packed(), **_pdfs()}


def _nested() -> Files:
    merges = "".join(
        f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}]}}\n" for i in range(1, 9)
    )
    aliases = "".join(f"b{i}: &b{i} [{', '.join([f'*b{i - 1}'] * 9)}]\n" for i in range(1, 9))
    deep = {"title": "a", "text": "b", "extra": "[" * 900 + "]" * 900}
    return {
        "merges.md": f"---\na0: &a0 {{x: 1}}\n{merges}---\n\n# A\n\nB.".encode(),
        "aliases.md": f"---\na0: &a0 [x]\n{aliases}---\n\n# A\n\nB.".encode(),
        "front.md": b"---\n" + b"? " * 9_000 + b"\n---\n\n# A\n\nB.",
        "ld.html": b"<script type='application/ld+json'>"
        + b'{"@graph":[' * 8_000
        + b"</script><p>A",
        "deep.jsonl": json.dumps(deep).encode() + b"\n" + b'{"a":' * 9_000,
        "number.json": b'[{"title": ' + b"9" * 90_000 + b', "text": "a"}]',
        "word.txt": b"A title\n\n" + b"A" * 40_000 + b" said " + b"B" * 40_000,
        "image.txt": b"A title\n\ndata:image/png;base64," + b"iVBORw0KGgo" * 8_000,
    }


def _packed() -> Files:
    page = b"<html><body><p>" + b"<p>A word." * 2_000_000
    word = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:p/>" * 11_000_000}
    letters = zipped({f"{i}.txt": b"A title\n\n" + b"a " * 10_000_000 for i in range(4)})
    return {
        "page.html.gz": gzip.compress(page, mtime=0)[:MOST],
        "zeros.txt.gz": gzip.compress(bytes(80 * 2**20), mtime=0),
        "lines.txt.gz": gzip.compress(b"\n" * (60 * 2**20), mtime=0),
        "word.docx": zipped(word),
        "letters.zip": letters,
        "nested.zip": zipped({"a.zip": zipped({"b.zip": zipped({"c.txt": bytes(10**7)})})}),
        "many.zip": zipped({f"{i}.txt": b"A\n\nB." for i in range(800)}),
        "web.warc.gz": gzip.compress(_record(page), mtime=0),
        "lies.warc": _record(b"<p>A").replace(b"Content-Length: ", b"Content-Length: 9999999"),
    }


def _pdfs() -> Files:
    """PDF files whose forms call each other, and with a page that was compressed twice."""
    forms = {
        3 + i: (b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << "
                + b"/A %d 0 R >> >>" % (4 + i), b"/A Do /A Do /A Do /A Do")
        for i in range(30)
    }  # fmt: skip
    text = b"BT /F1 9 Tf (A word) Tj ET " * 2_000_000
    twice = zlib.compress(zlib.compress(text, 9), 9)
    return {
        "forms.pdf": _pdf_of(b"/A Do", b"", b"/XObject << /A 3 0 R >>", forms),
        "twice.pdf": _pdf_of(twice, b"/Filter [/FlateDecode /FlateDecode]", b"", {}),
        "pages.pdf": _pdf_of(b"0 0 m 9 9 l S " * 6_000, b"", b"", {}),
    }


def _pdf_of(
    page: bytes, how: bytes, resources: bytes, others: dict[int, tuple[bytes, bytes]]
) -> bytes:
    streams = {99: (how, page), **others}
    parts = [
        b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n",
        b"2 0 obj << /Type /Pages /Kids [98 0 R] /Count 1 >> endobj\n",
        b"98 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 99 0 R "
        b"/Resources << " + resources + b" >> >> endobj\n",
        *(
            b"%d 0 obj << %s /Length %d >> stream\n%s\nendstream endobj\n"
            % (n, head, len(body), body)
            for n, (head, body) in streams.items()
        ),
        b"trailer << /Root 1 0 R >>\n%%EOF",
    ]
    return b"".join(parts)
