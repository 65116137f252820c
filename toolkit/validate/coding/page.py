"""The coding page: one file of HTML to read, select and code in, alone or in a notebook."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from toolkit.validate.coding.codebook import codebook, rules
from toolkit.validate.coding.gold import Coded
from toolkit.validate.coding.sampling import text_hash

Row = dict[str, Any]
_PLACE = re.compile(r"\{\{(\w+)\}\}")


def coding_page(
    coder: str,
    texts: Sequence[Coded],
    saved: Sequence[Row] | None = None,
    found: Mapping[str, Sequence[Row]] | None = None,
) -> str:
    """One self-contained page to code by: script and style inside, nothing from outside.

    Args:
        coder: whose page.
        texts: what to code; nothing of what the machine found is in it.
        saved: the `articles` of a sheet to go on from, for one who keeps the sheets that the page
            tells of; None for a page that keeps them in the browser.
        found: by name of article the quotes that a page to mend shows, as the page saves them; None
            for a blind one.

    Example:
        >>> page = coding_page("Ada", [Coded("a", "Ferry sank\\n\\nShe said so.", 12, (), ())])
        >>> "<script" in page and "http" not in page
        True
    """
    parts = {kind: page_file(f"coding.{kind}") for kind in ("html", "css", "js")}
    data = {**_data(coder, texts, found), "saved": saved}
    own = {
        "coder": escape(coder),
        "style": parts["css"],
        "script": parts["js"],
        "data": json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
    }
    return _PLACE.sub(lambda place: own[place[1]], parts["html"])


def page_file(name: str) -> str:
    """A file of the page."""
    return (files("toolkit.validate.coding") / "web" / name).read_text(encoding="utf-8")


def _data(coder: str, texts: Sequence[Coded], found: Mapping[str, Sequence[Row]] | None) -> Row:
    return {
        "coder": coder,
        "blind": found is None,
        "rules": rules(),
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
