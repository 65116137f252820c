"""A report of what goes wrong: one line for each thing, the rest still made."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from typer.testing import CliRunner

from toolkit.cli import app
from toolkit.report import report
from toolkit.report.execute import Limits
from toolkit.report.notebooks import find
from toolkit.report.report_toml import read_plans
from toolkit.report.template import write_template

PARAMETERS = 'corpus_dir: str = "x"  # a folder'
GREEDY = "held = bytearray(3 * 2**30)"


def write(path: Path, *cells: str) -> None:
    parameters = new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    made = [new_markdown_cell(f"# {path.stem}?"), parameters, *(new_code_cell(c) for c in cells)]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=made, metadata={"kernelspec": {
        "name": "python3", "language": "python", "display_name": "P"}}), path)  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text("A title\n\nA body of some words.\n", encoding="utf-8")
    return folder


def test_what_hangs_eats_memory_or_dies_is_told_in_a_line(tmp_path: Path, corpus: Path) -> None:
    place = tmp_path / "notebooks"
    write(place / "00_hangs.ipynb", "import time; time.sleep(600)")
    write(place / "01_eats.ipynb", GREEDY)
    write(place / "02_dies.ipynb", "import os; os._exit(1)")
    write(place / "03_works.ipynb", "print('reached the end')")
    out, limits = tmp_path / "out", Limits(seconds=8, gigabytes=2)
    told = report(corpus, None, {}, out, place=place, progress=False, limits=limits)
    assert [line.split()[0] for line in told] == ["00_hangs", "01_eats", "02_dies"]
    for line, words in zip(told, ("more than 8 seconds", "memory", "kernel died"), strict=True):
        assert words in line
        assert "\n" not in line
    assert "reached the end" in (out / "03_works.html").read_text(encoding="utf-8")
    assert (out / "index.html").is_file()


def test_a_folder_that_cannot_be_written_is_told_before_anything_runs(
    tmp_path: Path, corpus: Path
) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(OSError, match="cannot write a report into"):
        report(corpus, ["00"], {}, tmp_path / "taken" / "out", progress=False)


def test_a_page_that_cannot_be_written_keeps_no_other_back(tmp_path: Path, corpus: Path) -> None:
    place, out = tmp_path / "notebooks", tmp_path / "out"
    write(place / "00_one.ipynb", "1")
    write(place / "01_two.ipynb", "2")
    (out / "00_one.html").mkdir(parents=True)
    told = report(corpus, None, {}, out, place=place, progress=False)
    assert len(told) == 1
    assert told[0].startswith("00_one.html was not written")
    assert (out / "01_two.html").is_file()


def toml(folder: Path, text: str) -> Path:
    path = folder / "report.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[report]", "not TOML"),
        ("title = 'x'", "a table"),
        ("[[report]]\ncolour = 'red'", "unknown setting colour; known: name, title"),
        ("[[report]]\ntitle = 3", "quotation marks"),
        ("[[report]]\nnotebooks = '02'", "list of texts"),
        ("[[report]]\nparameters = 3", "parameters"),
    ],
)
def test_a_plan_that_cannot_be_understood_says_why(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_plans(toml(tmp_path, text))


def test_a_plan_takes_notebooks_that_stand_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "mine.ipynb", "1")
    text = "[[report]]\nname = 'a'\nnotebooks = ['02', 'mine.ipynb']\n[report.parameters]\ntop = 5"
    plan = read_plans(toml(tmp_path, text))[0]
    assert [n.name for n in find(plan.notebooks)] == ["02_actor_mentions", "mine"]
    assert plan.parameters == {"top": 5}


def test_a_notebook_of_a_corpus_is_in_its_report(folder: Path) -> None:
    assert (
        CliRunner().invoke(app, ["new", "notebook", "mine", "--corpus", str(folder)]).exit_code == 0
    )
    assert find(corpus=folder)[-1].name == "mine"
    told = report(folder, ["mine"], {"top": "3"}, folder.parent / "out", progress=False)
    assert told == []


@pytest.mark.parametrize("name", ["", "a/b", "../up", "a b"])
def test_a_notebook_has_a_plain_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="letters, digits"):
        write_template(name, None)


def test_a_notebook_is_not_written_over(folder: Path) -> None:
    write_template("mine", folder)
    with pytest.raises(FileExistsError):
        write_template("mine", folder)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "Nothing to read"),
        ("later = 'than now'", "unknown setting later"),
    ],
)
def test_a_corpus_that_is_no_use_is_one_line(
    tmp_path: Path, content: str | None, says: str
) -> None:
    home = tmp_path / "corpus"
    if content:
        (home / "raw").mkdir(parents=True)
        (home / "corpus.toml").write_text(content, encoding="utf-8")
    with pytest.raises((OSError, ValueError), match=says):
        CliRunner().invoke(app, ["report", "--corpus", str(home), "--out", str(tmp_path / "out")],
                           catch_exceptions=False)  # fmt: skip
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_notebook_says_so(tmp_path: Path) -> None:
    (tmp_path / "no.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="not a notebook"):
        find([str(tmp_path / "no.ipynb")])


def test_an_unchanged_corpus_is_annotated_once(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "mine.ipynb", "import toolkit as tk; len(tk.open(corpus_dir).quotes)")
    command = ["report", "--corpus", str(folder), "--notebook", str(tmp_path / "mine.ipynb")]
    parts = []
    for _ in range(2):
        done = CliRunner().invoke(app, [*command, "--out", str(tmp_path / "out")])
        assert done.exit_code == 0, done.output
        parts.append({p: p.stat().st_mtime_ns for p in (folder / "quotes").rglob("*.parquet")})
    assert len(parts[0]) == 1
    assert parts[0] == parts[1]
