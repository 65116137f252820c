"""Heads of source phrases: what a phrase names or describes, without what hangs on it."""

from __future__ import annotations

import re

from toolkit.annotate.text.document import Span

DETERMINER = re.compile(r"^(?:the|a|an|his|her|their|its|one(?! of)|another|that|this)\s+", re.I)


def possessive(words: str, source: Span, chars: Span) -> bool:
    """Whether the person only owns or commands the source ("Trump's lawyer", "aide to Trump")."""
    after, before = words[chars.end - source.start :], words[: chars.start - source.start]
    return bool(re.match(r"['’]s?\s+\w", after)) or bool(
        re.search(
            r"\b(?:for|to|of|with|by|about|against|from|in|at|near|outside|inside)\s+(?:\w+\.?\s+){0,3}$",
            before,
        )
    )


def head_end(words: str) -> int:
    """Where the head of a noun phrase ends: before a comma, a preposition or a clause."""
    match = re.search(
        r",(?!\d)|\s\(|\s(?:of|for|from|in|at|on|with|to|by|who|which|that|[-–—])\s", words
    )
    end = match.start() if match else len(words)
    return len(words[:end].rstrip())


def head(words: str) -> str:
    return words[: head_end(words)]


def described(words: str) -> str:
    """The phrase that describes an unnamed source, without article and clauses."""
    clause = (
        r",(?!\d)|\s\(|\s(?:who|whom|which|that|whose|I|he|she|they|we)\s|\s[a-z]+ed (?:\w+ )?by\s"
    )
    return DETERMINER.sub("", re.split(clause, words.strip(), maxsplit=1)[0]).strip()
