"""From a corpus to a report: run the notebooks, write the pages, the index and the manifest."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tqdm import tqdm

from toolkit.report.brief import Brief, brief
from toolkit.report.compare import compare
from toolkit.report.execute import Limits, Run, execute
from toolkit.report.manifest import manifest
from toolkit.report.notebooks import CORPUS, Notebook, check, find, parameters_for
from toolkit.report.page import index, page
from toolkit.report.pdf import print_pages
from toolkit.report.plan import Plan


def report(
    corpus: Path,
    notebooks: Sequence[str] | None = None,
    parameters: Mapping[str, object] | None = None,
    out: Path = Path("reports"),
    *,
    title: str = "",
    author: str = "",
    against: Path | None = None,
    pdf: bool = False,
    limits: Limits = Limits(),  # noqa: B008, it is frozen
    place: Path | None = None,
    progress: bool = True,
) -> list[str]:
    """Run notebooks against a corpus and write a report that opens from disk.

    Args:
        corpus: a corpus folder or a plain folder of articles.
        notebooks: names of notebooks, their numbers ("02") or paths; None for the toolkit's and
            those in the corpus's folder `notebooks`.
        parameters: their parameters by name; texts are read as the notebooks declare them.
        out: folder for `index.html`, a page for each notebook, `figures/`, `tables/` and
            `manifest.json`; made if need be, files of the same name are replaced.
        title: of the report; the corpus's own if empty.
        author: who answers for it.
        against: folder of an earlier report, for a page that says what changed.
        pdf: whether to print the pages too.
        limits: of time, memory and processes.
        place: the folder of the notebooks, if not the toolkit's own.
        progress: whether to show a bar.

    Returns:
        A line for each thing that failed, of which a notebook's page has the traceback; none of
        them keeps the others from being made.

    Raises:
        FileNotFoundError: there is no such corpus or earlier report.
        ValueError: an unknown notebook or parameter, or a value that does not fit; the message
            says what there is.
        OSError: nothing can be written to `out`.

    Example:
        >>> report(Path("data/sample"), ["02"], {"top": "5"}, Path("out"))  # doctest: +SKIP
        []
    """
    corpus, out = corpus.resolve(), out.resolve()
    _there(corpus, "corpus")
    if against:
        _there(against / "manifest.json", "report to compare with:")
    chosen, given = find(notebooks, [place] if place else None, corpus), dict(parameters or {})
    check(chosen, given)
    _writable(out)
    plan = Plan(title=title, author=author)
    started = datetime.now(UTC)
    runs = _run(chosen, corpus, given, out, limits, progress)
    about = brief(corpus)
    made = manifest(corpus, about, plan, runs, started, datetime.now(UTC))
    return [
        *(f"{run.notebook.name} failed: {run.problem}" for run in runs if run.error),
        *_pages(runs, corpus, about, plan, made, out),
        *_extras(out, against, pdf, [run.notebook.name for run in runs]),
    ]


def _run(
    chosen: Sequence[Notebook],
    corpus: Path,
    given: Mapping[str, object],
    out: Path,
    limits: Limits,
    progress: bool,
) -> list[Run]:
    todo = [(n, {CORPUS: str(corpus), **parameters_for(n, given)}) for n in chosen]
    with tqdm(todo, unit="notebook", disable=not progress) as bar:

        def done(name: str) -> None:
            bar.set_description(name)
            bar.update()

        return execute(todo, out, limits, done)


def _pages(
    runs: Sequence[Run],
    corpus: Path,
    about: Brief,
    plan: Plan,
    made: dict[str, object],
    out: Path,
) -> list[str]:
    """Write all pages and the manifest; returns a line for each that could not be written."""
    chosen = [run.notebook for run in runs]
    texts: dict[str, Callable[[], str]] = {
        f"{run.notebook.name}.html": partial(page, run, corpus, chosen, about, plan, out)
        for run in runs
    }
    texts["index.html"] = lambda: index(runs, about, plan, made, out)
    texts["manifest.json"] = lambda: json.dumps(made, indent=2, ensure_ascii=False) + "\n"
    problems = []
    for name, text in texts.items():
        try:
            (out / name).write_text(text(), encoding="utf-8", newline="\n")
        except OSError as error:
            problems.append(f"{name} was not written: {error.strerror or error}")
    return problems


def _extras(out: Path, against: Path | None, pdf: bool, names: Sequence[str]) -> list[str]:
    if against:
        compare(against, out, out / "comparison.html")
    pages = [*names, "index", *(["comparison"] if against else [])]
    return print_pages([out / f"{name}.html" for name in pages]) if pdf else []


def _there(path: Path, what: str) -> None:
    if not path.exists():
        raise FileNotFoundError(f"there is no {what} {path}")


def _writable(out: Path) -> None:
    """Hold that files can be written into a folder, before anything is run.

    Raises:
        OSError: they cannot; the message names the folder.
    """
    try:
        for folder in (out, out / "figures", out / "tables"):
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
    except OSError as error:
        raise OSError(f"cannot write a report into {out}: {error.strerror or error}") from error
