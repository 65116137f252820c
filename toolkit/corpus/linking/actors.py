"""Link actors of single articles that are one actor of the corpus.

Annotation uses nothing but the article itself. Linking alone uses other articles: "Reed" of one
article is "Ada Reed" of others if the corpus has one Reed. `mentions.merged_from` and the table of
actors show what was linked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from toolkit.annotate.entities.abbreviations import initials_of
from toolkit.annotate.entities.person_names import person

_GENERATION = re.compile(r"\b(?:Jr|Sr|II|III|IV)\b\.?$")
_DOMINANT = 0.9
"""Share of articles above which an ambiguous name goes to its most frequent actor."""
_WEAK_RULES = ("first name", "named most", "named in the paragraph", "metonym")
_KEYS = ["what", "actor_id", "value"]
COUNTED = ["article_id", "actor_id", "actor", "actor_type", "text", "kind", "rule"]
"""Columns of mentions that are counted."""


class ActorLinks(NamedTuple):
    """Which actors of single articles are one.

    Attributes:
        into: the actor_id in the corpus of each actor_id that changes.
        names: name and type of each actor of the corpus.
    """

    into: Mapping[str, str]
    names: Mapping[str, tuple[str, str]]


def link_actors(counts: pd.DataFrame) -> ActorLinks:
    """Decide which actors of single articles are one actor of the corpus.

    Two forms of a full name are one person ("Ada Brook", "Ada J. Brook"). An actor with a single
    name is the one actor whom other articles call so beside a fuller name, or who has nine tenths
    of their articles; otherwise it remains separate, in doubt. A full name in more articles than a
    longer one ("Crooked Ada Brook") is the name of both. One name under two types is one actor.

    Args:
        counts: of `actor_counts`, over the mentions of all articles.

    Example:
        >>> from toolkit.frames import MENTIONS, frame
        >>> link_actors(actor_counts(frame(MENTIONS)))
        ActorLinks(into={}, names={})
    """
    actors = actors_of(counts)
    into: dict[str, str] = {}
    for link in (_by_name, _by_full_name, _by_part, _by_form):
        into |= link(actors, into)
    resolved = {one: _end(one, into) for one in into if _end(one, into) != one}
    return ActorLinks(resolved, _canonical(counts, resolved))


def _end(actor_id: str, into: Mapping[str, str]) -> str:
    """The actor at the end of a chain of links."""
    visited = {actor_id}
    while actor_id in into and into[actor_id] not in visited:
        actor_id = into[actor_id]
        visited.add(actor_id)
    return actor_id


def _by_name(actors: pd.DataFrame, into: Mapping[str, str]) -> dict[str, str]:
    """Actors of one name and several types: the type in most articles."""
    return _to_most_frequent(actors, actors["actor"].str.casefold())


def _by_full_name(actors: pd.DataFrame, into: Mapping[str, str]) -> dict[str, str]:
    """People with the same first and last name, whatever initials stand between."""
    people = actors[actors["actor_type"].eq("person") & ~actors.index.isin(list(into))]
    words = people["actor"].map(lambda name: person(name).words)
    full = people[words.map(len) > 1]
    ends = words[full.index].map(lambda w: f"{w[0]} {w[-1]}".casefold())
    return _to_most_frequent(full, ends)


def _to_most_frequent(actors: pd.DataFrame, shared: pd.Series[str]) -> dict[str, str]:
    """Links from actors with a shared value to the one in most articles."""
    ranked = actors.sort_values(["n_articles", "n_mentions"], ascending=False, kind="stable")
    most = ranked.index.to_series().groupby(shared).transform("first")
    return {one: other for one, other in zip(most.index, most, strict=True) if one != other}


def _by_part(actors: pd.DataFrame, into: Mapping[str, str]) -> dict[str, str]:
    """People with a long name whose articles also use a part of it that more articles have.

    "Crooked Ada Brook" and "Ada Brook Apologizes" come from nicknames and headlines.
    """
    people = actors[actors["actor_type"].eq("person")]
    by_name = {r["actor"]: r for r in people.reset_index().to_dict("records")}
    links = {}
    for row in by_name.values():
        parts = [by_name[f] for f in row["forms"] if f in by_name and _is_part(f, row["actor"])]
        frequent = [r for r in parts if r["n_articles"] > row["n_articles"]]
        if frequent and row["actor_id"] not in into:
            best = max(frequent, key=lambda r: (r["n_articles"], r["actor_id"]))
            links[row["actor_id"]] = _end(best["actor_id"], into)
    return {one: other for one, other in links.items() if one != other}


def _is_part(form: str, name: str) -> bool:
    """Whether two or more words begin or end a longer name; "Ada Brook Jr." is another person."""
    if " " not in form or _GENERATION.search(name):
        return False
    return name.startswith(f"{form} ") or name.endswith(f" {form}")


def _by_form(actors: pd.DataFrame, into: Mapping[str, str]) -> dict[str, str]:
    """Actors with a single name whom other articles call so beside a fuller name."""
    bearers = actors_by_short_name(actors, into, initials=False)
    links = {}
    for row in actors.reset_index().to_dict("records"):
        name, own = row["actor"], row["actor_id"]
        fuller = bearers.get((name, row["actor_type"]), set()) - {_end(own, into)}
        if own not in into and (bearer := _likely_bearer(fuller, actors)):
            links[own] = bearer
    return links


def _likely_bearer(bearers: set[str], actors: pd.DataFrame) -> str | None:
    """The only bearer of a name, or the one with a dominant share of the articles."""
    if not bearers:
        return None
    articles = actors["n_articles"].reindex(sorted(bearers), fill_value=0)
    best = str(articles.idxmax())
    is_dominant = len(bearers) == 1 or articles[best] >= _DOMINANT * articles.sum()
    return best if is_dominant else None


def actors_by_short_name(
    actors: pd.DataFrame, into: Mapping[str, str], initials: bool
) -> dict[tuple[str, str], set[str]]:
    """Ids of actors by each of their shorter names and their type.

    With `initials`, also those of organizations that no article abbreviates: they raise a doubt,
    but NBC is not the National Baptist Convention.
    """
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in actors.reset_index().to_dict("records"):
        short = _short_names(row["actor"], row["actor_type"], row["forms"])
        letters = initials_of(row["actor"]) if initials else None
        for form in short | {letters} if letters else short:
            bearers[form, row["actor_type"]].add(_end(row["actor_id"], into))
    return bearers


def _short_names(name: str, actor_type: str, forms: Iterable[str]) -> set[str]:
    """Shorter names of an actor: those in use, and a person's surname."""
    short = {f for f in forms if f != name and len(f) < len(name)}
    words = person(name).words
    return short | {words[-1]} if actor_type == "person" and len(words) > 1 else short


def _canonical(counts: pd.DataFrame, into: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Name and type of each actor of the corpus: those that most articles give."""
    known = set(counts.loc[counts["what"].eq("given name"), "actor_id"])
    target = counts["actor_id"].map(lambda i: into.get(i, i))
    own = counts[target.eq(counts["actor_id"]) | ~target.isin(known)]
    linked = own.assign(actor_id=target[own.index])
    names, types = (most_frequent(linked, f"given {what}") for what in ("name", "type"))
    return {i: (names[i], types[i]) for i in names}


def apply_actor_links(
    mentions: pd.DataFrame, quotes: pd.DataFrame, links: ActorLinks
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mentions and quotes under the actors of the corpus.

    Args:
        mentions: frame of frames.MENTIONS.
        quotes: frame of frames.QUOTES.
        links: of `link_actors`.

    Returns:
        New mentions, with the id that the article gives in `merged_from`; and new quotes, with
        speakers and those on whose behalf they speak.
    """
    into, names = links
    own = mentions["actor_id"]
    target = own.map(lambda i: into.get(i, i))
    linked_mentions = mentions.assign(
        actor_id=target,
        actor=target.map(lambda i: names[i][0]),
        actor_type=target.map(lambda i: names[i][1]),
        merged_from=own.where(target.ne(own), mentions["merged_from"]),
    )
    columns: dict[str, pd.Series[str]] = {}
    for actor_id, name in (("actor_id", "speaker"), ("on_behalf_id", "on_behalf_of")):
        target = quotes[actor_id].map(lambda i: into.get(i, i), na_action="ignore")
        known = target.map(lambda i: names.get(i, (None, None))[0], na_action="ignore")
        columns |= {actor_id: target, name: known.where(known.notna(), quotes[name])}
    return linked_mentions, quotes.assign(**columns)


def actor_counts(mentions: pd.DataFrame) -> pd.DataFrame:
    """Counts of the articles, mentions, names, types and reliable forms of each actor.

    Args:
        mentions: frame of frames.MENTIONS, or its columns COUNTED.

    Returns:
        Frame of `what` ("article", "mention", "name", "type" over mentions by name; "form" over
        those from reliable rules; "given name", "given type" as each article has it first),
        `actor_id`, `value` and `n`.

    Example:
        >>> from toolkit.frames import MENTIONS, frame
        >>> actor_counts(frame(MENTIONS)).columns.tolist()
        ['what', 'actor_id', 'value', 'n']
    """
    named = mentions[mentions["kind"].eq("name")]
    first = mentions.drop_duplicates(["article_id", "actor_id"])
    no_value = {"value": ""}
    rows = {
        "article": named.drop_duplicates(["article_id", "actor_id"]).assign(**no_value),
        "mention": named.assign(**no_value),
        "name": named.assign(value=named["actor"]),
        "type": named.assign(value=named["actor_type"]),
        "form": named[~named["rule"].isin(_WEAK_RULES)].assign(value=named["text"]),
        "given name": first.assign(value=first["actor"]),
        "given type": first.assign(value=first["actor_type"]),
    }
    return add_counts([counted.assign(what=what, n=1) for what, counted in rows.items()])


def add_counts(counts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The counts of all mentions, from those of parts of a corpus that share no article."""
    if not counts:
        strings = {key: pd.Series(dtype="str") for key in _KEYS}
        return pd.DataFrame({**strings, "n": pd.Series(dtype=int)})
    joined = pd.concat([c[[*_KEYS, "n"]] for c in counts])
    return joined.groupby(_KEYS, sort=True)["n"].sum().reset_index()


def actors_of(counts: pd.DataFrame) -> pd.DataFrame:
    """One row per actor_id: name, type, articles, mentions, and the set of reliable forms."""
    by_what = {str(what): rows for what, rows in counts.groupby("what")}
    empty = counts.iloc[:0]
    articles = by_what.get("article", empty).set_index("actor_id")["n"]
    forms = defaultdict[str, set[str]](set)
    for actor_id, form in by_what.get("form", empty)[["actor_id", "value"]].itertuples(index=False):
        forms[actor_id].add(form)
    names, types = (pd.Series(most_frequent(counts, w), dtype="str") for w in ("name", "type"))
    return pd.DataFrame(
        {
            "actor": names.reindex(articles.index),
            "actor_type": types.reindex(articles.index),
            "n_articles": articles,
            "n_mentions": by_what.get("mention", empty).set_index("actor_id")["n"],
            "forms": articles.index.map(lambda actor_id: frozenset(forms.get(actor_id, ()))),
        }
    )


def most_frequent(counts: pd.DataFrame, what: str) -> dict[str, str]:
    """The most frequent value of each actor; of ties the longest, then the first by letter."""
    rows = counts[counts["what"].eq(what)].groupby(["actor_id", "value"])["n"].sum().reset_index()
    ranked = rows.assign(length=rows["value"].str.len()).sort_values(
        ["n", "length", "value"], ascending=[False, False, True]
    )
    best = ranked.drop_duplicates("actor_id").sort_values("actor_id")
    return dict(zip(best["actor_id"], best["value"], strict=True))
