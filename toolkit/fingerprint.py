"""Versions of the processing steps, as hashes of their code, data and libraries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import CodeType
from typing import Any


@cache
def fingerprint(packages: tuple[str, ...], libraries: tuple[str, ...] = ()) -> str:
    """Hash of packages of ours, sub-packages included, and of the versions of libraries.

    Results are cached under this hash. Of Python files it covers what runs: a changed comment or
    docstring does not change it. Of data files it covers every byte.

    Args:
        packages: names such as "toolkit.normalize".
        libraries: names of distributions.

    Example:
        >>> len(fingerprint(("toolkit.lexicons",)))
        12
    """
    digest = hashlib.sha256()
    for package in packages:
        for name, data in _entries(files(package), package):
            digest.update(name.encode() + b"\0" + data)
    for library in libraries:
        digest.update(f"{library}=={version(library)}".encode())
    return digest.hexdigest()[:12]


def _entries(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file below a folder, in the order of their names."""
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _entries(entry, name)
        elif entry.name.endswith(".py"):
            yield name, behaviour(entry.read_bytes())
        elif "." in entry.name:
            yield name, entry.read_bytes()


def behaviour(source: bytes) -> bytes:
    """Bytecode, names and constants of a module, without docstrings, comments and line numbers.

    Example:
        >>> behaviour(b"x = 1  # one") == behaviour(b"x  =  1")
        True
    """
    return repr(_described(compile(source, "", "exec", dont_inherit=True, optimize=2))).encode()


def _described(value: Any) -> Any:
    """A constant of a module in a form whose `repr` is the same in every process."""
    if isinstance(value, CodeType):
        constants = [_described(constant) for constant in value.co_consts]
        names = value.co_name, value.co_names, value.co_varnames, value.co_freevars
        arguments = value.co_argcount, value.co_posonlyargcount, value.co_kwonlyargcount
        return value.co_code, value.co_exceptiontable, constants, names, arguments, value.co_flags
    if isinstance(value, frozenset):
        return sorted(repr(member) for member in value)
    return value
