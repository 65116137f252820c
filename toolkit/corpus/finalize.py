"""Apply linked actors and corrections to annotations of single articles.

What is decided for a corpus as a whole, `CorpusDecisions`, is small. With it, the rows of any
articles can be finalized without those of the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from toolkit import frames
from toolkit.corpus.corrections.actors import (
    Plan,
    apply_actor_corrections,
    plan_corrections,
    read_corrections,
    relevant_steps,
)
from toolkit.corpus.corrections.quotes import (
    QuoteCorrection,
    apply_quote_corrections,
    describe,
    read_quote_corrections,
)
from toolkit.corpus.linking.actors import ActorLinks, apply_actor_links

Frames = dict[str, pd.DataFrame]
"""Frames of frames.MENTIONS, QUOTES and DROPPED (articles that could not be annotated, corrections
that change nothing) by the names `mentions`, `quotes` and `dropped`."""


class CorpusDecisions(NamedTuple):
    """What is decided for all articles of a corpus together.

    Attributes:
        links: which actors of single articles are one.
        plan: corrections of actors.
        quotes: corrections of quotes by article_id.
        speakers: actor_id by name.
        unused: frame of frames.DROPPED: corrections that match nothing in the corpus.
    """

    links: ActorLinks
    plan: Plan
    quotes: Mapping[str, Sequence[QuoteCorrection]]
    speakers: Mapping[str, str]
    unused: pd.DataFrame

    def about(self, actor_ids: Iterable[str], article_ids: Iterable[str]) -> list[str]:
        """The decisions about some actors of single articles and some articles, as strings."""
        linked = {i: self.links.into.get(i, i) for i in sorted(actor_ids)}
        links = [f"{i} {to} {self.links.names.get(to)}" for i, to in linked.items()]
        steps = [repr(step) for step in relevant_steps(self.plan.steps, linked.values())]
        quotes = [q for article in sorted(article_ids) for q in self.quotes.get(article, ())]
        return [*links, *steps, *(f"{q} {self.speakers.get(q.to)}" for q in quotes)]


def decide(links: ActorLinks, article_ids: Collection[str], folder: Path) -> CorpusDecisions:
    """The decisions for a corpus.

    Args:
        links: of all annotated articles.
        article_ids: of all articles.
        folder: the corpus folder, with its `corrections/`.
    """
    of_actors, misread = read_corrections(folder)
    plan = plan_corrections(links.names, of_actors)
    corrections, invalid = read_quote_corrections(folder)
    by_article = defaultdict[str, list[QuoteCorrection]](list)
    for correction in corrections:
        by_article[correction.article_id].append(correction)
    unknown = by_article.keys() - set(article_ids)
    missing = [f"{describe(c)}: no such article" for c in corrections if c.article_id in unknown]
    dropped_actors = _dropped("actors", [*misread, *plan.unused])
    unused = pd.concat([dropped_actors, _dropped("quotes", [*invalid, *missing])])
    speakers = {name: i for i, (name, _) in sorted(plan.names.items(), reverse=True)}
    return CorpusDecisions(links, plan, by_article, speakers, unused)


def apply_decisions(
    rows: Frames,
    decisions: CorpusDecisions,
    files: pd.Series[str],
    texts: Mapping[str, tuple[str, str]],
) -> Frames:
    """Annotations under the actors of the corpus, with corrections applied.

    Args:
        rows: annotations of some articles.
        decisions: for the whole corpus.
        files: source_file of each article, by article_id.
        texts: text and title, by article_id, of the articles whose quotes are corrected, at least.
    """
    mentions, quotes = apply_actor_links(rows["mentions"], rows["quotes"], decisions.links)
    mentions, quotes = apply_actor_corrections(mentions, quotes, decisions.plan.steps)
    corrections = [c for article in texts for c in decisions.quotes.get(article, ())]
    quotes, unused = apply_quote_corrections(
        quotes, mentions, corrections, texts, decisions.speakers
    )
    if corrections:  # an added quote is moved to those of its article
        place = files.index.get_indexer(pd.Index(quotes["article_id"]))
        quotes = quotes.iloc[place.argsort(kind="stable")].reset_index(drop=True)
    ids = {c: quotes["article_id"] + ":" + quotes[c] for c in ("quote_id", "parent_id")}
    failed = rows["dropped"]
    source = failed["article_id"].map(files).fillna(failed["article_id"]).astype("str")
    dropped = pd.concat([failed.assign(source_file=source), _dropped("quotes", unused)])
    return {"mentions": mentions, "quotes": quotes.assign(**ids), "dropped": dropped}


def _dropped(name: str, reasons: Sequence[str]) -> pd.DataFrame:
    """Corrections that change nothing, as rows of frames.DROPPED."""
    source = {"source_file": f"corrections/{name}.csv", "step": "corrections"}
    rows = [{**source, "reason": reason} for reason in reasons]
    return pd.DataFrame(rows, columns=[*frames.DROPPED.columns])
