"""Actors across articles: which actors of single articles are one, and which are in doubt.

An article names an actor with what it itself says, whatever else is in the corpus. Here, and here
alone, articles inform each other: "Reed" of one article is "Ada Reed" of others where the corpus
knows one Reed. What was merged is in `mentions.merged_from` and in the actor table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from toolkit.annotate.entities.abbreviations import initials_of
from toolkit.annotate.entities.person_names import person
from toolkit.corpus.linking.actor_counts import actors_of, most_frequent, tally

_YOUNGER = re.compile(r"\b(?:Jr|Sr|II|III|IV)\b\.?$")
_MOSTLY = 0.9
"""Share of the articles that makes one bearer of a name the one who is meant."""


class Merge(NamedTuple):
    """Which actors of single articles are one.

    Attributes:
        into: from actor_id to the actor_id that it is in the corpus, where it is another one.
        names: name and type of each actor of the corpus.
    """

    into: Mapping[str, str]
    names: Mapping[str, tuple[str, str]]


def merging(tally: pd.DataFrame) -> Merge:
    """The actors of a corpus, from the counts of `actor_counts.tally`."""
    into = _into(actors_of(tally))
    return Merge(into, _canonical(tally, into))


def corpus_wide(mentions: pd.DataFrame) -> dict[str, str]:
    """The actor that each actor of single articles is in the corpus, where it is another one.

    Two forms of a full name are one person ("Ada Brook", "Ada J. Brook"). An actor that an article
    calls by one name alone is the one actor whom other articles call so beside a fuller name, or
    who has nine tenths of their articles; else it stays by itself, in doubt. A full name that more
    articles give than a longer one ("Crooked Ada Brook") is the name of both. One name under two
    types is one actor.

    Args:
        mentions: frame of frames.MENTIONS, as the articles alone give it.

    Returns:
        From actor_id to actor_id; the second is in no key.

    Example:
        >>> from toolkit.frames import MENTIONS, frame
        >>> corpus_wide(frame(MENTIONS))
        {}
    """
    return _into(counted(mentions))


def _into(actors: pd.DataFrame) -> dict[str, str]:
    into: dict[str, str] = {}
    for same in (_by_name, _by_full_name, _by_part, _by_form):
        for one, other in same(actors, into).items():
            into[one] = other
    return {one: _end(one, into) for one in into if _end(one, into) != one}


def _end(actor_id: str, into: Mapping[str, str]) -> str:
    seen = {actor_id}
    while actor_id in into and into[actor_id] not in seen:
        actor_id = into[actor_id]
        seen.add(actor_id)
    return actor_id


def counted(mentions: pd.DataFrame) -> pd.DataFrame:
    """One row per actor_id: its name, type, articles, mentions, and the set of its sure forms."""
    return actors_of(tally(mentions))


def _by_name(actors: pd.DataFrame, into: Mapping[str, str]) -> dict[str, str]:
    """One name, several types: the type that most articles give it."""
    return _to_most(actors, actors["actor"].str.casefold())


def _by_full_name(actors: pd.DataFrame, into: Mapping[str, str]) -> dict[str, str]:
    """People with the same first and last name, whatever initials stand between."""
    people = actors[actors["actor_type"].eq("person") & ~actors.index.isin(list(into))]
    words = people["actor"].map(lambda name: person(name).words)
    full = people[words.map(len) > 1]
    ends = words[full.index].map(lambda w: f"{w[0]} {w[-1]}".casefold())
    return _to_most(full, ends)


def _to_most(actors: pd.DataFrame, shared: pd.Series[str]) -> dict[str, str]:
    """Of actors that share something, all but the one whom most articles name."""
    ranked = (
        actors[["n_articles", "n_mentions"]]
        .assign(shared=shared)[shared.duplicated(keep=False)]
        .sort_values(["n_articles", "n_mentions"], ascending=False, kind="stable")
    )
    most = ranked.reset_index().drop_duplicates("shared").set_index("shared")["actor_id"]
    pairs = zip(ranked.index, ranked["shared"].map(most), strict=True)
    return {one: other for one, other in pairs if one != other}


def _by_part(actors: pd.DataFrame, into: Mapping[str, str]) -> dict[str, str]:
    """People of a long name whom their articles also call by a full name that more articles give.

    "Crooked Ada Brook" and "Ada Brook Apologizes" are the slips of a headline or a nickname.
    """
    people = actors[actors["actor_type"].eq("person")]
    known = {r["actor"]: r for r in people.reset_index().to_dict("records")}
    found = {}
    for row in known.values():
        parts = [known[f] for f in row["forms"] if f in known and _is_part(f, row["actor"])]
        more = [r for r in parts if r["n_articles"] > row["n_articles"]]
        if more and row["actor_id"] not in into:
            best = max(more, key=lambda r: (r["n_articles"], r["actor_id"]))
            found[row["actor_id"]] = _end(best["actor_id"], into)
    return {one: other for one, other in found.items() if one != other}


def _is_part(form: str, name: str) -> bool:
    """Whether a form of two words or more begins or ends a longer name; "Ada Brook Jr." is own."""
    if " " not in form or _YOUNGER.search(name):
        return False
    return name.startswith(f"{form} ") or name.endswith(f" {form}")


def _by_form(actors: pd.DataFrame, into: Mapping[str, str]) -> dict[str, str]:
    """Actors of one name alone: the one actor whom other articles call so beside a fuller name."""
    bearers = called(actors, into)
    found = {}
    for row in actors.reset_index().to_dict("records"):
        name, own = row["actor"], row["actor_id"]
        fuller = bearers.get((name, row["actor_type"]), set()) - {_end(own, into)}
        if own not in into and (one := _meant(fuller, actors)):
            found[own] = one
    return found


def _meant(bearers: set[str], actors: pd.DataFrame) -> str | None:
    """The one bearer of a name, or the one who has nearly all of the articles of all of them."""
    if not bearers:
        return None
    articles = actors["n_articles"].reindex(sorted(bearers), fill_value=0)
    best = str(articles.idxmax())
    return best if len(bearers) == 1 or articles[best] >= _MOSTLY * articles.sum() else None


def called(actors: pd.DataFrame, into: Mapping[str, str]) -> dict[tuple[str, str], set[str]]:
    """Actors by each of their shorter names and their type."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in actors.reset_index().to_dict("records"):
        for form in _short(row["actor"], row["actor_type"], row["forms"]):
            found[form, row["actor_type"]].add(_end(row["actor_id"], into))
    return found


def _short(name: str, actor_type: str, forms: Iterable[str]) -> set[str]:
    """Shorter names of an actor: those that articles use, and a person's surname."""
    short = {f for f in forms if f != name and len(f) < len(name)}
    words = person(name).words
    if actor_type == "person":
        return short | {words[-1]} if len(words) > 1 else short
    letters = initials_of(name) if actor_type == "organization" else None
    return short | {letters} if letters else short


def merged_mentions(
    mentions: pd.DataFrame, into: Mapping[str, str], names: Mapping[str, tuple[str, str]]
) -> pd.DataFrame:
    """Mentions under the actors of the corpus; `merged_from` keeps what the article alone gives.

    Args:
        mentions: frame of frames.MENTIONS.
        into: of `corpus_wide`.
        names: of `canonical`.
    """
    own = mentions["actor_id"]
    target = own.map(lambda i: into.get(i, i))
    changed = target.ne(own)
    return mentions.assign(
        actor_id=target,
        actor=target.map(lambda i: names[i][0]),
        actor_type=target.map(lambda i: names[i][1]),
        merged_from=own.where(changed, mentions["merged_from"]),
    )


def canonical(mentions: pd.DataFrame, into: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Name and type of each actor of the corpus: those that most articles give."""
    return _canonical(tally(mentions), into)


def _canonical(tally: pd.DataFrame, into: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    known = set(tally.loc[tally["what"].eq("given name"), "actor_id"])
    target = tally["actor_id"].map(lambda i: into.get(i, i))
    own = tally[target.eq(tally["actor_id"]) | ~target.isin(known)]
    under = own.assign(actor_id=target[own.index])
    names, types = (most_frequent(under, f"given {what}") for what in ("name", "type"))
    return {i: (names[i], types[i]) for i in names}


def merged_quotes(
    quotes: pd.DataFrame, into: Mapping[str, str], names: Mapping[str, tuple[str, str]]
) -> pd.DataFrame:
    """Quotes whose speakers, and those they speak for, are the actors of the corpus."""
    changed: dict[str, pd.Series[str]] = {}
    for own, name in (("actor_id", "speaker"), ("on_behalf_id", "on_behalf_of")):
        target = quotes[own].map(lambda i: into.get(i, i), na_action="ignore")
        known = target.map(lambda i: names.get(i, (None, None))[0], na_action="ignore")
        changed |= {own: target, name: known.where(known.notna(), quotes[name])}
    return quotes.assign(**changed)
