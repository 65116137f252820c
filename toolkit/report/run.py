"""Make a report of a corpus: run the notebooks, write the pages, the index and the manifest."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tqdm import tqdm

from toolkit.report.compare import compare, read_manifest
from toolkit.report.execute import Limits, Run, execute
from toolkit.report.kernel import RunningKernel
from toolkit.report.manifest import manifest, summarize
from toolkit.report.notebooks import CORPUS, check, find, parameters_for
from toolkit.report.page import index, page
from toolkit.report.pdf import print_pages


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
    kernel: type[RunningKernel] | None = None,
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
        author: of the report.
        against: folder of an earlier report, for a page of changes.
        pdf: whether to print the pages as PDF too.
        limits: of time, memory and processes.
        place: the folder of the notebooks, if not the toolkit's own.
        progress: whether to show a bar.
        kernel: the class of its kernels, if their process was started before.

    Returns:
        A line for each failure; the page of a notebook has its traceback. One failure does not stop
        the rest.

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
    if not corpus.exists():
        raise FileNotFoundError(f"there is no corpus {corpus}")
    if against:
        read_manifest(against)
    chosen, given = find(notebooks, [place] if place else None, corpus), dict(parameters or {})
    check(chosen, given)
    _make_writable_folders(out)
    started, summary = datetime.now(UTC), summarize(corpus, title, author)
    to_page = partial(page, corpus=corpus, chosen=chosen, summary=summary, out=out)
    not_written: list[str] = []
    todo = [(n, {CORPUS: str(corpus), **parameters_for(n, given)}) for n in chosen]
    with tqdm(total=len(todo), unit="notebook", disable=not progress) as bar:

        def write_page(run: Run) -> None:
            """Write the page of a run while the other notebooks still run."""
            not_written.extend(_write(out / f"{run.notebook.name}.html", lambda: to_page(run)))
            bar.set_description(run.notebook.name)
            bar.update()

        runs = execute(todo, out, limits, write_page, kernel)
    about = manifest(corpus, summary, runs, started, datetime.now(UTC))
    return [
        *(f"{run.notebook.name} failed: {run.problem}" for run in runs if run.error),
        *sorted(not_written),
        *_write(out / "index.html", lambda: index(runs, summary, about, out)),
        *_write(
            out / "manifest.json", lambda: json.dumps(about, indent=2, ensure_ascii=False) + "\n"
        ),
        *_compare_and_print(out, against, pdf, [run.notebook.name for run in runs]),
    ]


def _write(path: Path, text: Callable[[], str]) -> list[str]:
    """Write a file; return a line that says why if it cannot be written."""
    try:
        path.write_text(text(), encoding="utf-8", newline="\n")
    except OSError as error:
        return [f"{path.name} was not written: {error.strerror or error}"]
    return []


def _compare_and_print(
    out: Path, against: Path | None, pdf: bool, names: Sequence[str]
) -> list[str]:
    if against:
        compare(against, out, out / "comparison.html")
    pages = [*names, "index", *(["comparison"] if against else [])]
    return print_pages([out / f"{name}.html" for name in pages]) if pdf else []


def _make_writable_folders(out: Path) -> None:
    """Make the folders of a report and check that files can be written, before anything runs.

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
