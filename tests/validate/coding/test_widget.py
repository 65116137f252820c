"""The coding page in a notebook: what the page tells is on disk at once, and there again later."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import toolkit as tk
from toolkit.validate.coding.read_sheets import read_sheets, read_texts
from toolkit.validate.coding.sampling import text_hash


@pytest.fixture(scope="module")
def corpus() -> tk.Corpus:
    return tk.open("data/sample")


def data_of(page: str) -> dict[str, object]:
    start = page.index('type="application/json">') + len('type="application/json">')
    made: dict[str, object] = json.loads(page[start : page.index("</script>", start)])
    return made


def test_a_change_is_saved_whole_and_gone_on_with(corpus: tk.Corpus, tmp_path: Path) -> None:
    page = tk.code(corpus, "Ada", articles=9, folder=tmp_path)
    assert page.sheet == {}
    data = data_of(page.page)
    assert data["blind"] is True
    assert len(data["articles"]) == 9  # type: ignore[arg-type]
    name, text = next(iter(read_texts(tmp_path).items()))
    own = {"article": name, "text_hash": text_hash(text.text), "done": True, "quotes": []}
    page.sheet = {"coder": "Ada", "blind": True, "articles": [own]}
    (sheet,) = read_sheets([page.path], read_texts(tmp_path))
    assert list(sheet.coded) == [name]
    assert [p.name for p in tmp_path.glob("*.part")] == []
    again = tk.code(corpus, "Ada", folder=tmp_path)
    assert data_of(again.page)["saved"] == [own]


def test_wrong_use_is_one_line_and_nothing_is_written_over(
    corpus: tk.Corpus, tmp_path: Path
) -> None:
    tk.code(corpus, "Ada", articles=9, folder=tmp_path)
    with pytest.raises(ValueError, match="its coders are Ada"):
        tk.code(corpus, "Tom", folder=tmp_path)
    with pytest.raises(ValueError, match="letters, digits"):
        tk.code(corpus, "../Ada", folder=tmp_path)
    (tmp_path / "Ada.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(ValueError, match="no sheet"):
        tk.code(corpus, "Ada", folder=tmp_path)
    assert (tmp_path / "Ada.json").read_text(encoding="utf-8") == "[1]"


def test_a_page_to_mend_shows_the_machines_quotes(corpus: tk.Corpus) -> None:
    from toolkit.corpus.corrections.review import found_quotes, texts_to_review

    texts = texts_to_review(corpus, 3)
    found = found_quotes(corpus, texts)
    for text in texts:
        own = corpus.quotes[corpus.quotes["article_id"] == text.name]
        assert len(found[text.name]) == len(own)
        for quote, content in zip(found[text.name], own["content"], strict=True):
            parts = [text.text[a:b] for a, b in quote["segments"]]
            assert " … ".join(parts) == content
