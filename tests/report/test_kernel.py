"""Forked kernels: each has its own state, and none outlives its parent."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.report.build import write_notebook
from toolkit.report import kernel as kernels
from toolkit.report import report
from toolkit.report.kernel import CAN_FORK, Fork

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="kernels are forked on Linux only")


def gone(kernel: Fork, seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while kernel.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    return kernel.poll() is not None


@contextmanager
def server() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-P", "-m", "toolkit.report.kernel"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


def fork(process: subprocess.Popen[str], folder: Path, **env: str) -> Fork:
    command = ["python", "-m", "ipykernel_launcher", "-f", str(folder / "connection.json")]
    return kernels.fork(process, command, {**os.environ, **env}, str(folder))


def test_a_fork_has_the_environment_and_folder_that_it_was_given(tmp_path: Path) -> None:
    with server() as parent:
        kernel = fork(parent, tmp_path, ONLY_HERE="1")
        process = psutil.Process(kernel.pid)
        assert Path(process.cwd()) == tmp_path
        assert os.getpgid(kernel.pid) == kernel.pid  # a signal to its group reaches nothing else
        assert kernel.poll() is None
        kernel.kill()
        assert gone(kernel)


def test_no_kernel_outlives_the_process_it_was_forked_from(tmp_path: Path) -> None:
    with server() as parent:
        kernel = fork(parent, tmp_path)
    assert gone(kernel)


def test_a_notebook_sees_nothing_of_another(tmp_path: Path) -> None:
    place, articles = tmp_path / "notebooks", tmp_path / "articles"
    articles.mkdir()
    (articles / "one.txt").write_text("A title\n\nA body of some words.\n", encoding="utf-8")
    leave = (
        "import os, pandas as pd; pd.options.display.max_rows = 7; left = os.environ['LEFT']='1'"
    )
    look = "import os, pandas as pd; 'left' in globals(), 'LEFT' in os.environ"
    write_notebook(place / "00_leaves.ipynb", leave)
    write_notebook(place / "01_looks.ipynb", look, "pd.options.display.max_rows")
    assert report(articles, None, {}, tmp_path / "out", place=place, progress=False) == []
    html = (tmp_path / "out" / "01_looks.html").read_text(encoding="utf-8")
    assert "(False, False)" in html
    assert "<pre>60</pre>" in html
