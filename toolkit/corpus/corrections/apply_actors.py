"""Corrections of actors applied: resolved once for a corpus, then row by row, article by article.

What a correction is about follows from the names of all actors. After that its rows need nothing
but themselves, so that a large corpus is corrected a piece at a time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from toolkit.corpus.corrections.actors_csv import Correction

Names = Mapping[str, tuple[str, str]]
Frames = tuple[pd.DataFrame, pd.DataFrame]


class Step(NamedTuple):
    """One correction, as rows need to know it.

    Attributes:
        action: of it.
        ids: actors that it is about, in order.
        actor_id, actor, actor_type: what their rows become, as far as the action changes it.
        form, article_id: which rows a split takes.
    """

    action: str
    ids: tuple[str, ...]
    actor_id: str
    actor: str
    actor_type: str
    form: str
    article_id: str


class Plan(NamedTuple):
    """All corrections of a corpus.

    Attributes:
        steps: one after the other.
        names: name and type of each actor that is left.
        unused: why corrections change nothing.
    """

    steps: Sequence[Step]
    names: Names
    unused: Sequence[str]


def planned(names: Names, corrections: Iterable[Correction]) -> Plan:
    """What corrections are about, in a corpus of these actors.

    Args:
        names: name and type of each actor, merged.
        corrections: of `read_corrections`.

    Example:
        >>> one = Correction(2, "rename", "HPA", "Halvern Press Agency", "", "")
        >>> made = planned({"organization:hpa": ("HPA", "organization")}, [one])
        >>> made.names["organization:hpa"]
        ('Halvern Press Agency', 'organization')
    """
    roster, steps, unused = _Roster(names), list[Step](), list[str]()
    for one in corrections:
        ids = roster.ids(one.actor)
        if ids:
            steps.append(roster.take(one, ids))
        else:
            unused.append(f"line {one.line}: no actor {one.actor!r} in the corpus")
    return Plan(steps, roster.names, unused)


class _Roster:
    """The actors of a corpus, while corrections are resolved one after the other."""

    def __init__(self, names: Names) -> None:
        self.names: dict[str, tuple[str, str]] = {}
        self._bearers: dict[str, set[str]] = defaultdict(set)
        for actor_id, (name, kind) in names.items():
            self._put(actor_id, name, kind)

    def ids(self, actor: str) -> list[str]:
        """Of the actors that a name or id stands for, in order."""
        own = {actor} & self.names.keys()
        return sorted(own | self._bearers.get(actor, set()))

    def take(self, one: Correction, ids: list[str]) -> Step:
        """A correction resolved, and carried out on the roster."""
        kind = self.names[ids[0]][1]
        step = Step(one.action, tuple(ids), "", one.to, kind, one.form, one.article_id)
        if one.action == "merge" and (there := self.ids(one.to)):
            name, kind = self.names[there[0]]
            step = step._replace(actor_id=there[0], actor=name, actor_type=kind)
        elif one.action in ("merge", "split"):
            step = step._replace(actor_id=_new_id(kind, one.to))
        elif one.action == "retype":
            step = step._replace(actor="", actor_type=one.to)
        self._changed(step)
        return step

    def _changed(self, step: Step) -> None:
        for actor_id in step.ids:
            name, kind = self.names[actor_id]
            if step.action == "rename":
                self._put(actor_id, step.actor, kind)
            elif step.action == "retype":
                self._put(actor_id, name, step.actor_type)
            elif step.action != "split":
                self._remove(actor_id)
        if step.actor_id:
            self._put(step.actor_id, step.actor, step.actor_type)

    def _put(self, actor_id: str, name: str, kind: str) -> None:
        self._remove(actor_id)
        self.names[actor_id] = (name, kind)
        self._bearers[name].add(actor_id)

    def _remove(self, actor_id: str) -> None:
        if actor_id in self.names:
            self._bearers[self.names.pop(actor_id)[0]].discard(actor_id)


def touching(steps: Iterable[Step], ids: Iterable[str]) -> list[Step]:
    """The steps that concern rows of these actors, or of what the steps before make of them."""
    here, found = set(ids), []
    for step in steps:
        if not here.isdisjoint(step.ids):
            found.append(step)
            here.add(step.actor_id)
    return found


def with_actors_corrected(
    mentions: pd.DataFrame, quotes: pd.DataFrame, steps: Sequence[Step]
) -> Frames:
    """Mentions and quotes of some articles or all, after these steps.

    Args:
        mentions: frame of frames.MENTIONS.
        quotes: frame of frames.QUOTES.
        steps: of `planned`.
    """
    if not steps:
        return mentions, quotes
    columns = [mentions["actor_id"], quotes["actor_id"], quotes["on_behalf_id"]]
    for step in touching(steps, {i for c in columns for i in c.dropna().unique()}):
        mentions, quotes = _ACTIONS[step.action](mentions, quotes, step)
    return mentions, quotes


def _merge(mentions: pd.DataFrame, quotes: pd.DataFrame, step: Step) -> Frames:
    return _given(mentions, mentions["actor_id"].isin(step.ids), step), _said(quotes, step)


def _split(mentions: pd.DataFrame, quotes: pd.DataFrame, step: Step) -> Frames:
    taken, speaks = (frame["actor_id"].isin(step.ids) for frame in (mentions, quotes))
    if step.form:
        taken &= mentions["text"].eq(step.form)
        speaks &= quotes["source"].str.contains(step.form, regex=False, na=False)
    if step.article_id:
        taken &= mentions["article_id"].eq(step.article_id)
        speaks &= quotes["article_id"].eq(step.article_id)
    spoken = quotes.assign(
        actor_id=quotes["actor_id"].mask(speaks, step.actor_id),
        speaker=quotes["speaker"].mask(speaks, step.actor),
    )
    return _given(mentions, taken, step), spoken


def _rename(mentions: pd.DataFrame, quotes: pd.DataFrame, step: Step) -> Frames:
    taken = mentions["actor_id"].isin(step.ids)
    return mentions.assign(actor=mentions["actor"].mask(taken, step.actor)), _said(quotes, step)


def _retype(mentions: pd.DataFrame, quotes: pd.DataFrame, step: Step) -> Frames:
    taken = mentions["actor_id"].isin(step.ids)
    kinds = mentions["actor_type"].mask(taken, step.actor_type)
    return mentions.assign(actor_type=kinds), quotes


def _drop(mentions: pd.DataFrame, quotes: pd.DataFrame, step: Step) -> Frames:
    """Without an actor; its quotes keep their words and their speaker's name."""
    kept = mentions[~mentions["actor_id"].isin(step.ids)].reset_index(drop=True)
    gone = {c: quotes[c].mask(quotes[c].isin(step.ids)) for c in ("actor_id", "on_behalf_id")}
    return kept, quotes.assign(**gone)


def _given(mentions: pd.DataFrame, taken: pd.Series[bool], step: Step) -> pd.DataFrame:
    own = mentions["merged_from"].fillna(mentions["actor_id"])
    return mentions.assign(
        merged_from=mentions["merged_from"].mask(taken & own.ne(step.actor_id), own),
        actor_id=mentions["actor_id"].mask(taken, step.actor_id),
        actor=mentions["actor"].mask(taken, step.actor),
        actor_type=mentions["actor_type"].mask(taken, step.actor_type),
    )


def _said(quotes: pd.DataFrame, step: Step) -> pd.DataFrame:
    """Quotes of some actors under another name or as another's; those on their behalf, too."""
    changed: dict[str, pd.Series[str]] = {}
    for own, shown in (("actor_id", "speaker"), ("on_behalf_id", "on_behalf_of")):
        taken = quotes[own].isin(step.ids)
        changed[shown] = quotes[shown].mask(taken, step.actor)
        if step.actor_id:
            changed[own] = quotes[own].mask(taken, step.actor_id)
    return quotes.assign(**changed)


def _new_id(kind: str, name: str) -> str:
    slug = re.sub(r"[^\w]+", "-", name.casefold()).strip("-")
    return f"{kind}:{slug}"


_ACTIONS: dict[str, Callable[[pd.DataFrame, pd.DataFrame, Step], Frames]] = {
    "merge": _merge,
    "split": _split,
    "rename": _rename,
    "retype": _retype,
    "drop": _drop,
}
