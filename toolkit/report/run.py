"""From a corpus to a report: run the notebooks, write the pages, the index and the manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

from toolkit.report.brief import brief
from toolkit.report.execute import Run, execute
from toolkit.report.manifest import manifest
from toolkit.report.notebooks import CORPUS, Notebook, check, find, parameters_for
from toolkit.report.page import index, page


def report(
    corpus: Path,
    notebooks: list[str] | None = None,
    parameters: Mapping[str, object] | None = None,
    out: Path = Path("reports"),
    *,
    place: Path | None = None,
    progress: bool = True,
) -> int:
    """Run notebooks against a corpus and write a report that opens from disk.

    Args:
        corpus: a corpus folder or a plain folder of articles.
        notebooks: names of notebooks, or their numbers ("02"); None for all.
        parameters: their parameters by name; texts are read as the notebooks declare them.
        out: folder for `index.html`, a page for each notebook, `figures/`, `tables/` and
            `manifest.json`; made if need be, files of the same name are replaced.
        place: the folder of the notebooks, if not the toolkit's own.
        progress: whether to show a bar.

    Returns:
        0, or 1 if a notebook failed: its page says so, with the traceback.

    Raises:
        FileNotFoundError: there is no such corpus.
        ValueError: an unknown notebook or parameter, or a value that does not fit; the message
            says what there is.

    Example:
        >>> report(Path("data/sample"), ["02"], {"top": "5"}, Path("out"))  # doctest: +SKIP
        0
    """
    corpus, out = corpus.resolve(), out.resolve()
    if not corpus.exists():
        raise FileNotFoundError(f"there is no corpus {corpus}")
    chosen, given = find(notebooks, place), dict(parameters or {})
    check(chosen, given)
    out.mkdir(parents=True, exist_ok=True)
    started = datetime.now(UTC)
    runs = _run(chosen, corpus, given, out, progress)
    finished = datetime.now(UTC)
    about = brief(corpus)
    for run in runs:
        _write(out / f"{run.notebook.name}.html", page(run, corpus, chosen, about.title))
    made = manifest(corpus, runs, started, finished)
    _write(out / "index.html", index(runs, about, made))
    _write(out / "manifest.json", json.dumps(made, indent=2, ensure_ascii=False) + "\n")
    return int(any(run.error for run in runs))


def _run(
    chosen: list[Notebook], corpus: Path, given: dict[str, object], out: Path, progress: bool
) -> list[Run]:
    runs = []
    with tqdm(chosen, unit="notebook", disable=not progress) as bar:
        for notebook in bar:
            bar.set_description(notebook.name)
            values = {CORPUS: str(corpus), **parameters_for(notebook, given)}
            runs.append(execute(notebook, values, out))
    return runs


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
