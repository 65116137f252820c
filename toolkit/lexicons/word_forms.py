"""Forms of words: lemmas of cues without a parser, and plurals of counts."""

from __future__ import annotations

import re

from toolkit.lexicons import lexicon

_IRREGULAR = {
    "said": "say", "told": "tell", "thought": "think", "wrote": "write", "written": "write",
    "felt": "feel", "knew": "know", "known": "know", "found": "find", "saw": "see",
    "swore": "swear", "taught": "teach", "shown": "show", "began": "begin", "learnt": "learn",
    "held": "hold", "spoke": "speak",
}  # fmt: skip


def lemmas(word: str) -> list[str]:
    """Lemmas that a word form may have, for a look-up in a lexicon without a parser."""
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


def cue_lemma(cue: str) -> str:
    """The verb, noun or adjective of the lexicon that a cue is a form of; else the cue itself.

    Example:
        >>> cue_lemma("has said"), cue_lemma("According to"), cue_lemma("warnings")
        ('say', 'according to', 'warning')
    """
    known = lexicon("cues")
    if any(phrase in cue.lower() for phrase in known.loc[known["pos"] == "phrase", "lemma"]):
        return cue.lower()
    words = set(known["lemma"])
    forms = (form for word in re.findall(r"[\w'’-]+", cue.lower()) for form in lemmas(word))
    return next((form for form in forms if form in words), cue.lower())


def plural(n: float, noun: str) -> str:
    """A count with its noun, in the plural unless it is one.

    Example:
        >>> plural(1, "article"), plural(1200, "article")
        ('1 article', '1,200 articles')
    """
    return f"{n:,.0f} {noun}{'' if n == 1 else 's'}"
