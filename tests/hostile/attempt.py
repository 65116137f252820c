"""Read a folder in a process of its own, and measure it: ``python -m tests.hostile.attempt``."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECONDS, GIGABYTES = 25, 1.2
"""What no file of at most 100 kB may take: of processor time, and of memory in one process."""
_LIMIT = re.compile(r"too (?:long|large|much)|memory|limit|over [\d,.]+ |deep", re.I)


@dataclass
class Counts:
    """What became of hostile inputs.

    Attributes:
        tried: number of inputs.
        rows: inputs that gave a row of a frame.
        reasons: inputs that gave a row of `dropped`.
        limits: inputs whose reason is a limit.
        lost: inputs that gave neither.
        raised: inputs that ended a run.
        slow: inputs of at most 100 kB that took more than SECONDS or GIGABYTES.
    """

    tried: int = 0
    rows: int = 0
    reasons: int = 0
    limits: int = 0
    lost: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)

    def add(self, name: str, is_row: bool, reasons: Iterable[str]) -> None:
        """Count one input."""
        given = [*reasons]
        self.tried += 1
        self.rows += is_row
        self.reasons += bool(given)
        self.limits += any(_LIMIT.search(reason) for reason in given)
        if not is_row and not given:
            self.lost.append(name)

    def __str__(self) -> str:
        ends = {"lost": self.lost, "raised": self.raised, "over 25 s or 1.2 GB": self.slow}
        numbers = ", ".join(f"{name} {len(inputs)}" for name, inputs in ends.items())
        return (
            f"{self.tried:,} tried, {self.rows:,} rows, {self.reasons:,} reasons, "
            f"{self.limits} limits met, {numbers}"
        )

    def check(self) -> None:
        """Nothing is lost, nothing raises, and nothing takes too much."""
        assert (self.lost, self.raised, self.slow) == ([], [], []), str(self)


@dataclass(frozen=True)
class Attempt:
    """The end of a process that read a folder.

    Attributes:
        found: `rows` (files with a row) and `reasons` (by file); None if it did not end well.
        seconds: processor time of it and its processes.
        gigabytes: the most memory that one of its processes had.
        said: the end of its errors.
    """

    found: Mapping[str, Mapping[str, list[str]]] | None
    seconds: float
    gigabytes: float
    said: str


def attempt(folder: Path, annotate: bool, patience: float) -> Attempt:
    """Read a folder, for at most `patience` seconds."""
    command = [sys.executable, "-m", __name__, str(folder), *(["annotate"] if annotate else [])]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        run = subprocess.Popen(
            command, stdout=out, stderr=errors, cwd=ROOT, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        signal.signal(signal.SIGALRM, lambda *_: os.killpg(run.pid, signal.SIGKILL))
        signal.setitimer(signal.ITIMER_REAL, patience)
        _, status, used = os.wait4(run.pid, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        # libraries may print before the last line
        found = json.loads(out.read().splitlines()[-1]) if run.returncode == 0 else None
        said = errors.read().decode(errors="replace")[-400:] or f"exit code {run.returncode}"
        seconds, gigabytes = used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e9
        return Attempt(found, seconds, gigabytes, said)


def count(counts: Counts, folder: Path, annotate: bool = False, alone: bool = False) -> None:
    """Read the files of a folder, together or one by one, and count what became of each.

    If a run with all of them does not end well, each is tried by itself.
    """
    files = sorted(folder.iterdir())
    done = None if alone else attempt(folder, annotate, 60 + 6 * len(files))
    if done and done.found:
        for file in files:
            _note(counts, file.name, done)
        return
    for file in files:
        with tempfile.TemporaryDirectory() as place:
            (Path(place) / file.name).write_bytes(file.read_bytes())
            done = attempt(Path(place), annotate, 120)
        if done.found is None:
            counts.tried += 1
            counts.raised.append(f"{file.name}: {done.said.strip().splitlines()[-1][:200]}")
        else:
            _note(counts, file.name, done)
        is_small = file.stat().st_size <= 100_000
        if is_small and (done.seconds > SECONDS or done.gigabytes > GIGABYTES):
            taken = f"{done.seconds:.0f} s, {done.gigabytes:.1f} GB"
            counts.slow.append(f"{file.name}: {taken}")


def _note(counts: Counts, name: str, done: Attempt) -> None:
    assert done.found is not None
    counts.add(name, name in done.found["rows"], done.found["reasons"].get(name, []))


def read(folder: str, annotate: bool) -> dict[str, dict[str, list[str]]]:
    """Files with rows, and reasons by file; with annotation, all tables are written too."""
    import toolkit as tk
    from toolkit.commands.corpus import TABLES
    from toolkit.export import write_table

    corpus = tk.read(folder)
    rows = Counter([*corpus.articles["source_file"], *corpus.versions["source_file"]])
    if annotate:
        for name in TABLES:
            for kind in ("csv", "xlsx"):
                path = Path(tempfile.gettempdir()) / f"hostile-{os.getpid()}.{kind}"
                write_table(getattr(corpus, name), path, name)
                path.unlink()
    reasons: dict[str, list[str]] = {}
    dropped = corpus.dropped if annotate else corpus.read_dropped
    for file, reason in zip(dropped["source_file"], dropped["reason"], strict=True):
        reasons.setdefault(file, []).append(reason)
    return {"rows": {name: [str(n)] for name, n in rows.items()}, "reasons": reasons}


if __name__ == "__main__":
    print(json.dumps(read(sys.argv[1], "annotate" in sys.argv)))
