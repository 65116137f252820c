"""The coding page: one HTML file for reading and coding, by itself or in a notebook."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from toolkit.validate.coding.codebook import RULES, codebook
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.sampling import text_hash

Row = dict[str, Any]
_FIELD = re.compile(r"\{\{(\w+)\}\}")


def coding_page(
    coder: str,
    texts: Sequence[CodedArticle],
    saved: Sequence[Row] | None = None,
    found: Mapping[str, Sequence[Row]] | None = None,
) -> str:
    """A self-contained coding page, with script and style inside.

    Args:
        coder: name of the coder.
        texts: the articles to code.
        saved: `articles` of a saved sheet to continue; None for a page that saves in the browser.
        found: quotes to review, by name of article, in the form in which the page saves them; None
            for a blind page.

    Example:
        >>> page = coding_page("Ada", [CodedArticle("a", "Ferry sank\\n\\nShe said so.", 12)])
        >>> "<script" in page and "http" not in page
        True
    """
    parts = {kind: page_file(f"coding.{kind}") for kind in ("html", "css", "js")}
    data = {**_data(coder, texts, found), "saved": saved}
    fields = {
        "coder": escape(coder),
        "style": parts["css"],
        "script": parts["js"],
        "data": json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
    }
    return _FIELD.sub(lambda field: fields[field[1]], parts["html"])


def page_file(name: str) -> str:
    """A file of the page's source."""
    return (files("toolkit.validate.coding") / "web" / name).read_text(encoding="utf-8")


def _data(
    coder: str, texts: Sequence[CodedArticle], found: Mapping[str, Sequence[Row]] | None
) -> Row:
    return {
        "coder": coder,
        "blind": found is None,
        "rules": RULES,
        "variables": [
            {
                "name": v.name,
                "label": v.label,
                "about": v.explanation,
                "values": [[one.value, one.label, one.explanation] for one in v.values],
            }
            for v in codebook()
        ],
        "articles": [
            {
                "article": t.name,
                "text": t.text,
                "body": t.body,
                "text_hash": text_hash(t.text),
                "quotes": (found or {}).get(t.name, []),
            }
            for t in texts
        ],
    }
