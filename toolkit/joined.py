"""What annotation found in single articles, as one: actors merged, corrections applied."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from toolkit import frames
from toolkit.corrected_quotes import with_quotes_corrected
from toolkit.corrections import Corrected, corrected, read_corrections
from toolkit.merge import Merge, merged_mentions, merged_quotes


class Found(NamedTuple):
    """Rows of annotation, under the `article_id` of their articles.

    Attributes:
        mentions, quotes: as the annotator made them.
        failed: articles that it could not take, as frames.DROPPED.
    """

    mentions: pd.DataFrame
    quotes: pd.DataFrame
    failed: pd.DataFrame


def merged(found: Found, merge: Merge) -> Found:
    """The same rows under the actors of the corpus."""
    return found._replace(
        mentions=merged_mentions(found.mentions, merge.into, merge.names),
        quotes=merged_quotes(found.quotes, merge.into, merge.names),
    )


def finished(found: Found, articles: pd.DataFrame, home: Path, whole: bool) -> Found:
    """Merged rows with what a person corrected, their types not yet checked.

    Args:
        found: of `merged`.
        articles: frame of frames.ARTICLES; of its texts where there are corrections of quotes.
        home: folder of the corpus, with its `corrections/`.
        whole: whether these are all its articles: a correction of another one is then idle.

    Returns:
        With what was not annotated, corrections that changed nothing.
    """
    by_actor = corrected(found.mentions, found.quotes, read_corrections(home))
    made = with_quotes_corrected(by_actor, articles, home, whole)
    ids = {c: made.quotes["article_id"] + ":" + made.quotes[c] for c in ("quote_id", "parent_id")}
    return Found(made.mentions, made.quotes.assign(**ids), _left_over(found.failed, made, articles))


def framed(found: Found) -> dict[str, pd.DataFrame]:
    """The same as checked frames of frames.MENTIONS, frames.QUOTES and frames.DROPPED."""
    return {name: frames.frame(frames.SCHEMAS[name], rows) for name, rows in named(found).items()}


def named(found: Found) -> dict[str, pd.DataFrame]:
    """The same by the names of their tables."""
    return {"mentions": found.mentions, "quotes": found.quotes, "dropped": found.failed}


def has_corrections(home: Path) -> bool:
    """Whether a person corrected anything: such corrections look at the corpus as a whole."""
    return any((home / "corrections").glob("*.csv"))


def _left_over(failed: pd.DataFrame, made: Corrected, articles: pd.DataFrame) -> pd.DataFrame:
    names = articles.set_index("article_id")["source_file"]
    files = failed["article_id"].map(names).fillna(failed["article_id"])
    idle = pd.DataFrame(
        columns=list(frames.DROPPED.columns),
        data=[
            {"source_file": f"corrections/{name}.csv", "step": "corrections", "reason": reason}
            for name, reasons in (("actors", made.unused), ("quotes", made.lost))
            for reason in reasons
        ],
    )
    return pd.concat([failed.assign(source_file=files.astype("str")), idle])
