"""Hand coding: texts with their quotes and actors, as `data/sample/coding/CODEBOOK.md` has it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.validate.shared.standoff import GoldArticle, GoldAttribution, Span


@dataclass(frozen=True)
class Coded:
    """One coded text.

    Attributes:
        name: of the text's file.
        text: as coded: offsets are characters into it.
        body: where the body starts; what stands before it is the title.
        quotes: the coded quotes, as mappings.
        actors: the coded actors, as mappings.
        about: the particulars of the article.
    """

    name: str
    text: str
    body: int
    quotes: tuple[dict[str, Any], ...]
    actors: tuple[dict[str, Any], ...]
    about: Mapping[str, Any] = field(default_factory=dict)


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


def as_attributions(coded: Coded) -> GoldArticle:
    """A coded text's body as source, cue and content, to score attribution with.

    Where the coding gives no place of a source or cue, it is where those words stand nearest.
    """
    body = coded.text[coded.body :]
    made = [_attribution(body, q, coded.body) for q in coded.quotes if not _in_title(coded, q)]
    return GoldArticle(coded.name, body, (tuple(made),), ())


def _in_title(coded: Coded, quote: Mapping[str, Any]) -> bool:
    return any(start < coded.body for start, _ in quote["segments"])


def _attribution(body: str, quote: Mapping[str, Any], shift: int) -> GoldAttribution:
    content = tuple((a - shift, b - shift) for a, b in quote["segments"])
    source, cue = (_place(body, quote, role, content[0], shift) for role in ("source", "cue"))
    return GoldAttribution(source, cue, content)


def _place(
    body: str, quote: Mapping[str, Any], role: str, content: Span, shift: int
) -> tuple[Span, ...]:
    span, words = quote.get(f"{role}_span"), quote.get(role)
    if span:
        return ((span[0] - shift, span[1] - shift),)
    if not words:
        return ()
    places = [m.span() for m in re.finditer(re.escape(words), body)]
    near = min(places, key=lambda p: _distance(p, content), default=None)
    return (near,) if near else ()


def _distance(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _coded(coding: Path, text: Path) -> Coded:
    loaded = json.loads(coding.read_text(encoding="utf-8"))
    words = text.read_bytes().decode("utf-8")
    body = int(loaded.get("body_start", 0))
    quotes, actors = (tuple(loaded.pop(name, ())) for name in ("quotes", "actors"))
    return Coded(coding.stem, words, body, quotes, actors, loaded)
