"""Read report.toml: the notebooks and parameters of each report."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

NAME = "report.toml"
_FOLDER = re.compile(r"\w[\w .-]*")
_TEXTS = ("name", "title", "author", "out")


@dataclass(frozen=True)
class Plan:
    """One report as `report.toml` describes it.

    Attributes:
        name: of the report, and of its folder unless `out` says another.
        title: of its pages; the corpus's own if empty.
        author: of the report.
        notebooks: names, numbers or paths; empty for all.
        parameters: of the notebooks, by name.
        out: its folder; empty for one named like the report.
    """

    name: str = "report"
    title: str = ""
    author: str = ""
    notebooks: tuple[str, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    out: str = ""


def read_plans(path: Path) -> list[Plan]:
    """The reports that a file describes, each in a table `[[report]]`.

    Paths of notebooks may be relative to the file.

    Raises:
        ValueError: the file is not TOML or has a wrong setting; the message says which.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder) / "report.toml"
        ...     _ = path.write_text("[[report]]\\nname = 'weekly'\\nnotebooks = ['02', '03']")
        ...     [(plan.name, plan.notebooks) for plan in read_plans(path)]
        [('weekly', ('02', '03'))]
    """
    try:
        loaded = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not TOML: {error}") from error
    tables = loaded.get("report")
    if set(loaded) != {"report"} or not isinstance(tables, list) or not tables:
        raise ValueError(f"{path}: a report is a table [[report]], with {', '.join(_known())}")
    return [_plan(table, path) for table in tables]


def _known() -> list[str]:
    return [f.name for f in fields(Plan)]


def _plan(table: Mapping[str, Any], path: Path) -> Plan:
    for name, value in table.items():
        if name not in _known():
            raise ValueError(f"{path}: unknown setting {name}; known: {', '.join(_known())}")
        if problem := _problem(name, value):
            raise ValueError(f"{path}: {name} {problem}")
    named = [_relative_to(path, n) for n in table.get("notebooks", ())]
    return Plan(**{**table, "notebooks": tuple(named)})


def _relative_to(path: Path, name: str) -> str:
    beside = path.parent / name
    return str(beside) if name.endswith(".ipynb") and beside.is_file() else name


def _problem(name: str, value: object) -> str | None:
    """What is wrong with the value of a setting, if anything."""
    if name in _TEXTS and not isinstance(value, str):
        return "is a text in quotation marks"
    if name == "parameters" and not isinstance(value, dict):
        return "is a table, such as [report.parameters] with a line: top = 20"
    if name == "name" and not _FOLDER.fullmatch(str(value)):
        return "is the name of a folder: letters, digits, spaces, - and _"
    texts = isinstance(value, list) and all(isinstance(v, str) for v in value)
    if name == "notebooks" and not texts:
        return 'is a list of texts, such as ["02", "03"]'
    return None
