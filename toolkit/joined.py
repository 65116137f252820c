"""What annotation found in single articles, as one: actors merged, corrections applied."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from toolkit import frames
from toolkit.corrected_quotes import with_quotes_corrected
from toolkit.corrections import Corrected, corrected, read_corrections
from toolkit.merge import canonical, corpus_wide, merged_mentions, merged_quotes


class Found(NamedTuple):
    """Rows of annotation, under the `article_id` of their articles.

    Attributes:
        mentions, quotes: as the annotator made them.
        failed: articles that it could not take, as frames.DROPPED.
        known: mentions of all articles among which actors are merged.
    """

    mentions: pd.DataFrame
    quotes: pd.DataFrame
    failed: pd.DataFrame
    known: pd.DataFrame


def joined(
    found: Found, articles: pd.DataFrame, home: Path, whole: bool
) -> dict[str, pd.DataFrame]:
    """Mentions and quotes under the actors of the corpus, with what a person corrected.

    Args:
        found: rows of annotation.
        articles: frame of frames.ARTICLES.
        home: folder of the corpus, with its `corrections/`.
        whole: whether these are all its articles: a correction of another one is then idle.

    Returns:
        Frames of frames.MENTIONS and frames.QUOTES, and `dropped`: what could not be annotated, and
        corrections that changed nothing.
    """
    into = corpus_wide(found.known)
    names = canonical(found.known, into)
    merged = corrected(
        merged_mentions(found.mentions, into, names),
        merged_quotes(found.quotes, into, names),
        read_corrections(home),
    )
    made = with_quotes_corrected(merged, articles, home, whole)
    ids = {c: made.quotes["article_id"] + ":" + made.quotes[c] for c in ("quote_id", "parent_id")}
    return {
        "mentions": frames.frame(frames.MENTIONS, made.mentions),
        "quotes": frames.frame(frames.QUOTES, made.quotes.assign(**ids)),
        "dropped": _left_over(found.failed, made, articles),
    }


def _left_over(failed: pd.DataFrame, made: Corrected, articles: pd.DataFrame) -> pd.DataFrame:
    names = articles.set_index("article_id")["source_file"]
    files = failed["article_id"].map(names).fillna(failed["article_id"])
    idle = pd.DataFrame(
        [
            {"source_file": f"corrections/{name}.csv", "step": "corrections", "reason": reason}
            for name, reasons in (("actors", made.unused), ("quotes", made.lost))
            for reason in reasons
        ]
    )
    return frames.frame(frames.DROPPED, pd.concat([failed.assign(source_file=files), idle]))
