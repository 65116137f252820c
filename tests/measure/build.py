"""Small frames with known answers, and random ones, for the measures."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from toolkit import frames

Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def article(name: str, **columns: object) -> dict[str, object]:
    blank = {"text": "", "n_words": 100, "origin": "own", "extractor": "test", "title": name}
    lists = {"authors": [], "warnings": [], "published_precision": "unknown"}
    return {"article_id": name, "story_id": name, **blank, **lists, **columns}


def mention(article_id: str, actor: str) -> dict[str, object]:
    place = {"text": actor, "start": 0, "end": len(actor), "in_title": False, "paragraph": 0}
    who = {"actor": actor, "actor_id": f"id-{actor}", "actor_type": "person", "kind": "name"}
    return {"article_id": article_id, **who, **place}


def quote(article_id: str, speaker: str | None, **columns: object) -> dict[str, object]:
    named = speaker is not None and speaker[0].isupper()
    who = {"speaker": speaker, "actor_id": f"id-{speaker}" if named else None}
    what = {"content": "x", "segments": [[0, 1]], "n_words": 10, "anonymous": not named}
    how = {"quote_type": "direct", "cue": "said", "cue_kind": "communication", "rule": "test"}
    form = "named_person" if named else "unnamed_person"
    where = {"in_title": False, "paragraph": 0, "position": 0.0, "confidence": 1.0}
    made = {"quote_id": "q", "article_id": article_id, "source_form": form, **who, **what}
    return {**made, **how, **where, **columns}


@cache
def random_frames(n_articles: int = 30, n_quotes: int = 120, seed: int = 0) -> Frames:
    """Articles, mentions and quotes of ten actors in three outlets, one of them unknown."""
    draw = np.random.default_rng(seed)
    ids = [f"a{i:03d}" for i in range(n_articles)]
    outlets = draw.choice(np.array(["Ferry Post", "Wire One", None], dtype=object), n_articles)
    days = pd.Timestamp("2026-03-02", tz="UTC") + pd.to_timedelta(
        draw.integers(0, 30, n_articles), "D"
    )
    rows = [article(i, outlet=o, published=d) for i, o, d in zip(ids, outlets, days, strict=True)]
    names = [f"Actor {c}" for c in "ABCDEFGHIJ"]
    mentions = [mention(draw.choice(ids), draw.choice(names)) for _ in range(3 * n_quotes)]
    speakers = [*names, "an official", "critics"]
    quotes = [
        quote(
            draw.choice(ids),
            draw.choice(speakers),
            quote_type=draw.choice(frames.QUOTE_TYPES),
            cue=draw.choice(["said", "Said", "warned"]),
            n_words=int(draw.integers(1, 40)),
            quote_id=f"q{i:03d}",
            position=i * 37 % 100 / 100,
        )
        for i in range(n_quotes)
    ]
    return made(rows, mentions, quotes)


def made(
    articles: list[dict[str, object]],
    mentions: list[dict[str, object]] | None = None,
    quotes: list[dict[str, object]] | None = None,
) -> Frames:
    return (
        frames.frame(frames.ARTICLES, articles),
        frames.frame(frames.MENTIONS, mentions or []),
        frames.frame(frames.QUOTES, quotes or []),
    )


def of(tidy: pd.DataFrame, column: str = "estimate", **where: object) -> float:
    """The one figure of a tidy frame that these columns pick out."""
    for name, value in where.items():
        tidy = tidy[tidy[name].isna() if value is None else tidy[name] == value]
    assert len(tidy) == 1
    return float(tidy[column].iloc[0])
