"""Pick an actor, an outlet and a period, and read the quotes behind the bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any

import pandas as pd

from toolkit.show.browse import moving
from toolkit.show.passages import show_passages

_ALL = "all"
_MOST = 60  # speakers in the list
_BAR = 16  # characters of the longest bar


class Explorer:
    """Controls and the quotes that they choose; without a kernel, those of the one quoted most.

    Args:
        articles, mentions, quotes: frames of a corpus; they may be light.
        of: gives the rows of one of its frames that are of some articles, texts and all.
        most: quotes that are shown at a time.
    """

    def __init__(
        self,
        articles: pd.DataFrame,
        mentions: pd.DataFrame,
        quotes: pd.DataFrame,
        of: Callable[[str, Sequence[str]], pd.DataFrame],
        most: int = 8,
    ) -> None:
        self._mentions, self._of, self._most = mentions, of, most
        self._about = articles.set_index("article_id")[["outlet", "published"]]
        self._rows = quotes.join(self._about, on="article_id")
        self._widget: Any = None

    def quotes(
        self,
        speaker: str | None = None,
        outlet: str | None = None,
        since: Any = None,
        until: Any = None,
    ) -> pd.DataFrame:
        """Rows of quotes that fit; None fits all. Days are dates or texts, both included."""
        rows = self._fitting(speaker=speaker, outlet=outlet, since=since, until=until)
        whole = self._of("quotes", rows["article_id"].unique().tolist())
        return whole[whole["quote_id"].isin(rows["quote_id"])].join(self._about, on="article_id")

    def _fitting(self, **choice: Any) -> pd.DataFrame:
        """The same as far as the frames have it: light ones without contents."""
        given = {name: value for name, value in choice.items() if value is not None}
        rows = self._rows
        for column in given.keys() & {"speaker", "outlet"}:
            rows = rows[rows[column] == given[column]]
        if "since" in given:
            rows = rows[rows["published"] >= pd.Timestamp(given["since"], tz="UTC")]
        if "until" in given:
            end = pd.Timestamp(given["until"], tz="UTC") + pd.Timedelta(days=1)
            rows = rows[rows["published"] < end]
        return rows

    def html(self, **choice: Any) -> str:
        """The quotes of a choice, each in its paragraph."""
        rows = self._fitting(**choice)
        head = f"<p>{len(rows):,} quotes in {rows['article_id'].nunique():,} articles.</p>"
        shown = rows["quote_id"].head(self._most)
        of = partial(self._of, "articles")
        passages = (show_passages(i, of, self._mentions, rows) for i in shown)
        return head + "".join(page.html for page in passages)

    def _repr_html_(self) -> str:
        first = [name for _, name in self._speakers()[1:2]]
        head = f"<h3>The quotes of {escape(' '.join(first[0].split()))}</h3>" if first else ""
        return head + self.html(speaker=first[0] if first else None)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        plain = f"{len(self._rows):,} quotes to explore in JupyterLab"
        self._widget = self._widget or self._made()
        still = {"text/html": self._repr_html_(), "text/plain": plain}
        return {**still, **moving(self._widget)}

    def _speakers(self, **choice: Any) -> list[tuple[str, str]]:
        """Labels and the speakers' names: what is typed or read aloud first is the name, then the
        number of quotes, then a bar of that length."""
        counts = self._fitting(**choice)["speaker"].value_counts().head(_MOST)
        top = int(counts.max()) if len(counts) else 1
        bars = [
            (
                f"{' '.join(str(name).split())} · {n} {'█' * max(round(_BAR * n / top), 1)}",
                str(name),
            )
            for name, n in zip(counts.index.astype(str), counts, strict=True)
        ]
        return [(_ALL, ""), *bars]

    def _made(self) -> Any:
        from ipywidgets import HTML, DatePicker, Dropdown, Select, VBox

        outlets = sorted(self._rows["outlet"].dropna().unique())
        outlet = Dropdown(options=[(_ALL, None), *((o, o) for o in outlets)], description="outlet")
        days = [DatePicker(description=name) for name in ("since", "until")]
        speaker = Select(options=self._speakers(), rows=12, description="speaker")
        speaker.layout.width = "40em"
        shown = HTML(self.html())

        def around() -> dict[str, Any]:
            return {"outlet": outlet.value, "since": days[0].value, "until": days[1].value}

        def narrowed(change: Any) -> None:
            speaker.options = self._speakers(**around())
            read(change)

        def read(change: Any) -> None:
            shown.value = self.html(speaker=speaker.value or None, **around())

        for control in (outlet, *days):
            control.observe(narrowed, names="value")
        speaker.observe(read, names="value")
        return VBox([outlet, *days, speaker, shown])
