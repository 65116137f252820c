"""What a person corrected about actors: `corrections/actors.csv`, read on every run.

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

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.frames import ACTOR_TYPES

COLUMNS = ("action", "actor", "to", "form", "article_id", "note", "who", "when")
_VALUES = COLUMNS[:5]
_NEEDED = ("action", "actor")
_ACTIONS = ("merge", "split", "rename", "retype", "drop")


@dataclass(frozen=True)
class Correction:
    """One row of the file; `line` is its number there."""

    line: int
    action: str
    actor: str
    to: str
    form: str
    article_id: str


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
