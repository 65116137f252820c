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
    """Hash of packages or modules, sub-packages included, and of the versions of libraries.

    Results are cached under this hash. Of Python files it covers what runs: a changed comment or
    docstring does not change it. Of data files it covers every byte.

    Args:
        packages: names such as "toolkit.normalize" or "toolkit.frames".
        libraries: names of distributions.

    Example:
        >>> len(fingerprint(("toolkit.lexicons",)))
        12
    """
    digest = hashlib.sha256()
    for package in packages:
        parent, _, name = package.rpartition(".")
        module = files(parent) / f"{name}.py" if parent else None
        place = module if module and module.is_file() else files(package)
        for path, data in _entries(place, package):
            digest.update(path.encode() + b"\0" + data)
    for library in libraries:
        digest.update(f"{library}=={version(library)}".encode())
    return digest.hexdigest()[:12]


def _entries(place: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    """Path and content of a file, or of each file below a folder in the order of their names."""
    if place.is_dir():
        for entry in sorted(place.iterdir(), key=lambda e: e.name):
            if entry.name != "__pycache__":
                yield from _entries(entry, f"{path}/{entry.name}")
    elif place.name.endswith(".py"):
        yield path, behaviour(place.read_bytes())
    elif "." in place.name:
        yield path, place.read_bytes()


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
