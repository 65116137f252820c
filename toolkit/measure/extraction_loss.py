"""What reading pages has lost: paragraphs and quotation marks of the page that no text holds."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from toolkit.measure.correction.coded_sample import not_correctable
from toolkit.measure.estimation.encode import Columns, names
from toolkit.measure.shares import ratio

PAGES = ("vote", "trafilatura", "tags")
"""Extractors of pages; files of text lose nothing that could be counted."""

_STATED = re.compile(r"loss: (\d+) of (\d+) paragraphs, (\d+) of (\d+) quotation marks")
_MARK = re.compile(r"[\"“”„«»]")
WHAT = ("paragraphs", "quotation marks")

_UNCODED = "people code the text that was read, not the page that it is from"


@not_correctable(_UNCODED)
def extraction_loss(articles: pd.DataFrame, by: Columns = ()) -> pd.DataFrame:
    """What share of the paragraphs and quotation marks of pages is missing from their texts.

    Of each page's article region, as its row of `warnings` says; a page without such a warning lost
    nothing. Files that are no pages are left out.

    Args:
        articles: the articles frame.
        by: its columns.

    Returns:
        Columns of `by`, what (paragraphs, quotation marks), estimate (share lost, 0 to 1), low,
        high, n_articles (pages), count (lost), n (in the region), note.

    Example:
        >>> from toolkit.frames import ARTICLES, frame
        >>> list(extraction_loss(frame(ARTICLES)))[:2]
        ['what', 'estimate']
    """
    columns = names(by)
    pages = articles[articles["extractor"].isin(PAGES)]
    rows = [_counts(row, columns) for row in pages.to_dict("records")]
    units = pd.DataFrame(
        [unit for pair in rows for unit in pair],
        columns=["article_id", *columns, "what", "lost", "all"],
    )
    parts = units.assign(amount=units["lost"].astype("float64"))
    wholes = units.assign(amount=units["all"].astype("float64"))
    return ratio(parts, wholes, by=[*columns, "what"], bounded=True, unit="pages")


@not_correctable(_UNCODED)
def lost_paragraphs(articles: pd.DataFrame) -> pd.DataFrame:
    """The pages that lost something, and the beginnings of what they lost.

    Returns:
        article_id, outlet, title, loss; those with most quotation marks lost first.

    Example:
        >>> from toolkit.frames import ARTICLES, frame
        >>> len(lost_paragraphs(frame(ARTICLES)))
        0
    """
    warnings = articles[["article_id", "outlet", "title", "warnings"]].explode("warnings")
    stated = warnings[warnings["warnings"].astype("str").str.startswith("loss:")]
    marks = [_stated([w])[2] for w in stated["warnings"]]
    ranked = stated.assign(marks=marks).sort_values("marks", ascending=False, kind="stable")
    lost = ranked.drop(columns="marks").rename(columns={"warnings": "loss"})
    return lost.reset_index(drop=True)


def _counts(row: dict[Any, Any], columns: list[str]) -> list[tuple[Any, ...]]:
    """Lost and all, of paragraphs and of quotation marks."""
    text = str(row["text"])
    lost, every, lost_marks, marks = _stated(row["warnings"]) or (
        0,
        text.count("\n\n") + 1,
        0,
        len(_MARK.findall(text)),
    )
    group = [row["article_id"], *(row[c] for c in columns)]
    return [(*group, WHAT[0], lost, every), (*group, WHAT[1], lost_marks, marks)]


def _stated(warnings: list[str]) -> tuple[int, ...]:
    """The four figures of a loss warning; none where there is no such warning."""
    found = next((m for w in warnings if (m := _STATED.match(w))), None)
    return tuple(map(int, found.groups())) if found else ()
