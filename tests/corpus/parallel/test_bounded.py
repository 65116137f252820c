"""Tasks in worker processes: what meets a limit or kills its process costs itself alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from toolkit.corpus.parallel.bounded import Failed, run
from toolkit.corpus.parallel.worker import Limits, Step, StepsOf

LIMITS = Limits(seconds=1, megabytes=100)


def job() -> StepsOf:
    return steps_of


def steps_of(item: tuple[str, ...]) -> Iterator[Step]:
    for word in item:
        if word == "hangs between":
            time.sleep(60)
        yield Step(partial(DOES.get(word, str), word))


def hangs(_: str) -> None:
    while True:
        pass


def eats(_: str) -> int:
    return len([bytearray(10**7) for _ in range(50)])


def dies(_: str) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


DOES: dict[str, Callable[[str], Any]] = {"hangs": hangs, "eats": eats, "dies": dies}
REASONS = {
    "hangs": "stopped after 1 seconds: no article needs as much; if this one does, raise seconds",
    "eats": "stopped at 100 MB of memory: no article needs as much; if this one does, raise mega",
    "dies": "the process at work on it died, twice (SIGSEGV)",
}


def shown(results: list[Any]) -> list[Any]:
    return [next(k for k in REASONS if r.reason.startswith(REASONS[k])) if isinstance(r, Failed)
            else r for r in results]  # fmt: skip


@pytest.mark.parametrize("bad", ["hangs", "eats", "dies"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_bad_step_costs_itself_alone_wherever_it_is(bad: str, place: int) -> None:
    item = ["a", "b"]
    item.insert(place, bad)
    ((number, results),) = run(job, [tuple(item)], limits=LIMITS)
    assert (number, shown(results)) == (0, item)


@pytest.mark.parametrize("workers", [1, 3])
def test_a_bad_item_costs_itself_alone_and_the_others_go_on(workers: int) -> None:
    items = [("a",), ("hangs",), ("b", "c"), (), ("eats", "d"), *[(str(i),) for i in range(40)]]
    done = dict(run(job, items, workers, LIMITS, ahead=4))
    assert {n: tuple(shown(r)) for n, r in done.items()} == dict(enumerate(items))


def test_what_hangs_between_steps_ends_its_item() -> None:
    items = [("a", "hangs between", "b"), ("c",)]
    (_, first), (_, second) = sorted(run(job, items, limits=LIMITS))
    assert shown(first) == ["a", "hangs"]
    assert first[1].reason.endswith("what follows in the file was not read")
    assert second == ["c"]


def works(word: str) -> str:
    ends = time.process_time() + 0.3
    while time.process_time() < ends:
        pass
    return word


DOES["works"] = works


def test_an_item_of_many_slow_steps_ends_when_its_time_is_spent() -> None:
    ((_, results),) = run(job, [("works",) * 20], limits=LIMITS, budget=lambda _: 1)
    assert results[0] == "works"
    assert 1 < len(results) < 10
    assert "what follows in the file was not read" in results[-1].reason


def test_a_function_that_cannot_be_sent_is_named() -> None:
    with pytest.raises(ValueError, match="cannot be sent to other processes"):
        list(run(lambda: steps_of, [("a",)]))


def missing() -> StepsOf:
    raise ImportError("no model here")


def test_a_job_that_does_not_load_ends_the_run_in_words() -> None:
    with pytest.raises(RuntimeError, match="no model here"):
        list(run(missing, [("a",)]))


UNGUARDED = """
import toolkit as tk
print(len(tk.read(FILES)), "read")
"""


def test_scripts_need_no_guard(plain: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(UNGUARDED.replace("FILES", repr(str(plain))))
    path = {"PYTHONPATH": os.pathsep.join([str(Path.cwd()), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, env={**os.environ, **path}
    )
    assert done.stdout == "3 read\n", done.stderr
