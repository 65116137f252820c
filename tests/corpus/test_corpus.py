"""The corpus: annotated once, by anyone's annotator, the same whatever the order."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import toolkit as tk
from tests.annotators import Counter
from tests.conftest import ARTICLES
from toolkit.storage.parquet import Damaged

TITLES = ["Ferry runs again", "Council raises tax", "Cat stuck in a tree"]


def test_another_annotator_annotates_anew_and_the_first_is_kept(folder: Path) -> None:
    one, other, again = Counter("a"), Counter("b"), Counter("a")
    for annotator in (one, other, again):
        assert len(tk.open(folder, annotator).quotes) == 3
    assert [len(a.seen) for a in (one, other, again)] == [3, 3, 0]


def test_anyone_s_annotator_takes_the_place_of_ours(folder: Path, counter: Counter) -> None:
    corpus = tk.open(folder, counter)
    assert set(corpus.quotes["content"]) == {"The", "A"}
    assert list(corpus.sources["speaker"]) == ["Somebody"] * 3
    assert corpus.mentions.empty
    assert corpus.quotes["quote_id"].is_unique


def test_an_annotator_that_gives_a_list_will_do(folder: Path) -> None:
    class Listing(Counter):
        def __call__(self, articles: object) -> object:  # type: ignore[override]
            return list(super().__call__(articles))  # type: ignore[arg-type]

    assert len(tk.open(folder, Listing()).quotes) == 3  # type: ignore[arg-type]


def test_an_article_that_cannot_be_annotated_is_dropped_and_the_others_are_not(
    folder: Path,
) -> None:
    corpus = tk.open(folder, Counter(fails_on="Firefighters"))
    assert len(corpus) == 3
    assert len(corpus.quotes) == 2
    row = corpus.dropped.iloc[0]
    assert len(corpus.dropped) == 1
    assert (row["step"], row["reason"]) == (
        "annotate",
        "the annotator failed on it: RuntimeError: no idea",
    )
    cat = corpus.articles["title"].eq("Cat stuck in a tree")
    assert row["source_file"] == corpus.articles.loc[cat, "source_file"].item()


def test_a_row_that_does_not_fit_is_refused_before_it_is_kept(folder: Path) -> None:
    class Wrong(Counter):
        def __call__(self, articles: object) -> object:  # type: ignore[override]
            for note in super().__call__(articles):  # type: ignore[arg-type]
                note.quotes[0]["quote_type"] = "loud"
                yield note

    with pytest.raises(ValueError, match="quote_type"):
        _ = tk.open(folder, Wrong()).quotes  # type: ignore[arg-type]
    assert len(tk.open(folder, Counter()).quotes) == 3


WHERE = [
    ({"outlet": "The Courier"}, TITLES[:2]),
    ({"outlet": ["The Courier", "The Flare"]}, TITLES),
    ({"since": "2025-03-05"}, TITLES[1:]),
    ({"until": "2025-03-05"}, [TITLES[0], TITLES[2]]),
    ({"since": "2025-03-05", "until": "2025-03-05"}, TITLES[2:]),
    ({"text": "FERRY"}, TITLES[:1]),
    ({"text": "stuck"}, TITLES[2:]),
    ({"text": "two.days"}, []),
    ({"outlet": "The Courier", "text": "tax"}, TITLES[1:2]),
    ({}, TITLES),
]


def test_where(folder: Path, counter: Counter) -> None:
    corpus = tk.open(folder, counter)
    for how, titles in WHERE:
        smaller = corpus.where(**how)  # type: ignore[arg-type]
        assert sorted(smaller.articles["title"]) == sorted(titles), how
        assert len(smaller.quotes) == len(titles), how
    assert len(corpus) == 3


def test_a_smaller_corpus_annotates_no_more_than_it_holds(folder: Path, counter: Counter) -> None:
    corpus = tk.open(folder, counter)
    assert len(corpus.where(text="ferry").quotes) == len(counter.seen) == 1
    assert len(corpus.quotes) == len(counter.seen) == 3


def test_undated_articles_are_in_no_period(plain: Path, counter: Counter) -> None:
    (plain / "undated.txt").write_text("A title\n\nA text without any date in it.")
    corpus = tk.read(plain, counter)
    assert len(corpus) == 4
    assert len(corpus.where(since="1900-01-01")) == len(corpus.where(until="2100-01-01")) == 3


def test_other_languages_are_kept_and_not_annotated(plain: Path, counter: Counter) -> None:
    german = "Der Hafenmeister sagte am Dienstag, die Fähre werde bald wieder fahren. Das Wetter "
    (plain / "german.txt").write_text(german * 3, encoding="utf-8")
    corpus = tk.read(plain, counter)
    row = corpus.articles[corpus.articles["language"] == "de"].iloc[0]
    assert "language de: not annotated" in row["warnings"]
    assert len(corpus.quotes) == 3


def test_the_order_of_articles_changes_no_quote(tmp_path: Path) -> None:
    texts = list(ARTICLES.values())
    made = []
    for seed in range(3):
        random.Random(seed).shuffle(texts)
        for i, text in enumerate(texts):
            path = tmp_path / str(seed) / f"{i}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        corpus = tk.read(tmp_path / str(seed))
        order = {
            "quotes": ["quote_id"],
            "mentions": ["article_id", "in_title", "start", "actor_id"],
        }
        rows = [getattr(corpus, name).sort_values(keys) for name, keys in order.items()]
        made.append((corpus.digest, *(f.astype(str).to_csv(index=False) for f in rows)))
    assert made[0] == made[1] == made[2]
    assert "Tom Reed" in made[0][1]


def test_a_corpus_says_what_it_is(folder: Path, counter: Counter) -> None:
    corpus = tk.open(folder, counter)
    assert repr(corpus) == "<Corpus 'Tiny': 3 articles of 2 outlets, 0 dropped>"
    assert corpus != tk.open(folder, counter)
    with pytest.raises(KeyError, match=r"see corpus\.articles"):
        corpus.show("nobody")
    what = tk.provenance(corpus).set_index("what")["value"]
    assert what["articles"] == "3"
    assert what["published"] == "2025-03-04 to 2025-03-06"
    assert what["annotator"] == "counter-1"


def test_files_that_stay_damaged_end_in_an_error_and_not_in_a_loop(
    folder: Path, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def damaged(*_: object) -> None:
        tries.append(1)
        raise Damaged("quotes/a.parquet")

    corpus = tk.open(folder, counter)
    monkeypatch.setattr("toolkit.corpus.corpus._REBUILDS", 2)
    monkeypatch.setattr(tk.Corpus, "_read", damaged)
    with pytest.raises(OSError, match=r"damaged again and again: quotes/a\.parquet"):
        corpus.columns("quotes")
    assert len(tries) == 3
