"""Lexicons: data files with a ``cite`` column, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@cache
def lexicon(name: str) -> pd.DataFrame:
    """A lexicon by its file name without suffix, all columns ``str``, empty cells as ''.

    Raises:
        FileNotFoundError: there is no lexicon of that name.

    Example:
        >>> list(lexicon("agencies").columns)
        ['name', 'forms', 'cite']
    """
    import pandas as pd  # slow to import, and commands that read nothing need none

    with (files("toolkit.lexicons") / f"{name}.csv").open(encoding="utf-8") as stream:
        return pd.read_csv(stream, dtype="str", keep_default_na=False)
