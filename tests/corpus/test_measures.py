"""Measures as methods of a corpus: those of tk.measure, with the frames of the corpus."""

from __future__ import annotations

import inspect
from typing import Any

import pandas as pd
import pytest

import toolkit as tk
from toolkit.corpus.measures import Measures

METHODS = [name for name in vars(Measures) if not name.startswith("_")]
OPTIONS: dict[str, dict[str, Any]] = {
    "articles_by": {"by": "outlet"},
    "distance": {"baseline": {"official": 2, "citizen": 1}},
    "representation": {"baseline": {"official": 2, "citizen": 1}},
}


@pytest.fixture(scope="module")
def corpus() -> tk.Corpus:
    return tk.open("data/sample").where(outlet=["Radio Halvern", "The Daily Flare"])


def test_every_measure_is_a_method_and_nothing_else_is_listed() -> None:
    assert sorted(METHODS) == dir(tk.measure)
    assert {*METHODS} <= {*tk.measure.__all__} & {*dir(tk.Corpus)}


@pytest.mark.parametrize("name", METHODS)
def test_a_method_passes_the_frames(corpus: tk.Corpus, name: str) -> None:
    measure, method = getattr(tk.measure, name), getattr(corpus, name)
    options = OPTIONS.get(name, {})
    if name == "article_percentiles":
        options = {"article_id": corpus.articles["article_id"][0]}
    elif "by" in inspect.signature(measure).parameters:
        options = {"by": "outlet", **options}
    frames = {
        f: getattr(corpus, f)
        for f in ("quotes", "mentions", "articles")
        if f in inspect.signature(measure).parameters
    }
    pd.testing.assert_frame_equal(method(**options), measure(**frames, **options))
    assert not {*frames} & {*inspect.signature(method).parameters}
    assert inspect.getdoc(method).startswith(inspect.getdoc(measure).split("\n")[0])


def test_articles_that_are_not_annotated_are_no_base(tmp_path: Any) -> None:
    texts = {
        "en": "“It rained all day,” said Ada Brook. The ferry was late again on Monday. ",
        "fr": "Le ferry ne part pas ce matin, et personne ne sait quand il partira. ",
    }
    for language, text in texts.items():
        (tmp_path / f"{language}.md").write_text(f"# {language}\n\n{text * 3}\n")
    corpus = tk.read(tmp_path)
    assert sorted(corpus.articles["language"]) == ["en", "fr"]
    assert corpus.sources_per_story()["n"].tolist() == [1]
    assert corpus.articles_by("language")["count"].tolist() == [1, 1]


WRONG: list[tuple[Any, str]] = [
    (lambda c: tk.measure.voice_share(c), r"corpus\.voice_share\(\)"),
    (lambda c: tk.measure.voice_share("quotes"), r"voice_share\(corpus\.quotes"),
    (lambda c: tk.measure.mention_reach(c.mentions, c), r"corpus\.mentions, corpus\.articles"),
    (lambda c: c.voice_share(bye="outlet"), "voice_share: .*bye"),
    (lambda c: c.show(0), "is no article_id: row 0 .* is article '"),
    (lambda c: c.xray(None), "None is no article_id"),
]


@pytest.mark.parametrize(("call", "words"), WRONG, ids=[w[1] for w in WRONG])
def test_errors_say_what_to_pass_instead(corpus: tk.Corpus, call: Any, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        call(corpus)
