"""Hand coding as rows of the frames, with speakers under the names of the corpus."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from toolkit.annotate.text.cues import classify
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.shared.quote_matching import normalize_name

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_LABELS = ("quote_type", "cue_kind", "source_form", "source_role", "anonymity", "reason")
Row = dict[str, Any]
Names = Mapping[tuple[str, str], tuple[str, str]]


def known_names(mentions: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    """Speaker and actor_id in the annotations, by article and normalized name."""
    named = mentions[mentions["kind"].eq("name")]
    names: dict[tuple[str, str], tuple[str, str]] = {}
    for column in ("text", "actor"):
        rows = named[["article_id", column, "actor", "actor_id"]].itertuples(index=False, name=None)
        names |= {(article, normalize_name(n)): (actor, id_) for article, n, actor, id_ in rows}
    return names


def quote_rows(coded: CodedArticle, article_id: str, names: Names) -> list[Row]:
    """One article's coded quotes as rows of `quotes`, speakers under the corpus's names.

    Offsets refer to the title or the body.
    """
    return [_quote(coded, article_id, number, names) for number in range(len(coded.quotes))]


def _quote(coded: CodedArticle, article_id: str, number: int, names: Names) -> Row:
    quote, body = coded.quotes[number], len(coded.text) - coded.body
    shift = 0 if quote["in_title"] else coded.body
    segments = [[a - shift, b - shift] for a, b in quote["segments"]]
    contents = [coded.text[a:b] for a, b in quote["segments"]]
    before = coded.text[coded.body : quote["segments"][0][0]]
    parent = quote.get("parent")
    places = {
        f"{role}_{end}": span[side] - shift if span else None
        for role in ("cue", "source", "reason")
        for span in [quote.get(f"{role}_span")]
        for side, end in enumerate(("start", "end"))
    }
    return {
        **{name: quote.get(name) for name in _LABELS},
        **_speaker(article_id, quote, names),
        **places,
        "quote_id": f"{article_id}:coded{number}",
        "article_id": article_id,
        "content": " … ".join(contents),
        "segments": segments,
        "cue": quote.get("cue"),
        "cue_kind": quote.get("cue_kind") or classify(quote.get("cue")).kind,
        "cue_force": classify(quote["cue"]).force if quote.get("cue") else None,
        "source": quote.get("source"),
        "anonymous": bool(quote.get("anonymous")),
        "parent_id": None if parent is None else f"{article_id}:coded{parent}",
        "n_words": sum(len(_WORD.findall(s)) for s in contents),
        "in_title": quote["in_title"],
        "paragraph": -1 if quote["in_title"] else before.count("\n\n"),
        "position": 0.0 if quote["in_title"] else segments[0][0] / max(1, body),
        "rule": "coded",
        "confidence": 1.0,
    }


def _speaker(article_id: str, quote: Row, names: Names) -> Row:
    """The speaker under the corpus's name where it is known, else as coded."""
    speaker = quote.get("speaker")
    for name in [speaker, *quote.get("aliases", ())]:
        if name and (known := names.get((article_id, normalize_name(name)))):
            return {"speaker": known[0], "actor_id": known[1]}
    named = str(quote.get("source_form") or "").startswith("named")
    return {
        "speaker": speaker,
        "actor_id": f"coded:{normalize_name(speaker)}" if speaker and named else None,
    }


def mention_rows(coded: CodedArticle, article_id: str, names: Names) -> list[Row]:
    """One article's coded mentions by name as rows of `mentions`."""
    rows = []
    for actor in coded.actors:
        keys = [(article_id, normalize_name(n)) for n in (actor["name"], *actor.get("aliases", ()))]
        known = next((names[k] for k in keys if k in names), None)
        name, actor_id = known or (actor["name"], f"coded:{normalize_name(actor['name'])}")
        for start, end in actor.get("mention_spans", ()):
            in_title = start < coded.body
            shift = 0 if in_title else coded.body
            rows.append({
                "article_id": article_id, "actor_id": actor_id, "actor": name,
                "actor_type": actor["actor_type"], "text": coded.text[start:end],
                "start": start - shift, "end": end - shift, "kind": "name", "in_title": in_title,
                "paragraph": -1 if in_title else coded.text[coded.body : start].count("\n\n"),
                "rule": "coded", "confidence": 1.0, "merged_from": None,
            })  # fmt: skip
    return rows
