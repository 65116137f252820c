"""Sentences, quotations and names of an article, found by character."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.text.document import Document, Span
from toolkit.annotate.text.quotation_marks import outer_quotations
from toolkit.annotate.text.sentences import sentences


class Article:
    """An article with the parts that coreference looks up.

    Attributes:
        text: of the article.
        actors: that it names.
        names: place and number of the actor of each mention by name, in order.
        people: numbers of the actors that are persons.
    """

    def __init__(self, document: Document, actors: Sequence[Actor]) -> None:
        self.text = document.text
        self.actors = actors
        self.names = sorted((m.chars, i) for i, a in enumerate(actors) for m in a.mentions)
        self.people = {i for i, a in enumerate(actors) if a.actor_type == "person"}
        self._sentences = sentences(self.text)
        self._sentence_starts = [s.start for s in self._sentences]
        self._quotations = outer_quotations(self.text)
        self._quotation_starts = [q.start for q in self._quotations]

    def sentence_number(self, place: int) -> int:
        """Number of the sentence that contains a character."""
        return max(0, bisect_right(self._sentence_starts, place) - 1)

    def sentence(self, place: int, after: int = 0) -> Span:
        """The sentence that contains a character, or one so many sentences later."""
        number = self.sentence_number(place) + after
        return self._sentences[min(max(0, number), len(self._sentences) - 1)]

    def quotation(self, place: int) -> Span | None:
        """The quotation that contains a character."""
        number = bisect_right(self._quotation_starts, place) - 1
        inside = number >= 0 and place < self._quotations[number].end
        return self._quotations[number] if inside else None
