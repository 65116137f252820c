"""REFI-QDA projects (.qdpx): texts, codes and coded passages for qualitative programs.

The exchange format of the Rotterdam Exchange Format Initiative, version 1.5 (qdasoftware.org): a
zip with `project.qde`, an XML file, and the texts in `Sources`. Positions count characters (Unicode
code points). Ids are made from what they stand for, so that the same corpus gives the same file.
"""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import etree

from toolkit.export.passages import Passages, passages
from toolkit.frames import QUOTE_TYPES, SOURCE_FORMS, SOURCE_ROLES

NAMESPACE = "urn:QDA-XML:project:1.0"
_CODES: Mapping[str, tuple[str, ...]] = {
    "content": (),
    "cue": (),
    "source": (),
    "reason": (),
    "quote_type": QUOTE_TYPES,
    "source_form": SOURCE_FORMS,
    "source_role": SOURCE_ROLES,
    "anonymity": ("0", "1", "2", "3", "4"),
}
_LABELS = ("quote_type", "source_form", "source_role", "anonymity")
_VARIABLES = ("outlet", "published", "url", "language", "section")
_ANNOTATOR = "toolkit"


def write_qdpx(
    articles: pd.DataFrame, quotes: pd.DataFrame, path: Path, title: str = "corpus"
) -> int:
    """Write a project with all texts and every quote's content, cue, source and labels as codes.

    Args:
        articles: the articles frame.
        quotes: the quotes frame.
        path: of the .qdpx.
        title: of the project.

    Returns:
        How many passages are coded.

    Example:
        >>> import tempfile, toolkit as tk
        >>> corpus = tk.open("data/sample").where(outlet="Radio Halvern")
        >>> path = Path(tempfile.mkdtemp()) / "radio.qdpx"
        >>> write_qdpx(corpus.articles, corpus.quotes, path) > 100
        True
    """
    made = list(passages(articles, quotes))
    project = _element(None, "Project", name=_plain(title), origin="voices-in-the-news")
    _element(_element(project, "Users"), "User", guid=_guid("user", _ANNOTATOR), name=_ANNOTATOR)
    _codebook(project)
    variables = _element(project, "Variables") if made else None
    for name in _VARIABLES if made else ():
        _element(
            variables, "Variable", guid=_guid("variable", name), name=name, typeOfVariable="Text"
        )
    sources = _element(project, "Sources") if made else None
    number = sum(_source(sources, one) for one in made)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        xml = etree.tostring(project, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        archive.writestr("project.qde", xml)
        for one in made:
            name = _guid("text", one.article["article_id"])
            archive.writestr(f"Sources/{name}.txt", one.text.encode())
    return number


def _codebook(project: Any) -> None:
    codes = _element(_element(project, "CodeBook"), "Codes")
    for name, values in _CODES.items():
        codable = "false" if values else "true"
        code = _element(codes, "Code", guid=_code(name), name=name, isCodable=codable)
        for value in values:
            _element(code, "Code", guid=_code(name, value), name=value, isCodable="true")


def _source(sources: Any, one: Passages) -> int:
    """One text with its coded passages; how many."""
    article = one.article
    guid = _guid("text", article["article_id"])
    name = article["title"] if isinstance(article["title"], str) else article["article_id"]
    source = _element(
        sources, "TextSource", guid=guid, name=_plain(name), plainTextPath=f"internal://{guid}.txt"
    )
    number = 0
    for quote, spans in one.quotes:
        labels = [_code(n, str(quote[n])) for n in _LABELS if pd.notna(quote[n])]
        for role, places in spans.items():
            for start, end in places:
                codes = [_code(role), *(labels if role == "content" else [])]
                _selection(source, quote, (start, end), codes)
                number += 1
    for variable in _VARIABLES:
        if pd.notna(article[variable]):
            value = _element(source, "VariableValue")
            _element(value, "VariableRef", targetGUID=_guid("variable", variable))
            _element(value, "TextValue").text = _plain(str(article[variable]))
    return number


def _selection(
    source: Any, quote: Mapping[str, Any], span: tuple[int, int], codes: Iterable[str]
) -> None:
    place = f"{quote['quote_id']}:{span[0]}-{span[1]}"
    speaker = quote["speaker"] if isinstance(quote["speaker"], str) else "no source"
    user, guid = _guid("user", _ANNOTATOR), _guid("selection", place)
    made = _element(
        source, "PlainTextSelection", guid=guid, name=_plain(speaker),
        startPosition=str(span[0]), endPosition=str(span[1]), creatingUser=user,
    )  # fmt: skip
    for code in codes:
        coding = _element(made, "Coding", guid=_guid("coding", place, code), creatingUser=user)
        _element(coding, "CodeRef", targetGUID=code)


def _code(name: str, value: str = "") -> str:
    return _guid("code", name, value)


def _guid(*parts: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "\x1f".join(("voices-in-the-news", *parts))))


def _element(parent: Any, tag: str, /, **attributes: str) -> Any:
    tag = f"{{{NAMESPACE}}}{tag}"
    if parent is None:
        return etree.Element(tag, attributes, nsmap={None: NAMESPACE})
    return etree.SubElement(parent, tag, attributes)


def _plain(text: str) -> str:
    """Without the control characters that XML has no way to write."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")
