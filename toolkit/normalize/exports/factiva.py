"""Read Factiva exports: "Article format plus indexing" in HTML and RTF, display format in RTF.

Field codes by its documentation: HD headline, BY byline, PD publication date, ET time, SN
source name, SE section, LA language, LP lead paragraph, TD text, AN accession number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import lxml.html

from toolkit.normalize.exports.nexis import split_after
from toolkit.normalize.text.draft import Draft, Unreadable, as_json

_CODES = ("SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "LA", "CY", "LP", "TD",
          "CT", "RF", "CO", "IN", "NS", "RE", "IPD", "IPC", "PUB", "AN",
          "CLM", "ART", "VOL")  # fmt: skip
_CODED = re.compile(rf"({'|'.join(_CODES)})(?:\t|\s{{2,}}|\||$)\s*(.*)")
_DOCUMENT = re.compile(r"Document ([A-Za-z0-9]{6,}\d{8}[a-z0-9]+)")
_DAY = re.compile(r"\d{1,2} \w+ (?:19|20)\d{2}")
_TITLE = re.compile(r"<title[^>]*>\s*(?:Dow Jones )?Factiva\b", re.I)
_RIGHTS = re.compile(r"(?:\(c\)|©|Copyright)", re.I)


def is_factiva(lines: list[str]) -> bool:
    """Whether lines are those of a Factiva export.

    Example:
        >>> is_factiva(["Ferry runs again", "Document COUR000020250304el340001"])
        True
    """
    return any(_DOCUMENT.match(line) for line in lines)


def is_factiva_html(text: str) -> bool:
    """Whether a page is a Factiva export: by its title, or by the numbers of its documents.

    Example:
        >>> is_factiva_html("<title>Factiva</title>"), is_factiva_html("<a href=/>Factiva</a>")
        (True, False)
    """
    return bool(_TITLE.search(text[:20_000]) or _DOCUMENT.search(text))


def factiva_html(text: str) -> Iterator[Draft]:
    """The articles of an HTML export.

    Raises:
        Unreadable: it holds no articles.
    """
    tree = lxml.html.document_fromstring(text)
    articles = tree.xpath("//div[contains(concat(' ', @class, ' '), ' article ')]")
    if not articles:
        raise Unreadable(
            "a page of Factiva without articles: export it as 'Article format' in HTML"
        )
    for article in articles:
        rows = article.xpath(".//tr[td]")
        if rows:
            yield _coded(_fields_of_rows(rows))
        else:
            blocks = article.xpath(".//*[self::div or self::p][not(.//div or .//p)]")
            yield _plain([" ".join(block.text_content().split()) for block in blocks])


def _fields_of_rows(rows: list[lxml.html.HtmlElement]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for row in rows:
        cells = row.xpath("./td")
        if len(cells) > 1:
            paragraphs = cells[1].xpath(".//p") or [cells[1]]
            texts = [" ".join(p.text_content().split()) for p in paragraphs]
            fields[cells[0].text_content().strip()] = [t for t in texts if t]
    return fields


def factiva_lines(lines: Iterable[str]) -> Iterator[Draft]:
    """The articles in the lines of an RTF export, each closed by its "Document" line."""
    for article in split_after(lines, _DOCUMENT.match):
        coded = _fields_of_lines(article)
        yield _coded(coded) if "HD" in coded else _plain(article)


def _fields_of_lines(lines: list[str]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        match = _CODED.fullmatch(line)
        if match:
            code = match[1]
        elif _DOCUMENT.match(line):
            code = "AN"
        text = match[2] if match else line
        if match or code:
            fields.setdefault(code, []).extend([text] if text else [])
    return fields


def _coded(fields: dict[str, list[str]]) -> Draft:
    body = [*fields.pop("LP", []), *fields.pop("TD", [])]
    given = {code: " ".join(texts) for code, texts in fields.items() if code}
    return Draft(
        text="\n\n".join(p for p in body if not _DOCUMENT.match(p)),
        extractor="factiva",
        title=given.pop("HD", None),
        byline=(given.pop("BY", ""),),
        published_raw=f"{given.pop('PD', '')} {given.pop('ET', '')}",
        outlet=given.pop("SN", None),
        section=given.pop("SE", None),
        language=given.pop("LA", None),
        extra=as_json(given),
    )


def _plain(lines: list[str]) -> Draft:
    """Read the display format: headline, byline, words, date, source … copyright, then the body."""
    kept = [line for line in lines if line]
    number = next((m[1] for line in kept if (m := _DOCUMENT.match(line))), "")
    rights = next((i for i, line in enumerate(kept[:16]) if _RIGHTS.match(line)), None)
    head = kept[: rights or 0]
    body = kept[(rights + 1 if rights is not None else 1) :]
    day = next((i for i, line in enumerate(head) if _DAY.fullmatch(line)), None)
    words = next((i for i, line in enumerate(head) if re.fullmatch(r"[\d,]+ words", line)), None)
    above = head[:words] if words is not None else head[:1]
    byline = next((line for line in above[1:] if line.lower().startswith("by ")), None)
    titles = [line for line in above if line != byline]
    extra = {"AN": number} if rights is None else {"AN": number, "copyright": kept[rights]}
    return Draft(
        text="\n\n".join(line for line in body if not _DOCUMENT.match(line)),
        extractor="factiva",
        title=titles[-1] if titles else kept[0],
        byline=(byline,) if byline else (),
        section=titles[0] if len(titles) > 1 else None,
        published_raw=head[day] if day is not None else None,
        outlet=_after(head, day),
        extra=as_json(extra),
    )


def _after(head: list[str], day: int | None) -> str | None:
    """The source: the line after the date, and after the time if there is one."""
    rest = head[day + 1 :] if day is not None else []
    return next((line for line in rest if not re.fullmatch(r"\d{1,2}:\d{2}.*", line)), None)
