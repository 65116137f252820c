"""From a corpus to a report: run the notebooks, write the pages, the index and the manifest."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tqdm import tqdm

from toolkit.report.compare import compare, read_manifest
from toolkit.report.corpus_summary import Brief, brief
from toolkit.report.execute import Limits, Run, execute
from toolkit.report.kernel_forks import Warm
from toolkit.report.manifest import manifest
from toolkit.report.notebooks import CORPUS, Notebook, check, find, parameters_for
from toolkit.report.page import index, page
from toolkit.report.pdf import print_pages
from toolkit.report.report_toml import Plan


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
    warm: Warm | None = None,
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
        warm: what kernels are forked from, if it was started beforehand.

    Returns:
        A line for each thing that failed, of which a notebook's page has the traceback; none of
        them keeps the others from being made.

    Raises:
        FileNotFoundError: there is no such corpus or earlier report.
        ValueError: an unknown notebook or parameter, or a value that does not fit: the message
            says what there is; an earlier report whose manifest cannot be read.
        OSError: nothing can be written to `out`.

    Example:
        >>> report(Path("data/sample"), ["02"], {"top": "5"}, Path("out"))  # doctest: +SKIP
        []
    """
    corpus, out = corpus.resolve(), out.resolve()
    _there(corpus, "corpus")
    if against:
        read_manifest(against)
    chosen, given = find(notebooks, [place] if place else None, corpus), dict(parameters or {})
    check(chosen, given)
    _writable(out)
    plan = Plan(title=title, author=author)
    started, about = datetime.now(UTC), brief(corpus)
    to_page = partial(page, corpus=corpus, chosen=chosen, about=about, plan=plan, out=out)
    told: dict[str, str] = {}

    def done(run: Run) -> None:  # its page is written while the others still run
        name = run.notebook.name
        told[name] = _written(out / f"{name}.html", lambda: to_page(run))

    runs = _run(chosen, corpus, given, out, limits, done, progress, warm)
    made = manifest(corpus, about, plan, runs, started, datetime.now(UTC))
    names = [run.notebook.name for run in runs]
    return [
        *(f"{run.notebook.name} failed: {run.problem}" for run in runs if run.error),
        *filter(None, [told[name] for name in names]),
        *_ends(runs, about, plan, made, out),
        *_extras(out, against, pdf, names),
    ]


def _run(
    chosen: Sequence[Notebook],
    corpus: Path,
    given: Mapping[str, object],
    out: Path,
    limits: Limits,
    done: Callable[[Run], None],
    progress: bool,
    warm: Warm | None,
) -> list[Run]:
    todo = [(n, {CORPUS: str(corpus), **parameters_for(n, given)}) for n in chosen]
    with tqdm(todo, unit="notebook", disable=not progress) as bar:

        def ended(run: Run) -> None:
            done(run)
            bar.set_description(run.notebook.name)
            bar.update()

        return execute(todo, out, limits, ended, warm)


def _ends(
    runs: Sequence[Run], about: Brief, plan: Plan, made: dict[str, object], out: Path
) -> list[str]:
    """Write what is about all notebooks; returns a line for each file that was not written."""
    text = json.dumps(made, indent=2, ensure_ascii=False) + "\n"
    told = [
        _written(out / "index.html", lambda: index(runs, about, plan, made, out)),
        _written(out / "manifest.json", lambda: text),
    ]
    return [*filter(None, told)]


def _written(path: Path, text: Callable[[], str]) -> str:
    """Write a file; returns a line that says why where it cannot be."""
    try:
        path.write_text(text(), encoding="utf-8", newline="\n")
    except OSError as error:
        return f"{path.name} was not written: {error.strerror or error}"
    return ""


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
