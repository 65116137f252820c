"""Exports: other programs read back what the corpus holds."""

from __future__ import annotations

import json
import re
import signal
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import etree
from openpyxl import load_workbook
from typer.testing import CliRunner

import toolkit as tk
from toolkit.cli import app
from toolkit.export import write_annotations, write_qdpx, write_table
from toolkit.export.refi import NAMESPACE
from toolkit.frames import DROPPED, frame
from toolkit.validate import read_split

# REFI's Project.xsd of 18 March 2019 (urn:QDA-XML:project:1.0): the children of each element in
# their order, and its required attributes
STRUCTURE: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "Project": (("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes"), {"name"}),
    "Users": (("User",), set()),
    "User": ((), {"guid"}),
    "CodeBook": (("Codes",), set()),
    "Codes": (("Code",), set()),
    "Code": (("Description", "NoteRef", "Code"), {"guid", "name", "isCodable"}),
    "Variables": (("Variable",), set()),
    "Variable": (("Description",), {"guid", "name", "typeOfVariable"}),
    "Sources": (("TextSource",), set()),
    "TextSource": (
        (
            "Description",
            "PlainTextContent",
            "PlainTextSelection",
            "Coding",
            "NoteRef",
            "VariableValue",
        ),
        {"guid"},
    ),
    "PlainTextSelection": (
        ("Description", "Coding", "NoteRef"),
        {"guid", "startPosition", "endPosition"},
    ),
    "Coding": (("CodeRef", "NoteRef"), {"guid"}),
    "CodeRef": ((), {"targetGUID"}),
    "VariableValue": (("VariableRef", "TextValue"), set()),
    "VariableRef": ((), {"targetGUID"}),
    "TextValue": ((), set()),
}
# ... the children that must be there, and those of which there may be one alone
NEEDED = {
    "Users": "User", "CodeBook": "Codes", "Codes": "Code", "Variables": "Variable",
    "Sources": "TextSource", "Coding": "CodeRef", "VariableValue": "VariableRef",
}  # fmt: skip
SINGLE = {"Users", "CodeBook", "Codes", "Variables", "Sources", "Description", "CodeRef",
          "PlainTextContent", "VariableRef", "TextValue"}  # fmt: skip
# ... all attributes that any of these elements may have, and what must be in them
ATTRIBUTES = {
    "name": r"(?s).*", "origin": r".*", "id": r".*", "plainTextPath": r"internal://.+\.txt",
    "isCodable": "true|false", "color": "#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})",
    "typeOfVariable": "Text|Boolean|Integer|Float|Date|DateTime",
    "startPosition": r"\d+", "endPosition": r"\d+",
}  # fmt: skip
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ATTRIBUTES |= dict.fromkeys(("guid", "targetGUID", "creatingUser"), GUID.pattern)


@pytest.fixture(scope="module")
def corpus() -> tk.Corpus:
    return tk.open("data/sample").where(outlet="The Daily Flare")


def local(element: Any) -> str:
    return str(element.tag).removeprefix(f"{{{NAMESPACE}}}")


def test_the_project_follows_the_standard(corpus: tk.Corpus, tmp_path: Path) -> None:
    path = tmp_path / "flare.qdpx"
    write_qdpx(corpus.articles, corpus.quotes, path, "Flare \x00 & <b>")
    with zipfile.ZipFile(path) as archive:
        project = etree.fromstring(archive.read("project.qde"))
        texts = {n: archive.read(n).decode() for n in archive.namelist() if n != "project.qde"}
    ids = set()
    for element in project.iter():
        order, needed = STRUCTURE[local(element)]
        places = [order.index(local(child)) for child in element]
        assert places == sorted(places), local(element)
        assert needed <= set(element.attrib), local(element)
        names = [local(child) for child in element]
        assert NEEDED.get(local(element), "") in ["", *names]
        assert all(names.count(name) == 1 for name in {*names} & SINGLE)
        for name, value in element.attrib.items():
            assert re.fullmatch(ATTRIBUTES[name], value), (local(element), name, value)
        if "guid" in element.attrib:
            assert GUID.fullmatch(element.get("guid"))
            assert element.get("guid") not in ids
            ids.add(element.get("guid"))
    targets = {e.get("targetGUID") for e in project.iter() if e.get("targetGUID")}
    assert targets <= ids
    sources = list(project.iter(f"{{{NAMESPACE}}}TextSource"))
    places = {s.get("plainTextPath").replace("internal://", "Sources/") for s in sources}
    assert places == set(texts)


def test_passages_of_the_project_are_those_of_the_quotes(corpus: tk.Corpus, tmp_path: Path) -> None:
    path = tmp_path / "flare.qdpx"
    write_qdpx(corpus.articles, corpus.quotes, path)
    found = set()
    with zipfile.ZipFile(path) as archive:
        project = etree.fromstring(archive.read("project.qde"))
        names = {c.get("guid"): c.get("name") for c in project.iter(f"{{{NAMESPACE}}}Code")}
        for source in project.iter(f"{{{NAMESPACE}}}TextSource"):
            name = source.get("plainTextPath").replace("internal://", "Sources/")
            text = archive.read(name).decode()
            for passage in source.iter(f"{{{NAMESPACE}}}PlainTextSelection"):
                codes = {
                    names[r.get("targetGUID")] for r in passage.iter(f"{{{NAMESPACE}}}CodeRef")
                }
                if "cue" in codes:
                    start, end = (int(passage.get(f"{e}Position")) for e in ("start", "end"))
                    found.add(text[start:end])
    assert found == set(corpus.quotes["cue"].dropna())


def words_of(targets: list[dict[str, Any]]) -> str:
    own = [t for t in targets if t["styleClass"] == "content"]
    return " … ".join(t["selector"][1]["exact"] for t in own)


def test_annotations_point_at_their_words(corpus: tk.Corpus, tmp_path: Path) -> None:
    write_annotations(corpus.articles, corpus.quotes, tmp_path)
    made = json.loads((tmp_path / "annotations.jsonld").read_text(encoding="utf-8"))
    items = made["first"]["items"]
    assert made["total"] == len(items) == len(corpus.quotes)
    for item in items:
        for target in item["target"]:
            text = (tmp_path / target["source"]).read_bytes().decode()
            place, words = target["selector"]
            assert text[place["start"] : place["end"]] == words["exact"]
            assert text[: place["start"]].endswith(words["prefix"])
    contents = [words_of(item["target"]) for item in items]
    assert contents == corpus.quotes["content"].tolist()


def test_a_spreadsheet_keeps_texts_texts(tmp_path: Path) -> None:
    from toolkit.frames import DROPPED, frame

    rows = [{"source_file": "=1+1", "step": "a\x07b", "reason": "long " * 10_000}]
    path = tmp_path / "dropped.xlsx"
    write_table(frame(DROPPED, rows), path, "dropped")
    head, row = load_workbook(path)["dropped"].iter_rows(values_only=True)
    assert head == ("source_file", "step", "reason")
    assert row[:2] == ("'=1+1", "ab")
    assert len(row[2]) == 32_767
    assert row[2].endswith("… [cut: 32,767 of 50,000 characters fit a cell]")


@pytest.mark.parametrize("kind", ["xlsx", "parquet", "jsonl", "qdpx", "jsonld"])
def test_the_command_writes_every_kind(kind: str, tmp_path: Path) -> None:
    tables = [] if kind in ("qdpx", "jsonld") else ["sources"]
    args = ["export", "data/sample", *tables, "--kind", kind, "--out", str(tmp_path)]
    done = CliRunner().invoke(app, args)
    assert done.exit_code == 0, done.output
    assert list(tmp_path.iterdir())
    if kind == "parquet":
        assert len(pd.read_parquet(tmp_path / "sources.parquet")) > 100


def test_standoff_of_corrected_articles_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "corpus.toml").write_text('title = "x"\n', encoding="utf-8")
    words = 'Ferry late\n\n"The ferry was late," said Ada Reed.\n'
    (tmp_path / "raw" / "a.txt").write_text(words, encoding="utf-8")
    args = ["export", str(tmp_path), "--kind", "standoff", "--out", str(tmp_path / "out")]
    assert isinstance(CliRunner().invoke(app, args).exception, ValueError)
    opened = tk.open(tmp_path)
    tk.correct(opened, opened.quotes.iloc[0], "source_role", "official", who="Ada", why="a test")
    assert CliRunner().invoke(app, args).exit_code == 0
    (article,) = read_split(tmp_path / "out")
    (one,) = article.codings[0]
    assert [article.text[slice(*s)] for s in (*one.source, *one.cue)] == ["Ada Reed", "said"]


def test_no_room_for_a_spreadsheet_is_said_and_leaves_no_file(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        with pytest.raises(OSError, match="is full: make room"):
            write_table(frame(DROPPED), tmp_path / "a.xlsx", "dropped")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert not list(tmp_path.iterdir())
