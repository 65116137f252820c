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
from toolkit.report.notebooks import CORPUS, Notebook, check, find, folder, parameters_for, read
from toolkit.report.page import index, page
from toolkit.report.pdf import print_pages
from toolkit.report.trust import trust, untrusted

_PAGES = ("index", "comparison")


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
    trusting: bool = False,
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
        trusting: whether to run notebooks from the corpus folder that this user neither made here
            nor trusted before, and to remember that they are trusted as they are now.

    Returns:
        A line for each failure; the page of a notebook has its traceback. One failure does not stop
        the rest. Notebooks of the corpus folder that are not trusted do not run and have a line.

    Raises:
        FileNotFoundError: there is no such corpus or earlier report.
        ValueError: an unknown notebook or parameter, or a value that does not fit: the message
            says what there is; an earlier report whose manifest cannot be read; none of the
            notebooks is trusted.
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
    found, given = find(notebooks, [place] if place else None, corpus), dict(parameters or {})
    chosen, not_run = _trusted(found, corpus, [place or folder()], trusting)
    check(chosen, given)
    _make_writable_folders(out, [notebook.name for notebook in chosen])
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
        *not_run,
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
        path.write_text(text(), encoding="utf-8", errors="replace", newline="\n")
    except Exception as error:  # one page costs no other
        return [f"{path.name} was not written: {getattr(error, 'strerror', None) or error}"]
    return []


def _trusted(
    notebooks: Sequence[Notebook], corpus: Path, own: Sequence[Path], trusting: bool
) -> tuple[list[Notebook], list[str]]:
    """The notebooks that may run, and a line for each of the others.

    Args:
        notebooks: the chosen ones.
        corpus: folder whose notebooks need to be trusted.
        own: folders whose notebooks need not, since they come with the toolkit.
        trusting: whether to trust all of them.

    Raises:
        ValueError: none is left.
    """
    sent = [
        n.path
        for n in notebooks
        if n.path.parent not in own
        and (n.path.is_relative_to(corpus) or n.path.resolve().is_relative_to(corpus))
    ]
    if trusting:
        trust(sent)
    refused = [] if trusting else untrusted(sent)
    lines = [f"{path} was not run: {NOT_TRUSTED}" for path in refused]
    # in place of a notebook of the toolkit by the same name, that one runs
    known = {path.name: path for place in own for path in place.glob("*.ipynb")}
    paths = [n.path if n.path not in refused else known.get(n.path.name) for n in notebooks]
    chosen = [read(path) for path in paths if path]
    if not chosen:
        raise ValueError("\n".join(lines))
    return chosen, lines


NOT_TRUSTED = (
    "it comes with the corpus folder and could do anything on this machine; "
    "read it, then trust it with toolkit report --trust"
)


def _compare_and_print(
    out: Path, against: Path | None, pdf: bool, names: Sequence[str]
) -> list[str]:
    if against:
        compare(against, out, out / "comparison.html")
    pages = [*names, "index", *(["comparison"] if against else [])]
    return print_pages([out / f"{name}.html" for name in pages]) if pdf else []


def _make_writable_folders(out: Path, names: Sequence[str]) -> None:
    """Make the folders of a report and check that files can be written, before anything runs.

    Links that would lead out of the folder are removed.

    Raises:
        OSError: they cannot; the message names the folder.
    """
    pages = [f"{name}.{kind}" for name in (*names, *_PAGES) for kind in ("html", "pdf")]
    try:
        for name in ("figures", "tables", "manifest.json", *pages):
            if (out / name).is_symlink():
                (out / name).unlink()
        for made in (out, out / "figures", out / "tables"):
            made.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=made):
                pass
    except OSError as error:
        raise OSError(f"cannot write a report into {out}: {error.strerror or error}") from error
