"""REFI-QDA projects (.qdpx): texts, codes and coded passages for qualitative programs.

The exchange format of the Rotterdam Exchange Format Initiative, version 1.5 (qdasoftware.org): a
zip with `project.qde`, an XML file, and the texts in `Sources`. Positions count characters (Unicode
code points). Ids are hashes of what they identify, so that the same corpus gives the same file.
"""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import etree
from lxml.builder import ElementMaker

from toolkit.export.coded_texts import ROLES, CodedText, Span, coded_texts
from toolkit.frames import QUOTE_TYPES, SOURCE_FORMS, SOURCE_ROLES
from toolkit.storage.cells import printable

NAMESPACE = "urn:QDA-XML:project:1.0"
_LABELS: dict[str, tuple[str, ...]] = {
    "quote_type": QUOTE_TYPES,
    "source_form": SOURCE_FORMS,
    "source_role": SOURCE_ROLES,
    "anonymity": ("0", "1", "2", "3", "4"),
}
_VARIABLES = ("outlet", "published", "url", "language", "section")
_ANNOTATOR = "toolkit"
_E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


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
        The number of coded passages.

    Example:
        >>> import tempfile, toolkit as tk
        >>> corpus = tk.open("data/sample").where(outlet="Radio Halvern")
        >>> path = Path(tempfile.mkdtemp()) / "radio.qdpx"
        >>> write_qdpx(corpus.articles, corpus.quotes, path) > 100
        True
    """
    texts = list(coded_texts(articles, quotes))
    user = _E.User(guid=_guid("user", _ANNOTATOR), name=_ANNOTATOR)
    codes = map(_code_element, ("content", *ROLES, *_LABELS))
    parts = [_E.Users(user), _E.CodeBook(_E.Codes(*codes))]
    if texts:
        names = [{"guid": _guid("variable", name), "name": name} for name in _VARIABLES]
        variables = (_E.Variable(**name, typeOfVariable="Text") for name in names)
        parts += [_E.Variables(*variables), _E.Sources(*map(_source, texts))]
    project = _E.Project(*parts, name=printable(title), origin="voices-in-the-news")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        xml = etree.tostring(project, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        archive.writestr("project.qde", xml)
        for coded in texts:
            name = _guid("text", coded.article["article_id"])
            archive.writestr(f"Sources/{name}.txt", coded.text.encode())
    return sum(1 for _ in project.iter(f"{{{NAMESPACE}}}PlainTextSelection"))


def _code_element(name: str) -> Any:
    values = _LABELS.get(name, ())
    children = [_E.Code(guid=_code(name, value), name=value, isCodable="true") for value in values]
    return _E.Code(*children, guid=_code(name), name=name, isCodable="false" if values else "true")


def _source(coded: CodedText) -> Any:
    """One text with its coded passages and the values of its variables."""
    article = coded.article
    guid = _guid("text", article["article_id"])
    name = article["title"] if isinstance(article["title"], str) else article["article_id"]
    values = [
        _E.VariableValue(
            _E.VariableRef(targetGUID=_guid("variable", variable)),
            _E.TextValue(printable(str(article[variable]))),
        )
        for variable in _VARIABLES
        if pd.notna(article[variable])
    ]
    selections = [
        _selection(quote, role, span)
        for quote, spans in coded.quotes
        for role, places in spans.items()
        for span in places
    ]
    path = f"internal://{guid}.txt"
    return _E.TextSource(*selections, *values, guid=guid, name=printable(name), plainTextPath=path)


def _selection(quote: Mapping[str, Any], role: str, span: Span) -> Any:
    place = f"{quote['quote_id']}:{span[0]}-{span[1]}"
    speaker = quote["speaker"] if isinstance(quote["speaker"], str) else "no source"
    labels = _LABELS if role == "content" else ()
    codes = [_code(role), *(_code(n, str(quote[n])) for n in labels if pd.notna(quote[n]))]
    user = _guid("user", _ANNOTATOR)
    codings = [
        _E.Coding(_E.CodeRef(targetGUID=code), guid=_guid("coding", place, code), creatingUser=user)
        for code in codes
    ]
    return _E.PlainTextSelection(
        *codings, guid=_guid("selection", place), name=printable(speaker),
        startPosition=str(span[0]), endPosition=str(span[1]), creatingUser=user,
    )  # fmt: skip


def _code(name: str, value: str = "") -> str:
    return _guid("code", name, value)


def _guid(*parts: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "\x1f".join(("voices-in-the-news", *parts))))
