"""Cues: attributing words, the kind of act that they report, and its force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from toolkit.lexicons import lexicon
from toolkit.lexicons.word_forms import lemmas


class Cue(NamedTuple):
    """Kind (one of frames.CUE_KINDS) and force (one of frames.CUE_FORCES) of a cue."""

    kind: str
    force: str


@cache
def cues(pos: str) -> dict[str, Cue]:
    """The cues of a part of speech (verb, noun, adjective, phrase) by lemma."""
    rows = lexicon("cues").query("pos == @pos")
    return {r["lemma"]: Cue(r["kind"], r["force"]) for r in rows.to_dict("records")}


_POS = ("verb", "noun", "adjective")
_WORDS = re.compile(r"[\w'’-]+")


def is_cue(cue: str) -> bool:
    """Whether the words of a cue are in the lexicon; a colon or dash counts, too.

    Example:
        >>> is_cue("has denied"), is_cue("walked")
        (True, False)
    """
    if not any(c.isalpha() for c in cue) or _has_phrase(cue):
        return True
    return any(_look_up(word) for word in _WORDS.findall(cue.lower()))


def core(cue: str) -> int:
    """Where the attributing words of a cue end: "said" in "said in a statement on Thursday".

    Example:
        >>> core("said in a statement"), core("according to")
        (4, 12)
    """
    if _has_phrase(cue):
        return len(cue)
    for word in re.finditer(r"\S+", cue):
        if _look_up(word[0].lower().strip(",.;:")):
            return word.start() + len(word[0].rstrip(",.;:"))
    return len(cue)


def _has_phrase(cue: str) -> bool:
    return any(phrase in cue.lower() for phrase in cues("phrase"))


def _look_up(word: str, parts_of_speech: Sequence[str] = _POS) -> Cue | None:
    """The cue that a word form belongs to."""
    forms = lemmas(word)
    return next((cues(pos)[f] for pos in parts_of_speech for f in forms if f in cues(pos)), None)


_NEGATED = re.compile(r"\b(?:not|never|no|cannot|without)\b|n['’]t\b|\b(?:refus|declin|fail)\w*")
# not to admit is to deny, not to deny is to concede; "not" makes any other force neutral
_NEGATED_FORCE = {
    "conceding": "denying", "endorsing": "denying", "assertive": "denying", "denying": "conceding",
}  # fmt: skip


def classify(cue: str | None) -> Cue:
    """Kind and force of a cue as written in a text; communication and neutral where unknown.

    Example:
        >>> classify("denied")
        Cue(kind='communication', force='denying')
        >>> classify("refused to apologize").force
        'denying'
    """
    words = _WORDS.findall((cue or "").lower())
    joined = " ".join(words)
    classes = [_look_up(word, [pos]) for pos in _POS for word in words]
    known = [cues("phrase").get(joined), *classes, Cue("communication", "neutral")]
    classified = next(filter(None, known))
    if _NEGATED.search(joined):
        return classified._replace(force=_NEGATED_FORCE.get(classified.force, "neutral"))
    return classified
