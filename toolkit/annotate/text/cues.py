"""Cues: the words that attribute, what kind of act they report and with what force."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.lexicons import lexicon


class Cue(NamedTuple):
    """What the lexicon says about a cue: kind (frames.CUE_KINDS), force (frames.CUE_FORCES)."""

    kind: str
    force: str


@cache
def cues(pos: str) -> dict[str, Cue]:
    """The cues of a part of speech (verb, noun, adjective, phrase) by lemma."""
    rows = lexicon("cues").query("pos == @pos")
    return {r["lemma"]: Cue(r["kind"], r["force"]) for r in rows.to_dict("records")}


@cache
def governing(what: str) -> frozenset[str]:
    """Lemmas of the verbs that attribute more than a finite clause.

    Args:
        what: "infinitive" ("promised to go"), "noun" ("denied the claim"), or "object", of which
            the verb says something ("called it late").

    Example:
        >>> sorted(governing("noun"))
        ['deny', 'dispute', 'refute', 'reject']
    """
    verbs = lexicon("cues").query("pos == 'verb'")
    return frozenset(verbs.loc[verbs["governs"].str.split().map(lambda g: what in g), "lemma"])


def is_cue(cue: str) -> bool:
    """Whether a cue as it stands in a text is one of the lexicon; a colon or dash is, too.

    Example:
        >>> is_cue("has denied"), is_cue("walked")
        (True, False)
    """
    words = re.findall(r"[\w'’-]+", cue.lower())
    if not any(c.isalpha() for c in cue) or any(p in cue.lower() for p in cues("phrase")):
        return True
    known = [cues(pos) for pos in ("verb", "noun", "adjective")]
    return any(form in k for word in words for form in lemmas(word) for k in known)


def core(cue: str) -> int:
    """Where the attributing words of a cue end: "said" in "said in a statement on Thursday".

    Example:
        >>> core("said in a statement"), core("according to")
        (4, 12)
    """
    if any(p in cue.lower() for p in cues("phrase")):
        return len(cue)
    known = [cues(pos) for pos in ("verb", "noun", "adjective")]
    for word in re.finditer(r"\S+", cue):
        bare = word[0].lower().strip(",.;:")
        if any(form in k for form in lemmas(bare) for k in known):
            return word.start() + len(word[0].rstrip(",.;:"))
    return len(cue)


_NEGATED = re.compile(r"\b(?:not|never|no|cannot|without)\b|n['’]t\b|\b(?:refus|declin|fail)\w*")
# Who does not admit denies, who does not deny concedes; with any other force, "not" ends it.
_TURNED = {
    "conceding": "denying", "endorsing": "denying", "assertive": "denying", "denying": "conceding",
}  # fmt: skip


def classify(cue: str | None) -> Cue:
    """Kind and force of a cue as it stands in a text; communication and neutral where unknown.

    Example:
        >>> classify("denied")
        Cue(kind='communication', force='denying')
        >>> classify("refused to apologize").force
        'denying'
    """
    words = re.findall(r"[\w'’-]+", (cue or "").lower())
    known = _known(words)
    negated = _NEGATED.search(" ".join(words))
    return known._replace(force=_TURNED.get(known.force, "neutral")) if negated else known


def _known(words: list[str]) -> Cue:
    joined = " ".join(words)
    if joined in cues("phrase"):
        return cues("phrase")[joined]
    for pos in ("verb", "noun", "adjective"):
        for word in words:
            found = next((cues(pos)[f] for f in lemmas(word) if f in cues(pos)), None)
            if found:
                return found
    return Cue("communication", "neutral")


_IRREGULAR = {
    "said": "say", "told": "tell", "thought": "think", "wrote": "write", "written": "write",
    "felt": "feel", "knew": "know", "known": "know", "found": "find", "saw": "see",
    "swore": "swear", "taught": "teach", "shown": "show", "began": "begin", "learnt": "learn",
    "held": "hold", "spoke": "speak",
}  # fmt: skip


def lemmas(word: str) -> list[str]:
    """What a word form may be the form of: a lexicon look-up needs no parser."""
    stems = [word, _IRREGULAR.get(word, "")]
    for ending, others in (
        ("ied", ("y",)), ("ies", ("y",)), ("es", ("", "e")), ("s", ("",)),
        ("ed", ("", "e")), ("ing", ("", "e")),
    ):  # fmt: skip
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            stems += [stem + o for o in others]
            if len(stem) > 2 and stem[-1] == stem[-2]:
                stems.append(stem[:-1])
    return [s for s in stems if s]
