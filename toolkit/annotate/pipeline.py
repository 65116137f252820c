"""From articles to mentions and quotes: the parts of annotation put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from toolkit.annotate.attribution.reported import is_quote
from toolkit.annotate.attribution.tagger_engine import TaggerEngine, tagger
from toolkit.annotate.coreference.resolver import resolve
from toolkit.annotate.entities.actors import Actor, find_actors
from toolkit.annotate.first_person import first_person
from toolkit.annotate.headline import TITLE, title_actors, title_attributions, with_body_speaker
from toolkit.annotate.rows import Row, identified, mention_row, quote_row
from toolkit.annotate.sources.profile import source_profiles
from toolkit.annotate.sources.speakers import resolve_speakers
from toolkit.annotate.tagger.reading import Engine, Reading
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Document
from toolkit.annotate.text.long_words import restored, without_long_words
from toolkit.annotate.text.quotation_marks import outer_quotations
from toolkit.fingerprint import fingerprint


class Text(NamedTuple):
    """What an annotator sees of an article: nothing but its words."""

    title: str | None
    text: str


class Annotation(NamedTuple):
    """Rows of `mentions` and `quotes` of one article, without its id."""

    mentions: list[Row]
    quotes: list[Row]


class Annotator(Protocol):
    """A function from articles to mentions and quotes; `version` names its parts, by dashes."""

    version: str

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        """One annotation per article, in their order."""


class Pipeline:
    """The annotator of the toolkit: a reader of text, and what follows from it.

    Args:
        engine: finds the attributions; the trained model and its rules unless given.
        model: a trained model; the bundled one unless given.

    Example:
        >>> note = next(Pipeline()([Text(None, 'Ada Brook said: "It rained all day."')]))
        >>> note.quotes[0]["speaker"]
        'Ada Brook'
    """

    def __init__(self, engine: Engine | None = None, model: Path | None = None) -> None:
        self.model = model
        self.engine = engine or TaggerEngine(model)
        code = fingerprint(("toolkit.annotate",), ("onnxruntime", "tokenizers"))
        lexicons = fingerprint(("toolkit.lexicons",))
        self.version = f"{code}-{lexicons}-{self.engine.version}"

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        """One annotation per article, in their order."""
        return (self._annotate_in_full(article) for article in articles)

    def read(self, text: str) -> Reading:
        """What the model says of a text."""
        return tagger(self.model)(text)

    def _annotate_in_full(self, article: Text) -> Annotation:
        """The rows of an article, whose rules see no word that is too long for them."""
        title, text = article.title or "", article.text
        seen = Text(without_long_words(title), without_long_words(text))
        annotation = self._annotate(seen)
        if seen == (title, text):
            return annotation
        for row in (*annotation.mentions, *annotation.quotes):
            restored(row, title if row["in_title"] else text)
        return annotation

    def _annotate(self, article: Text) -> Annotation:
        document, reading = Document(article.text), self.read(article.text)
        actors = find_actors(document, reading)
        attributions = self.engine(reading)
        actors = resolve(document, actors)
        quotes = self._quotes(document, reading, attributions, actors)
        mentions = [mention_row(a, m) for a in actors for m in (*a.mentions, *a.others)]
        mentions += [mention_row(a, m) for a, m in first_person(document, quotes, actors)]
        title = article.title or ""
        named = title_actors(title, actors)
        mentions += [mention_row(a, m) for a in named for m in a.mentions]
        quotes += self._title_quotes(title, named, quotes)
        return Annotation(mentions, identified(quotes))

    def _quotes(
        self,
        document: Document,
        reading: Reading,
        attributions: Sequence[Attribution],
        actors: Sequence[Actor],
    ) -> list[Row]:
        text = document.text
        quotations = outer_quotations(text)
        rows = []
        speakers = resolve_speakers(text, attributions, actors)
        profiles = source_profiles(reading, attributions, speakers)
        for attribution, speaker, profile in zip(attributions, speakers, profiles, strict=True):
            labels = attribution.cue and reading.source_labels(attribution.cue)
            reports = labels.reports if labels else 1.0
            row = quote_row(document, attribution, speaker, quotations, profile, reports)
            if is_quote(text, attribution, row["quote_type"] != "indirect"):
                rows.append(row)
        return rows

    def _title_quotes(self, title: str, named: list[Actor], body: list[Row]) -> list[Row]:
        """Quotes of the title; one without a source has the speaker of its words in the body."""
        if not title.strip():
            return []
        reading = self.read(title)
        found = self.engine(reading)
        attributions = [*found, *title_attributions(title, found)]
        rows = self._quotes(Document(title), reading, attributions, named)
        return [with_body_speaker({**row, **TITLE}, body) for row in rows]
