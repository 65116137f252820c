"""The frames of a corpus without what is there to be read: all that counting needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from toolkit import frames

READ = {
    "articles": ("text", "standfirst", "extra"),
    "mentions": ("text",),
    "quotes": ("content",),
}
"""Columns that hold an article's words."""


@dataclass(frozen=True, eq=False)
class WithoutText:
    """Articles, mentions and quotes without the columns of READ.

    Attributes:
        columns: gives some columns of a frame, as `Corpus.columns` does.
    """

    columns: Callable[[str, Sequence[str]], pd.DataFrame]

    @cached_property
    def articles(self) -> pd.DataFrame:
        """Frame of frames.ARTICLES without texts."""
        return self._frame("articles")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """Frame of frames.MENTIONS without the words of each."""
        return self._frame("mentions")

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """Frame of frames.QUOTES without contents."""
        return self._frame("quotes")

    def _frame(self, name: str) -> pd.DataFrame:
        return self.columns(name, [c for c in frames.SCHEMAS[name].columns if c not in READ[name]])
