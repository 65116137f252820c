"""Which notebooks of a corpus folder may run: those that this user made here, or has said yes to.

A yes is remembered as Jupyter remembers that outputs are trusted: by a signature of the content in
the user's own Jupyter data folder. A notebook that this user saves in Jupyter stays trusted; any
other change ends it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir
from nbformat import NotebookNode, from_dict
from nbformat.sign import NotebookNotary

_ERRORS = (OSError, sqlite3.Error, ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What reading something other than a notebook raises, or settings that cannot be written."""


def untrusted(paths: Iterable[Path]) -> list[Path]:
    """The notebooks and other files without a yes of this user, as they are now."""
    refused = []
    for path in paths:
        try:
            with _notary() as notary:
                known = notary.check_signature(_content(path))
        except _ERRORS:
            known = False
        if not known:
            refused.append(path)
    return refused


def trust(paths: Iterable[Path]) -> None:
    """Remember that these files may be used as they are now; nothing happens if that fails."""
    for path in paths:
        with suppress(*_ERRORS), _notary() as notary:
            notary.sign(_content(path))


def _notary() -> NotebookNotary:
    folder = Path(jupyter_data_dir())
    folder.mkdir(parents=True, exist_ok=True)
    return NotebookNotary(data_dir=str(folder))  # type: ignore[no-untyped-call]


def _content(path: Path) -> NotebookNode:
    """What is signed: a notebook as Jupyter signs it, of other files the text."""
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".ipynb":
        return from_dict(json.loads(text))  # type: ignore[no-untyped-call,no-any-return]
    return NotebookNode(nbformat=4, metadata={}, cells=[text])  # type: ignore[no-untyped-call]
