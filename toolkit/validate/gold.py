"""Hand coding: texts with their quotes and actors, as `data/sample/coding/CODEBOOK.md` has it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Coded:
    """One coded text.

    Attributes:
        name: of the text's file.
        text: as coded: offsets are characters into it.
        body: where the body starts; what stands before it is the title.
        quotes: the coded quotes, as mappings.
        actors: the coded actors, as mappings.
    """

    name: str
    text: str
    body: int
    quotes: tuple[dict[str, Any], ...]
    actors: tuple[dict[str, Any], ...]


def read_gold(folder: str | Path) -> list[Coded]:
    """All coded texts of a folder: ``NAME.json`` there or in ``coding/``, and ``texts/NAME.txt``.

    Raises:
        FileNotFoundError: there is no coding in the folder; says what it looked for.

    Example:
        >>> len(read_gold("data/sample/coding")) >= 40
        True
    """
    root = Path(folder)
    coding = root / "coding" if (root / "coding").is_dir() else root
    files = sorted(coding.glob("*.json"))
    if not files:
        raise FileNotFoundError(f"No coded texts in {root}: expected *.json there, and texts/*.txt")
    return [_coded(path, root / "texts" / f"{path.stem}.txt") for path in files]


def _coded(coding: Path, text: Path) -> Coded:
    loaded = json.loads(coding.read_text(encoding="utf-8"))
    words = text.read_bytes().decode("utf-8")
    body = int(loaded.get("body_start", 0))
    return Coded(coding.stem, words, body, tuple(loaded["quotes"]), tuple(loaded["actors"]))
