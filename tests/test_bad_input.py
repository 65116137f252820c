"""Whatever a file holds, it ends as an article or as a dropped row that says why."""

from __future__ import annotations

import gzip
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import toolkit as tk
from tests.annotators import Counter
from toolkit import frames
from toolkit.annotate import Pipeline, Text
from toolkit.collect import RawFile
from toolkit.normalize import normalize

SECONDS = 60
"""Far more than any of these takes on a slow machine: it tells a hang, not a delay."""

S = "The ferry to Skarrow ran again on Tuesday. "
HTML = "<html><body>"
MB = 2**20
NASTY: dict[str, bytes] = {
    "empty.txt": b"",
    "empty.html": b"",
    "empty.json": b"",
    "empty.csv.gz": gzip.compress(b""),
    "blank.txt": b" \n\t \r\n",
    "one.txt": b"x",
    "one.html": b"<",
    "one.json": b"{",
    "one.csv": b",",
    "binary.txt": random.Random(1).randbytes(4000),
    "picture.txt": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4,
    "picture.html": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4,
    "controls.txt": bytes(range(32)) * 20,
    "controls.json": b'{"text": "' + bytes(range(1, 32)) * 20 + b'"}',
    "c1.txt": "".join(map(chr, range(0x80, 0xA0))).encode() * 20,
    "bom.txt": b"\xef\xbb\xbf",
    "bom16.txt": b"\xff\xfe",
    "odd16.txt": S.encode("utf-16")[:-1],
    "rtl.txt": ("قال رئيس البلدية إن العبّارة ستعود يوم الثلاثاء. " * 5).encode(),
    "emoji.md": ("# 🚤🚤\n\n" + "🚤👩‍👩‍👧 " * 100).encode(),
    "combining.txt": ("e" + "\u0301" * 5000).encode(),
    "surrogates.json": rb'{"title": "\ud800", "text": "A \udc00 lone \ud83d half."}',
    "surrogates.txt": "A lone \ud800 half.".encode(errors="surrogatepass"),
    "invisible.txt": "\u200b\u2060\ufeff\u00ad".encode() * 50,
    "noncharacters.txt": "\ufffe\uffff\U0010ffff text".encode(),
    "line.txt": (S * (MB // len(S))).encode(),
    "line.html": (HTML + "<article><p>" + S * (MB // len(S)) + "</p>").encode(),
    "paragraphs.txt": ((S * 5 + "\n\n") * (MB // len(S) // 5)).encode(),
    "paragraphs.html": (HTML + ("<p>" + S * 5 + "</p>") * 3000).encode(),
    "word.txt": b"a" * MB,
    "newlines.txt": b"\n" * MB + b"x",
    "blanks.md": b"   \n" * 300_000 + b"x",
    "capitals.txt": b"A" * 190 + b"!\n\nA text of two words and more.",
    "nested.html": (HTML + "<div>" * 100_000 + S * 20 + "</div>" * 100_000).encode(),
    "unclosed.html": (HTML + "<p><span><b>" * 10_000 + S).encode(),
    "attributes.html": (HTML + "<p " + "a=1 " * 100_000 + ">x</p>").encode(),
    "truncated.html": (HTML + f"<article><p>{S * 9}</p><p>{S * 9}</p><p cla").encode(),
    "script.html": (HTML + f"<script>var text = '{S * 50}';</script>").encode(),
    "blank title.html": ("<title>" + " " * 10**5 + "x</title>" + " - " * 10**5).encode(),
    "entities.html": (HTML + "<p>" + "&#0;&#1;&#xD800;&#x110000;&bogus;" * 100).encode(),
    "xml.html": b"<?xml version='1.0' encoding='x'?><html><p>" + S.encode() * 20,
    "doctype.html": b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><html>&b;',
    "deep.json": b"[" * 100_000 + b"]" * 100_000,
    "deeper.json": b'{"text":' * 100_000,
    "numbers.json": b'{"text": ' + b"9" * 5000 + b"}",
    "infinite.json": b'[{"text": NaN}, {"text": Infinity}, {"text": 1e999}]',
    "keys.json": b'{"": "x", "text": "y", "text": "z", "url": {"a": []}, "date": [[]]}',
    "zeros.csv": b"title,text\nA,\0\0\0\0\0\nB,\0\0\0\0\n",
    "zeros later.csv": b"title,text\nA," + S.encode() * 3000 + b"\0\n",
    "commas.csv": b"," * 10**5 + b"\ntext",
    "quotes.csv": b'text\n"' * 1000,
    "twice.csv": b"text,text,text\na,b,c\n",
    "brackets.md": b"[" * 30_000 + b"x",
    "stars.md": b"*a _b " * 10_000,
    "backticks.md": b"".join(b"`" * i + b" " for i in range(200)),
    "block quotes.md": b"> " * 50_000 + b"x",
    "front matter.md": b"---\n" + b"a: b\n" * 100_000 + b"---\nx",
    "wrong.json": (HTML + f"<article><p>{S * 9}</p><p>{S * 9}</p></article>").encode(),
    "wrong.csv": f"# A title\n\n{S}\n".encode(),
    "wrong.html": f"A title\n\n{S}\n".encode(),
    "wrong.md": b'{"text": "JSON, and not Markdown."}',
    "wrong.pdf": b"%PDF-1.7",
    "no suffix": S.encode(),
    "very.strange.suffix.": S.encode(),
    "double.txt.gz.gz": gzip.compress(S.encode()),
}


def settled(name: str, data: bytes, folder: Path) -> tuple[list[object], list[object]]:
    """Articles and dropped rows of a file, held to what was promised."""
    path = folder / name
    path.write_bytes(data)
    articles, dropped = normalize(RawFile(path, name))
    path.unlink()
    assert articles or dropped
    rows = frames.frame(frames.ARTICLES, articles)
    assert rows["text"].str.strip().str.len().gt(0).all()
    assert not rows["text"].str.contains("\n\n\n|[\x00-\x08]|\n $").any()
    reasons = frames.frame(frames.DROPPED, dropped)["reason"]
    assert reasons.str.len().gt(5).all()
    assert not reasons.str.startswith("unexpected").any(), reasons.tolist()
    return list(articles), list(dropped)


@pytest.mark.parametrize("name", list(NASTY))
def test_every_file_ends_somewhere_in_time(name: str, tmp_path: Path) -> None:
    began = time.monotonic()
    settled(name, NASTY[name], tmp_path)
    assert time.monotonic() - began < SECONDS


def test_one_bad_file_never_stops_a_run(tmp_path: Path, counter: Counter) -> None:
    small = {name: data for name, data in NASTY.items() if len(data) < 10_000}
    for name, data in small.items():
        (tmp_path / name).write_bytes(data)
    corpus = tk.read(tmp_path, counter)
    assert len(corpus.quotes) == corpus.articles["language"].eq("en").sum()
    sources = {*corpus.articles["source_file"], *corpus.dropped["source_file"]}
    assert sources == set(small)


@pytest.mark.parametrize("name", ["line.txt", "line.html", "paragraphs.txt", "paragraphs.html"])
def test_a_long_article_is_whole(name: str, tmp_path: Path) -> None:
    (row,), _ = settled(name, NASTY[name], tmp_path)
    assert row["n_words"] == 8 * NASTY[name].count(S.encode())  # type: ignore[index]


SUFFIXES = ["txt", "md", "html", "json", "jsonl", "csv", "tsv", "txt.gz", "xml", "", "htm.gz"]
PIECES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=40).map(lambda t: t.encode(errors="replace")),
    st.sampled_from(
        [b"<p>", b"</p>", b"<html>", b"---\n", b"# ", b'{"text":', b"}", b"[", b"title,text\n",
         b'"', b"\n\n", b"\r\n", b"\xff\xfe", b"\x1f\x8b", b"By Ada Brook\n", b"March 4, 2025\n",
         b"&#x", b"<script>", b"<!--", b"**", b"](", S.encode() * 4]
    ),
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map(b"".join), st.sampled_from(SUFFIXES))
@example(b"\t\n\r!", "txt")
@settings(max_examples=120, suppress_health_check=list(HealthCheck))
def test_arbitrary_bytes_never_raise(tmp_path: Path, data: bytes, suffix: str) -> None:
    settled(f"file.{suffix}", data, tmp_path)


MARKS = ['"', "“", "”", "‘", "’", "'", "„", "«", "»", "``", "''"]
SAID = ["He said", "Tom Reed, the harbour master,", "it was late.", "according to", "Ada Brook",
        "\n\n", "🚤", "e\u0301", "(", "—", ",", ":", "She denied", "that", "Dr. Holt's", "شكرا",
        "5'6\""]  # fmt: skip
TEXTS = st.lists(st.sampled_from(MARKS + SAID), min_size=1, max_size=25).map(" ".join)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@given(TEXTS | st.text(max_size=80))
@settings(max_examples=30)
def test_offsets_slice_to_the_text_of_their_rows(pipeline: Pipeline, text: str) -> None:
    note = next(pipeline([Text("Ada Brook “late”", text)]))
    for row in note.quotes:
        assert " … ".join(text[a:b] for a, b in row["segments"]) == row["content"] != ""
        for name in ("cue", "source"):
            if row[name] is not None:
                assert text[row[f"{name}_start"] : row[f"{name}_end"]] == row[name]
        assert 0 <= row["position"] <= 1
    for row in note.mentions:
        whole = "Ada Brook “late”" if row["in_title"] else text
        assert whole[row["start"] : row["end"]] == row["text"] != ""
    ids = [row["quote_id"] for row in note.quotes]
    assert len(set(ids)) == len(ids)
    assert {row["parent_id"] for row in note.quotes} <= {None, *ids}
