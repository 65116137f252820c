"""Cost of the measures: time and memory of each on a synthetic corpus.

python -m toolkit.benchmarks.measures --quotes 1000000
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit import measure
from toolkit.benchmarks.process_cost import peak_mb
from toolkit.frames import ARTICLES, CUE_FORCES, MENTIONS, QUOTES, SOURCE_FORMS, SOURCE_ROLES, kind

PER_ARTICLE = 5
WIDTH = 4_000  # characters of an article
BLANK = {"str": "x", "int": 0, "float": 0.0, "bool": False}


class Frames(NamedTuple):
    """The frames of a synthetic corpus."""

    articles: pd.DataFrame
    mentions: pd.DataFrame
    quotes: pd.DataFrame


Call = Callable[[Frames], object]
MEASURES: dict[str, Call] = {
    "mention_share": lambda f: measure.mention_share(f.mentions, f.articles, by="outlet", top=50),
    "mention_reach": lambda f: measure.mention_reach(f.mentions, f.articles, top=50),
    "mentions_over_time": lambda f: measure.mentions_over_time(f.mentions, f.articles),
    "voice_share": lambda f: measure.voice_share(f.quotes),
    "voice_share, outlets": lambda f: measure.voice_share(
        f.quotes, f.articles, top=50, cluster="outlets"
    ),
    "voice_against_mention": lambda f: measure.voice_against_mention(f.quotes, f.mentions),
    "quote_types": lambda f: measure.quote_types(f.quotes, f.articles, by="outlet"),
    "direct_share": lambda f: measure.direct_share(f.quotes),
    "cues": lambda f: measure.cues(f.quotes),
    "first_voice": lambda f: measure.first_voice(f.quotes),
    "last_word": lambda f: measure.last_word(f.quotes),
    "headline_voice": lambda f: measure.headline_voice(f.quotes),
    "relative_position": lambda f: measure.relative_position(f.quotes),
    "position_profile": lambda f: measure.position_profile(f.quotes),
    "source_forms": lambda f: measure.source_forms(f.quotes, f.articles, by="outlet"),
    "source_roles": lambda f: measure.source_roles(f.quotes, f.articles, by="outlet"),
    "sources_per_story": lambda f: measure.sources_per_story(f.quotes, f.articles, by="outlet"),
    "story_sources": lambda f: measure.story_sources(f.quotes, f.articles),
    "single_source": lambda f: measure.single_source(f.quotes, f.articles),
    "anonymity": lambda f: measure.anonymity(f.quotes, f.articles, by="month"),
    "only_anonymous": lambda f: measure.only_anonymous(f.quotes),
    "stated_reason": lambda f: measure.stated_reason(f.quotes),
    "grades": lambda f: measure.anonymity_grades(f.quotes),
    "diversity": lambda f: measure.diversity(f.quotes, f.articles, by="outlet"),
    "rarefied": lambda f: measure.rarefied(f.quotes, f.articles, by="outlet"),
    "representation": lambda f: measure.representation(
        f.quotes, dict.fromkeys(SOURCE_ROLES, 1.0), f.articles, by="outlet"
    ),
    "distance": lambda f: measure.distance(
        f.quotes, dict.fromkeys(SOURCE_ROLES, 1.0), f.articles, by="outlet"
    ),
    "denial_rate": lambda f: measure.denial_rate(f.quotes),
    "reply_rate": lambda f: measure.reply_rate(f.quotes, f.mentions),
    "who_replies": lambda f: measure.who_replies(f.quotes, f.mentions),
    "agency_dependence": lambda f: measure.agency_dependence(f.articles, "outlet"),
    "copied_share": lambda f: measure.copied_share(f.articles, "outlet"),
    "story_weights, voice_share": lambda f: measure.voice_share(
        measure.story_weights(f.quotes, f.articles), f.articles, top=50, cluster="stories"
    ),
    "reuse_matrix": lambda f: measure.reuse_matrix(f.articles),
    "cue_force": lambda f: measure.cue_force(f.quotes),
    "force_differences": lambda f: measure.force_differences(f.quotes),
    "co_voices": lambda f: measure.co_voices(f.quotes),
    "speaks_about": lambda f: measure.speaks_about(f.quotes, f.mentions),
}


def synthetic_frames(n_quotes: int, seed: int = 1) -> Frames:
    """A corpus with five quotes per article and a skewed distribution of speakers.

    Args:
        n_quotes: number of quotes; there are twice as many mentions.
        seed: seed of the random numbers.
    """
    draw = np.random.default_rng(seed)
    n_articles = max(1, n_quotes // PER_ARTICLE)
    ids = _named("article", np.arange(n_articles))
    days = pd.Timestamp("2025-01-01", tz="UTC") + pd.to_timedelta(
        draw.integers(0, 365, n_articles), "D"
    )
    articles = _frame(
        ARTICLES,
        n_articles,
        article_id=ids,
        outlet=_named("outlet", draw.integers(0, 40, n_articles)),
        published=days,
        story_id=_named("story", draw.integers(0, n_articles, n_articles)),
        origin=_one_of(draw, ("own", "agency", "copy"), n_articles),
        agency=None,
    )
    return Frames(articles, _mentions(draw, ids, 2 * n_quotes), _quotes(draw, ids, n_quotes))


def _mentions(draw: np.random.Generator, ids: pd.Series, n: int) -> pd.DataFrame:
    who = _speakers(draw, n)
    start = draw.integers(0, WIDTH, n)
    return _frame(
        MENTIONS,
        n,
        article_id=ids.iloc[draw.integers(0, len(ids), n)].array,
        actor_id=_named("actor", who),
        actor=_named("Actor", who),
        actor_type="person",
        kind="name",
        start=start,
        end=start + 10,
    )


def _quotes(draw: np.random.Generator, ids: pd.Series, n: int) -> pd.DataFrame:
    who, start = _speakers(draw, n), draw.integers(0, WIDTH - 200, n)
    unnamed = draw.random(n) < 0.25
    segments = np.stack([start, start + 150], axis=1)[:, None].tolist()
    return _frame(
        QUOTES,
        n,
        quote_id=_named("quote", np.arange(n)),
        article_id=ids.iloc[draw.integers(0, len(ids), n)].array,
        quote_type=_one_of(draw, ("direct", "mixed", "indirect"), n),
        segments=pd.Series(segments, dtype="object"),
        cue=_named("cue", draw.integers(0, 300, n)),
        cue_kind="communication",
        cue_force=_one_of(draw, CUE_FORCES, n),
        speaker=_named("Actor", who),
        actor_id=_named("actor", who).mask(unnamed),
        on_behalf_id=None,
        source_form=_one_of(draw, SOURCE_FORMS, n),
        source_role=_one_of(draw, SOURCE_ROLES, n),
        anonymity=draw.integers(0, 5, n),
        anonymous=unnamed,
        reason=None,
        parent_id=None,
        n_words=draw.integers(1, 60, n),
        in_title=draw.random(n) < 0.05,
        position=start / WIDTH,
    )


def _speakers(draw: np.random.Generator, n: int) -> np.ndarray:
    """Numbers of speakers; few have many quotes, most have few."""
    return np.minimum(draw.zipf(1.3, n), max(10, n // 20))


def _named(word: str, numbers: np.ndarray) -> pd.Series:
    values, place = np.unique(numbers, return_inverse=True)
    names = pd.Series([f"{word} {i}" for i in values], dtype="str")
    return names.iloc[place].reset_index(drop=True)


def _one_of(draw: np.random.Generator, values: tuple[str, ...], n: int) -> pd.Series:
    names = pd.Series(values, dtype="str")
    return names.iloc[draw.integers(0, len(values), n)].reset_index(drop=True)


def _frame(schema: object, n: int, **columns: object) -> pd.DataFrame:
    """A frame with all columns of a table; columns not given have one constant value."""
    blanks = {
        name: BLANK.get(kind(column))
        for name, column in schema.columns.items()  # type: ignore[attr-defined]
    }
    filled = {
        name: pd.Series(value, index=range(n), dtype="str")
        if isinstance(value, str) or value is None
        else value
        for name, value in {**blanks, **columns}.items()
    }
    return pd.DataFrame(filled)


def cost(frames: Frames) -> pd.DataFrame:
    """Seconds of each measure, and the peak memory of the process so far.

    Returns:
        Frame of `measure`, `seconds`, `peak_gb`.
    """
    rows = []
    for name, call in MEASURES.items():
        start = time.perf_counter()
        call(frames)
        rows.append((name, time.perf_counter() - start, peak_mb() / 1024))
    return pd.DataFrame(rows, columns=["measure", "seconds", "peak_gb"])


def main() -> None:
    """Print the table and its totals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quotes", type=int, default=1_000_000)
    frames = synthetic_frames(parser.parse_args().quotes)
    print(
        f"{len(frames.quotes):,} quotes, {len(frames.mentions):,} mentions, "
        f"{len(frames.articles):,} articles: {peak_mb() / 1024:.1f} GB"
    )
    table = cost(frames)
    print(table.round(2).to_string(index=False))
    print(f"all: {table['seconds'].sum():.1f} s, at most {peak_mb() / 1024:.1f} GB")


if __name__ == "__main__":
    main()
