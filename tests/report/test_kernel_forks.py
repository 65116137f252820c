"""Kernels forked from a process that is warm: each with its own state, none left behind."""

from __future__ import annotations

import os
import time
from pathlib import Path

import psutil
import pytest

from tests.report.test_bad_use import write
from toolkit.report import report
from toolkit.report.kernel_forks import CAN_FORK, Fork, Warm

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="kernels are forked on Linux alone")


def gone(fork: Fork, seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while fork.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    return fork.poll() is not None


def test_a_fork_has_the_environment_and_folder_that_it_was_given(tmp_path: Path) -> None:
    with Warm() as warm:
        command = ["python", "-m", "ipykernel_launcher", "-f", str(tmp_path / "connection.json")]
        fork = warm.fork(command, {**os.environ, "ONLY_HERE": "1"}, str(tmp_path))
        assert Path(psutil.Process(fork.pid).cwd()) == tmp_path
        assert os.getpgid(fork.pid) == fork.pid  # what stops it stops nothing else
        assert fork.poll() is None
        fork.kill()
        assert gone(fork)


def test_no_kernel_outlives_the_process_it_was_forked_from(tmp_path: Path) -> None:
    with Warm() as warm:
        command = ["python", "-m", "ipykernel_launcher", "-f", str(tmp_path / "connection.json")]
        fork = warm.fork(command, os.environ, str(tmp_path))
    assert gone(fork)


def test_a_notebook_sees_nothing_of_another(tmp_path: Path) -> None:
    place, articles = tmp_path / "notebooks", tmp_path / "articles"
    articles.mkdir()
    (articles / "one.txt").write_text("A title\n\nA body of some words.\n", encoding="utf-8")
    leave = (
        "import os, pandas as pd; pd.options.display.max_rows = 7; left = os.environ['LEFT']='1'"
    )
    look = "import os, pandas as pd; 'left' in globals(), 'LEFT' in os.environ"
    write(place / "00_leaves.ipynb", leave)
    write(place / "01_looks.ipynb", look, "pd.options.display.max_rows")
    assert report(articles, None, {}, tmp_path / "out", place=place, progress=False) == []
    html = (tmp_path / "out" / "01_looks.html").read_text(encoding="utf-8")
    assert "(False, False)" in html
    assert "<pre>60</pre>" in html
