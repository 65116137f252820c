"""The codebook: the variables to code, with their values and explanations.

`toolkit/lexicons/codebook.csv` explains each variable and each value; the values are those of the
frames. The sheets, CODEBOOK.md and the coding page are made from it: one HTML file for reading and
coding, by itself or in a notebook.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Any, NamedTuple

from toolkit.lexicons import lexicon
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.sampling import text_hash

RULES = (
    "A quote is one source, one cue, and the content that it governs: direct, indirect or mixed.",
    "Speech and writing that is reported, what documents say or show, and beliefs that are "
    "expressly ascribed count.",
    "Scare quotes, nicknames and titles of works do not; nor does what the reporter narrates, nor "
    '"declined to comment".',
    "A quote inside another quote is a quote of its own.",
)


class Variable(NamedTuple):
    """A variable to code for each quote: a passage, a name, or one of several values.

    Attributes:
        name: column of the sheets.
        label: its name for coders.
        about: its explanation; empty if the values have one each.
        values: value, label and explanation of each value; empty for passages and names.
    """

    name: str
    label: str
    about: str
    values: tuple[tuple[str, str, str], ...]


@cache
def codebook() -> tuple[Variable, ...]:
    """All variables, in coding order.

    Example:
        >>> [value for value, *_ in codebook()[4].values]
        ['communication', 'belief', 'finding', 'intention']
    """
    variables = []
    for name, rows in lexicon("codebook").groupby("variable", sort=False):
        columns = (rows[c].astype(str) for c in ("value", "label", "explanation"))
        values = tuple(zip(*columns, strict=True))
        first, label, about = values[0]
        if first:
            label, about = str(name).replace("_", " ").capitalize(), ""
        variables.append(Variable(str(name), label, about, values if first else ()))
    return tuple(variables)


def choices() -> dict[str, tuple[str, ...]]:
    """The values of each variable that has a fixed set of them.

    Example:
        >>> choices()["anonymous"]
        ('true', 'false')
    """
    return {v.name: tuple(value for value, *_ in v.values) for v in codebook() if v.values}


def codebook_markdown() -> str:
    """The codebook as Markdown: rules, variables and values.

    Example:
        >>> codebook_markdown().splitlines()[0]
        '# Codebook'
    """
    parts = ["# Codebook", "", "## What counts", *(f"- {rule}" for rule in RULES)]
    for variable in codebook():
        parts += ["", f"## {variable.label} (`{variable.name}`)", variable.about]
        parts += [f"- `{value}` {label}: {about}" for value, label, about in variable.values]
    return "\n".join(parts).replace("\n\n\n", "\n\n") + "\n"


Row = dict[str, Any]
_FIELD = re.compile(r"\{\{(\w+)\}\}")


def coding_page(
    coder: str,
    texts: Sequence[CodedArticle],
    saved: Sequence[Row] | None = None,
    found: Mapping[str, Sequence[Row]] | None = None,
) -> str:
    """A self-contained coding page, which runs no script but its own and loads nothing.

    Args:
        coder: name of the coder.
        texts: the articles to code.
        saved: `articles` of a saved sheet to continue; None for a page that saves in the browser.
        found: quotes to review, by name of article, in the form in which the page saves them; None
            for a blind page.

    Example:
        >>> page = coding_page("Ada", [CodedArticle("a", "Ferry sank\\n\\nShe said so.", 12)])
        >>> "<script" in page and "://" not in page
        True
    """
    parts = {kind: page_file(f"coding.{kind}") for kind in ("html", "css", "js")}
    data = {
        "coder": coder, "blind": found is None, "rules": RULES, "saved": saved,
        "variables": [variable._asdict() for variable in codebook()],
        "articles": [
            {"article": t.name, "text": t.text, "body": t.body, "text_hash": text_hash(t.text),
             "quotes": (found or {}).get(t.name, [])}
            for t in texts
        ],
    }  # fmt: skip
    fields = {
        "coder": escape(coder),
        "style": parts["css"],
        "script": parts["js"],
        "style_hash": _source_hash(parts["css"]),
        "script_hash": _source_hash(parts["js"]),
        "data": json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
    }
    return _FIELD.sub(lambda field: fields[field[1]], parts["html"])


def _source_hash(source: str) -> str:
    """The hash by which a Content Security Policy allows a script or a style in the page."""
    return f"sha256-{b64encode(sha256(source.encode()).digest()).decode()}"


def page_file(name: str) -> str:
    """A file of the page's source."""
    return (files("toolkit.validate.coding") / "web" / name).read_text(encoding="utf-8")
