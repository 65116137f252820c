"""corrections/articles.csv: what it changes, drops and reports."""

from __future__ import annotations

from pathlib import Path

import pytest

import toolkit as tk
from tests.annotators import Counter


def corrected(folder: Path, lines: str) -> tk.Corpus:
    path = folder / "corrections" / "articles.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(lines, encoding="utf-8")
    return tk.open(folder, Counter())


def first(folder: Path) -> str:
    """The place of the first article."""
    return str(tk.open(folder, Counter()).articles["source_file"].iloc[0])


CHANGES = [
    ("outlet", "Carver Post", "outlet", "Carver Post"),
    ("outlet", "-", "outlet", None),
    ("title", "A new title", "title", "A new title"),
    ("author", "Ada Brook and Tom Reed", "authors", ["Ada Brook", "Tom Reed"]),
    ("author", "Ada Brook; Tom Reed", "authors", ["Ada Brook", "Tom Reed"]),
    ("author", "-", "authors", []),
]


@pytest.mark.parametrize(("column", "cell", "field", "expected"), CHANGES)
def test_a_cell_corrects_a_field(
    column: str, cell: str, field: str, expected: object, folder: Path
) -> None:
    file = first(folder)
    before = tk.open(folder, Counter()).articles
    after = corrected(folder, f"source_file,{column}\n{file},{cell}\n").articles
    value = after[field].iloc[0]
    assert value == expected or (expected is None and value != value)
    assert after[field].iloc[1:].tolist() == before[field].iloc[1:].tolist()
    assert after["article_id"].tolist() == before["article_id"].tolist()


def test_a_date_is_corrected_by_the_id_of_its_article(folder: Path) -> None:
    row = tk.open(folder, Counter()).articles.iloc[0]
    lines = f"article_id;published\n{row['article_id']};8 May 2025\n"
    after = corrected(folder, lines).articles.iloc[0]
    assert (str(after["published"])[:10], after["published_precision"]) == ("2025-05-08", "day")


def test_a_new_title_is_annotated(folder: Path) -> None:
    file = first(folder)
    counter = Counter()
    tk.open(folder, counter).annotate()
    seen = len(counter.seen)
    corrected(folder, f"source_file,title\n{file},A new title\n")
    corpus = tk.open(folder, counter)
    assert set(corpus.quotes["article_id"]) == set(corpus.articles["article_id"])
    assert len(counter.seen) == seen + 1


def test_an_article_is_dropped_with_its_reason(folder: Path) -> None:
    file = first(folder)
    corpus = corrected(folder, f"source_file,drop,note\n{file},yes,a letter\n")
    assert file not in set(corpus.articles["source_file"])
    dropped = corpus.dropped.set_index("source_file").loc[file]
    assert (dropped["step"], dropped["reason"]) == ("corrections", "dropped by hand: a letter")


WITHOUT_EFFECT = [
    ("source_file,outlet\nnowhere.md,X\n", "line 2: no such article"),
    ("source_file,published\nFILE,soon\n", "line 2: published 'soon' is no date"),
    ("source_file,drop\nFILE,perhaps\n", "line 2: drop is yes or empty, not 'perhaps'"),
]


@pytest.mark.parametrize(("lines", "reason"), WITHOUT_EFFECT)
def test_a_row_without_effect_is_reported(lines: str, reason: str, folder: Path) -> None:
    corpus = corrected(folder, lines.replace("FILE", first(folder)))
    assert first(folder) in set(corpus.articles["source_file"])
    assert corpus.dropped["reason"].tolist()[-1] == reason


def test_a_table_without_a_key_is_named(folder: Path) -> None:
    with pytest.raises(ValueError, match="no column article_id or source_file; it has outlet"):
        corrected(folder, "outlet\nCarver Post\n")


def test_an_exported_table_can_be_put_there(folder: Path) -> None:
    before = tk.open(folder, Counter()).articles
    after = corrected(folder, before.assign(drop="").to_csv(index=False)).articles
    columns = ["outlet", "title", "published", "authors"]
    assert after[columns].to_dict("list") == before[columns].to_dict("list")
