"""W3C web annotations: every quote as JSON-LD, its labels as tags, its words and places as targets.

The Web Annotation Data Model (W3C Recommendation, 23 February 2017): a collection with one page.
Positions count Unicode code points into the texts that are written beside it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.export.passages import Passages, Span, passages

_TAGS = (
    "quote_type",
    "cue_kind",
    "cue_force",
    "source_form",
    "source_role",
    "anonymity",
    "speaker",
)
_AROUND = 32  # characters before and after, to find the words again in a changed text


def write_annotations(articles: pd.DataFrame, quotes: pd.DataFrame, folder: Path) -> int:
    """Write annotations.jsonld and the texts that it is about.

    Args:
        articles: the articles frame.
        quotes: the quotes frame.
        folder: where to.

    Returns:
        How many annotations there are: one a quote.

    Example:
        >>> import tempfile, toolkit as tk
        >>> corpus = tk.open("data/sample").where(outlet="Radio Halvern")
        >>> folder = Path(tempfile.mkdtemp())
        >>> write_annotations(corpus.articles, corpus.quotes, folder) == len(corpus.quotes)
        True
    """
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    items = []
    for one in passages(articles, quotes):
        path = folder / "texts" / f"{one.article['article_id']}.txt"
        path.write_bytes(one.text.encode())
        items += [_annotation(one, quote, spans) for quote, spans in one.quotes]
    page = {"type": "AnnotationPage", "startIndex": 0, "items": items}
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:voices-in-the-news:quotes",
        "type": "AnnotationCollection",
        "total": len(items),
        "first": page,
    }
    made = json.dumps(collection, ensure_ascii=False, indent=1)
    (folder / "annotations.jsonld").write_text(made, encoding="utf-8")
    return len(items)


def _annotation(
    one: Passages, quote: dict[str, Any], spans: dict[str, list[Span]]
) -> dict[str, Any]:
    tags = [f"{name}: {quote[name]}" for name in _TAGS if pd.notna(quote[name])]
    return {
        "id": f"urn:voices-in-the-news:quote:{quote['quote_id']}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags],
        "target": [
            {**_target(one, span), "styleClass": role}
            for role, places in spans.items()
            for span in places
        ],
    }


def _target(one: Passages, span: Span) -> dict[str, Any]:
    start, end = span
    words = {
        "type": "TextQuoteSelector",
        "exact": one.text[start:end],
        "prefix": one.text[max(0, start - _AROUND) : start],
        "suffix": one.text[end : end + _AROUND],
    }
    selector = [{"type": "TextPositionSelector", "start": start, "end": end}, words]
    url = one.article["url"]
    scope = {"scope": url} if isinstance(url, str) else {}
    return {"source": f"texts/{one.article['article_id']}.txt", **scope, "selector": selector}
