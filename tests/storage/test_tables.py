"""Tables of a corpus: reused as long as nothing changes, equal to a rebuild when something does."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk
from tests.corpus.parallel.conftest import fill
from tests.corpus.rebuild import assert_same, frames_of, rebuilt
from toolkit.corpus import annotations, article_set
from toolkit.corpus.corpus import TEXT_COLUMNS
from toolkit.corpus.corrections.quotes import QuoteCorrection, append


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A corpus of twelve articles, and two versions of one."""
    folder = fill(tmp_path / "many", 12)
    page = '{"url": "https://a.example/one", "title": "Ferry", "text": "It ran %s.", "date": "%s"}'
    for day in ("2025-03-04", "2025-03-06"):
        (folder / "raw" / f"{day}.json").write_text(page % (day, day))
    return folder


def test_what_was_kept_is_what_would_be_made(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, expected = frames_of(tk.open(many)), rebuilt(many)
    assert len(first[1]) == 1
    assert_same(first, expected)
    monkeypatch.setattr(article_set, "resolve_stories", None)
    monkeypatch.setattr(annotations, "link_actors", None)
    assert_same(frames_of(tk.open(many)), expected)


def add_an_article(folder: Path) -> None:
    fill(folder, 1, first=12)


def take_an_article(folder: Path) -> None:
    (folder / "raw" / "00003.md").unlink()


def change_an_article(folder: Path) -> None:
    page = folder / "raw" / "00004.md"
    page.write_text(page.read_text().replace("Tom Holt", "Tom Arnholt"))


def correct_an_actor(folder: Path) -> None:
    (folder / "corrections").mkdir()
    lines = "action,actor,to,form,article_id,note\nrename,Vera Reed,Vera Reade,,,\n"
    (folder / "corrections" / "actors.csv").write_text(lines)


def correct_a_quote(folder: Path) -> None:
    article = tk.open(folder).articles["article_id"].iloc[0]
    (folder / "corrections").mkdir()
    lines = "action,article_id,text_hash,start,end,in_title,content,to,who,when,why\n"
    lines += f"source_role,{article},,0,5,false,nowhere,expert,Ada,2025-04-02,\n"
    (folder / "corrections" / "quotes.csv").write_text(lines)


def add_a_quote(folder: Path) -> None:
    """To the first article, and to one that is not annotated."""
    words = "Le ferry ne part pas ce matin, et personne ne sait quand il partira de nouveau."
    (folder / "raw" / "fr.md").write_text(
        f"# Le ferry\n\n{words} {words.replace('ferry', 'bac')}\n"
    )
    articles = tk.open(folder).articles
    french = articles[articles["language"] != "en"]["article_id"].tolist()
    assert len(french) == 1
    said = {"speaker": "Vera Reed", "source_role": "citizen"}
    anchors = [(name, "", 0, 5, False) for name in (articles["article_id"].iloc[0], *french)]
    texts = articles.set_index("article_id")["text"]
    made = [QuoteCorrection("add", *a, texts[a[0]][:5], json.dumps(said), "Ada") for a in anchors]
    append(folder, [*made, made[0]._replace(article_id="gone")])
    quotes = tk.open(folder).quotes
    assert quotes["article_id"][quotes["rule"] == "corrected"].tolist() == [a[0] for a in anchors]


def name_an_outlet(folder: Path) -> None:
    with (folder / "corpus.toml").open("a") as stream:
        stream.write('[outlets]\n"a.example" = "The Courier"\n')


CHANGES = [
    change_an_article, correct_a_quote, add_a_quote,
    *(pytest.param(change, marks=pytest.mark.long)
      for change in (add_an_article, take_an_article, correct_an_actor, name_an_outlet)),
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: c.__name__)
def test_an_update_gives_what_a_rebuild_gives(change: object, many: Path) -> None:
    before = frames_of(tk.open(many))
    change(many)  # type: ignore[operator]
    after = frames_of(tk.open(many))
    assert any(not a.equals(b) for a, b in zip(before, after, strict=True))
    assert_same(after, rebuilt(many))


def test_columns_alone(many: Path) -> None:
    corpus = tk.open(many)
    part = corpus.columns("quotes", ["speaker", "cue"])
    assert part.columns.tolist() == ["speaker", "cue"]
    assert part["speaker"].tolist() == corpus.quotes["speaker"].tolist()
    for size in (corpus, corpus.where(text="door 3 ")):
        with pytest.raises(KeyError, match="nonsense"):
            size.columns("quotes", ["nonsense"])


def test_frames_without_text_are_the_whole_ones_without_texts(many: Path) -> None:
    corpus = tk.open(many)
    for name, left_out in TEXT_COLUMNS.items():
        light, whole = getattr(corpus.without_text, name), getattr(tk.open(many), name)
        assert whole["article_id"].size > 0
        pd.testing.assert_frame_equal(light, whole.drop(columns=[*left_out]))
    quotes, light = tk.open(many).quotes, corpus.without_text
    for measure in (tk.measure.voice_share, tk.measure.quote_types, tk.measure.cues):
        made = measure(light.quotes, light.articles)
        pd.testing.assert_frame_equal(made, measure(quotes, tk.open(many).articles))


def test_one_article_is_shown_without_loading_all(many: Path) -> None:
    corpus, whole = tk.open(many), tk.open(many)
    quote = whole.quotes.iloc[7]
    assert corpus.show(quote["article_id"]).html == whole.show(quote["article_id"]).html
    shown = corpus.sentence(quote).html
    assert not {"articles", "mentions", "quotes"} & vars(corpus).keys()
    assert shown == whole.sentence(quote).html


QUERIES = [
    ("SELECT count(*) AS n FROM articles", lambda c: len(c.articles)),
    ("SELECT count(*) AS n FROM mentions", lambda c: len(c.mentions)),
    ("SELECT count(*) AS n FROM sources", lambda c: len(c.sources)),
    (
        "SELECT count(*) AS n FROM quotes JOIN articles USING (article_id) "
        "WHERE speaker = 'Vera Reade' AND articles.title LIKE 'Door%'",
        lambda c: int(c.quotes["speaker"].eq("Vera Reade").sum()),
    ),
]


@pytest.mark.parametrize("words", [None, "Reed"], ids=["whole", "part"])
@pytest.mark.parametrize(("query", "expected"), QUERIES, ids=[q[0][:40] for q in QUERIES])
def test_sql_sees_what_the_frames_show(
    query: str, expected: object, words: str | None, many: Path
) -> None:
    correct_an_actor(many)
    corpus = tk.open(many)
    asked = corpus.where(text=words) if words else corpus
    found = asked.sql(query)["n"].item()
    assert found == expected(asked) > 0  # type: ignore[operator]


@pytest.mark.parametrize("query", ["SELECT x FROM quotes", "SELEC 1", "SELECT * FROM nowhere"])
def test_sql_that_cannot_be_understood_says_why(query: str, many: Path) -> None:
    with pytest.raises(ValueError, match="SQL: "):
        tk.open(many).sql(query)
