"""A headless Chromium, a JupyterLab server, reports to open: what these tests share."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import nbformat
import pandas as pd
import pytest

from toolkit.report.pdf import browser as chromium_path

ROOT = Path(__file__).parents[2]
TOKEN = "for-tests-alone"
SCRIPT = "<script>document.title='hit'</script><img src=x onerror=\"document.title='hit'\">"
ACTOR = f"{SCRIPT} Brook"  # what a correction makes of the name of the one who speaks
HOSTILE = {
    "title": f"{SCRIPT} in a title",
    "text": f"{SCRIPT} The quay will close, Mayor <b>Ada</b> Brook said on Monday.\n\n"
    f'"We have no choice," Ada <i onmouseover=alert(1)>Brook</i> told reporters. {SCRIPT}\n\n'
    "According to Ada Brook, the money was gone. Ada Brook denied that she knew.",
    "outlet": f"{SCRIPT} Courier",
    "url": "https://courier.example/a?x=\"><script>document.title='hit'</script>",
    "date": "2026-03-02",
}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser; without playwright or Chromium there is nothing to test."""
    wanted = "make test-browser installs it"
    playwright = pytest.importorskip("playwright.sync_api", reason=f"no playwright: {wanted}")
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with playwright.sync_playwright() as run:
        made = run.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()


@dataclass
class Seen:
    """A page, and what the browser said and asked for while it was open."""

    page: Any
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


Opener = Callable[..., Seen]


@pytest.fixture
def opened(chromium: Any) -> Iterator[Opener]:
    """Opens an address in a page of its own; `offline` cuts it off from every network."""
    contexts = []

    def open_page(address: str, **settings: Any) -> Seen:
        context = chromium.new_context(viewport={"width": 1280, "height": 1000}, **settings)
        contexts.append(context)
        seen = Seen(context.new_page())
        page = seen.page
        page.on("console", lambda m: seen.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("dialog", lambda dialog: seen.errors.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: seen.asked.append(request.url))
        page.goto(address)
        return seen

    yield open_page
    for context in contexts:
        context.close()


def hostile_corpus(folder: Path) -> Path:
    for inside in ("raw", "corrections"):
        (folder / inside).mkdir(parents=True)
    (folder / "corpus.toml").write_text('title = "Hostile"', encoding="utf-8")
    rows = [{**HOSTILE, "authors": [f"{SCRIPT} Reed"], "text": f"{HOSTILE['text']} Day {i}."}
            for i in range(3)]  # fmt: skip
    lines = "\n".join(json.dumps({**r, "title": f"{r['title']} {i}"}) for i, r in enumerate(rows))
    (folder / "raw" / "articles.jsonl").write_text(lines, encoding="utf-8")
    renamed = pd.DataFrame([{"action": "rename", "actor": "Ada Brook", "to": ACTOR}])
    renamed.to_csv(folder / "corrections" / "actors.csv", index=False)
    return folder


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a report of the sample and one of hostile articles."""
    home = tmp_path_factory.mktemp("reports")
    shutil.copytree(ROOT / "data" / "sample", home / "sample")
    hostile_corpus(home / "hostile")
    for name in ("sample", "hostile"):
        command = [sys.executable, "-m", "toolkit.cli", "report", "--corpus", str(home / name)]
        named = ["--title", f"{SCRIPT} Report", "--author", f"{SCRIPT} Reed"]
        where = ["--out", str(home / "out" / name), *(named if name == "hostile" else [])]
        env = {**os.environ, "TOOLKIT_CACHE": str(home / "cache")}
        subprocess.run([*command, *where], check=True, cwd=ROOT, env=env, capture_output=True)
    return home / "out"


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab server on the notebooks, its articles the sample's."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    shutil.copytree(ROOT / "data" / "sample", home / "data" / "sample")
    _settings(home / "settings")
    hostile_corpus(home / "data" / "hostile")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    blank = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell()], metadata=kernel)
    nbformat.write(blank, home / "notebooks" / "blank.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
               f"--port={port}", "--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}",
               "--expose-app-in-browser", "--LabApp.extension_manager=readonly",
               f"--ServerApp.root_dir={home / 'notebooks'}"]  # fmt: skip
    own = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    env = {**os.environ, **own, "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
           "IPYTHONDIR": str(home / "ipython"), "TOOLKIT_CACHE": str(home / "cache")}  # fmt: skip
    with (home / "log").open("w") as log:
        server = subprocess.Popen(command, env=env, stdout=log, stderr=log, cwd=home)
        try:
            _wait(f"http://127.0.0.1:{port}/api?token={TOKEN}", server, home / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def _settings(folder: Path) -> None:
    """No news from the internet; all cells in the page, whether one scrolls there or not."""
    settings = {
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        "notebook-extension/tracker": {"windowingMode": "none"},
    }
    for name, values in settings.items():
        path = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")


def _wait(address: str, server: subprocess.Popen[bytes], log: Path, seconds: int = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise RuntimeError(f"JupyterLab did not start: {log.read_text(encoding='utf-8')[-2000:]}")


SECONDS = 300
# what the notebook that is open holds: its cells as JSON
CELLS = "window.jupyterapp.shell.currentWidget.content.model.sharedModel.toJSON().cells"


def run_all(seen: Seen) -> list[dict[str, Any]]:
    """Run all cells and return them."""
    page = seen.page
    page.set_default_timeout(SECONDS * 1_000)
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(
        f"{CELLS}.filter(c => c.cell_type === 'code').every(c => c.execution_count > 0)"
    )
    cells: list[dict[str, Any]] = page.evaluate(CELLS)
    return cells


def outputs(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [o for c in cells for o in c.get("outputs", [])]
