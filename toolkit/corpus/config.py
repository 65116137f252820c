"""The settings of a corpus, from its corpus.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.collect.files import clean_name
from toolkit.corpus.parallel.worker import Limits
from toolkit.normalize.fields.file_names import FilePattern
from toolkit.normalize.text.draft import EngineName, Setting

_ORDERS = ("day first", "month first")
_OFFSET = re.compile(r"[+-]\d{2}:?\d{2}|Z")


@dataclass(frozen=True)
class Config:
    """The settings of a corpus; all have defaults.

    Attributes:
        title: title of the corpus, for reports.
        description: one sentence for reports; that of the bundled corpus says that it is invented.
        language: language of articles that are too short to detect it.
        licence: licence of the corpus.
        invented: whether the articles are made up; every report says so.
        timezone: offset of dates without a time zone, such as "+01:00".
        dates: "day first" or "month first", for dates such as 03/04/2025.
        filename: what the names of files tell, such as "{outlet}_{date}_{slug}", or a list of
            patterns of which the first that fits counts; see `FilePattern`.
        outlets: names of outlets by domain, folder or any other spelling; an empty name says that
            a folder is no outlet.
        outlet_kinds: kinds of outlets by name ("agency", "tabloid" …).
        agencies: names of news agencies by the form in which they are credited.
        engine: what extracts the text of pages: "vote" of several engines, or "fast", trafilatura.
        limits: the most time and memory that one document or article may take.
    """

    title: str = "Untitled corpus"
    description: str = ""
    language: str | None = None
    licence: str = ""
    invented: bool = False
    timezone: str | None = None
    dates: str | None = None
    filename: str | Sequence[str] = ()
    outlets: Mapping[str, str] = field(default_factory=dict)
    outlet_kinds: Mapping[str, str] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)
    engine: EngineName = "vote"
    limits: Limits = field(default_factory=Limits)

    @property
    def setting(self) -> Setting:
        """The settings of normalization; outlets of the kind "agency" are credited as agencies."""
        kinds = self.outlet_kinds.items()
        own = {name: name for name, kind in kinds if kind == "agency"}
        agencies = own | dict(self.agencies)
        return Setting(self.outlets, agencies, self.language, self.timezone, self.engine)

    @property
    def patterns(self) -> list[FilePattern]:
        """The patterns of the names of files."""
        given = self.filename
        return [FilePattern(p) for p in ([given] if isinstance(given, str) else given)]

    @property
    def day_first(self) -> bool | None:
        """Whether the day comes first in ambiguous dates; None if no setting says so."""
        return None if self.dates is None else self.dates == _ORDERS[0]


def read_config(folder: Path) -> Config:
    """The ``corpus.toml`` of a folder; defaults where there is none.

    Raises:
        ValueError: the file is not TOML, or a setting is unknown or not valid; says which.
    """
    path = folder / "corpus.toml"
    if not path.is_file():
        return Config(title=clean_name(folder.resolve().name))
    try:
        loaded: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not TOML: {error}") from error
    unknown = loaded.keys() - Config.__dataclass_fields__.keys()
    if unknown:
        known = ", ".join(Config.__dataclass_fields__)
        raise ValueError(f"{path}: unknown setting {', '.join(sorted(unknown))}; known: {known}")
    for name, value in loaded.items():
        if problem := _problem(name, value):
            raise ValueError(f"{path}: {name} {problem}")
    return Config(**loaded | {"limits": Limits(**loaded.get("limits", {}))})


def _problem(name: str, value: object) -> str | None:
    """What is wrong with a value, if anything."""
    if name in ("outlets", "outlet_kinds", "agencies"):
        fits = isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
        return None if fits else f'is a table of names, such as [{name}] with lines "key" = "name"'
    if name == "limits":
        return None if _are_limits(value) else f"is a table of numbers: {', '.join(Limits._fields)}"
    if name == "invented":
        return None if isinstance(value, bool) else "is true or false"
    if name == "filename":
        return _pattern_problem(value)
    if not isinstance(value, str):
        return "is a text in quotation marks"
    if name == "engine" and value not in ("vote", "fast"):
        return f'is "vote" or "fast", not {value!r}'
    if name == "timezone" and not _OFFSET.fullmatch(value):
        return f'is an offset such as "+01:00", not {value!r}'
    if name == "dates" and value not in _ORDERS:
        return f'is "day first" or "month first", not {value!r}'
    return None


def _pattern_problem(value: object) -> str | None:
    """What is wrong with patterns of the names of files, if anything."""
    patterns = [value] if isinstance(value, str) else value
    if not isinstance(patterns, list) or not all(isinstance(p, str) for p in patterns):
        return "is a pattern in quotation marks, or a list of these"
    try:
        [*map(FilePattern, patterns)]
    except ValueError as error:
        return str(error)
    return None


def _are_limits(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() <= {*Limits._fields}
        and all(type(v) in (int, float) and v > 0 for v in value.values())
    )
