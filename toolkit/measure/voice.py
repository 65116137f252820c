"""Who speaks: shares of quotes and of quoted words, their types, and their cues.

A quote inside another quote counts as an attribution of its own; its words count only once, as
words of the outer quote.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.lexicons.word_forms import cue_lemma
from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.measure.estimation.encode import KINDS, Columns, names
from toolkit.measure.estimation.inputs import Inputs

SPEAKER = ["speaker", "actor_id"]


def voice_share(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    weight: str = "quotes",
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    top: int | None = None,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Each speaker's share of all quotes, or of all quoted words.

    Args:
        quotes: the quotes frame.
        articles: the articles frame; needed to group by one of its columns.
        weight: "quotes" counts attributions, "words" their words.
        by: grouping columns, for example "outlet" or "quote_type".
        kinds: kinds of cue that count.
        top: number of speakers to report, those with most; shares remain shares of all.
        cluster: units drawn for intervals: "articles"; "stories", each with all its copies; or
            "outlets", then articles within them. The last two need `articles`.

    Returns:
        Columns of `by`, speaker (null: no source found), actor_id (null: unnamed), estimate, low,
        high, n_articles, count, n, note; the largest first. n counts quotes or words.

    Raises:
        ValueError: `weight` or `cluster` is something else.

    Example:
        >>> from toolkit.frames import QUOTES, frame
        >>> voice_share(frame(QUOTES), weight="words")["note"].tolist()
        ['no words']
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    rows = inputs.select_quotes(SPEAKER, by, kinds=kinds, weight=weight)
    return inputs.share(rows, SPEAKER, by, top=top, unit=weight)


def quote_types(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Shares of direct, mixed and indirect quotes; arguments as in `voice_share`.

    Returns:
        Columns of `by`, quote_type, estimate, low, high, n_articles, count, n (quotes), note.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> round(float(quote_types(corpus.quotes)["estimate"].sum()), 6)
        1.0
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    rows = inputs.select_quotes("quote_type", by, kinds=kinds)
    return inputs.share(rows, "quote_type", by, values=("direct", "mixed", "indirect"))


def direct_share(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    of: str = "source_role",
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Who is heard in their own words: the share of each value's quotes in quotation marks.

    Direct and mixed quotes count: mixed ones have marks around a part of the content.

    Args:
        quotes, articles, by, kinds, cluster: as in `voice_share`.
        of: column of `quotes` whose values are compared, for example "speaker".

    Returns:
        Columns of `by`, the column `of`, estimate, low, high, n_articles, count (quotes with
        marks), n (quotes of that value), note.

    Raises:
        ValueError: there is no column `of`; the message lists the columns.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> bool(direct_share(corpus.quotes)["estimate"].between(0, 1).all())
        True
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    rows = inputs.select_quotes(of, by, kinds=kinds, also=["quote_type"])
    return inputs.proportion(rows, rows["quote_type"].isin(["direct", "mixed"]), [*names(by), of])


def cues(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    top: int | None = None,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """The words of attribution: each cue's share of all quotes; arguments as in `voice_share`.

    Forms of one word count together: "said", "says" and "has said" are the cue "say".

    Returns:
        Columns of `by`, cue (its lemma; null: a quote without one), cue_kind, estimate, low,
        high, n_articles, count, n (quotes), note; the most frequent first.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> str(cues(corpus.quotes, top=1)["cue"].iloc[0])
        'say'
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    of = ["cue", "cue_kind"]
    rows = inputs.select_quotes(of, by, kinds=kinds)
    lemma = {cue: cue_lemma(cue) for cue in rows["cue"].dropna().unique()}
    return inputs.share(rows.assign(cue=rows["cue"].map(lemma).astype("str")), of, by, top=top)
