"""The commands, as people call them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

import toolkit as tk
from toolkit import cli, frames
from toolkit.commands.corpus import TABLES


def leaves(group: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every command, by the words that call it."""
    inner = getattr(group, "commands", None)
    return [x for n, c in inner.items() for x in leaves(c, (*path, n))] if inner else [path]


COMMANDS = leaves(typer.main.get_command(cli.app))


def run(*words: object) -> tuple[int, str]:
    """Exit code and output of a command in this process."""
    result = CliRunner().invoke(cli.app, [str(w) for w in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_shows_an_example_of_the_command(command: tuple[str, ...]) -> None:
    code, output = run(*command, "--help")
    assert code == 0
    assert f"Example: toolkit {' '.join(command)} " in " ".join(output.split())


def test_help_names_every_command() -> None:
    assert len(COMMANDS) > 10
    assert all(words[0] in run("--help")[1] for words in COMMANDS)


def test_info_says_what_there_is_and_what_was_dropped(folder: Path) -> None:
    (folder / "raw" / "empty.txt").write_bytes(b"")
    (folder / "raw" / "b.csv").write_text("title,text\n" + "A,\n" * 7)
    code, output = run("info", folder)
    lines = output.splitlines()
    assert code == 0
    assert lines[0] == "Tiny"
    assert "  The Courier: 2 articles" in output
    assert "  dropped empty.txt: empty: the file has no characters" in lines
    assert lines[-1] == "11 came in, 3 kept, 8 dropped (7 a row has no text; 1 empty)"


@pytest.mark.parametrize(("allowed", "code"), [(0, 1), (1, 0), (2, 0)])
@pytest.mark.parametrize("command", ["info", "annotate"])
def test_more_dropped_than_allowed_is_exit_1(
    command: str, allowed: int, code: int, plain: Path
) -> None:
    for path in [*plain.glob("*/*.md")]:
        path.write_bytes(b"")
    (plain / "courier" / "tax.md").unlink()
    found, output = run(command, plain, "--max-dropped", allowed)
    assert found == code
    assert output.splitlines()[-1] == "2 came in, 1 kept, 1 dropped (1 empty)"


@pytest.mark.parametrize("kind", ["csv", "parquet", "jsonl"])
def test_export_writes_every_frame(kind: str, folder: Path, tmp_path: Path) -> None:
    code, output = run("export", folder, "--out", tmp_path / "out", "--kind", kind)
    assert code == 0
    corpus = tk.open(folder)
    read: dict[str, Any] = {
        "csv": pd.read_csv,
        "parquet": pd.read_parquet,
        "jsonl": lambda path: pd.read_json(path, lines=True),
    }
    for name in TABLES:
        path = tmp_path / "out" / f"{name}.{kind}"
        expected = getattr(corpus, name)
        assert f"{name}.{kind}: {len(expected):,} rows" in output
        if kind == "jsonl" and expected.empty:
            assert path.read_text().strip() == ""
            continue
        table = read[kind](path)
        assert list(table.columns) == list(expected.columns)
        assert len(table) == len(expected)
        if kind == "parquet":
            pd.testing.assert_frame_equal(frames.frame(frames.SCHEMAS[name], table), expected)
        if kind == "csv" and name == "quotes":
            assert [json.loads(s) for s in table["segments"]] == expected["segments"].tolist()
    assert output.splitlines()[-1] == "3 came in, 3 kept, 0 dropped"


@pytest.mark.parametrize("options", [[], ["--workers", 2]], ids=str)
def test_annotate_counts_and_keeps(folder: Path, options: list[object]) -> None:
    code, output = run("annotate", folder, *options)
    quotes = tk.open(folder).quotes
    assert code == 0
    assert f"{len(quotes):,} quotes and" in output
    assert "Tom Reed" in set(quotes["speaker"])
    assert list(folder.glob("quotes/*/*.parquet"))


def test_score_prints_a_row_for_each_measure(tmp_path: Path) -> None:
    text = "Ferry runs\n\n“It was a long winter,” said Tom Reed."
    content = {"segments": [[12, 35]], "quote_type": "direct", "speaker": "Tom Reed"}
    coded = {"body_start": 12, "quotes": [{**content, "cue_kind": "communication"}], "actors": []}
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_bytes(text.encode())
    (tmp_path / "a.json").write_text(json.dumps(coded))
    code, output = run("score", "quotes", "--gold", tmp_path)
    assert code == 0
    assert "quote and speaker" in output
    assert "100.0" in output


@pytest.fixture
def polnear(tmp_path: Path) -> Path:
    """A folder in PolNeAR's shape, with one coded attribution."""
    text = "Ferry runs\n\n“It was a long winter,” Tom Reed said.\n"
    parts = {"Source": "Tom Reed", "Cue": "said", "Content": "“It was a long winter,”"}
    spans = {role: (text.index(p), text.index(p) + len(p)) for role, p in parts.items()}
    lines = [f"T{i}\t{r} {a} {b}\t{text[a:b]}" for i, (r, (a, b)) in enumerate(spans.items())]
    lines.append("E1\tAttribution:T1 Source:T0 Cue:T1 Content:T2")
    for folder in ("text", "attributions"):
        (tmp_path / "split" / folder).mkdir(parents=True)
    (tmp_path / "split/text/a.txt").write_bytes(text.encode())
    (tmp_path / "split/attributions/a_0a1b.ann").write_bytes("\n".join(lines).encode())
    return tmp_path / "split"


def test_score_attribution_by_measure_and_kind(polnear: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.jsonl"
    words = ["--polnear", polnear, "--predictions", out]
    code, output = run("score", "attribution", *words)
    # measure, precision, recall, f1, n, n_articles; one article has no intervals
    scores = {line.rsplit(maxsplit=5)[0].strip(): line.split()[-3] for line in output.splitlines()}
    assert code == 0
    assert (scores["ar"], scores["direct.ar"]) == ("1.0", "1.0")
    assert scores["cue: verb of the lexicon"] == "1.0"
    assert json.loads(out.read_text(encoding="utf-8"))["doc"] == "a"


def test_score_confidence_prints_and_draws(polnear: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "reliability.png"
    code, output = run("score", "confidence", "--polnear", polnear, "--plot", drawn)
    assert code == 0
    assert output.split()[:6] == ["rule", "confidence", "estimate", "low", "high", "n"]
    assert drawn.read_bytes().startswith(b"\x89PNG")


WRONG = [
    (["info", "nowhere"], "Nothing to read at nowhere"),
    (["info", "no*.md"], "Nothing to read at no*.md"),
    (["annotate", "nowhere"], "Nothing to read at nowhere"),
    (["export", "FOLDER", "--kind", "xls"], "no export as 'xls': choose csv, xlsx, parquet"),
    (["export", "FOLDER", "--out", "FILE"], "file exists"),
    (["report", "--corpus", "FOLDER", "-p", "top"], "-p takes key=value, not 'top'"),
    (["score", "quotes", "--gold", "FOLDER"], "No coded texts in"),
    (["score", "attribution"], "give either --polnear or --gold"),
    (["info", "BROKEN"], "unknown setting"),
    (
        ["annotate", "FOLDER", "--scheduler", "tcp://127.0.0.1:9"],
        "no scheduler at tcp://127.0.0.1:9",
    ),
]


@pytest.mark.parametrize(("words", "message"), WRONG, ids=[" ".join(w[0]) for w in WRONG])
def test_wrong_use_is_one_line_and_exit_2(
    words: list[str],
    message: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = folder.with_name("broken")
    broken.mkdir()
    (broken / "corpus.toml").write_text("x = 1")
    monkeypatch.setattr("toolkit.corpus.parallel.cluster.connect.__defaults__", (1,))
    places = {"FOLDER": folder, "FILE": folder / "corpus.toml", "BROKEN": broken}
    monkeypatch.setattr(sys, "argv", ["toolkit", *(str(places.get(w, w)) for w in words)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    (line,) = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2
    assert line.startswith("toolkit: ")
    assert message in line


@pytest.mark.parametrize("words", [["nonsense"], ["info"], ["info", "--wrong", "."], ["export", ".",
                                   "--max-dropped", "many"]])  # fmt: skip
def test_words_that_are_no_command_are_exit_2(words: list[str]) -> None:
    code, output = run(*words)
    assert code == 2
    assert "Traceback" not in output
    assert output.strip()


def test_as_a_program(plain: Path) -> None:
    command = [sys.executable, "-m", "toolkit.cli", "info", str(plain)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "3 came in, 3 kept, 0 dropped"


def test_an_import_that_keeps_nothing_fails(tmp_path: Path) -> None:
    broken = tmp_path / "news.warc"
    broken.write_bytes(b"no archive at all")
    code, said = run("import", broken, "--into", tmp_path / "c")
    assert (code, "0 kept" in said, "WARC broken" in said) == (1, True, True)
