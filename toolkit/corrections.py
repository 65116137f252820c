"""What a person corrected about actors: `corrections/actors.csv`, applied on every run.

    action,actor,to,form,article_id,note
    merge,Reed,Ada Reed,,,one and the same
    split,Brook,Tom Brook,Brook,b1c2d3,the brother in this article
    rename,HPA,Halvern Press Agency,,,
    retype,Nethwick,place,,,
    drop,Commercial Payload Services,,,,a programme

`who` and `when` may follow. `actor` and `to` are names or actor_ids; `form` and `article_id` narrow
what a split takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from toolkit.frames import ACTOR_TYPES

COLUMNS = ("action", "actor", "to", "form", "article_id", "note", "who", "when")
_VALUES = COLUMNS[:5]
_NEEDED = ("action", "actor")


@dataclass(frozen=True)
class Correction:
    """One row of the file; `line` is its number there."""

    line: int
    action: str
    actor: str
    to: str
    form: str
    article_id: str


@dataclass(frozen=True)
class Corrected:
    """Both frames after all corrections, and why some changed nothing: of actors, of quotes."""

    mentions: pd.DataFrame
    quotes: pd.DataFrame
    unused: list[str]
    lost: list[str] = field(default_factory=list)


def read_corrections(folder: Path) -> list[Correction]:
    """The corrections of a corpus, in the order of their lines.

    Args:
        folder: of the corpus; none where it has no ``corrections/actors.csv``.

    Raises:
        ValueError: a column is missing, or a row is none that we know; says which line and why.
    """
    path = folder / "corrections" / "actors.csv"
    if not path.is_file():
        return []
    try:
        rows = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is no table: {error}") from error
    given = [str(c) for c in rows.columns]
    if missing := [c for c in _NEEDED if c not in given]:
        raise ValueError(f"{path}: no column {', '.join(missing)}; it has {', '.join(given)}")
    if unknown := [c for c in given if c not in COLUMNS]:
        raise ValueError(
            f"{path}: unknown column {', '.join(unknown)}; known: {', '.join(COLUMNS)}"
        )
    found = []
    for number, row in enumerate(rows.to_dict("records"), start=2):
        values = {c: str(row.get(c, "")).strip() for c in _VALUES}
        one = Correction(number, **values)
        if any(values.values()):
            if problem := _problem(one):
                raise ValueError(f"{path}, line {number}: {problem}")
            found.append(one)
    return found


def _problem(one: Correction) -> str | None:
    """What is wrong with a row, if anything."""
    if one.action not in _ACTIONS:
        return f"no action {one.action!r}; choose {', '.join(_ACTIONS)}"
    if not one.actor:
        return "no actor"
    if one.action != "drop" and not one.to:
        return f"{one.action} needs a value in the column `to`"
    if one.action == "split" and not (one.form or one.article_id):
        return "split needs a form, an article_id, or both: which mentions go"
    if one.action == "retype" and one.to not in ACTOR_TYPES:
        return f"no type {one.to!r}; choose {', '.join(ACTOR_TYPES)}"
    if one.action != "split" and (one.form or one.article_id):
        return f"form and article_id are for split, not for {one.action}"
    return None


def corrected(
    mentions: pd.DataFrame, quotes: pd.DataFrame, corrections: list[Correction]
) -> Corrected:
    """Mentions and quotes with the corrections applied, one after the other.

    Args:
        mentions: frame of frames.MENTIONS.
        quotes: frame of frames.QUOTES.
        corrections: of `read_corrections`.

    Returns:
        New frames; `unused` says of each correction that changed nothing why.
    """
    unused = []
    for one in corrections:
        ids = _ids(mentions, one.actor)
        if not ids:
            unused.append(f"line {one.line}: no actor {one.actor!r} in the corpus")
            continue
        mentions, quotes = _ACTIONS[one.action](mentions, quotes, one, ids)
    return Corrected(mentions, quotes, unused)


Frames = tuple[pd.DataFrame, pd.DataFrame]


def _ids(mentions: pd.DataFrame, actor: str) -> set[str]:
    """Ids of the actors that a name or id stands for."""
    chosen = mentions["actor_id"].eq(actor) | mentions["actor"].eq(actor)
    return set(mentions.loc[chosen, "actor_id"])


def _merge(mentions: pd.DataFrame, quotes: pd.DataFrame, one: Correction, ids: set[str]) -> Frames:
    there = mentions[mentions["actor_id"].eq(one.to) | mentions["actor"].eq(one.to)]
    if there.empty:
        kind = mentions.loc[mentions["actor_id"].isin(ids), "actor_type"].iloc[0]
        target, name = _new_id(kind, one.to), one.to
    else:
        target, name, kind = there[["actor_id", "actor", "actor_type"]].iloc[0]
    taken = mentions["actor_id"].isin(ids)
    return _given(mentions, taken, target, name, kind), _said(quotes, ids, target, name)


def _split(mentions: pd.DataFrame, quotes: pd.DataFrame, one: Correction, ids: set[str]) -> Frames:
    taken = mentions["actor_id"].isin(ids)
    speaks = quotes["actor_id"].isin(list(ids))
    if one.form:
        taken &= mentions["text"].eq(one.form)
        speaks &= quotes["source"].str.contains(one.form, regex=False, na=False)
    if one.article_id:
        taken &= mentions["article_id"].eq(one.article_id)
        speaks &= quotes["article_id"].eq(one.article_id)
    kind = mentions.loc[mentions["actor_id"].isin(ids), "actor_type"].iloc[0]
    target = _new_id(kind, one.to)
    spoken = quotes.assign(
        actor_id=quotes["actor_id"].mask(speaks, target),
        speaker=quotes["speaker"].mask(speaks, one.to),
    )
    return _given(mentions, taken, target, one.to, kind), spoken


def _rename(mentions: pd.DataFrame, quotes: pd.DataFrame, one: Correction, ids: set[str]) -> Frames:
    taken = mentions["actor_id"].isin(ids)
    named = mentions.assign(actor=mentions["actor"].mask(taken, one.to))
    for identity in ids:
        quotes = _said(quotes, {identity}, identity, one.to)
    return named, quotes


def _retype(mentions: pd.DataFrame, quotes: pd.DataFrame, one: Correction, ids: set[str]) -> Frames:
    taken = mentions["actor_id"].isin(ids)
    return mentions.assign(actor_type=mentions["actor_type"].mask(taken, one.to)), quotes


def _drop(mentions: pd.DataFrame, quotes: pd.DataFrame, one: Correction, ids: set[str]) -> Frames:
    """Without an actor; its quotes keep their words and their speaker's name."""
    kept = mentions[~mentions["actor_id"].isin(ids)].reset_index(drop=True)
    gone = {c: quotes[c].mask(quotes[c].isin(list(ids))) for c in ("actor_id", "on_behalf_id")}
    return kept, quotes.assign(**gone)


def _given(
    mentions: pd.DataFrame, taken: pd.Series[bool], target: str, name: str, kind: str
) -> pd.DataFrame:
    own = mentions["merged_from"].fillna(mentions["actor_id"])
    return mentions.assign(
        merged_from=mentions["merged_from"].mask(taken & own.ne(target), own),
        actor_id=mentions["actor_id"].mask(taken, target),
        actor=mentions["actor"].mask(taken, name),
        actor_type=mentions["actor_type"].mask(taken, kind),
    )


def _said(quotes: pd.DataFrame, ids: set[str], target: str, name: str) -> pd.DataFrame:
    """Quotes of some actors as quotes of another; those on their behalf, too."""
    changed: dict[str, pd.Series[str]] = {}
    for own, shown in (("actor_id", "speaker"), ("on_behalf_id", "on_behalf_of")):
        taken = quotes[own].isin(list(ids))
        changed |= {own: quotes[own].mask(taken, target), shown: quotes[shown].mask(taken, name)}
    return quotes.assign(**changed)


def _new_id(kind: str, name: str) -> str:
    slug = re.sub(r"[^\w]+", "-", name.casefold()).strip("-")
    return f"{kind}:{slug}"


_ACTIONS: dict[str, Callable[[pd.DataFrame, pd.DataFrame, Correction, set[str]], Frames]] = {
    "merge": _merge,
    "split": _split,
    "rename": _rename,
    "retype": _retype,
    "drop": _drop,
}
