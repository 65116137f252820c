"""The frames of a corpus without texts: enough for nearly every measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from toolkit import frames

TEXT_COLUMNS = {
    "articles": ("text", "standfirst", "extra"),
    "mentions": ("text",),
    "quotes": ("content",),
}


@dataclass(frozen=True, eq=False)
class WithoutText:
    """Articles, mentions and quotes without TEXT_COLUMNS.

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
        """Frame of frames.MENTIONS without texts."""
        return self._frame("mentions")

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """Frame of frames.QUOTES without contents."""
        return self._frame("quotes")

    def _frame(self, name: str) -> pd.DataFrame:
        columns = frames.SCHEMAS[name].columns
        return self.columns(name, [c for c in columns if c not in TEXT_COLUMNS[name]])
