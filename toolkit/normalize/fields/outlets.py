"""Names of outlets: which text is one, and which spellings are the same outlet."""

from __future__ import annotations

import re
from functools import cache

from toolkit.lexicons import lexicon

DOMAIN = re.compile(r"(?:https?://)?(?:[a-z\d][a-z\d-]*\.)+[a-z]{2,}(?:/\S*)?", re.I)
_SECOND_LEVEL = frozenset(("co", "com", "org", "net", "ac", "gov"))
_MEDIUM = re.compile(r"\s*\((?:online|print|web|website|newspaper)\)$|\.(?:com|net|org)$", re.I)
_WORD = re.compile(r"[^\W\d_][^\s_-]*|\d+")
_LINKING = {"of", "and", "on", "the", "&", "de", "la", "del", "di", "der", "des", "du"}
_MOST_WORDS = 6
_SHORTEST = 5
"""Letters of the shortest word by whose end a name in one word is recognized: "carverpost"."""


def outlet_key(name: str) -> str:
    """The same key for all spellings of an outlet's name, its domain included.

    Example:
        >>> outlet_key("The Carver Post"), outlet_key("carver-post"), outlet_key("carverpost.com")
        ('carverpost', 'carverpost', 'carverpost')
        >>> outlet_key("Mail Online") == outlet_key("dailymail.co.uk") == outlet_key("Daily Mail")
        True
    """
    known = known_outlet(name)
    return _squeezed(known or _site(name) or _MEDIUM.sub("", name)).removesuffix("online")


def known_outlet(name: str) -> str | None:
    """The name in ``lexicons/outlets.csv`` of an outlet, by name, domain or subdomain.

    Example:
        >>> known_outlet("edition.cnn.com"), known_outlet("nyt"), known_outlet("Carver Post")
        ('CNN', 'The New York Times', None)
    """
    if DOMAIN.fullmatch(name):
        labels = host_of(name).split(".")
        domains = (".".join(labels[i:]) for i in range(len(labels) - 1))
        found = next((_domains()[d] for d in domains if d in _domains()), None)
        if found:
            return found
    return _forms().get(_squeezed(name))


def reads_as_outlet(name: str, strict: bool = False) -> bool:
    """Whether a text reads as the name of an outlet: a known one, a domain, or "Carver Post".

    Args:
        name: a text, also one in lower case with hyphens.
        strict: whether common words are no evidence: *times* alone, names with *news* or *review*.

    Example:
        >>> reads_as_outlet("carver-post"), reads_as_outlet("Strike at the post office")
        (True, False)
    """
    words, places = [w.casefold() for w in _WORD.findall(name)], _places()
    vague = strict and len(words) == 1 and words[0] in places and words[0] not in _listed()
    if (known_outlet(name) or DOMAIN.fullmatch(name)) and not vague:
        return True
    last = {"last"} if strict else {"last", "weak"}
    if len(words) == 1:
        ends = (w for w, place in places.items() if place == "last" and len(w) > 3)
        return any(words[0].endswith(w) and len(words[0]) >= len(w) + 3 for w in ends)
    if not 1 < len(words) <= _MOST_WORDS or not _is_name(name):
        return False
    first = words[words[0] == "the"]
    return places.get(words[-1]) in last or places.get(first) == "first"


def _is_name(name: str) -> bool:
    """Whether the words of a text are those of a name: one case, except for linking words."""
    words = [w for w in re.split(r"[\s_-]+", name.strip()) if w]
    slug = name == name.casefold()
    plain = [w for w in words if w.casefold() not in _LINKING]
    return len(plain) == len(words) if slug else all(w[:1].isupper() for w in plain)


def host_of(address: str) -> str:
    """The host in an address or a domain, without "www."."""
    return re.sub(r"^https?://", "", address.casefold()).split("/")[0].removeprefix("www.")


def readable_name(name: str) -> str:
    """A name made of words, of one with hyphens or underscores: "Carver Post" of "carver-post".

    Example:
        >>> readable_name("carver-post"), readable_name("courier"), readable_name("Le Soir-Echo")
        ('Carver Post', 'courier', 'Le Soir-Echo')
    """
    words = [w for w in re.split(r"[-_]", name) if w]
    if DOMAIN.fullmatch(name) or " " in name or len(words) < 2:
        return name
    same = name in (name.casefold(), name.upper())
    return " ".join(w if w in _LINKING or not same else w.capitalize() for w in words)


def initials(name: str) -> str:
    """The first letters of the words of a name, in lower case.

    Example:
        >>> initials("halvern-press-agency")
        'hpa'
    """
    return "".join(w[0] for w in _WORD.findall(name.casefold()) if w not in _LINKING)


def _site(name: str) -> str | None:
    """The label of a domain that names its site: "carverpost" of "news.carverpost.co.uk"."""
    if not DOMAIN.fullmatch(name):
        return None
    labels = host_of(name).split(".")[:-1]
    return labels[-2] if len(labels) > 1 and labels[-1] in _SECOND_LEVEL else labels[-1]


def _squeezed(name: str) -> str:
    """Letters and digits of a name in lower case, without a leading "the"."""
    letters = re.sub(r"[\W_]+", "", name.casefold().replace("&", "and"))
    return letters.removeprefix("the") if len(letters) > _SHORTEST else letters


@cache
def _domains() -> dict[str, str]:
    table = lexicon("outlets")
    return dict(zip(table["domain"], table["name"], strict=True))


@cache
def _forms() -> dict[str, str]:
    """Name of each outlet by its squeezed forms."""
    table = lexicon("outlets")
    pairs = zip(table["name"], table["forms"], strict=True)
    return {_squeezed(f): name for name, forms in pairs for f in (name, *forms.split("|")) if f}


@cache
def _listed() -> frozenset[str]:
    """The forms in the lexicon, in lower case: "guardian", but "the times" alone."""
    table = lexicon("outlets")
    forms = (form for column in ("name", "forms") for form in table[column])
    return frozenset(name.casefold() for form in forms for name in form.split("|"))


@cache
def _places() -> dict[str, str]:
    """Where a word stands in names of outlets: "last", "first", "weak" (last, but common)."""
    table = lexicon("outlet_words")
    return dict(zip(table["word"], table["place"], strict=True))
