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
from toolkit.annotate.headline import (
    TITLE,
    headline_quotations,
    in_title,
    title_actors,
    with_body_speaker,
)
from toolkit.annotate.rows import Row, identified, mention_row, quote_row
from toolkit.annotate.sources.speakers import Speakers
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
        found = resolve(document, find_actors(document))
        quotes = self._quotes(document, Speakers(found, document.text))
        mentions = [mention_row(a, m) for a in found for m in (*a.mentions, *a.others)]
        marks = outer_quotations(document.text)
        said = first_person(document, quotes, found, marks)
        mentions += [mention_row(actor, m) for actor, m in said]
        title = article.title or ""
        mentions += in_title(title, found)
        quotes += self._headline(title, found, quotes)
        return Annotation(mentions, identified(quotes))

    def _quotes(self, document: Document, speakers: Speakers) -> list[Row]:
        marks = outer_quotations(document.text)
        rows = []
        for attribution in self.engine(document):
            row = quote_row(document, attribution, speakers, marks)
            if is_quote(document.text, attribution, row["quote_type"] != "indirect"):
                rows.append(row)
        return rows

    def _headline(self, title: str, found: list[Actor], body: list[Row]) -> list[Row]:
        """Quotes of the title; one without a source has the speaker of its words in the body."""
        if not title.strip():
            return []
        document = parse(title, syntax=self.engine.needs_syntax)
        rows = self._quotes(document, Speakers(title_actors(title, found)))
        rows += headline_quotations(document, rows)
        return [with_body_speaker({**row, **TITLE}, body) for row in rows]


def _engine(wanted: Engine | str | None) -> Engine:
    if wanted is None:
        return TaggerEngine() if has_model() else RuleEngine()
    if not isinstance(wanted, str):
        return wanted
    if wanted not in ENGINES:
        raise ValueError(f"no engine {wanted!r}: choose one of {', '.join(ENGINES)}")
    return ENGINES[wanted]()
