"""Examples for the model of page segments: labels, and copies of pages with less on them."""

from __future__ import annotations

import pytest

from toolkit.normalize.html.segments import segments
from toolkit.normalize.html.tree import parse_tree

pytest.importorskip("lightgbm", reason="training needs the extra train")
pytest.importorskip("onnxmltools", reason="training needs the extra train")

from toolkit.training.extraction import label, reduced

SAYS = [f"The ferry to Skarrow ran again on {day}, and nobody complained." for day in "ABCD"]
BODY = "\n\n".join(SAYS)
PAGE = (
    "<body><nav id=top>Tides</nav><main class=story><div>"
    + "".join(f"<p>{s}</p>" for s in SAYS)
    + f"</div></main><aside>{'Other stories of the day. ' * 20}</aside></body>"
)


def texts(page: object) -> list[str]:
    return [s.text for s in segments(page)]


def test_segments_of_the_body() -> None:
    parts = segments(parse_tree(PAGE))
    assert label(parts, BODY).tolist() == [False, True, True, True, True, False]


def test_reduced_copies() -> None:
    tree = parse_tree(PAGE)
    assert texts(reduced(tree, BODY, most=2))[:3] == ["Tides", *SAYS[:2]]
    assert texts(reduced(tree, BODY, bare=True)) == SAYS
    assert texts(reduced(tree, BODY, most=1, bare=True, labels=True)) == ["Tides", SAYS[0]]
    assert not reduced(tree, BODY, plain=True).xpath("//*[@class or @id]")
    assert len(texts(tree)) == 6  # the page is as it was
