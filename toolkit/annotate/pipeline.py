"""From articles to mentions and quotes: the parts of annotation put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from toolkit.annotate.attribution.reported import is_quote
from toolkit.annotate.attribution.rule_engine import RuleEngine
from toolkit.annotate.attribution.tagger_engine import TaggerEngine, has_model
from toolkit.annotate.coreference.resolver import resolve
from toolkit.annotate.entities.actors import Actor, find_actors
from toolkit.annotate.first_person import first_person
from toolkit.annotate.headline import TITLE, title_actors, title_quotations, with_body_speaker
from toolkit.annotate.rows import Row, identified, mention_row, quote_row
from toolkit.annotate.sources.speakers import resolve_speakers
from toolkit.annotate.text.attribution import Engine
from toolkit.annotate.text.document import Document, installed_model, parse
from toolkit.annotate.text.quotation_marks import outer_quotations
from toolkit.fingerprint import fingerprint

ENGINES: dict[str, Callable[[], Engine]] = {"tagger": TaggerEngine, "rules": RuleEngine}


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
    """The annotator of the toolkit: an engine for attributions, actors by name, sources by lexicon.

    Args:
        engine: "tagger" (the trained model), "rules", or an Engine of your own; the tagger where
            its model is installed, unless said otherwise.

    Raises:
        ValueError: no engine of that name.

    Example:
        >>> note = next(Pipeline()([Text(None, 'Ada Brook said: "It rained all day."')]))
        >>> note.quotes[0]["speaker"]
        'Ada Brook'
    """

    def __init__(self, engine: Engine | str | None = None) -> None:
        self.engine = _engine(engine)
        code = fingerprint(("toolkit.annotate",), ("spacy", installed_model()))
        lexicons = fingerprint(("toolkit.lexicons",))
        self.version = f"{code}-{lexicons}-{self.engine.version}"

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        """One annotation per article, in their order."""
        return (self._annotate(article) for article in articles)

    def _annotate(self, article: Text) -> Annotation:
        document = parse(article.text, syntax=self.engine.needs_syntax)
        actors = resolve(document, find_actors(document))
        quotes = self._quotes(document, actors)
        mentions = [mention_row(a, m) for a in actors for m in (*a.mentions, *a.others)]
        mentions += [mention_row(a, m) for a, m in first_person(document, quotes, actors)]
        title = article.title or ""
        named = title_actors(title, actors)
        mentions += [mention_row(a, m) for a in named for m in a.mentions]
        quotes += self._title_quotes(title, named, quotes)
        return Annotation(mentions, identified(quotes))

    def _quotes(self, document: Document, actors: list[Actor]) -> list[Row]:
        text = document.text
        quotations = outer_quotations(text)
        attributions = self.engine(document)
        rows = []
        speakers = resolve_speakers(text, attributions, actors)
        for attribution, speaker in zip(attributions, speakers, strict=True):
            row = quote_row(document, attribution, speaker, quotations)
            if is_quote(text, attribution, row["quote_type"] != "indirect"):
                rows.append(row)
        return rows

    def _title_quotes(self, title: str, named: list[Actor], body: list[Row]) -> list[Row]:
        """Quotes of the title; one without a source has the speaker of its words in the body."""
        if not title.strip():
            return []
        document = parse(title, syntax=self.engine.needs_syntax)
        rows = self._quotes(document, named)
        rows += title_quotations(document, rows)
        return [with_body_speaker({**row, **TITLE}, body) for row in rows]


def _engine(engine: Engine | str | None) -> Engine:
    if engine is None:
        return TaggerEngine() if has_model() else RuleEngine()
    if not isinstance(engine, str):
        return engine
    if engine not in ENGINES:
        raise ValueError(f"no engine {engine!r}: choose one of {', '.join(ENGINES)}")
    return ENGINES[engine]()
