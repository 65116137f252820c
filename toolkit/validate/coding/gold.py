"""Hand-coded articles with their quotes and actors, in the form of `data/sample/coding`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.validate.shared.quote_matching import AttributionSpans, GoldArticle, Span, Spans

LABELS = ("quote_type", "cue_kind", "source_form", "source_role", "anonymity", "anonymous")


@dataclass(frozen=True)
class CodedArticle:
    """A hand-coded article.

    Attributes:
        name: name of the text's file, without suffix.
        text: the text as coded; offsets are characters into it.
        body: offset of the body, which follows the title.
        quotes: the coded quotes.
        actors: the coded actors.
        about: metadata of the article.
    """

    name: str
    text: str
    body: int
    quotes: tuple[dict[str, Any], ...] = ()
    actors: tuple[dict[str, Any], ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)


def read_gold(folder: str | Path) -> list[CodedArticle]:
    """All coded texts of a folder: ``NAME.json`` there or in ``coding/``, and ``texts/NAME.txt``.

    Raises:
        FileNotFoundError: there is no coding in the folder.

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


def as_attributions(coded: CodedArticle) -> GoldArticle:
    """The attributions in a coded text's body, to score attribution with.

    A source or cue that was coded without offsets is located where its words occur nearest to the
    content.
    """
    body = coded.text[coded.body :]
    quotes = [q for q in coded.quotes if all(start >= coded.body for start, _ in q["segments"])]
    attributions = tuple(_attribution(body, quote, coded.body) for quote in quotes)
    return GoldArticle(coded.name, body, (attributions,), ())


def _attribution(body: str, quote: Mapping[str, Any], shift: int) -> AttributionSpans:
    content = tuple((a - shift, b - shift) for a, b in quote["segments"])
    source, cue = (_locate(body, quote, role, content[0], shift) for role in ("source", "cue"))
    return AttributionSpans(source, cue, content)


def _locate(body: str, quote: Mapping[str, Any], role: str, content: Span, shift: int) -> Spans:
    span, words = quote.get(f"{role}_span"), quote.get(role)
    if span:
        return ((span[0] - shift, span[1] - shift),)
    if not words:
        return ()
    places = [m.span() for m in re.finditer(re.escape(words), body)]
    return tuple(sorted(places, key=lambda p: _distance(p, content))[:1])


def _distance(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _coded(coding: Path, text: Path) -> CodedArticle:
    loaded = json.loads(coding.read_text(encoding="utf-8"))
    words = text.read_bytes().decode("utf-8")
    body = int(loaded.get("body_start", 0))
    quotes, actors = (tuple(loaded.pop(name, ())) for name in ("quotes", "actors"))
    return CodedArticle(coding.stem, words, body, quotes, actors, loaded)
