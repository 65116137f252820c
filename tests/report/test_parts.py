"""The parts of a report that need no kernel."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from toolkit.report import notebooks
from toolkit.report.manifest import hashes, summarize
from toolkit.report.refresh import plain


@pytest.mark.parametrize(
    ("value", "annotation", "expected"),
    [
        ("5", "int", 5),
        ("0.5", "float", 0.5),
        ("yes", "bool", True),
        ("2026-03-01", "str | None", "2026-03-01"),
        ("None", "str | None", None),
        ("", "str | None", None),
        ("", "str", ""),
        ("Ferry Post, Wire One", "list[str]", ["Ferry Post", "Wire One"]),
        ('["Ferry, Post"]', "list[str]", ["Ferry, Post"]),
        ("", "list[str]", []),
        (7, "int", 7),
    ],
)
def test_parameters_are_read_as_declared(value: object, annotation: str, expected: object) -> None:
    assert notebooks.converted("x", value, annotation) == expected


@pytest.mark.parametrize(("value", "annotation"), [("x", "int"), ("maybe", "bool"), ("[", "list")])
def test_a_value_that_does_not_fit_names_the_type(value: str, annotation: str) -> None:
    with pytest.raises(ValueError, match=annotation):
        notebooks.converted("x", value, annotation)


def test_notebooks_are_found_by_name_or_number() -> None:
    found = [n.name for n in notebooks.find(["03", "00_start_here.ipynb", "03_quote_attribution"])]
    assert found == ["03_quote_attribution", "00_start_here"]
    assert len(notebooks.find()) >= 5


def test_only_what_a_corpus_was_made_from_is_hashed(tmp_path: Path) -> None:
    for name in ("corpus.toml", "raw/a.txt", "articles/part.parquet", ".hidden", "coding/q.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert list(hashes(tmp_path)) == ["coding/q.csv", "corpus.toml", "raw/a.txt"]
    assert list(hashes(tmp_path / "raw" / "a.txt")) == ["a.txt"]


def test_a_corpus_that_cannot_be_opened_is_named_in_the_summary(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text("title = ", encoding="utf-8")
    (tmp_path / "raw").mkdir()
    about = summarize(tmp_path)
    assert about.title == tmp_path.name
    assert about.figures[0][0] == "not opened"


def test_a_refreshed_notebook_keeps_no_trace_of_its_run() -> None:
    error = new_output("stream", name="stderr", text="\r100%|###| 3/3")
    table = new_output("execute_result", data={"text/plain": "1"}, execution_count=1)
    timed = {"tags": ["parameters"], "execution": {"iopub.status.busy": "2026-11-22"}}
    cell = new_code_cell("1", outputs=[error, table], metadata=timed, execution_count=1)
    language = {"name": "python", "version": "3.11.7"}
    node = plain(new_notebook(cells=[cell], metadata={"language_info": language}))
    assert node.cells[0].metadata == {"tags": ["parameters"]}
    assert [o.output_type for o in node.cells[0].outputs] == ["execute_result"]
    assert "version" not in node.metadata.language_info
    nbformat.validate(node)
