"""One story in several outlets: whom each of them quotes, and which sentences they share."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from toolkit.measure.correction.coded_sample import not_correctable
from toolkit.measure.estimation.select import KINDS, attributed_quotes, named

_END = re.compile(r"(?<=[.!?])[\"”’»)]*\s+|\n\n")
_WORD = re.compile(r"\w+")
FEWEST_WORDS = 6  # shorter sentences agree by chance: "Nobody was hurt."

_UNCODED = 'it describes single articles; use voice_share with by="outlet"'


@not_correctable(_UNCODED)
def voices_by_outlet(
    quotes: pd.DataFrame,
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    kinds: Sequence[str] = KINDS,
    top: int | None = 20,
) -> pd.DataFrame:
    """Which named speakers each outlet quotes, only mentions, or leaves out.

    Args:
        quotes, mentions, articles: the frames of the articles on one story.
        kinds: kinds of cue that count.
        top: number of speakers to report, those whom most outlets quote.

    Returns:
        speaker, actor_id, outlet, heard ("quoted", "named", "left out"), count (quotes); a row for
        each speaker and named outlet. Articles without an outlet are left out.

    Example:
        >>> from toolkit.frames import ARTICLES, MENTIONS, QUOTES, frame
        >>> list(voices_by_outlet(frame(QUOTES), frame(MENTIONS), frame(ARTICLES)))
        ['speaker', 'actor_id', 'outlet', 'heard', 'count']
    """
    where = articles.dropna(subset=["outlet"])[["article_id", "outlet"]]
    voices = (
        attributed_quotes(quotes, kinds).dropna(subset=["actor_id"]).merge(where, on="article_id")
    )
    about = named(mentions).merge(where, on="article_id")
    key = ["actor_id", "outlet"]
    spread = voices.groupby(["speaker", "actor_id"])["outlet"].agg(["nunique", "size"])
    leading = spread.sort_values(["nunique", "size"], ascending=False, kind="stable")[:top]
    who = leading.reset_index()[["speaker", "actor_id"]]
    cells = who.merge(where[["outlet"]].drop_duplicates().sort_values("outlet"), how="cross")
    counts = voices.groupby(key).size().rename("count").reset_index()
    known = about[key].drop_duplicates().assign(named=True)
    table = cells.merge(counts, on=key, how="left").merge(known, on=key, how="left")
    table["count"] = table["count"].fillna(0).astype("int64")
    label = pd.Series("left out", index=table.index, dtype="str")
    label = label.mask(table["named"].notna(), "named").mask(table["count"] > 0, "quoted")
    return table.assign(heard=label)[["speaker", "actor_id", "outlet", "heard", "count"]]


@not_correctable(_UNCODED)
def shared_sentences(articles: pd.DataFrame) -> pd.DataFrame:
    """Sentences of at least six words that occur word for word in articles of several outlets.

    Case, punctuation and quotation marks make no difference. Which outlet had a sentence first
    cannot be inferred from times of publication.

    Args:
        articles: the articles frame.

    Returns:
        sentence (as in the first article), outlets (list), n_articles; those in most outlets
        first, then in the order of the text. Articles without an outlet are left out.

    Example:
        >>> import toolkit as tk
        >>> articles = tk.open("data/sample").articles
        >>> int(shared_sentences(articles)["outlets"].str.len().min())
        2
    """
    rows = articles.dropna(subset=["outlet"])[["article_id", "outlet", "text"]]
    sentences = rows.assign(sentence=rows["text"].map(_END.split)).explode("sentence")
    words = sentences["sentence"].astype("str").str.casefold().map(_WORD.findall)
    long = sentences.assign(key=words.str.join(" "))[words.str.len() >= FEWEST_WORDS]
    groups = long.groupby("key", sort=False).agg(
        sentence=("sentence", "first"),
        outlets=("outlet", lambda o: sorted(set(o))),
        n_articles=("article_id", "nunique"),
    )
    number = groups["outlets"].str.len()
    several = groups.assign(number=number)[number > 1]
    ranked = several.sort_values("number", ascending=False, kind="stable")
    return ranked.drop(columns="number").reset_index(drop=True)
