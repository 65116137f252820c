"""Reports of small notebooks: pages, failures, and text from outside."""

from __future__ import annotations

import json
import re
import sys
from base64 import b64decode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import nbformat
import pytest

from tests.report.build import write_notebook
from toolkit.report import report
from toolkit.report.refresh import executed

PARAMETERS = """corpus_dir: str = "x"  # a folder
top: int = 5
outlets: list[str] = []
since: str | None = None"""

GOOD = """import pandas as pd
from toolkit import chart, measure
cues = ["said", "<script>alert('cue')</script>", "claimed"]
rows = pd.DataFrame({"article_id": ["a", "b", "c"] * 4, "cue": [c for c in cues for _ in range(4)]})
tidy = measure.share(rows, "cue")"""


LINKS = "Then the [next](01_bad.ipynb), [none](09_no.ipynb)."


def write(path: Path, title: str, *cells: str) -> None:
    text = f"# {title}\n\n{LINKS}\n\n## Part"
    write_notebook(path, *cells, text=text, parameters=PARAMETERS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A report of a notebook that works and of one that fails, made twice into one folder."""
    place, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    corpus, out = home / "my <b>corpus", home / "out"
    corpus.mkdir()
    (corpus / "one.txt").write_text("<script>alert('title')</script>\n\nA body.\n", "utf-8")
    (out / "figures").mkdir(parents=True)
    (out / "figures" / "00_good-07.png").write_bytes(b"from an older run")
    write(
        place / "00_good.ipynb",
        "What is here?",
        GOOD,
        'chart.say(chart.leader(tidy, "most frequent cue", "quotes"))',
        'chart.ranked(tidy, title="Which cues", of="quotes");',
        "chart.table(tidy)",
        "chart.say('Nothing else.')",
        f"import sys; print(corpus_dir, top, outlets, since, sys.executable == {sys.executable!r})",
    )
    node = nbformat.read(place / "00_good.ipynb", as_version=4)
    sources = [cell.source for cell in node.cells]
    node.cells[sources.index("chart.table(tidy)")].metadata["tags"] = ["folded"]
    chart = next(i for i, source in enumerate(sources) if source.startswith("chart.ranked"))
    node.cells[chart].metadata["tags"] = ["headline"]
    nbformat.write(node, place / "00_good.ipynb")
    write(place / "01_bad.ipynb", "What fails?", "print('ran before')", "1 / 0", "print('never')")
    needs = "import toolkit as tk; tk.require([], 'It needs <coded> articles.')"
    write(place / "02_empty.ipynb", "What is missing?", "print('before')", needs, "print('never')")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOOLKIT_CACHE", str(home / "cache"))
        given = {"top": "3", "outlets": "Ferry Post, Wire One", "since": "2026-03-01"}
        for again in (out, home / "again"):
            problems = report(
                corpus, None, given, again, author="A. Reed", place=place, progress=False
            )
            assert problems == ["01_bad failed: ZeroDivisionError: division by zero"]
        yield out


def text(made: Path, name: str) -> str:
    return (made / name).read_text(encoding="utf-8")


def test_all_parts_are_there(made: Path) -> None:
    found = {p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file()}
    assert found == {
        "index.html",
        "manifest.json",
        "00_good.html",
        "01_bad.html",
        "02_empty.html",
        "figures/00_good-01-which-cues.png",
        "figures/00_good-01-which-cues.svg",
        "tables/00_good-01-which-cues.csv",
    }


def test_pages_request_nothing_from_outside(made: Path) -> None:
    for page in made.glob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert "<script" not in html
        assert not re.search(r"<(?:link|iframe|object|embed|base)\b", html)
        assert not re.search(r"(?:src|srcset|data|action)\s*=\s*[\"']?(?:https?:)?//", html)
        assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", html)
        assert "default-src 'none'" in html


def test_text_is_escaped(made: Path) -> None:
    good, index = text(made, "00_good.html"), text(made, "index.html")
    assert "&lt;script&gt;alert(" in good
    assert "my &lt;b&gt;corpus" in index
    assert "my <b>corpus" not in good + index


def test_code_is_folded_away_but_there(made: Path) -> None:
    html = text(made, "00_good.html")
    assert html.count('<details class="code">') == 8
    assert not re.findall(r"<details[^>]*\bopen", html)


def test_figures_are_inside_the_page_and_described(made: Path) -> None:
    html = text(made, "00_good.html")
    images = re.findall(r"<img [^>]*>", html)
    assert len(images) == 1
    assert 'alt="Which cues. Bar chart with 3 rows' in images[0]
    assert 'src="data:image/png;base64,' in images[0]


def test_a_tagged_chart_opens_the_report_with_its_finding(made: Path) -> None:
    index = text(made, "index.html")
    brief = index[index.index("<figure>") : index.index("</figure>")]
    assert "3 articles are too few to name the most frequent cue" in brief
    assert 'alt="Which cues. Bar chart' in brief
    assert index.count("too few to name") == 1


def test_a_tagged_table_is_folded(made: Path) -> None:
    html = text(made, "00_good.html")
    folded = html[html.index('<details class="table">') :]
    assert "The figures as a table" in folded
    assert "<td>33%</td>" in folded


def test_a_notebook_without_data_ends_with_a_message(made: Path) -> None:
    page, index = text(made, "02_empty.html"), text(made, "index.html")
    assert "It needs &lt;coded&gt; articles." in page
    assert "before" in page
    assert "never" not in page
    assert "Traceback" not in page
    assert "It needs &lt;coded&gt; articles." in index


def test_parameters_arrive_in_their_types(made: Path) -> None:
    html = re.sub(r"&#39;", "'", text(made, "00_good.html"))
    assert "3 ['Ferry Post', 'Wire One'] 2026-03-01 True" in html


def test_the_table_behind_a_figure_is_its_tidy_frame(made: Path) -> None:
    table = made / "tables" / "00_good-01-which-cues.csv"
    first = table.read_text("utf-8-sig").splitlines()[0]
    assert first == "cue,estimate,low,high,n_articles,count,n,lead_low,lead_high,note"


def test_a_failure_has_its_page_and_the_others_run(made: Path) -> None:
    bad, index = text(made, "01_bad.html"), text(made, "index.html")
    assert "This notebook failed" in bad
    assert "ZeroDivisionError" in bad
    assert "ran before" in bad
    assert ">never" not in bad
    assert index.count("This notebook failed") == 1
    assert "Nothing else." in index


def test_the_same_corpus_and_parameters_give_the_same_bytes(made: Path) -> None:
    again = made.parent / "again"
    files = sorted(p.relative_to(made) for p in made.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(again) for p in again.rglob("*") if p.is_file())
    for file in files:
        if file.name not in ("manifest.json", "00_good-07.png", "index.html"):
            assert (made / file).read_bytes() == (again / file).read_bytes(), file
    first, second = (json.loads(text(f, "manifest.json")) for f in (made, again))
    assert first.pop("times") != second.pop("times")
    assert first == second
    days = [re.sub(r"Report of [\d-]+", "", text(f, "index.html")) for f in (made, again)]
    assert days[0] == days[1]


def test_a_page_holds_its_tables_and_its_contents(made: Path) -> None:
    html = text(made, "00_good.html")
    data = re.search(
        r'download="00_good-01-which-cues.csv" href="data:text/csv;[^,]*base64,([^"]+)"', html
    )
    assert data
    assert b64decode(data[1]) == (made / "tables" / "00_good-01-which-cues.csv").read_bytes()
    assert '<li><a href="#Part">Part</a></li>' in html
    assert 'scope="col"' in html
    assert "A. Reed" in html


def test_links_go_to_pages_of_the_report_alone(made: Path) -> None:
    html = text(made, "00_good.html")
    assert '<a href="01_bad.html">next</a>' in html
    assert ".ipynb" not in html


def test_no_page_contains_the_path_of_the_corpus(made: Path) -> None:
    for page in [*made.glob("*.html"), made / "manifest.json"]:
        assert str(made.parent) not in page.read_text(encoding="utf-8")


def test_the_manifest_names_inputs_parameters_and_failures(made: Path) -> None:
    manifest = json.loads(text(made, "manifest.json"))
    body = (made.parent / "my <b>corpus" / "one.txt").read_bytes()
    assert manifest["inputs"]["files"] == {"one.txt": sha256(body).hexdigest()}
    assert [n["failed"] for n in manifest["notebooks"]] == [False, True, False]
    assert manifest["notebooks"][0]["parameters"]["top"] == 3
    assert manifest["versions"]["pandas"]


def test_a_refreshed_notebook_shows_every_chart(tmp_path: Path) -> None:
    """In a plain kernel, as in JupyterLab: the style must not switch its figures off."""
    chart = 'chart.ranked(tidy, title="Which cues", of="quotes");'
    write(tmp_path / "00_two.ipynb", "What is here?", GOOD, chart, chart)
    node = nbformat.reads(executed(tmp_path / "00_two.ipynb"), as_version=4)
    assert ["image/png" in c.outputs[0].data for c in node.cells[-2:]] == [True, True]


@pytest.mark.parametrize(
    ("notebooks", "parameters", "error", "says"),
    [
        (["07"], {}, ValueError, "00_good, 01_bad"),
        (["00_good"], {"colour": "red"}, ValueError, "top, outlets, since"),
        (None, {"top": "many"}, ValueError, "int"),
    ],
)
def test_wrong_use_says_what_there_is(
    tmp_path: Path, notebooks: list[str] | None, parameters: dict[str, object],
    error: type[Exception], says: str,
) -> None:  # fmt: skip
    for name in ("00_good", "01_bad"):
        write(tmp_path / f"{name}.ipynb", "What?")
    with pytest.raises(error, match=says):
        report(tmp_path, notebooks, parameters, tmp_path / "out", place=tmp_path)
    assert not (tmp_path / "out").exists()


def test_a_missing_corpus_is_said_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no corpus"):
        report(tmp_path / "none", None, {}, tmp_path / "out", place=tmp_path)
