"""What people coded as rows of the frames, speakers under the names of the corpus."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from toolkit.annotate.text.cues import classify
from toolkit.validate.coding.gold import Coded
from toolkit.validate.scoring.quotes import plain

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_LABELS = ("quote_type", "cue_kind", "source_form", "source_role", "anonymity", "reason")
Row = dict[str, Any]
Names = Mapping[tuple[str, str], tuple[str, str]]


def known_names(mentions: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    """The machine's speaker and actor_id of each article and name, as people may write it."""
    named = mentions[mentions["kind"].eq("name")]
    made: dict[tuple[str, str], tuple[str, str]] = {}
    for column in ("text", "actor"):
        rows = named[["article_id", column, "actor", "actor_id"]].itertuples(index=False, name=None)
        made |= {(article, plain(name)): (actor, one) for article, name, actor, one in rows}
    return made


def quote_rows(coded: Coded, article_id: str, names: Names) -> list[Row]:
    """One article's coded quotes as rows of `quotes`, speakers under the corpus's names.

    Offsets are into the text that was coded: its title, or its body.
    """
    return [_quote(coded, article_id, number, names) for number in range(len(coded.quotes))]


def _quote(coded: Coded, article_id: str, number: int, names: Names) -> Row:
    quote, body = coded.quotes[number], len(coded.text) - coded.body
    shift = 0 if quote["in_title"] else coded.body
    segments = [[a - shift, b - shift] for a, b in quote["segments"]]
    said = [coded.text[a:b] for a, b in quote["segments"]]
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
        "content": " … ".join(said),
        "segments": segments,
        "cue": quote.get("cue"),
        "cue_kind": quote.get("cue_kind") or classify(quote.get("cue")).kind,
        "cue_force": classify(quote["cue"]).force if quote.get("cue") else None,
        "source": quote.get("source"),
        "anonymous": bool(quote.get("anonymous")),
        "parent_id": None if parent is None else f"{article_id}:coded{parent}",
        "n_words": sum(len(_WORD.findall(s)) for s in said),
        "in_title": quote["in_title"],
        "paragraph": -1 if quote["in_title"] else before.count("\n\n"),
        "position": 0.0 if quote["in_title"] else segments[0][0] / max(1, body),
        "rule": "coded",
        "confidence": 1.0,
    }


def _speaker(article_id: str, quote: Row, names: Names) -> Row:
    """The machine's name for a speaker where it knows him; else as people wrote it."""
    speaker = quote.get("speaker")
    for name in [speaker, *quote.get("aliases", ())]:
        if name and (found := names.get((article_id, plain(name)))):
            return {"speaker": found[0], "actor_id": found[1]}
    named = str(quote.get("source_form") or "").startswith("named")
    return {
        "speaker": speaker,
        "actor_id": f"coded:{plain(speaker)}" if speaker and named else None,
    }


def mention_rows(coded: Coded, article_id: str, names: Names) -> list[Row]:
    """One article's coded actors as rows of `mentions`; those by name."""
    made = []
    for actor in coded.actors:
        keys = [(article_id, plain(n)) for n in (actor["name"], *actor.get("aliases", ()))]
        found = next((names[k] for k in keys if k in names), None)
        name, actor_id = found or (actor["name"], f"coded:{plain(actor['name'])}")
        for start, end in actor.get("mention_spans", ()):
            in_title = start < coded.body
            shift = 0 if in_title else coded.body
            made.append({
                "article_id": article_id, "actor_id": actor_id, "actor": name,
                "actor_type": actor["actor_type"], "text": coded.text[start:end],
                "start": start - shift, "end": end - shift, "kind": "name", "in_title": in_title,
                "paragraph": -1 if in_title else coded.text[coded.body : start].count("\n\n"),
                "rule": "coded", "confidence": 1.0, "merged_from": None,
            })  # fmt: skip
    return made
