"""Which part of the names of files and folders is the outlet, told from all of them together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import PurePosixPath
from typing import NamedTuple

from toolkit.normalize.fields.file_names import Name, names_nothing
from toolkit.normalize.fields.outlets import initials, outlet_key, reads_as_outlet

_MOST = 0.5
"""Share of the different texts in a field that must be outlets for all of them to be."""
_NEARLY_ALL = 0.8
"""Share of the names with one outlet each from which it may stand anywhere in them."""
_SEVERAL = 4
"""Number of names from which repetition shows which field is the outlet."""
_DOUBT = 0.1
"""Share of the documents in folders from which other outlets that they name count."""
_HEADLINE = 3
"""Words of a headline in the name of a file, at least."""


class Guess(NamedTuple):
    """Outlets and headlines in the names of files that have one form.

    Attributes:
        pattern: the form of their names, as corpus.toml takes it.
        places: the files.
        outlets: the outlet of each file of which it is certain, by its place.
        titles: headlines in the names, by place.
    """

    pattern: str
    places: tuple[str, ...]
    outlets: Mapping[str, str]
    titles: Mapping[str, str]


def guess_patterns(names: Mapping[str, Name], stated: Set[str]) -> list[Guess]:
    """The forms of the names of files, those of most files first.

    Args:
        names: the names, by the place of the file.
        stated: keys of outlets that texts, pages or settings name.

    Example:
        >>> from toolkit.normalize.fields.file_names import split_name
        >>> places = ["carver-post_2025-05-08_ferry.txt", "nyt_2025-05-09_council-tax.txt"]
        >>> [g.pattern for g in guess_patterns({p: split_name(p) for p in places}, set())]
        ['{outlet}_{date}_{slug}']
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for place, name in names.items():
        groups[name.template].append(place)
    guesses = (
        _guess(template, places, [names[p].fields for p in places], stated)
        for template, places in groups.items()
    )
    return sorted(guesses, key=lambda guess: -len(guess.places))


def _guess(
    template: str, places: Sequence[str], fields: Sequence[tuple[str, ...]], stated: Set[str]
) -> Guess:
    columns = [*zip(*fields, strict=True)]
    evident = [[i for i, text in enumerate(texts) if _is_outlet(text, stated)] for texts in fields]
    shares = [_share_of_outlets(column, stated) for column in columns]
    best = max(shares, default=0.0)
    column = shares.index(best) if best >= _MOST and shares.count(best) == 1 else None
    each = sum(len(found) == 1 for found in evident) >= _NEARLY_ALL * len(fields)
    chosen = [
        found[0] if len(found) == 1 and (each or column is not None) else column
        for found in evident
    ]
    outlets = {
        place: texts[i]
        for place, texts, i in zip(places, fields, chosen, strict=True)
        if i is not None and not names_nothing(texts[i])
    }
    repeated = next((i for i, texts in enumerate(columns) if _is_repeated(texts)), None)
    likely = column if column is not None else next(iter(filter(None.__ne__, chosen)), repeated)
    titles = [i for i, texts in enumerate(columns) if i != likely and _are_headlines(texts)]
    title = titles[0] if len(titles) == 1 else None
    named = {likely: "outlet", title: "title"}
    pattern = re.sub(r"\{(\d+)\}", lambda m: f"{{{named.get(int(m[1]), 'slug')}}}", template)
    headlines = {} if title is None else dict(zip(places, columns[title], strict=True))
    return Guess(pattern, tuple(places), outlets, headlines)


def _share_of_outlets(texts: Iterable[str], stated: Set[str]) -> float:
    """The share of outlets among different texts."""
    different = {outlet_key(text): text for text in texts}
    return sum(_is_outlet(text, stated) for text in different.values()) / len(different)


def _is_repeated(texts: Sequence[str]) -> bool:
    """Whether texts stand in several names each, as those of outlets do."""
    different = set(map(outlet_key, texts))
    plain = not any(names_nothing(text) for text in texts)
    return plain and len(texts) >= _SEVERAL and 2 * len(different) <= len(texts)


def _are_headlines(texts: Sequence[str]) -> bool:
    long = [len(text.split()) >= _HEADLINE and text[0].isupper() for text in texts]
    return sum(long) > len(long) / 2


def guess_folders(places: Mapping[str, Set[str]]) -> dict[str, str]:
    """The folder that is the outlet of each document, if one is.

    A folder that reads as an outlet is one. Any other is one if it is the only folder that is no
    date, section or country, and nothing in the documents below its level contradicts it.

    Args:
        places: the documents, each with the keys of the outlets that it names itself.

    Example:
        >>> guess_folders({"UK/The Lantern/2025-05/a.txt": set(), "b.txt": set()})
        {'UK/The Lantern/2025-05/a.txt': 'The Lantern'}
    """
    stated = set().union(*places.values()) if places else set()
    parts = {place: _parts(place) for place in places}
    sure = {place: [p for p in own if _is_outlet(p[1], stated)] for place, own in parts.items()}
    alone = {p: own[0] for p, own in parts.items() if len(own) == 1 and not sure[p]}
    wrong = _contradicted(alone, places)
    found = {place: own[0][1] for place, own in sure.items() if len(own) == 1}
    found |= {place: part for place, (depth, part) in alone.items() if depth not in wrong}
    return {place: found[place] for place in places if place in found}


def _parts(place: str) -> list[tuple[int, str]]:
    """Depth and name of the folders of a document that can be its outlet."""
    folders = PurePosixPath(place).parts if place.endswith("/") else PurePosixPath(place).parts[:-1]
    return [(depth, f) for depth, f in enumerate(folders) if not names_nothing(f)]


def _is_outlet(part: str, stated: Set[str]) -> bool:
    return outlet_key(part) in stated or reads_as_outlet(part, strict=True)


def _contradicted(alone: Mapping[str, tuple[int, str]], places: Mapping[str, Set[str]]) -> set[int]:
    """Depths of folders with documents that name another outlet, if most do that name one."""
    for_it, against, size = Counter[int](), Counter[int](), Counter[int]()
    for place, (depth, part) in alone.items():
        size[depth] += 1
        if places[place]:
            agrees = all(is_alias(part, key) for key in places[place])
            (for_it if agrees else against)[depth] += 1
    return {d for d, n in against.items() if n > for_it[d] and n >= _DOUBT * size[d]}


def is_alias(name: str, key: str) -> bool:
    """Whether a key can be that of a shorter or longer form of a name.

    Example:
        >>> is_alias("halvern-press-agency", "hpa"), is_alias("strike", "carverpost")
        (True, False)
    """
    own = outlet_key(name)
    return key in own or own in key or initials(name) == key
