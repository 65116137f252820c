"""Decode bytes by declared or detected encoding, and repair mojibake."""

from __future__ import annotations

import codecs
import re
import unicodedata

import ftfy
from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_MOJIBAKE = re.compile("â€|Ã[\u0080-\u00bf©¨¤¶¼ª«±³µº]|Â[\u0080-\u00bf]")
_SAMPLE = 2**16
_NOISE = 0.02
"""Share of zero or control bytes above which a file is not text."""
_ASCII = '<a href="#">\\'


class Binary(Exception):
    """The bytes are not text."""


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text of a file or page, and warnings about its encoding.

    UTF-8 is tried first, whatever a page declares: other encodings rarely decode as UTF-8.

    Raises:
        Binary: the bytes are not text.

    Example:
        >>> decode("Señora".encode("windows-1252"))
        ('Señora', ['encoding: cp1252'])
    """
    text, encoding = _characters(data)
    warnings = [] if encoding == "utf-8" else [f"encoding: {encoding}"]
    if _MOJIBAKE.search(text[: 4 * _SAMPLE]):
        repaired = ftfy.fix_encoding(text)
        if repaired != text:
            text, warnings = repaired, [*warnings, "mojibake mended"]
    return text, warnings


def _characters(data: bytes) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding.removesuffix("-sig")
    if b"\0" in data[:_SAMPLE]:
        if wide := _wide(data):
            return wide
        if data.count(0, 0, _SAMPLE) > _NOISE * len(data[:_SAMPLE]):
            raise Binary
        data = data.replace(b"\0", b"")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    head = data[:_SAMPLE]
    if sum(b < 32 and b not in b"\t\n\r\f\x1b" for b in head) > _NOISE * len(head):
        raise Binary
    return _damaged(data) or _declared(data) or _detected(data)


def _damaged(data: bytes) -> tuple[str, str] | None:
    """UTF-8 with some invalid bytes: cut inside a character, or mixed with another encoding."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    valid = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text)))
    return (text, f"utf-8, {broken} characters broken") if valid > broken else None


def _wide(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a byte order mark: every other byte of Western text is zero."""
    head = data[:_SAMPLE]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = head[offset::2].count(0) / max(1, len(head[offset::2]))
        others = head[1 - offset :: 2].count(0) / max(1, len(head) // 2)
        if zeros > 0.5 and others < 0.05:
            return data.decode(encoding, errors="replace"), encoding
    return None


def _declared(data: bytes) -> tuple[str, str] | None:
    match = _DECLARED.search(data[:4096])
    if not match:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii", "ignore")).name
        # a legible declaration implies an encoding that leaves ASCII unchanged
        if _ASCII.encode(name) != _ASCII.encode():
            return None
        # browsers decode latin-1 as windows-1252, and authors of pages rely on it
        name = "cp1252" if name in ("iso8859-1", "ascii") else name
        return data.decode(name), name
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _detected(data: bytes) -> tuple[str, str]:
    try:
        western = data.decode("cp1252")
        head = western[:_SAMPLE]
        # correctly decoded Western text has many ASCII letters and spaces
        plain = sum(c.isascii() and (c.isalpha() or c.isspace()) for c in head)
        if not re.search("[\u0080-\u009f]", western) and plain > 0.6 * len(head):
            return western, "cp1252"
    except UnicodeDecodeError:
        pass
    best = from_bytes(data[:_SAMPLE]).best()
    encoding = best.encoding if best else "cp1252"
    return data.decode(encoding, errors="replace"), encoding


_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))
_BLANK = re.compile(r"[^\S\n ]")
_CONTROLS = {c: None for c in range(32) if chr(c) not in "\n\t\v\f\r"} | {0x7F: None}
# C1 controls in a text are windows-1252 decoded as Latin-1, as in &#146;
_C1 = {c: bytes([c]).decode("cp1252", errors="ignore") for c in range(0x80, 0xA0)}
_LONE = re.compile("[\ud800-\udfff]")


def tidy(text: str) -> str:
    """Make line breaks and spaces uniform, drop control characters, compose accents (NFC).

    Example:
        >>> tidy("It\\x92s\\u00a0late.\\r\\n")
        'It’s late.\\n'
    """
    text = _LONE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = _BLANK.sub(" ", text.translate(_INVISIBLE | _CONTROLS | _C1))
    return unicodedata.normalize("NFC", text)
