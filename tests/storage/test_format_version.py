"""A corpus folder of a later version is refused in one line; of this one, opened again."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import toolkit as tk
from toolkit.cli import app
from toolkit.storage.format_version import FORMAT, NAME


@pytest.mark.parametrize("command", ["info", "annotate", "report"])
def test_a_corpus_of_a_later_version_is_refused(
    folder: Path, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tk.open(folder)
    (folder / NAME).write_text(str(FORMAT + 1), encoding="utf-8")
    where = ["--corpus", str(folder)] if command == "report" else [str(folder)]
    told = CliRunner().invoke(app, [command, *where]).exception
    assert isinstance(told, ValueError)
    assert "later version" in str(told)
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize("kept", ["", "0", "\0", "soon"])
def test_what_this_version_knows_is_opened_and_noted(folder: Path, kept: str) -> None:
    (folder / "log").mkdir()
    (folder / NAME).write_text(kept, encoding="utf-8")
    assert len(tk.open(folder)) == 3
    assert (folder / NAME).read_text(encoding="utf-8") == str(FORMAT)
