"""Hostile files, servers, kills and disks: ``make test-hostile`` prints what became of each."""

from __future__ import annotations

import asyncio
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import toolkit as tk
from tests.annotators import Counter
from tests.collect.servers import plain_site, raw_serving, serving
from tests.hostile.answers import FEEDS, PAGES, ROBOTS, SITEMAPS, respond
from tests.hostile.attempt import ROOT, Counts, count
from tests.hostile.inputs import Files, bombs, mutants, mutated_texts
from toolkit.collect.filters import Link
from toolkit.collect.policy import CrawlPolicy
from toolkit.collect.web import CrawlJob, collect_web, read_ledger

pytestmark = pytest.mark.hostile
SEED = int(os.environ.get("TOOLKIT_HOSTILE_SEED", "21"))
SHARED = ROOT.parent / "shared" / "cases" / "hostile"
BATCH = 100
QUICK = CrawlPolicy(delay=0, backoff=0.01, timeout=3, tries=2, patience=2, allow_private=True)
Command = list[str]
Generator = Callable[[int, int], Iterator[tuple[str, bytes]]]


def say(what: str, counts: Counts) -> None:
    """Print counts below pytest's dots, and check them."""
    print(f"\n{what}: {counts}")
    for line in (*counts.lost, *counts.raised, *counts.slow):
        print(f"  {line}")
    counts.check()


def put(folder: Path, files: Iterable[tuple[str, bytes]]) -> Path:
    folder.mkdir(parents=True)
    for name, data in files:
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize("annotate", [False, True], ids=["reading", "annotation"])
def test_bombs(annotate: bool, tmp_path: Path) -> None:
    counts = Counts()
    count(counts, put(tmp_path / "bombs", bombs().items()), annotate, alone=True)
    say(f"bombs, {'annotation' if annotate else 'reading'}", counts)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the hostile files are not here")
def test_the_hostile_folder(tmp_path: Path) -> None:
    counts, files = Counts(), (path for path in SHARED.iterdir() if path.name != "README.md")
    count(counts, put(tmp_path / "given", ((f.name, f.read_bytes()) for f in files)), alone=True)
    say("the hostile folder", counts)


@pytest.mark.parametrize(
    ("number", "annotate", "generate"), [(5000, False, mutants), (500, True, mutated_texts)]
)
def test_mutants(number: int, annotate: bool, generate: Generator, tmp_path: Path) -> None:
    counts, files = Counts(), list(generate(number, SEED))
    for start in range(0, number, BATCH):
        folder = put(tmp_path / str(start), files[start : start + BATCH])
        count(counts, folder, annotate)
        shutil.rmtree(folder)
    say(f"mutants, {'annotation' if annotate else 'reading'}, seed {SEED}", counts)


@pytest.mark.parametrize("robots", ROBOTS)
def test_a_server_that_answers_wrongly(robots: str, tmp_path: Path) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(respond(server.asked[-1][1], ROBOTS[robots]))
        await writer.drain()

    counts = Counts()
    with raw_serving(handler) as server, serving(plain_site) as other:
        job = CrawlJob(
            [Link(server.url(f"/{name}")) for name in PAGES]
            + [Link(other.url(f"/{i}")) for i in range(5)],
            feeds=[server.url(f"/{name}") for name in FEEDS],
            sitemaps=[server.url(f"/{name}") for name in SITEMAPS],
        )
        for _ in range(2):  # what is wrong once is wrong in every run
            try:
                outcome = collect_web(job, tmp_path / "c", QUICK)
            except Exception as error:
                counts.raised.append(f"{type(error).__name__}: {error}")
        rows = read_ledger(tmp_path / "c")
    for url, state, reason in zip(rows["url"], rows["state"], rows["reason"], strict=True):
        given = [] if state in ("todo", "kept") else [str(reason)]
        counts.add(url, state == "kept", given)
    for address in (*job.feeds, *job.sitemaps):
        reason = outcome.failed_lists.get(address)
        counts.add(address, (rows["found_in"] == address).any(), [reason] if reason else [])
    kept = set(rows.loc[rows["state"] == "kept", "url"])
    assert {other.url(f"/{i}") for i in range(5)} <= kept
    say(f"a server that answers wrongly, {robots}", counts)


def cli(*arguments: object) -> Command:
    return [sys.executable, "-m", "toolkit", *map(str, arguments)]


def run(command: Command, cwd: Path, limit: Callable[[], None] | None = None) -> tuple[int, str]:
    """Exit code and errors of a command."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, preexec_fn=limit, env=environment
    )
    return done.returncode, done.stderr


def killed_often(command: Command, cwd: Path, moments: int = 20) -> Counts:
    """Counts of a command that is killed at random moments, and then runs to its end."""
    counts, drawn = Counts(), random.Random(SEED)
    start = time.monotonic()
    code, errors = run(command, cwd)
    whole = time.monotonic() - start
    assert code == 0, errors
    for moment in range(moments):
        _remove_results(cwd, moment)
        process = subprocess.Popen(
            command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        with suppress(subprocess.TimeoutExpired):
            process.wait(drawn.uniform(0.2, 1) * whole)
        process.send_signal(signal.SIGKILL)
        process.wait()
        counts.tried += 1
    code, errors = run(command, cwd)
    if code or "Traceback" in errors:
        counts.raised.append(errors[-300:])
    return counts


def _remove_results(home: Path, moment: int) -> None:
    """Every fourth time, the work begins again from nothing."""
    if moment % 4 == 0:
        for name in ("articles", "mentions", "quotes", "tables", "log", "out"):
            shutil.rmtree(home / "c" / name, ignore_errors=True)
        shutil.rmtree(home / "out", ignore_errors=True)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with the articles of the sample as a corpus `c`."""
    shutil.copytree(ROOT / "data" / "sample" / "raw", tmp_path / "c" / "raw")
    (tmp_path / "c" / "corpus.toml").write_text('title = "Killed"\nengine = "fast"\n')
    return tmp_path


def test_annotation_that_is_killed(home: Path) -> None:
    counts = killed_often(cli("annotate", "c"), home)
    corpus = tk.open(home / "c")
    counts.rows = len(corpus)
    expected = tk.open(ROOT / "data" / "sample")
    assert sorted(corpus.quotes["content"]) == sorted(expected.quotes["content"])
    say("annotation, killed", counts)


def test_a_report_that_is_killed(home: Path) -> None:
    command = cli("report", "--corpus", "c", "--notebook", "02", "--out", "out")
    counts = killed_often(command, home)
    assert json.loads((home / "out" / "manifest.json").read_text(encoding="utf-8"))["notebooks"]
    pages = [path.read_text(encoding="utf-8") for path in (home / "out").glob("*.html")]
    assert len(pages) == 2
    assert all(page.rstrip().endswith("</html>") for page in pages)
    counts.rows = len(pages)
    say("report, killed", counts)


def test_collecting_that_is_killed(tmp_path: Path) -> None:
    with serving(plain_site, hosts=4) as server:
        urls = [server.url(f"/n/{i}", i % 4) for i in range(200)]
        (tmp_path / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
        options = ("--into", "c", "--delay", 0, "--allow-private", "--contact", "ada@a.example")
        counts = killed_often(cli("collect", "urls.txt", *options), tmp_path)
    articles = tk.open(tmp_path / "c", Counter()).articles["url"]
    counts.rows = len(articles)
    counts.lost = sorted({*urls} - {*articles})
    assert len(articles) == len(urls)
    say("collecting, killed", counts)


def small_files() -> None:
    """A disk on which no file can be larger than 20 KB."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


COMMANDS: dict[str, Command] = {
    "annotate": cli("annotate", "c"),
    "info": cli("info", "c"),
    "export csv": cli("export", "c", "--out", "tables"),
    "export xlsx": cli("export", "c", "articles", "--kind", "xlsx", "--out", "tables"),
    "export qdpx": cli("export", "c", "--kind", "qdpx", "--out", "tables"),
    "report": cli("report", "--corpus", "c", "--notebook", "00", "--out", "out"),
    "code": cli("code", "sample", "c", "--out", "coding", "--articles", 20, "--overlap", 0),
}


def test_a_full_disk(home: Path) -> None:
    counts = Counts()
    for name, command in COMMANDS.items():
        code, errors = run(command, home, small_files)
        counts.add(name, code == 0, [errors[-200:]] if code else [])
        if "Traceback" in errors:
            counts.raised.append(f"{name}: {errors[-300:]}")
        shutil.rmtree(home / "coding", ignore_errors=True)
        code, errors = run(command, home)
        if code:
            counts.raised.append(f"{name}, with room again: {errors[-300:]}")
    say("a full disk", counts)


def test_two_collections_at_once(tmp_path: Path) -> None:
    counts = Counts()
    with serving(plain_site) as server:
        urls = [server.url(f"/{i}") for i in range(30)]
        (tmp_path / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
        options = ("--into", "c", "--delay", 0.1, "--allow-private", "--contact", "ada@a.example")
        both = [
            subprocess.Popen(
                cli("collect", "urls.txt", *options), cwd=tmp_path, text=True,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
            for _ in range(2)
        ]  # fmt: skip
        ends = [(process.communicate()[1], process.returncode) for process in both]
    for errors, code in ends:
        counts.add("one of two", code == 0, [errors.splitlines()[-1]] if code else [])
        if "Traceback" in errors:
            counts.raised.append(errors[-300:])
    assert sorted(code for _, code in ends) == [0, 2]
    assert any("another collection" in errors for errors, _ in ends)
    assert read_ledger(tmp_path / "c")["state"].eq("kept").all()
    say("two collections at once", counts)


def test_the_generators_give_the_same_files_again() -> None:
    files: list[Files] = [
        {**dict(mutants(50, SEED)), **dict(mutated_texts(50, SEED))} for _ in range(2)
    ]
    assert files[0] == files[1]
    assert all(len(data) <= 100_000 for data in (*bombs().values(), *files[0].values()))
