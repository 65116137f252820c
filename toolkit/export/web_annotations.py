"""W3C web annotations: quotes as JSON-LD, with labels as tags and spans as targets.

The Web Annotation Data Model (W3C Recommendation, 23 February 2017): a collection with one page.
Positions count Unicode code points into the texts that are written beside it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.export.coded_texts import CodedText, Span, coded_texts

_TAGS = ("quote_type", "cue_kind", "cue_force", "source_form", "source_role", "anonymity",
         "speaker")  # fmt: skip
_AROUND = 32  # characters before and after, which find the words again in a changed text


def write_annotations(articles: pd.DataFrame, quotes: pd.DataFrame, folder: Path) -> int:
    """Write annotations.jsonld and the annotated texts.

    Args:
        articles: the articles frame.
        quotes: the quotes frame.
        folder: of the files.

    Returns:
        The number of annotations: one for each quote.

    Example:
        >>> import tempfile, toolkit as tk
        >>> corpus = tk.open("data/sample").where(outlet="Radio Halvern")
        >>> folder = Path(tempfile.mkdtemp())
        >>> write_annotations(corpus.articles, corpus.quotes, folder) == len(corpus.quotes)
        True
    """
    items = []
    for coded in coded_texts(articles, quotes):
        coded.write(folder / "texts")
        items += [_annotation(coded, quote, spans) for quote, spans in coded.quotes]
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:voices-in-the-news:quotes",
        "type": "AnnotationCollection",
        "total": len(items),
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    text = json.dumps(collection, ensure_ascii=False, indent=1)
    (folder / "annotations.jsonld").write_text(text, encoding="utf-8")
    return len(items)


def _annotation(
    coded: CodedText, quote: dict[str, Any], spans: dict[str, list[Span]]
) -> dict[str, Any]:
    tags = [f"{name}: {quote[name]}" for name in _TAGS if pd.notna(quote[name])]
    return {
        "id": f"urn:voices-in-the-news:quote:{quote['quote_id']}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags],
        "target": [
            {**_target(coded, span), "styleClass": role}
            for role, places in spans.items()
            for span in places
        ],
    }


def _target(coded: CodedText, span: Span) -> dict[str, Any]:
    start, end = span
    words = {
        "type": "TextQuoteSelector",
        "exact": coded.text[start:end],
        "prefix": coded.text[max(0, start - _AROUND) : start],
        "suffix": coded.text[end : end + _AROUND],
    }
    selector = [{"type": "TextPositionSelector", "start": start, "end": end}, words]
    url = coded.article["url"]
    scope = {"scope": url} if isinstance(url, str) else {}
    return {"source": f"texts/{coded.article['article_id']}.txt", **scope, "selector": selector}
