"""Read corrections of actors from `corrections/actors.csv`.

    action,actor,to,form,article_id,note
    merge,Reed,Ada Reed,,,the same person
    split,Brook,Tom Brook,Brook,b1c2d3,the brother in this article
    rename,HPA,Halvern Press Agency,,,
    retype,Nethwick,place,,,
    drop,Commercial Payload Services,,,,a programme

`who` and `when` may follow. `actor` and `to` are names or actor_ids; `form` and `article_id` say
which mentions a split moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.frames import ACTOR_TYPES

COLUMNS = ("action", "actor", "to", "form", "article_id", "note", "who", "when")
_VALUES = COLUMNS[:5]
_REQUIRED = ("action", "actor")
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
    """The corrections of actors in a corpus folder, in the order of their lines.

    Raises:
        ValueError: a column is missing, or a row is not valid; says which line and why.
    """
    path = folder / "corrections" / "actors.csv"
    if not path.is_file():
        return []
    try:
        rows = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not a table: {error}") from error
    columns = [str(c) for c in rows.columns]
    if missing := [c for c in _REQUIRED if c not in columns]:
        raise ValueError(f"{path}: no column {', '.join(missing)}; it has {', '.join(columns)}")
    if unknown := [c for c in columns if c not in COLUMNS]:
        raise ValueError(
            f"{path}: unknown column {', '.join(unknown)}; known: {', '.join(COLUMNS)}"
        )
    corrections = []
    for line, row in enumerate(rows.to_dict("records"), start=2):
        values = {c: str(row.get(c, "")).strip() for c in _VALUES}
        correction = Correction(line, **values)
        if any(values.values()):
            if problem := _problem(correction):
                raise ValueError(f"{path}, line {line}: {problem}")
            corrections.append(correction)
    return corrections


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
