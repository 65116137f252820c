"""Every chart on every kind of frame: it draws, or says why it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tests.measure.build import Frames, random_frames
from toolkit import chart, measure
from toolkit.chart.panel import figure_of

Draw = Callable[..., Axes]

HARD = {
    "Actor A": "Ministry of Fisheries, Coastal Affairs and Rural Development of the North",
    "Actor B": "$5m Fund & $6m <b>Trust</b>",
    "Actor C": "Владимир Лёвин",
    "Actor D": "李小龙",
    "Actor E": "عبد الله",
    "Actor F": "two\nlines\tand a tab",
    "Actor G": "",
    "Actor H": "Donaudampfschifffahrtsgesellschaftskapitänswitwenverband",
    "Actor I": "%s {0} \\frac{1}{2} _^",
}


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def hard() -> Frames:
    articles, mentions, quotes = random_frames()
    return (
        articles,
        mentions.assign(actor=mentions["actor"].replace(HARD)),
        quotes.assign(speaker=quotes["speaker"].replace(HARD)),
    )


def empty() -> Frames:
    articles, mentions, quotes = random_frames()
    return articles.head(0), mentions.head(0), quotes.head(0)


def single() -> Frames:
    return random_frames(n_articles=1, n_quotes=6)


@cache
def drawn(build: Callable[[], Frames]) -> dict[str, Draw]:
    """A chart of each kind; the measures behind them are computed once for each set of frames."""
    a, m, q = build()
    return {
        "ranked": partial(chart.ranked, measure.mention_share(m), of="mentions"),
        "ranked by": partial(chart.ranked, measure.voice_share(q, a, by="outlet"), of="quotes"),
        "ranked counts": partial(chart.ranked, measure.articles_by(a, "outlet"), unit="articles"),
        "timeline": partial(
            chart.timeline, measure.mentions_over_time(m, a), unit="mentions per article"
        ),
        "timeline of one": partial(chart.timeline, measure.articles_by(a, "day"), unit="articles"),
        "shares": partial(
            chart.shares, measure.source_forms(q, a, by="outlet"), of="source_form", n="quotes"
        ),
        "shares of all": partial(chart.shares, measure.quote_types(q), of="quote_type"),
        "shares of actors": partial(
            chart.shares, measure.mention_share(m, a, by="outlet", top=5), of="actor"
        ),
        "dumbbell": partial(chart.dumbbell, measure.voice_against_mention(q, m)),
        "scatter": partial(chart.scatter, measure.voice_against_mention(q, m)),
        "profile": partial(
            chart.position_profile, measure.position_profile(q, of="speaker"), of="speaker", top=12
        ),
        "forces": partial(chart.cue_force, measure.cue_force(q, of="speaker")),
        "matrix": partial(chart.heatmap, measure.reuse_matrix(a)),
        "network": partial(chart.network, measure.co_voices(q)),
        "standing": partial(
            chart.percentiles, measure.article_percentiles(q, a, a["article_id"].min())
        ),
    }


CHARTS = list(drawn(random_frames))


def inside(figure: Figure) -> bool:
    """Whether everything drawn lies on the figure's paper."""
    box = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    return box.x0 > -0.02 and box.y0 > -0.02 and box.x1 < width + 0.02 and box.y1 < height + 0.02


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("frames", [random_frames, hard], ids=["plain", "hard names"])
def test_everything_drawn_lies_inside_the_figure(name: str, frames: Callable[[], Frames]) -> None:
    ax = drawn(frames)[name](title="A title in sentence case")
    assert isinstance(ax, Axes)
    assert inside(figure_of(ax))
    assert ax.get_title(loc="left") == "A title in sentence case"
    assert chart.alt_text(ax).startswith("A title in sentence case.")


@pytest.mark.parametrize("name", CHARTS)
def test_an_empty_frame_says_no_data(name: str) -> None:
    ax = drawn(empty)[name](title="Nothing")
    assert any(text.get_text().startswith("No data") for text in ax.texts)
    assert chart.behind(ax)["estimate"].isna().all()


@pytest.mark.parametrize("name", CHARTS)
def test_one_article_draws(name: str) -> None:
    ax = drawn(single)[name](title="One")
    assert inside(figure_of(ax))


@pytest.mark.parametrize("name", CHARTS)
def test_draws_into_an_axes_of_the_caller(name: str) -> None:
    _, (left, right) = plt.subplots(1, 2)
    assert drawn(random_frames)[name](right, title="Right") is right
    assert not left.has_data()


def test_the_style_of_the_caller_is_left_alone() -> None:
    before = dict(plt.rcParams)
    chart.ranked(measure.mention_share(random_frames()[1]), title="Who", of="mentions")
    assert dict(plt.rcParams) == before


def test_the_table_behind_a_chart() -> None:
    tidy = measure.mention_share(random_frames()[1])
    pd.testing.assert_frame_equal(chart.behind(chart.ranked(tidy, of="mentions")), tidy)


def test_another_figure_has_no_alternative_text() -> None:
    assert chart.alt_text(plt.figure()) == ""


def test_forty_rows_and_more_say_how_many() -> None:
    quotes = random_frames()[2]
    many = quotes.assign(cue=[f"cue {i % 60}" for i in range(len(quotes))])
    ax = chart.ranked(measure.cues(many), of="quotes", top=40)
    assert len(ax.get_yticklabels()) == 40
    assert any("the first 40 of 60" in text.get_text().replace("\n", " ") for text in ax.texts)
    assert inside(figure_of(ax))


def test_two_actors_of_one_name_stay_two() -> None:
    articles, mentions, _ = random_frames()
    same = mentions.assign(actor="Ann Lund")
    ax = chart.shares(measure.mention_share(same, articles, by="outlet", top=3), of="actor")
    heads = [t for t in ax.texts if t.get_text().replace("\n", " ") == "Ann Lund"]
    assert len(heads) == 3


def test_a_timeline_breaks_where_a_week_has_no_articles() -> None:
    articles = random_frames()[0]
    days = pd.to_datetime(["2026-03-02", "2026-03-03", "2026-03-30"], utc=True)
    three = articles.head(3).assign(published=days)
    ax = chart.timeline(measure.articles_by(three, "week"), unit="articles")
    line = max((pd.Series(line.get_ydata()) for line in ax.lines), key=len)
    assert line.isna().sum() == 3


def test_a_timeline_needs_time() -> None:
    with pytest.raises(ValueError, match="week"):
        chart.timeline(measure.mention_share(random_frames()[1]))


def test_unknown_outlets_are_called_so() -> None:
    articles, _, quotes = random_frames()
    ax = chart.ranked(measure.anonymity(quotes, articles, by="outlet"), of="quotes")
    assert "outlet unknown" in [label.get_text() for label in ax.get_yticklabels()]


@pytest.mark.parametrize("name", CHARTS)
def test_half_width_is_laid_out_too(name: str) -> None:
    figure, ax = plt.subplots(figsize=(3.6, 3))
    drawn(random_frames)[name](ax, title="A title that takes two lines at half width")
    assert inside(figure)
    assert figure.get_figwidth() == 3.6


def test_names_in_a_scatter_cover_neither_names_nor_dots() -> None:
    _, mentions, quotes = random_frames()
    ax = chart.scatter(measure.voice_against_mention(quotes, mentions), title="Who")
    boxes = [t.get_window_extent() for t in ax.texts if t.get_text().startswith("Actor")]
    dots = ax.transData.transform(ax.collections[-1].get_offsets())
    assert boxes
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert not any(box.contains(*dot) for box in boxes for dot in dots)


def test_a_network_puts_linked_names_side_by_side() -> None:
    pairs = pd.DataFrame({"a": ["A", "C", "A"], "b": ["B", "D", "E"], "estimate": [3.0, 2.0, 1.0]})
    rows = pairs.assign(low=None, high=None, n_articles=9, count=1, n=9)
    labels = [label.get_text() for label in chart.network(rows).get_yticklabels()]
    assert abs(labels.index("C") - labels.index("D")) == 1
    assert labels.index("A") == (labels.index("B") + labels.index("E")) / 2


def test_the_note_of_a_measure_explains_an_empty_chart() -> None:
    nothing = random_frames()[2].head(0)
    ax = chart.ranked(measure.source_forms(nothing), title="Forms", of="quotes")
    assert next(t.get_text() for t in ax.texts) == "No data: no quotes."


def test_a_profile_draws_one_group_at_a_time() -> None:
    articles, _, quotes = random_frames()
    tidy = measure.position_profile(quotes, articles, of="quote_type", by="outlet")
    with pytest.raises(ValueError, match="outlet"):
        chart.position_profile(tidy, of="quote_type")


def test_neutral_cues_are_not_drawn_but_count_in_n() -> None:
    quotes = random_frames()[2].assign(cue_force=["neutral", "denying"] * 60, source_role="expert")
    ax = chart.cue_force(measure.cue_force(quotes, of="source_role"), title="Force")
    assert "neutral" not in [t.get_text() for t in ax.texts]
    assert "n = 120" in ax.get_yticklabels()[0].get_text()


def test_reliability_shows_the_diagonal_and_every_rule() -> None:
    columns = ["rule", "confidence", "estimate", "low", "high", "n"]
    rows = [("tagger", 0.5, 0.4, 0.3, 0.5, 90), ("tagger", 0.9, 0.9, 0.8, 1.0, 80),
            ("turn", 0.9, 1.0, 0.7, 1.0, 10)]  # fmt: skip
    ax = chart.reliability(pd.DataFrame(rows, columns=columns), title="Held")
    assert ax.texts[0].get_text() == "turn (10)"
    assert "180 attributions" in ax.texts[-1].get_text()
    assert "0.06 off" in chart.alt_text(ax)
    empty = chart.reliability(pd.DataFrame(columns=columns), title="Held")
    assert "No data" in empty.texts[0].get_text()
