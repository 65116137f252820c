"""Corrections of actors: read from `corrections/actors.csv`, and applied to mentions and quotes.

    action,actor,to,form,article_id,note
    merge,Reed,Ada Reed,,,the same person
    split,Brook,Tom Brook,Brook,b1c2d3,the brother in this article
    rename,HPA,Halvern Press Agency,,,
    retype,Nethwick,place,,,
    drop,Commercial Payload Services,,,,a programme

`who` and `when` may follow. `actor` and `to` are names or actor_ids; `form` and `article_id` say
which mentions a split moves.

Which actors a correction concerns depends on the names of all actors, so corrections are resolved
once for a corpus. After that they can be applied to any articles without the others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from toolkit.frames import ACTOR_TYPES
from toolkit.storage.cells import original_cells

COLUMNS = ("action", "actor", "to", "form", "article_id", "note", "who", "when")
_ACTIONS = ("merge", "split", "rename", "retype", "drop")
Names = Mapping[str, tuple[str, str]]
"""Name and type by actor_id."""


class Correction(NamedTuple):
    """One row of the file; `line` is its number there."""

    line: int
    action: str
    actor: str
    to: str
    form: str
    article_id: str


def read_corrections(folder: Path) -> tuple[list[Correction], list[str]]:
    """The valid corrections of actors in a corpus folder, and what is wrong with the others."""
    path = folder / "corrections" / "actors.csv"
    if not path.is_file():
        return [], []
    try:
        rows = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:  # pandas' own errors are of this kind
        return [], [f"not a table: {error}"]
    columns = [str(c) for c in rows.columns]
    if missing := [c for c in ("action", "actor") if c not in columns]:
        return [], [f"no column {', '.join(missing)}; it has {', '.join(columns)}"]
    if unknown := [c for c in columns if c not in COLUMNS]:
        return [], [f"unknown column {', '.join(unknown)}; known: {', '.join(COLUMNS)}"]
    cells = original_cells(rows.reindex(columns=[*Correction._fields[1:]], fill_value=""))
    read = [
        Correction(line, *(str(value).strip() for value in row))
        for line, row in enumerate(cells.itertuples(index=False), start=2)
    ]
    given = [correction for correction in read if any(correction[1:])]
    problems = {c.line: f"line {c.line}: {problem}" for c in given if (problem := _problem(c))}
    return [c for c in given if c.line not in problems], [*problems.values()]


def _problem(correction: Correction) -> str | None:
    """What is wrong with a row, if anything."""
    action = correction.action
    if action not in _ACTIONS:
        return f"no action {action!r}; choose {', '.join(_ACTIONS)}"
    if not correction.actor:
        return "no actor"
    if action != "drop" and not correction.to:
        return f"{action} needs a value in the column `to`"
    if action == "split" and not (correction.form or correction.article_id):
        return "split needs a form, an article_id, or both: which mentions to move"
    if action == "retype" and correction.to not in ACTOR_TYPES:
        return f"no type {correction.to!r}; choose {', '.join(ACTOR_TYPES)}"
    if action != "split" and (correction.form or correction.article_id):
        return f"form and article_id are for split, not for {action}"
    return None


class Step(NamedTuple):
    """A correction, resolved to actor_ids.

    Attributes:
        action: "merge", "split", "rename", "retype" or "drop".
        ids: the actors that it concerns, in order.
        actor_id, actor, actor_type: the new values; empty if the action leaves them as they are.
        form, article_id: which rows a split moves.
    """

    action: str
    ids: tuple[str, ...]
    actor_id: str = ""
    actor: str = ""
    actor_type: str = ""
    form: str = ""
    article_id: str = ""


class Plan(NamedTuple):
    """All corrections of a corpus.

    Attributes:
        steps: the resolved corrections, in order.
        names: name and type of each actor after them.
        unused: why corrections change nothing.
    """

    steps: Sequence[Step]
    names: Names
    unused: Sequence[str]


def plan_corrections(names: Names, corrections: Iterable[Correction]) -> Plan:
    """Resolve corrections to the actors of a corpus.

    Args:
        names: name and type of each linked actor.
        corrections: of `read_corrections`.

    Example:
        >>> rename = Correction(2, "rename", "HPA", "Halvern Press Agency", "", "")
        >>> plan = plan_corrections({"organization:hpa": ("HPA", "organization")}, [rename])
        >>> plan.names["organization:hpa"]
        ('Halvern Press Agency', 'organization')
    """
    actors, steps, unused = _Actors(names), list[Step](), list[str]()
    for correction in corrections:
        if ids := actors.ids(correction.actor):
            steps.append(actors.apply(correction, ids))
        else:
            unused.append(f"line {correction.line}: no actor {correction.actor!r} in the corpus")
    return Plan(steps, actors.names, unused)


class _Actors:
    """The actors of a corpus while corrections are resolved, one after the other."""

    def __init__(self, names: Names) -> None:
        self.names: dict[str, tuple[str, str]] = {}
        self._ids_by_name: dict[str, set[str]] = defaultdict(set)
        for actor_id, (name, actor_type) in names.items():
            self._put(actor_id, name, actor_type)

    def ids(self, actor: str) -> list[str]:
        """Ids of the actors with a name or id, in order."""
        return sorted(({actor} & self.names.keys()) | self._ids_by_name.get(actor, set()))

    def apply(self, correction: Correction, ids: list[str]) -> Step:
        """Resolve a correction, and carry it out on the names."""
        step = self._step(correction, ids)
        for actor_id in step.ids:
            name, actor_type = self.names[actor_id]
            if step.action in ("rename", "retype"):
                self._put(actor_id, step.actor or name, step.actor_type or actor_type)
            elif step.action != "split":
                self._remove(actor_id)
        if step.actor_id:
            self._put(step.actor_id, step.actor, step.actor_type)
        return step

    def _step(self, correction: Correction, ids: list[str]) -> Step:
        action, to = correction.action, correction.to
        step = Step(action, tuple(ids), form=correction.form, article_id=correction.article_id)
        if action == "rename":
            return step._replace(actor=to)
        if action in ("retype", "drop"):
            return step._replace(actor_type=to if action == "retype" else "")
        if action == "merge" and (existing := self.ids(to)):
            actor_id = existing[0]
            name, actor_type = self.names[actor_id]
        else:
            name, actor_type = to, self.names[ids[0]][1]
            slug = re.sub(r"[^\w]+", "-", to.casefold()).strip("-")
            actor_id = f"{actor_type}:{slug}"
        return step._replace(actor_id=actor_id, actor=name, actor_type=actor_type)

    def _put(self, actor_id: str, name: str, actor_type: str) -> None:
        self._remove(actor_id)
        self.names[actor_id] = (name, actor_type)
        self._ids_by_name[name].add(actor_id)

    def _remove(self, actor_id: str) -> None:
        if actor_id in self.names:
            self._ids_by_name[self.names.pop(actor_id)[0]].discard(actor_id)


def relevant_steps(steps: Iterable[Step], ids: Iterable[str]) -> list[Step]:
    """The steps that change rows of some actors, or of what earlier steps make of them."""
    current, relevant = set(ids), []
    for step in steps:
        if not current.isdisjoint(step.ids):
            relevant.append(step)
            current.add(step.actor_id)
    return relevant


def apply_actor_corrections(
    mentions: pd.DataFrame, quotes: pd.DataFrame, steps: Sequence[Step]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mentions and quotes after corrections.

    Args:
        mentions: frame of frames.MENTIONS.
        quotes: frame of frames.QUOTES.
        steps: of `plan_corrections`.
    """
    if not steps:
        return mentions, quotes
    columns = [mentions["actor_id"], quotes["actor_id"], quotes["on_behalf_id"]]
    for step in relevant_steps(steps, {i for c in columns for i in c.dropna().unique()}):
        mentions, quotes = _change_mentions(mentions, step), _change_quotes(quotes, step)
    return mentions, quotes


def _change_mentions(mentions: pd.DataFrame, step: Step) -> pd.DataFrame:
    changed = mentions["actor_id"].isin(step.ids)
    if step.form:
        changed &= mentions["text"].eq(step.form)
    if step.article_id:
        changed &= mentions["article_id"].eq(step.article_id)
    if step.action == "drop":
        return mentions[~changed].reset_index(drop=True)
    values = {c: getattr(step, c) for c in ("actor_id", "actor", "actor_type")}
    columns = {c: mentions[c].mask(changed, value) for c, value in values.items() if value}
    if step.actor_id:
        own = mentions["merged_from"].fillna(mentions["actor_id"])
        moved = changed & own.ne(step.actor_id)
        columns["merged_from"] = mentions["merged_from"].mask(moved, own)
    return mentions.assign(**columns)


def _change_quotes(quotes: pd.DataFrame, step: Step) -> pd.DataFrame:
    """Quotes of the actors, and those on their behalf; a dropped actor remains by name only."""
    columns: dict[str, pd.Series[str]] = {}
    for actor_id, name in (("actor_id", "speaker"), ("on_behalf_id", "on_behalf_of")):
        changed = quotes[actor_id].isin(step.ids)
        if step.action == "split":
            changed &= actor_id == "actor_id"
        if step.form:
            changed &= quotes["source"].str.contains(step.form, regex=False, na=False)
        if step.article_id:
            changed &= quotes["article_id"].eq(step.article_id)
        if step.actor:
            columns[name] = quotes[name].mask(changed, step.actor)
        if step.actor_id or step.action == "drop":
            columns[actor_id] = quotes[actor_id].mask(changed, step.actor_id or None)
    return quotes.assign(**columns)
