"""Readers of the data sets that the reader is trained on, each as labelled texts."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.annotate.tagger.heads import NAME_TYPES
from toolkit.annotate.text.gazetteer import demonyms, honorifics
from toolkit.annotate.text.noun_phrases import people
from toolkit.training.texts import LabelledText, Name, Source, longest, occurrences
from toolkit.validate.coding.gold import CodedArticle, as_attributions, read_gold
from toolkit.validate.scoring import coreference
from toolkit.validate.scoring.coreference import GumMention, GumText
from toolkit.validate.scoring.polnear import read_split
from toolkit.validate.shared.quote_matching import Span

FOLDS = 5
_JOINTS = frozenset(
    ("of", "the", "for", "&", "de", "la", "del", "al", "van", "von", "and", "-", "'s")
)


# ------------------------------------------------------------------------------ PolNeAR


def read_polnear(folder: Path, split: str) -> list[LabelledText]:
    """PolNeAR's articles with attributions, and the sources whose role was coded."""
    sources: dict[str, list[Source]] = defaultdict(list)
    table = folder / "roles.tsv"
    if split == "train" and table.exists():
        with table.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                role = row["source_role"] if row["source_form"] != "none" else None
                source = Source(_chars(row), row["source_form"], role or None)
                sources[row["document"]].append(source)
    return [
        LabelledText(a.name, a.text, a.codings, sources=tuple(sources[a.name]))
        for a in read_split(folder / split)
    ]


def _chars(row: dict[str, str]) -> Span:
    return int(row["start"]), int(row["end"])


# ------------------------------------------------------------------------------ coded texts


def read_coded(folder: Path) -> list[LabelledText]:
    """Hand-coded texts: attributions, names and sources."""
    return [_coded(coded) for coded in read_gold(folder)]


def _coded(coded: CodedArticle) -> LabelledText:
    body = coded.text[coded.body :]
    forms = []
    clusters: dict[str, int] = {}
    for number, actor in enumerate(coded.actors):
        for form in (actor["name"], *actor.get("aliases", ())):
            if re.match(r"\W*[A-Z0-9]|(?:al|el|de|van|von|bin)\b|i[A-Z]", form):
                forms.append((form, actor["actor_type"], number))
            clusters.setdefault(_key(form), number)
        clusters[_key(actor["name"])] = number
    names = occurrences(body, forms)
    gold = as_attributions(coded)
    quotes = [q for q in coded.quotes if all(a >= coded.body for a, _ in q["segments"])]
    sources: dict[tuple[int, int], Source] = {}
    mentions = defaultdict(list)
    for name in names:
        mentions[name.cluster].append(name.chars)
    for quote, spans in zip(quotes, gold.codings[0], strict=True):
        if not quote["speaker"]:
            continue
        labels = quote.get("source_form"), quote.get("source_role")
        for chars in spans.source:
            sources[chars] = Source(chars, *labels)
        for chars in mentions[clusters.get(_key(quote["speaker"]), -1)]:
            sources.setdefault(chars, Source(chars, *labels))
    return LabelledText(coded.name, body, gold.codings, names, tuple(sources.values()))


def _key(name: str) -> str:
    return re.sub(r"^the ", "", name.casefold())


# ------------------------------------------------------------------------------ GUM


def read_gum(folder: Path) -> list[LabelledText]:
    """GUM's documents: names, from entities whose head is a proper noun."""
    return [_gum(document) for document in coreference.read_gum(folder)]


def _gum(document: GumText) -> LabelledText:
    names = []
    for mention in document.mentions:
        inside = range(mention.first, mention.last + 1)
        head = next((i for i in inside if document.tokens[i].head not in inside), mention.first)
        if mention.entity_type in NAME_TYPES and (name := _gum_name(document, mention, head)):
            names.append(Name(name, mention.entity_type))
    return LabelledText(document.name, document.text, names=longest(names))


def _gum_name(document: GumText, mention: GumMention, at: int) -> Span | None:
    """The run of proper nouns around an entity's head, without titles in front."""
    tokens, kind = document.tokens, mention.entity_type
    words = [document.text[t.start : t.end] for t in tokens]
    head = tokens[at]
    plural = kind == "person" and "Number=Plur" in head.features
    if head.tag != "PROPN" or words[at] in demonyms() or plural:
        return None

    def proper(i: int) -> bool:
        return mention.first <= i <= mention.last and tokens[i].tag == "PROPN"

    def large(i: int) -> bool:
        """ "United" in "United States", "Near" in "Near East"."""
        inside = mention.first <= i and tokens[i].tag in ("ADJ", "NOUN", "VERB")
        return kind != "person" and inside and words[i][0].isupper() and words[i] not in demonyms()

    start = end = at
    while proper(start - 1) or large(start - 1):
        start -= 1
    joints = _JOINTS if kind == "organization" else _JOINTS - {"and", "for", "'s"}
    while joined := next((k for k in (1, 2, 3) if proper(end + k)), 0):
        conjoined = joined > 1 and tokens[end + joined].relation == "conj"
        if conjoined or not joints.issuperset(words[end + 1 : end + joined]):
            break
        end += joined
    titles = [i for i in range(start, end + 1) if _is_title(words[i])]
    if kind == "person" and titles:
        start = titles[-1] + 1
    return (tokens[start].start, tokens[end].end) if start <= end else None


def _is_title(word: str) -> bool:
    return word in honorifics() or word.rstrip(".") in honorifics() or word.lower() in people()


# ------------------------------------------------------------------------------ UNER


def read_uner(folder: Path) -> list[LabelledText]:
    """UNER's web text: names of people, organizations and places; a document each text."""
    types = {"PER": "person", "ORG": "organization", "LOC": "place"}
    texts = []
    for path in sorted(folder.glob("*.iob2")):
        documents = re.split(r"(?m)^# newdoc id = ", path.read_text(encoding="utf-8"))[1:]
        for document in documents:
            text, names = "", []
            for sentence in document.split("\n\n"):
                for row in (line.split("\t") for line in sentence.split("\n") if "\t" in line):
                    text += " " * bool(text and not text.endswith(("\n", " ")))
                    start, text, (begins, _, kind) = len(text), text + row[1], row[2].partition("-")
                    if begins == "B":
                        names.append(Name((start, len(text)), types[kind]))
                    elif begins == "I" and names:
                        names[-1] = replace(names[-1], chars=(names[-1].chars[0], len(text)))
                text += "\n"
            name = document.split("\n", 1)[0]
            texts.append(LabelledText(name, text, names=tuple(names), weight=0.5))
    return texts


# ------------------------------------------------------------------------------ WCXB

WEB_LENGTH = 3_500


def read_web(folder: Path) -> list[LabelledText]:
    """Beginnings of WCXB's articles, each up to the end of a sentence, without labels."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    return [
        LabelledText(f"wcxb/{name}", page["articleBody"][:WEB_LENGTH].rsplit(".", 1)[0] + ".")
        for name, page in truth.items()
    ]


# ------------------------------------------------------------------------------ weak labels

WEAK_NAMES, WEAK_WEIGHT = Path(__file__).with_name("weak_names.csv.gz"), 0.5


def with_weak_names(texts: Sequence[LabelledText]) -> list[LabelledText]:
    """Those texts that WEAK_NAMES is about, with its names.

    An earlier version of the toolkit found them by spaCy's small English pipeline and by rule.
    """
    names: dict[str, list[Name]] = defaultdict(list)
    with gzip.open(WEAK_NAMES, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names[row["document"]].append(Name(_chars(row), row["actor_type"]))
    return [
        replace(text, names=tuple(names[text.name]), weight=WEAK_WEIGHT)
        for text in texts
        if text.name in names
    ]


# ------------------------------------------------------------------------------ folds


def read_folds(folder: Path) -> dict[str, int]:
    """The fold of each coded text, one of FOLDS: texts of one outlet are in one fold."""
    rows = json.loads((folder / "folds.json").read_text(encoding="utf-8"))
    return {name: row["fold"] % FOLDS for name, row in rows.items()}
