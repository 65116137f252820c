"""Reports with errors: one line for each error, and the rest of the report is still made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.report.build import write_notebook
from toolkit.cli import app
from toolkit.report import report
from toolkit.report.execute import Limits
from toolkit.report.notebooks import find, write_template
from toolkit.report.report_toml import read_plans

GREEDY = "held = bytearray(3 * 2**30)"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text("A title\n\nA body of some words.\n", encoding="utf-8")
    return folder


def test_a_notebook_that_hangs_fills_memory_or_dies_is_reported_in_one_line(
    tmp_path: Path, corpus: Path
) -> None:
    place = tmp_path / "notebooks"
    write_notebook(place / "00_hangs.ipynb", "import time; time.sleep(600)")
    write_notebook(place / "01_eats.ipynb", GREEDY)
    write_notebook(place / "02_dies.ipynb", "import os; os._exit(1)")
    write_notebook(place / "03_works.ipynb", "print('reached the end')")
    out, limits = tmp_path / "out", Limits(seconds=8, gigabytes=2)
    problems = report(corpus, None, {}, out, place=place, progress=False, limits=limits)
    assert [line.split()[0] for line in problems] == ["00_hangs", "01_eats", "02_dies"]
    for line, words in zip(problems, ("more than 8 seconds", "memory", "kernel died"), strict=True):
        assert words in line
        assert "\n" not in line
    assert "reached the end" in (out / "03_works.html").read_text(encoding="utf-8")
    assert (out / "index.html").is_file()


def test_a_folder_that_cannot_be_written_is_reported_before_anything_runs(
    tmp_path: Path, corpus: Path
) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(OSError, match="cannot write a report into"):
        report(corpus, ["00"], {}, tmp_path / "taken" / "out", progress=False)


def test_a_page_that_cannot_be_written_does_not_stop_the_others(
    tmp_path: Path, corpus: Path
) -> None:
    place, out = tmp_path / "notebooks", tmp_path / "out"
    write_notebook(place / "00_one.ipynb", "1")
    write_notebook(place / "01_two.ipynb", "2")
    (out / "00_one.html").mkdir(parents=True)
    problems = report(corpus, None, {}, out, place=place, progress=False)
    assert len(problems) == 1
    assert problems[0].startswith("00_one.html was not written")
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
        ("[[report]]\nname = '../up'", "name of a folder"),
        ("[[report]]\nname = '/up'", "name of a folder"),
    ],
)
def test_a_wrong_report_toml_says_why(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_plans(toml(tmp_path, text))


def test_report_toml_takes_notebooks_beside_it(tmp_path: Path) -> None:
    write_notebook(tmp_path / "mine.ipynb", "1")
    text = "[[report]]\nname = 'a'\nnotebooks = ['02', 'mine.ipynb']\n[report.parameters]\ntop = 5"
    plan = read_plans(toml(tmp_path, text))[0]
    assert [n.name for n in find(plan.notebooks)] == ["02_actor_mentions", "mine"]
    assert plan.parameters == {"top": 5}


def test_a_notebook_of_a_corpus_is_in_its_report(folder: Path) -> None:
    assert (
        CliRunner().invoke(app, ["new", "notebook", "mine", "--corpus", str(folder)]).exit_code == 0
    )
    assert find(corpus=folder)[-1].name == "mine"
    problems = report(folder, ["mine"], {"top": "3"}, folder.parent / "out", progress=False)
    assert problems == []


TOUCH = "from pathlib import Path; Path(corpus_dir, 'ran').touch()"


def test_notebooks_that_came_with_a_folder_run_once_they_are_trusted(
    folder: Path, tmp_path: Path
) -> None:
    def ran(*options: str) -> tuple[bool, str]:
        done = CliRunner().invoke(app, ["report", "--corpus", str(folder), *options])
        was_run = (folder / "ran").exists()
        (folder / "ran").unlink(missing_ok=True)
        return was_run, done.output + str(done.exception or "")

    mine, there = folder / "notebooks" / "mine.ipynb", ["--out", str(tmp_path / "out")]
    write_notebook(mine, TOUCH)
    for named in ("mine", str(mine)):
        was_run, said = ran("--notebook", named, *there)
        assert not was_run
        assert f"{mine} was not run" in said
        assert "--trust" in said
    assert ran("--notebook", "mine", "--trust", *there)[0]
    assert ran("--notebook", "mine", *there)[0]
    write_notebook(mine, TOUCH, "1")
    assert not ran("--notebook", "mine", *there)[0]


def test_a_report_toml_that_came_with_a_folder_leads_nowhere_else(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_notebook(tmp_path / "other.ipynb", TOUCH)
    place = toml(folder, f"[[report]]\nnotebooks = ['00']\nout = '{tmp_path / 'elsewhere'}'")
    assert CliRunner().invoke(app, ["report", "--corpus", str(folder)]).exit_code == 0
    assert not (tmp_path / "elsewhere").exists()
    assert (tmp_path / "reports" / "latest" / "index.html").is_file()
    place.write_text(f"[[report]]\nnotebooks = ['{tmp_path / 'other.ipynb'}']", encoding="utf-8")
    done = CliRunner().invoke(app, ["report", "--corpus", str(folder), "--trust"])
    assert "not in the folder" in str(done.exception)


@pytest.mark.long
def test_links_in_a_report_are_not_followed(tmp_path: Path, corpus: Path) -> None:
    place, out, victim = tmp_path / "notebooks", tmp_path / "out", tmp_path / "victim"
    write_notebook(place / "00_one.ipynb", "1")
    victim.mkdir()
    (victim / "file").write_text("mine", encoding="utf-8")
    out.mkdir()
    for name in ("index.html", "00_one.html", "manifest.json"):
        (out / name).symlink_to(victim / "file")
    (out / "tables").symlink_to(victim)
    assert report(corpus, None, {}, out, place=place, progress=False) == []
    assert [path.read_text(encoding="utf-8") for path in victim.iterdir()] == ["mine"]


@pytest.mark.long
def test_an_untrusted_copy_of_a_notebook_of_the_toolkit_does_not_replace_it(folder: Path) -> None:
    name = "00_start_here"
    write_notebook(folder / "notebooks" / f"{name}.ipynb", TOUCH)
    (line,) = report(folder, [name], {}, folder.parent / "out", progress=False)
    assert "was not run" in line
    assert not (folder / "ran").exists()
    assert (folder.parent / "out" / f"{name}.html").is_file()


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
def test_a_corpus_that_cannot_be_read_is_reported_in_one_line(
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


def test_what_is_no_notebook_costs_its_own_page_alone(tmp_path: Path, corpus: Path) -> None:
    place, out = tmp_path / "notebooks", tmp_path / "out"
    write_notebook(place / "00_plain.ipynb", "print('reached the end')")
    plain = json.loads((place / "00_plain.ipynb").read_text(encoding="utf-8"))
    del plain["metadata"]["kernelspec"]
    (place / "00_plain.ipynb").write_text(json.dumps(plain), encoding="utf-8")
    write_notebook(place / "01_bad.ipynb", "1", parameters="top: int = (")
    for name, text in {"02_empty": "", "03_no": "{", "04_other": '{"cells": 3}'}.items():
        (place / f"{name}.ipynb").write_text(text, encoding="utf-8")
    problems = report(corpus, None, {}, out, place=place, progress=False)
    assert [line.split()[0] for line in problems] == ["01_bad", "02_empty", "03_no", "04_other"]
    assert "03_no failed: ValueError: 03_no.ipynb is not a notebook" in problems
    assert "reached the end" in (out / "00_plain.html").read_text(encoding="utf-8")
    assert (out / "index.html").is_file()


def test_an_unchanged_corpus_is_annotated_once(folder: Path, tmp_path: Path) -> None:
    write_notebook(tmp_path / "mine.ipynb", "import toolkit as tk; len(tk.open(corpus_dir).quotes)")
    command = ["report", "--corpus", str(folder), "--notebook", str(tmp_path / "mine.ipynb")]
    parts = []
    for _ in range(2):
        done = CliRunner().invoke(app, [*command, "--out", str(tmp_path / "out")])
        assert done.exit_code == 0, done.output
        parts.append({p: p.stat().st_mtime_ns for p in (folder / "quotes").rglob("*.parquet")})
    assert len(parts[0]) == 1
    assert parts[0] == parts[1]
