"""What `toolkit info` finds wrong, and the lines that mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

import toolkit as tk
from tests.annotators import Counter
from toolkit.corpus.doctor import examine

TEXT = "The ferry to {} ran again on Tuesday after two weeks in the {} dock, its owner said."
PLACES = ("Skarrow", "Nethwick", "Dresk", "Halvern", "Brellin", "Marradale")


def written(folder: Path, names: list[str], head: str = "Ferry runs again\n\n") -> Path:
    for name, place in zip(names, PLACES, strict=False):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + TEXT.format(place, place[::-1]), encoding="utf-8")
    return folder


def findings(folder: Path) -> dict[str, tuple[str, ...]]:
    corpus = tk.open(folder, Counter())
    stored = corpus.annotations.articles
    found = examine(corpus.articles, stored.fields(stored.parsed.outline()[0]))
    return {finding.problem.split(":")[0]: finding.mend for finding in found}


UNKNOWN = [f"{name}_2025-05-0{n}_ferry.txt" for name in ("lumen", "wick") for n in (1, 2)]
CASES = [
    (UNKNOWN, "4 of 4 articles without outlet", 'filename = "{outlet}_{date}_{slug}"', "outlet"),
    (["lumen/a.txt", "wick/b.txt"], "2 articles with outlet from the folder's name",
     '"lumen" = "Lumen Weekly"', "outlet"),
    (["a_05-08-2025.txt"], "1 of 1 article without date",
     'filename = "{slug}_{date:%d-%m-%Y}"', "published"),
]  # fmt: skip


@pytest.mark.parametrize(("names", "problem", "line", "column"), CASES)
def test_the_line_that_is_proposed_mends_it(
    names: list[str], problem: str, line: str, column: str, tmp_path: Path
) -> None:
    written(tmp_path, names)
    before = tk.open(tmp_path, Counter()).articles[column]
    mend = findings(tmp_path)[problem]
    assert line in mend or (line.split(" = ")[0] in "".join(mend))
    table = "[outlets]\n" if line.startswith('"') else ""
    (tmp_path / "corpus.toml").write_text(table + line)
    after = tk.open(tmp_path, Counter()).articles[column]
    assert after.notna().all()
    assert after.tolist() != before.tolist()
    assert problem not in findings(tmp_path)


def test_dates_and_outlets_that_look_wrong(tmp_path: Path) -> None:
    for n, (day, outlet) in enumerate(
        [("03/04/2025", "Carver Post"), ("1 May 2025", "Carver Pots"), ("1 May 2093", "Wick News"),
         ("2 May 1911", "Wick News"), ("2 May 2025, 10:15", "wick.example")],
    ):  # fmt: skip
        head = f"Title: Ferry runs\nSource: {outlet}\nDate: {day}\n\n"
        written(tmp_path, [f"{n}/{PLACES[n]}.txt"], head=head + f"{PLACES[n]} waits. " * 4)
    by_hand = ("corrections/articles.csv: article_id,published",)
    assert {problem: mend[-1:] for problem, mend in findings(tmp_path).items()} == {
        "5 of 5 articles without author": (),
        "outlet 'wick.example' (1) is a domain": ('"wick.example" = "Name of the outlet"',),
        "outlets 'Carver Post' (1) and 'Carver Pots' (1) look like one": (
            '"Carver Pots" = "Carver Post"',
        ),
        "1 article with a date in the future": by_hand,
        "1 article with a date ten years or more from most others": by_hand,
        "1 article with a date read month first": ('dates = "day first"',),
        "1 article with a time without zone, read as UTC": ('timezone = "+01:00"',),
    }


def test_a_folder_can_be_denied(tmp_path: Path) -> None:
    written(tmp_path, ["strike/a.txt", "strike/b.txt"])
    assert set(tk.open(tmp_path, Counter()).articles["outlet"]) == {"strike"}
    (tmp_path / "corpus.toml").write_text('[outlets]\nstrike = ""')
    assert tk.open(tmp_path, Counter()).articles["outlet"].isna().all()


def test_a_setting_beside_the_articles_moves_nothing(tmp_path: Path) -> None:
    written(tmp_path, ["a.txt", "b.txt"])
    (tmp_path / "corpus.toml").write_text('title = "Mine"\ndates = "day first"')
    corpus = tk.open(tmp_path, Counter())
    assert (len(corpus), corpus.config.title) == (2, "Mine")
    assert len(corpus.quotes) == len(tk.open(tmp_path, Counter()).quotes) > 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "b.txt", "corpus.toml"]
