"""One article compared with the corpus, and one story in several outlets.

An article has figures and their percentiles; outlets quote, name or leave out the speakers of a
story, and share some of its sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from toolkit.measure.correction.coded_sample import not_correctable
from toolkit.measure.estimation.encode import KINDS, attributed_quotes, named
from toolkit.measure.sources import each_source

# The figures of an article and their units; "%" for shares.
FIGURES = {
    "quotes": "quotes",
    "sources": "sources",
    "words in quotes": "%",
    "direct quotes": "%",
    "anonymous quotes": "%",
    "quotes of officials": "%",
    "quotes of citizens": "%",
    "first voice": "% of the way down",
}

_UNCODED = "it describes single articles; use a measure of the whole corpus"


@not_correctable(_UNCODED)
def story_figures(
    quotes: pd.DataFrame, articles: pd.DataFrame, *, kinds: Sequence[str] = KINDS
) -> pd.DataFrame:
    """Number and kinds of the quotes and sources of each article.

    Args:
        quotes, articles: the frames; a quote inside another adds no words.
        kinds: kinds of cue that count.

    Returns:
        One row an article, indexed by article_id: quotes, sources (numbers); words in quotes (of
        the words), direct, anonymous, officials' and citizens' quotes (of the quotes), first voice
        (place of the first quote of the body): 0 to 1, null without quotes.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> len(story_figures(corpus.quotes, corpus.articles)) == len(corpus)
        True
    """
    rows = attributed_quotes(quotes, kinds)
    by = rows["article_id"]
    outer = rows.loc[rows["parent_id"].isna() & ~rows["in_title"]]
    parts = {
        "quotes": by.value_counts(),
        "sources": each_source(quotes, kinds)["article_id"].value_counts(),
        "words in quotes": outer.groupby("article_id")["n_words"].sum(),
        "direct quotes": rows["quote_type"].eq("direct").groupby(by).mean(),
        "anonymous quotes": rows["anonymous"].groupby(by).mean(),
        "quotes of officials": rows["source_role"].eq("official").fillna(False).groupby(by).mean(),
        "quotes of citizens": rows["source_role"].eq("citizen").fillna(False).groupby(by).mean(),
        "first voice": outer.groupby("article_id")["position"].min(),
    }
    figures = pd.DataFrame(parts).reindex(articles["article_id"]).astype("float64")
    figures[["quotes", "sources"]] = figures[["quotes", "sources"]].fillna(0)
    words = articles.set_index("article_id")["n_words"]
    figures["words in quotes"] = (
        figures["words in quotes"].fillna(0) / words.where(words > 0)
    ).clip(0, 1)
    return figures


@not_correctable(_UNCODED)
def article_percentiles(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    article_id: str | None,
    *,
    kinds: Sequence[str] = KINDS,
) -> pd.DataFrame:
    """An article's figures compared with those of all articles.

    Args:
        quotes, articles, kinds: as in `story_figures`.
        article_id: the article, which is itself among those it is compared with.

    Returns:
        figure, unit, estimate (the article's), median, p10, p90 (of the articles that have the
        figure), below (share of them with less), n (their number), note (why a figure is missing;
        all are missing if there is no such article).

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> first = corpus.articles["article_id"].iloc[0]
        >>> tidy = article_percentiles(corpus.quotes, corpus.articles, first)
        >>> bool(tidy["below"].dropna().between(0, 1).all())
        True
    """
    profiles = story_figures(quotes, articles, kinds=kinds)
    article = profiles.reindex([article_id]).iloc[0]
    figures = pd.DataFrame({
        "figure": list(FIGURES),
        "unit": list(FIGURES.values()),
        "estimate": [article[f] for f in FIGURES],
        "median": [profiles[f].median() for f in FIGURES],
        "p10": [profiles[f].quantile(0.1) for f in FIGURES],
        "p90": [profiles[f].quantile(0.9) for f in FIGURES],
        "below": [(profiles[f].dropna() < article[f]).mean() for f in FIGURES],
        "n": [int(profiles[f].notna().sum()) for f in FIGURES],
    })  # fmt: skip
    missing = figures["estimate"].isna()
    reason = "no quotes in the article" if article_id in profiles.index else "no such article"
    note = pd.Series(reason, index=figures.index, dtype="str")
    return figures.assign(below=figures["below"].mask(missing), note=note.where(missing))


_END = re.compile(r"(?<=[.!?])[\"”’»)]*\s+|\n\n")
_WORD = re.compile(r"\w+")
FEWEST_WORDS = 6  # shorter sentences agree by chance: "Nobody was hurt."

_SHIP = re.compile(
    r"\b(?:ship|ferry|vessel|tanker|trawler|freighter|yacht|boat|liner|tug|frigate|submarine|steamer|"
    r"MV|MS|SS|HMS|USS|RMS)\s+(?:the\s+)?([A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,3})"
)
_OF_ONE_STORY = 'it describes single articles; use voice_share with by="outlet"'


@not_correctable(_OF_ONE_STORY)
def voices_by_outlet(
    quotes: pd.DataFrame,
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    kinds: Sequence[str] = KINDS,
    top: int | None = 20,
) -> pd.DataFrame:
    """Which named speakers each outlet quotes, only mentions, or leaves out.

    Places, outlets and ships are no speakers, although a dateline or a citation may look like one.

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
    said = attributed_quotes(quotes, kinds).dropna(subset=["actor_id"])
    said = said[~said["actor_id"].isin(_no_voices(mentions, articles))]
    voices = said[["article_id", "speaker", "actor_id"]].merge(where, on="article_id")
    about = named(mentions)[["article_id", "actor_id"]].merge(where, on="article_id")
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


def _no_voices(mentions: pd.DataFrame, articles: pd.DataFrame) -> set[str]:
    """Ids of the actors that are places, outlets of these articles, or ships."""
    actors = mentions.drop_duplicates("actor_id")
    names = actors["actor"].astype("str")
    outlets = {_bare(name) for name in articles["outlet"].dropna()}
    ships = {_bare(name) for t in articles.get("text", ()) for name in _SHIP.findall(t)}
    none = names.map(_bare).isin(outlets | ships) | actors["actor_type"].eq("place")
    return set(actors["actor_id"][none])


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ")


@not_correctable(_OF_ONE_STORY)
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
