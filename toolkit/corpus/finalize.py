"""What annotation found in single articles, as one: actors merged, corrections applied.

What is decided for all articles together, `Decisions`, is small; with it the rows of any articles
are finished without those of the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from toolkit import frames
from toolkit.corpus.corrections.actors_csv import read_corrections
from toolkit.corpus.corrections.apply_actors import Plan, planned, touching, with_actors_corrected
from toolkit.corpus.corrections.apply_quotes import about, with_quotes_corrected
from toolkit.corpus.corrections.quotes_csv import QuoteCorrection, read_quote_corrections
from toolkit.corpus.linking.actors import Merge, merged_mentions, merged_quotes

Texts = Mapping[str, tuple[str, str]]
"""Text and title by article_id."""


class Found(NamedTuple):
    """Rows of annotation, under the `article_id` of their articles.

    Attributes:
        mentions, quotes: as the annotator made them.
        failed: articles that it could not take, as frames.DROPPED.
    """

    mentions: pd.DataFrame
    quotes: pd.DataFrame
    failed: pd.DataFrame


class Decisions(NamedTuple):
    """What is decided for all articles of a corpus together.

    Attributes:
        merge: which actors of single articles are one.
        plan: corrections of actors.
        quotes: corrections of quotes by article_id.
        speakers: actor_id of each name in the corpus.
        idle: frame of frames.DROPPED: corrections that change nothing in any article.
    """

    merge: Merge
    plan: Plan
    quotes: Mapping[str, Sequence[QuoteCorrection]]
    speakers: Mapping[str, str]
    idle: pd.DataFrame

    def about(self, actors: Iterable[str], articles: Iterable[str]) -> list[str]:
        """All that is decided of these actors (ids, as articles give them) and articles."""
        under = {i: self.merge.into.get(i, i) for i in sorted(actors)}
        merged = [f"{i} {to} {self.merge.names.get(to)}" for i, to in under.items()]
        steps = [repr(step) for step in touching(self.plan.steps, under.values())]
        rows = [row for name in sorted(articles) for row in self.quotes.get(name, ())]
        return [*merged, *steps, *(f"{row} {self.speakers.get(row.to)}" for row in rows)]


def decided(merge: Merge, articles: Collection[str], home: Path) -> Decisions:
    """What is decided for all articles.

    Args:
        merge: of all that is annotated.
        articles: their ids.
        home: folder of the corpus, with its `corrections/`.
    """
    plan = planned(merge.names, read_corrections(home))
    rows, wrong = read_quote_corrections(home)
    by_article = defaultdict[str, list[QuoteCorrection]](list)
    for row in rows:
        by_article[row.article_id].append(row)
    there = set(articles) if rows else set()
    gone = [f"{about(r)}: no such article" for r in rows if r.article_id not in there]
    idle = pd.concat([_idle("actors", plan.unused), _idle("quotes", [*wrong, *gone])])
    speakers = {name: i for i, (name, _) in sorted(plan.names.items(), reverse=True)}
    return Decisions(merge, plan, by_article, speakers, idle)


def finished(found: Found, decisions: Decisions, files: pd.Series[str], texts: Texts) -> Found:
    """Rows of some articles or all under the actors of the corpus, with what a person corrected.

    Their types are not yet checked.

    Args:
        found: of the annotator.
        decisions: of the whole corpus.
        files: source_file of each article, by article_id.
        texts: of those articles at least of which quotes are corrected.

    Returns:
        With what was not annotated, corrections that change nothing in these articles.
    """
    into, names = decisions.merge
    mentions = merged_mentions(found.mentions, into, names)
    quotes = merged_quotes(found.quotes, into, names)
    mentions, quotes = with_actors_corrected(mentions, quotes, decisions.plan.steps)
    rows = [row for name in texts for row in decisions.quotes.get(name, ())]
    quotes, lost = with_quotes_corrected(quotes, mentions, rows, texts, decisions.speakers)
    if rows:  # one that was missed stands with those of its article
        place = files.index.get_indexer(pd.Index(quotes["article_id"]))
        quotes = quotes.iloc[place.argsort(kind="stable")].reset_index(drop=True)
    ids = {c: quotes["article_id"] + ":" + quotes[c] for c in ("quote_id", "parent_id")}
    failed = found.failed
    named = failed["article_id"].map(files).fillna(failed["article_id"]).astype("str")
    dropped = pd.concat([failed.assign(source_file=named), _idle("quotes", lost)])
    return Found(mentions, quotes.assign(**ids), dropped)


def _idle(name: str, reasons: Sequence[str]) -> pd.DataFrame:
    """Corrections that change nothing, as rows of frames.DROPPED."""
    place = {"source_file": f"corrections/{name}.csv", "step": "corrections"}
    return pd.DataFrame(
        [{**place, "reason": r} for r in reasons], columns=[*frames.DROPPED.columns]
    )


def framed(found: Found) -> dict[str, pd.DataFrame]:
    """The same as checked frames of frames.MENTIONS, frames.QUOTES and frames.DROPPED."""
    return {name: frames.frame(frames.SCHEMAS[name], rows) for name, rows in named(found).items()}


def named(found: Found) -> dict[str, pd.DataFrame]:
    """The same by the names of their tables."""
    return {"mentions": found.mentions, "quotes": found.quotes, "dropped": found.failed}
