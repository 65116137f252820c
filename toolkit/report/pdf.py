"""Pages of a report as PDF, printed by Chromium or WeasyPrint."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
_SECONDS = 120


def print_pages(pages: Sequence[Path]) -> list[str]:
    """Print each page as a PDF file beside it.

    Args:
        pages: HTML files.

    Returns:
        A line for each page that could not be printed, or one line if no printer is installed.
    """
    printer = _by_browser if browser() else _by_weasyprint if find_spec("weasyprint") else None
    if printer is None:
        return ["no PDF: install Chromium, or: python -m pip install weasyprint"]
    problems = []
    for page in filter(Path.is_file, pages):
        pdf = page.with_suffix(".pdf")
        try:
            printer(page, pdf)
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            problems.append(f"{pdf.name} was not printed: {' '.join(str(error).split())[:200]}")
    return problems


def browser() -> str | None:
    """The path of Chromium or a related browser, if one is installed."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def run_browser(*arguments: str) -> None:
    """Run the browser without a window, with its own profile.

    Raises:
        FileNotFoundError: there is no browser.
        subprocess.SubprocessError: the browser failed.
    """
    path = browser()
    if path is None:
        raise FileNotFoundError("there is no Chromium: apt-get install chromium")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with tempfile.TemporaryDirectory() as profile:
        own = ["--headless", "--disable-gpu", f"--user-data-dir={profile}"]
        command = [path, *own, *(["--no-sandbox"] if root else []), *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)


def _by_browser(page: Path, pdf: Path) -> None:
    run_browser("--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri())
    if not pdf.is_file():
        raise OSError("the browser wrote nothing")


def _by_weasyprint(page: Path, pdf: Path) -> None:
    import_module("weasyprint").HTML(filename=str(page)).write_pdf(str(pdf))
