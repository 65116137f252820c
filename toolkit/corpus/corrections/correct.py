"""Write a correction of a quote into a corpus."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.corrections.quotes_csv import QuoteCorrection, append, texts_of
from toolkit.validate.coding.sampling import text_hash


def correct(
    corpus: Corpus, quote: pd.Series[Any] | str, action: str, to: str = "", *, who: str, why: str
) -> None:
    """Write a correction of a quote into a corpus; open the corpus again to apply it.

    Args:
        corpus: the corpus of the quote.
        quote: a row of `corpus.quotes`, or its quote_id.
        action: "drop" (not a quote), "speaker", or the column to correct: source_role,
            source_form, anonymity, anonymous, cue_kind, quote_type.
        to: the right value; empty for drop.
        who: the person who corrects.
        why: the reason.

    Raises:
        KeyError: no such quote.
        ValueError: no such action, or a value that is not valid.

    Example:
        >>> import pathlib, tempfile, toolkit as tk
        >>> folder = pathlib.Path(tempfile.mkdtemp()) / "a.txt"
        >>> _ = folder.write_text('The quay\\n\\n"We will close the quay," said Ada Brook.')
        >>> corpus = tk.read(folder)
        >>> correct(corpus, corpus.quotes.iloc[0], "source_role", "expert", who="Ada", why="a test")
        >>> tk.read(folder).quotes["source_role"].tolist()
        ['expert']
    """
    if isinstance(quote, str):
        chosen = corpus.quotes[corpus.quotes["quote_id"] == quote]
        if chosen.empty:
            raise KeyError(f"no quote {quote!r}; see corpus.quotes.quote_id")
        quote = chosen.iloc[0]
    text = texts_of(corpus.articles)[quote["article_id"]][bool(quote["in_title"])]
    start, end = quote["segments"][0][0], quote["segments"][-1][1]
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    anchor = (quote["article_id"], text_hash(text), start, end, bool(quote["in_title"]))
    made = QuoteCorrection(action, *anchor, text[start:end], to, who, now, why)
    append(corpus.folder, [made])
