"""Phrases around articles, and names of fields in files and pages, from lexicons."""

from __future__ import annotations

import re
from functools import cache

from toolkit.lexicons import lexicon


@cache
def phrases(name: str) -> dict[str, re.Pattern[str]]:
    """The patterns of each kind in a lexicon joined into one, which ignores case.

    Example:
        >>> phrases("page_phrases")["trailer"].match("Read more: Ferry runs again")[0]
        'Read more:'
    """
    joined = lexicon(name).groupby("kind", sort=False)["pattern"].agg("|".join)
    return {str(kind): re.compile(pattern, re.I) for kind, pattern in joined.items()}


def field_names(where: str) -> dict[str, list[str]]:
    """The names that stand for each field.

    Args:
        where: "column" of a table, "label" of a line, or "meta tag" of a page.

    Example:
        >>> field_names("meta tag")["headline"]
        ['og:title', 'twitter:title']
    """
    rows = lexicon("field_names").query("where == @where")
    return {str(field): [*names] for field, names in rows.groupby("field", sort=False)["name"]}
