"""Shorthand for those who speak in turn: "A" who answers, "AB" by initials."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from toolkit.annotate.entities.actors import Actor

ANSWER = ("A", "Answer")
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,3}")


def meant(words: str, named: Iterable[Actor]) -> Actor | None:
    """The person that shorthand stands for, where there is but one.

    Args:
        words: of the source.
        named: actors in the order of their mentions, each as often as it is named; for an answer,
            those named before it.
    """
    people = [actor for actor in named if actor.actor_type == "person"]
    if words in ANSWER:
        often = Counter(actor.actor_id for actor in people).most_common(2)
        if not often or (len(often) > 1 and often[0][1] == often[1][1]):
            return None
        return next(actor for actor in people if actor.actor_id == often[0][0])
    if not _INITIALS.fullmatch(words):
        return None
    letters = words.replace(".", "")
    found = {a.actor_id: a for a in people if _initials(a.name) == letters}
    return next(iter(found.values())) if len(found) == 1 else None


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())
