"""The loss report: what of a page's article its text lacks."""

from __future__ import annotations

import pandas as pd
import pytest

import toolkit as tk
from toolkit.frames import ARTICLES, frame
from toolkit.normalize.html.extraction_loss import Loss, find_loss, quotation_marks
from toolkit.normalize.html.segments import segments
from toolkit.normalize.html.tree import parse_tree

PAGE = (
    "<p>The ferry ran.</p><h2>“Late”</h2><p>“Go,” she said.</p><figure><figcaption>“In dock”"
    "</figcaption></figure><p><a href=#>“A link” to another story</a></p><p>It rained.</p>"
)


def test_paragraphs_and_marks_that_are_missing() -> None:
    expected = segments(parse_tree(f"<body>{PAGE}</body>"))
    loss = find_loss(expected, ["The ferry ran.", "It rained."])
    assert (loss.paragraphs, loss.marks, loss.lost, loss.lost_marks) == (
        3,
        2,
        ("“Go,” she said.",),
        2,
    )
    assert find_loss(expected, ["The ferry ran.", "“Go,” she said.", "It rained."]).warnings() == []


def test_a_lost_paragraph_is_reported_by_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the clean-up drops by its form after the vote shows in the row's warnings."""
    from toolkit.normalize import cleanup
    from toolkit.normalize.html import page

    says = [f"The ferry ran on {d}, and “nobody complained”, the man said." for d in "ABC"]
    html = (
        "<html><body><article>" + "".join(f"<p>{s}</p>" for s in says) + "</article></body></html>"
    )
    assert page.read_page(html).warnings == ()
    monkeypatch.setattr(cleanup, "_is_boilerplate", lambda block: block.text == says[1])
    (warning,) = page.read_page(html).warnings
    assert warning == f"loss: 1 of 3 paragraphs, 2 of 6 quotation marks not in the text: {says[1]}"


MARKS = [("", 0), ("It's 5'6\" tall", 1), ('“a” «b» „c“ "d"', 8), ("‘a’ 'b'", 0)]


@pytest.mark.parametrize(("text", "count"), MARKS)
def test_quotation_marks(text: str, count: int) -> None:
    assert quotation_marks(text) == count


def article(name: str, text: str, extractor: str, warnings: list[str]) -> dict[str, object]:
    blank = dict.fromkeys(ARTICLES.columns)
    return {
        **blank, "article_id": name, "authors": [], "published_precision": "unknown", "text": text,
        "n_words": 1, "origin": "own", "story_id": name, "extractor": extractor,
        "warnings": warnings,
    }  # fmt: skip


def test_the_figure_of_a_corpus_adds_up_its_pages() -> None:
    lossy = Loss(9, 4, ("“Go,” she said.", "It rained."))
    rows = frame(
        ARTICLES,
        [
            article("a", "One.\n\n“Two.”", "vote", ["no date"]),
            article("b", "Left.", "vote", [*lossy.warnings(), "no date"]),
            article("c", "“Not a page.”", "plain", []),
        ],
    )
    found = tk.measure.extraction_loss(rows).set_index("what")
    assert found.loc["paragraphs", ["count", "n"]].tolist() == [2, 11]
    assert found.loc["quotation marks", ["count", "n"]].tolist() == [2, 6]
    assert tk.measure.lost_paragraphs(rows)["article_id"].tolist() == ["b"]
    assert isinstance(found, pd.DataFrame)
