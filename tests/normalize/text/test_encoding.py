"""Encodings: declared, detected, damaged, mixed up."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from toolkit.normalize.text.encoding import Binary, decode, tidy

WORDS = "“It’s been a long winter,” said Señora Müller – café owner, Zürich."
PAGE = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'

ENCODED = [
    ("utf-8", WORDS.encode(), WORDS, []),
    ("mark of utf-8", codecs.BOM_UTF8 + WORDS.encode(), WORDS, []),
    ("utf-16", WORDS.encode("utf-16"), WORDS, ["encoding: utf-16"]),
    ("utf-16 le", WORDS.encode("utf-16-le"), WORDS, ["encoding: utf-16-le"]),
    ("utf-16 be", WORDS.encode("utf-16-be"), WORDS, ["encoding: utf-16-be"]),
    ("mark of utf-16 be", codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), WORDS,
     ["encoding: utf-16"]),
    ("utf-32", WORDS.encode("utf-32"), WORDS, ["encoding: utf-32"]),
    ("windows-1252", WORDS.encode("cp1252"), WORDS, ["encoding: cp1252"]),
    ("latin-1", "Señora Müller of Zürich said so.".encode("latin-1"),
     "Señora Müller of Zürich said so.", ["encoding: cp1252"]),
    ("mojibake", WORDS.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d").encode(),
     WORDS, ["mojibake mended"]),
    ("cut in a character", (WORDS + " é").encode()[:-1], WORDS + " \ufffd",
     ["encoding: utf-8, 1 characters broken"]),
    ("a stray zero", WORDS.encode() + b"\0", WORDS, []),
    ("cyrillic", ("Мэр города сказал, что налог повысят. " * 5).encode("cp1251"),
     "Мэр города сказал, что налог повысят. " * 5, ["encoding: cp1251"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "text", "warnings"), ENCODED, ids=[e[0] for e in ENCODED])
def test_decoded(name: str, data: bytes, text: str, warnings: list[str]) -> None:
    assert decode(data) == (text, warnings)


DECLARED = [
    ("windows-1252", "cp1252", "cp1252"),
    ("iso-8859-1", "cp1252", "cp1252"),
    ("utf-8", "cp1252", "cp1252"),
    ("utf-16", "cp1252", "cp1252"),
    ("unicode_escape", "cp1252", "cp1252"),
    ("no-such-thing", "cp1252", "cp1252"),
    ("zlib", "cp1252", "cp1252"),
    ("windows-1252", "utf-8", None),
    ("iso-8859-2", "iso-8859-2", "iso8859-2"),
]


@pytest.mark.parametrize(("declared", "encoding", "used"), DECLARED)
def test_a_page_s_declaration_is_heard_but_not_believed(
    declared: str, encoding: str, used: str | None
) -> None:
    words = "Zażółć gęślą jaźń" if encoding == "iso-8859-2" else WORDS
    text, warnings = decode(PAGE.format(declared, words).encode(encoding))
    assert words in text
    assert warnings == ([f"encoding: {used}"] if used else [])


BINARY = [
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
    b"\x7fELF\x02\x01\x01" + bytes(100),
    b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(200)),
    random.Random(1).randbytes(5000),
    bytes(range(256)) * 4,
]


@pytest.mark.parametrize("data", BINARY)
def test_binary_is_not_text(data: bytes) -> None:
    with pytest.raises(Binary):
        decode(data)


TIDY = [
    ("a\r\nb\rc\nd", "a\nb\nc\nd"),
    ("a\u2028b\u2029c", "a\nb\n\nc"),
    ("1\u00a0000\u202fkm\u3000on", "1 000 km on"),
    ("so\u00adft\u200b\ufeff", "soft"),
    ("bell\x07 null\x00 escape\x1b del\x7f", "bell null escape del"),
    ("It\x92s \x93late\x94\x85", "It’s “late”…"),
    ("e\u0301", "é"),
    ("a lone \ud800 half", "a lone \ufffd half"),
    ("شكرا 🚤", "شكرا 🚤"),
]


@pytest.mark.parametrize(("text", "expected"), TIDY)
def test_tidy(text: str, expected: str) -> None:
    assert tidy(text) == expected


@given(st.text())
def test_tidy_text_is_tidy_and_can_be_kept(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert once.encode().decode() == once


@given(st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), min_size=1))
def test_what_is_utf_8_is_read_as_utf_8(text: str) -> None:
    assume(not set(text) & set("âÃÂ\ufeff"))
    assert decode(text.encode()) == (text, [])
