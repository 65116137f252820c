"""Attribution by the trained tagger, with rules where rules are better and only there.

The tagger finds cue, source and content. Rules give a quotation its whole extent, over paragraphs
too, hand quotations without a cue to the speaker before, and read transcripts and signed quotes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from toolkit.annotate.attribution import Attribution
from toolkit.annotate.documents import Chars, Document
from toolkit.annotate.extent import continued, grown, outer_quotations
from toolkit.annotate.tagger import Attribution as Tagged
from toolkit.annotate.tagger import Tagger
from toolkit.annotate.turns import turns, with_turns

_NAME_AND_MORE = re.compile(
    r"(?P<name>(?:[A-Z][\w.'’-]*\s)+)(?=(?P<more>(?:the|a|an|its|his|her|their|this|that)\s))"
)
_MODEL, _TOKENIZER = "tagger.onnx", "tokenizer.json"


def has_model() -> bool:
    """Whether the trained model is there; a checkout without it annotates by rule."""
    return (files("toolkit.models") / _MODEL).is_file()


@cache
def tagger() -> Tagger:
    """The model, loaded once when it is first used."""
    folder = Path(str(files("toolkit.models")))
    return Tagger(folder / _MODEL, folder / _TOKENIZER)


class TaggerEngine:
    """Attributions by the trained model: deterministic, the same alone or among others."""

    version = "tagger"
    needs_syntax = False

    def __call__(self, document: Document) -> Sequence[Attribution]:
        """The attributions of a text, in the order of their first characters."""
        laid_out = turns(document.text)
        outer = outer_quotations(document.text, laid_out)
        tagged = [_named_alone(_attribution(f), document.text) for f in tagger()(document.text)]
        whole = [replace(a, content=grown(a, outer)) for a in tagged]
        found = continued(list(with_turns(whole, laid_out)), outer, document.text)
        return sorted(found, key=lambda a: (a.content[0].start, -a.content[-1].end))


def _attribution(found: Tagged) -> Attribution:
    source = max(found.source, key=lambda s: s[1] - s[0], default=None)
    cue = Chars(found.cue[0][0], found.cue[-1][1]) if found.cue else None
    content = tuple(Chars(*span) for span in found.content)
    return Attribution(content, cue, Chars(*source) if source else None, "tagger", found.confidence)


def _named_alone(found: Attribution, text: str) -> Attribution:
    """ "According to Kirby the group is …": what follows the name without a comma is content."""
    if found.source is None or found.cue is None or found.cue.end > found.source.start:
        return found
    name = _NAME_AND_MORE.match(text[slice(*found.source)])
    first = found.content[0]
    gap = text[found.source.end : first.start]
    if not name or not text[slice(*found.cue)].lower().startswith("according") or len(gap) > 2:
        return found
    source = Chars(found.source.start, found.source.start + name.end("name") - 1)
    start = found.source.start + name.start("more")
    return replace(found, source=source, content=(Chars(start, first.end), *found.content[1:]))
