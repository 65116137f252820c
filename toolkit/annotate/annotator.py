"""From articles to mentions and quotes: the parts of annotation put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, Protocol

from toolkit.annotate.actors import Actor, actors
from toolkit.annotate.attribution import Attribution, Engine
from toolkit.annotate.cues import classify
from toolkit.annotate.documents import Chars, Document, installed_model, parse
from toolkit.annotate.quotation import quotations
from toolkit.annotate.rules import RuleEngine
from toolkit.annotate.sources import profile
from toolkit.annotate.speakers import Speakers
from toolkit.annotate.trained import TaggerEngine, has_model
from toolkit.fingerprint import fingerprint

Row = dict[str, Any]
ENGINES: dict[str, Callable[[], Engine]] = {"tagger": TaggerEngine, "rules": RuleEngine}
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


class Text(NamedTuple):
    """What an annotator sees of an article: nothing but its words."""

    title: str | None
    text: str


class Annotation(NamedTuple):
    """Rows of `mentions` and `quotes` of one article, without its id."""

    mentions: list[Row]
    quotes: list[Row]


class Annotator(Protocol):
    """A function from articles to mentions and quotes; `version` names its parts."""

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
        parts = fingerprint(("toolkit.annotate", "toolkit.lexicons"), ("spacy", installed_model()))
        self.version = f"{parts}-{self.engine.version}"

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        """One annotation per article, in their order."""
        return (self._annotate(article) for article in articles)

    def _annotate(self, article: Text) -> Annotation:
        document = parse(article.text, syntax=self.engine.needs_syntax)
        found = actors(document)
        speakers = Speakers(found)
        marks = _inside_marks(article.text)
        quotes = [
            _quote_row(document, attribution, speakers, marks)
            for attribution in self.engine(document)
        ]
        mentions = [
            _mention_row(a, m.chars, m.text, m.paragraph) for a in found for m in a.mentions
        ]
        mentions += _in_title(article.title, found)
        return Annotation(mentions, _identified(quotes))


def _engine(wanted: Engine | str | None) -> Engine:
    if wanted is None:
        return TaggerEngine() if has_model() else RuleEngine()
    if not isinstance(wanted, str):
        return wanted
    if wanted not in ENGINES:
        raise ValueError(f"no engine {wanted!r}: choose one of {', '.join(ENGINES)}")
    return ENGINES[wanted]()


def _inside_marks(text: str) -> list[Chars]:
    return [Chars(q.start, q.end) for q in quotations(text) if q.depth == 0]


def _mention_row(actor: Actor, chars: Chars, text: str, paragraph: int) -> Row:
    return {
        "actor_id": actor.actor_id,
        "actor": actor.name,
        "actor_type": actor.actor_type,
        "text": text,
        "start": chars.start,
        "end": chars.end,
        "kind": "name",
        "in_title": paragraph < 0,
        "paragraph": paragraph,
    }


def _in_title(title: str | None, found: list[Actor]) -> list[Row]:
    """Mentions in the title, of the body's actors alone: title case invents names."""
    rows: list[Row] = []
    taken: list[Chars] = []
    forms = sorted(_forms(found).items(), key=lambda f: (-len(f[0]), f[0]))
    for form, i in forms:
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", title or ""):
            chars = Chars(*match.span())
            if not any(chars.overlaps(t) for t in taken):
                taken.append(chars)
                rows.append(_mention_row(found[i], chars, form, -1))
    return rows


def _forms(found: list[Actor]) -> dict[str, int]:
    """Number of the actor by each form of its name; a surname where one person alone has it."""
    forms = {m.text: i for i, actor in enumerate(found) for m in actor.mentions}
    people = [(a.name.split()[-1], i) for i, a in enumerate(found) if a.actor_type == "person"]
    for surname, i in people:
        if [s for s, _ in people].count(surname) == 1:
            forms.setdefault(surname, i)
    return forms


def _quote_row(
    document: Document, attribution: Attribution, speakers: Speakers, marks: list[Chars]
) -> Row:
    text = document.text
    source, cue, content = attribution.source, attribution.cue, attribution.content
    words = text[source.start : source.end] if source else None
    cue_words = text[cue.start : cue.end] if cue else None
    speaker = speakers.of(text, source, max(e for c in (*content, cue, source) if c for e in c))
    about = profile(
        words or speaker.name,
        speaker.actor,
        _about(document, attribution, speaker.actor),
        _around(document, attribution),
    )
    kind, force = classify(cue_words)
    said = [text[a:b] for a, b in content]
    return {
        "quote_type": quote_type(text, content, marks),
        "content": " … ".join(said),
        "segments": [[a, b] for a, b in content],
        "cue": cue_words,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
        "cue_kind": kind,
        "cue_force": force if cue else None,
        "source": words,
        "source_start": source.start if source else None,
        "source_end": source.end if source else None,
        "speaker": speaker.name,
        "actor_id": speaker.actor.actor_id if speaker.actor else None,
        "source_form": about.form,
        "source_role": about.role,
        "anonymity": about.anonymity,
        "anonymous": about.anonymous,
        "reason": about.reason,
        "parent_id": None,
        "n_words": sum(len(_WORD.findall(s)) for s in said),
        "in_title": False,
        "paragraph": document.paragraph_of(content[0].start),
        "position": content[0].start / max(1, len(text)),
        "rule": attribution.rule,
        "confidence": attribution.confidence,
    }


def _around(document: Document, attribution: Attribution) -> str:
    """The words about a source outside its quotes: the source phrase, and what follows the cue."""
    pieces = [document.text[slice(*attribution.source)]] if attribution.source else []
    if attribution.cue and attribution.source:
        end = max(attribution.cue.end, attribution.source.end)
        pieces.append(document.text[end : end + 160].split("\n")[0])
    return " ".join(pieces)


def _about(document: Document, attribution: Attribution, actor: Actor | None) -> str:
    """The source phrase, and the words about the first mention of the actor."""
    pieces = [document.text[slice(*attribution.source)]] if attribution.source else []
    if actor is not None:
        first = actor.mentions[0].chars
        pieces += [
            document.text[first.end : first.end + 60],
            document.text[max(0, first.start - 60) : first.end],
        ]
    return " ".join(p.split("\n")[0 if p is not pieces[-1] else -1] for p in pieces)


def quote_type(text: str, content: Iterable[Chars], marks: list[Chars]) -> str:
    """direct (at least nine words in ten in quotation marks), indirect (none) or mixed."""
    inside = total = 0
    for segment in content:
        near = [m for m in marks if m.overlaps(segment)]
        for word in _WORD.finditer(text, segment.start, segment.end):
            total += 1
            inside += any(m.start <= word.start() < m.end for m in near)
    if not inside:
        return "indirect"
    return "direct" if inside >= 0.9 * total else "mixed"


def _identified(quotes: list[Row]) -> list[Row]:
    """Quotes with their place as ``quote_id``, and that of the quote around them."""
    spans = [[Chars(*s) for s in q["segments"]] for q in quotes]
    for quote, own in zip(quotes, spans, strict=True):
        quote["quote_id"] = _place(own)
        around = [other for other in spans if _holds(other, own)]
        if around:
            quote["parent_id"] = _place(min(around, key=lambda o: sum(b - a for a, b in o)))
    return list({q["quote_id"]: q for q in reversed(quotes)}.values())[::-1]


def _place(segments: list[Chars]) -> str:
    return f"{segments[0].start}-{segments[-1].end}"


def _holds(outer: list[Chars], inner: list[Chars]) -> bool:
    return outer != inner and all(any(s.within(o) for o in outer) for s in inner)
