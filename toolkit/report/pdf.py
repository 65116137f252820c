"""Pages of a report as PDF, by Chromium or WeasyPrint, where there is one of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
_SECONDS = 120


def print_pages(pages: Sequence[Path]) -> list[str]:
    """Write each page again beside it, as PDF.

    Args:
        pages: HTML files.

    Returns:
        A line for each page that could not be printed, or one line where nothing here can print.
    """
    printer = _printer()
    if printer is None:
        return ["no PDF: install Chromium, or: python -m pip install weasyprint"]
    problems = (_printed(page, printer) for page in pages if page.is_file())
    return [problem for problem in problems if problem]


def _printed(page: Path, printer: Callable[[Path, Path], None]) -> str:
    made = page.with_suffix(".pdf")
    try:
        printer(page, made)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        return f"{made.name} was not printed: {' '.join(str(error).split())[:200]}"
    return ""


def browser() -> str | None:
    """The path of a Chromium or one of its kin, if there is one."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def _printer() -> Callable[[Path, Path], None] | None:
    if browser():
        return _by_browser
    return _by_weasyprint if find_spec("weasyprint") else None


def browser_command(profile: str, *arguments: str) -> list[str]:
    """A command line of the browser without a window, with a profile of its own.

    Raises:
        FileNotFoundError: there is no browser.
    """
    path = browser()
    if path is None:
        raise FileNotFoundError("there is no Chromium: apt-get install chromium")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    own = ["--headless", "--disable-gpu", f"--user-data-dir={profile}"]
    return [path, *own, *(["--no-sandbox"] if root else []), *arguments]


def _by_browser(page: Path, made: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        what = ["--no-pdf-header-footer", f"--print-to-pdf={made}", page.as_uri()]
        command = browser_command(profile, *what)
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    if not made.is_file():
        raise OSError("the browser wrote nothing")


def _by_weasyprint(page: Path, made: Path) -> None:
    import_module("weasyprint").HTML(filename=str(page)).write_pdf(str(made))
