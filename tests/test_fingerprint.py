"""Versions of steps: what changes them, and what does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import toolkit
from toolkit.fingerprint import _code_hash, behaviour, fingerprint

SOURCE = '''"""A module."""
SPEECH = frozenset({"said", "told"})


def said(cue: str) -> bool:
    """Whether a cue is speech."""
    return cue in {"said", "told"}  # two cues
'''


@pytest.mark.parametrize(
    ("edited", "same"),
    [
        (SOURCE.replace("A module", "A better sentence"), True),
        (SOURCE.replace("Whether a cue", "True where a cue"), True),
        (SOURCE.replace("  # two cues", ""), True),
        (SOURCE.replace("\n\n\n", "\n\n\n\n\n"), True),
        (SOURCE.replace('in {"said", "told"}', 'in {"said", "tells"}'), False),
        (SOURCE.replace('frozenset({"said", "told"})', 'frozenset({"said"})'), False),
        (SOURCE.replace("cue in", "cue not in"), False),
        (SOURCE.replace("cue: str", "cue: str, strict: bool"), False),
    ],
)
def test_what_code_does_is_its_behaviour(edited: str, same: bool) -> None:
    assert (behaviour(SOURCE.encode()) == behaviour(edited.encode())) is same


@pytest.mark.parametrize("name", ["normalize/exports/nexis.py", "validate/coding/gold.py"])
def test_modules_in_sub_folders_count(name: str) -> None:
    path = Path(toolkit.__file__).parent / name
    assert path.is_file()
    packages = tuple(f"toolkit.{'.'.join(name.split('/')[:n])}" for n in (1, 2))
    program = (
        "import sys, pathlib, toolkit.fingerprint as f\n"
        f"path = pathlib.Path({str(path)!r})\n"
        "read = pathlib.Path.read_bytes\n"
        "edit = lambda p: read(p) + b'\\nx = 1' * (p == path and len(sys.argv) > 1)\n"
        "pathlib.Path.read_bytes = edit\n"
        f"print(*(f.fingerprint((p,)) for p in {packages!r}))"
    )
    before, after = (
        subprocess.run([sys.executable, "-c", program, *more], capture_output=True, text=True)
        for more in ([], ["edited"])
    )
    pairs = list(zip(before.stdout.split(), after.stdout.split(), strict=True))
    assert len(pairs) == 2
    assert all(one != other for one, other in pairs)


def test_data_counts_byte_by_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    versions = []
    for text in ("cue\nsaid\n", "cue\nsaid \n"):
        (tmp_path / "words" / "more").mkdir(parents=True, exist_ok=True)
        (tmp_path / "words" / "__init__.py").touch()
        (tmp_path / "words" / "more" / "cues.csv").write_text(text, encoding="utf-8")
        _code_hash.cache_clear()
        versions.append(fingerprint(("words",)))
    _code_hash.cache_clear()
    assert len(set(versions)) == 2


def test_versions_are_the_same_in_every_process() -> None:
    asked = "from toolkit.fingerprint import fingerprint; print(fingerprint(('toolkit',)))"
    seen = {
        subprocess.run(
            [sys.executable, "-c", asked],
            capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(seen) == 1
    assert len(seen.pop().strip()) == 12
