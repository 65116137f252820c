"""Versions of the processing steps, as hashes of their code, data and libraries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import CodeType
from typing import Any


def fingerprint(packages: tuple[str, ...], libraries: tuple[str, ...] = ()) -> str:
    """Hash of packages or modules, sub-packages included, and of the versions of libraries.

    Results are cached under this hash. Of Python files it covers what runs: a changed comment or
    docstring does not change it. Of data files it covers every byte, and of README files nothing.

    Args:
        packages: names such as "toolkit.normalize" or "toolkit.frames".
        libraries: names of distributions.

    Example:
        >>> len(fingerprint(("toolkit.lexicons",)))
        12
    """
    digest = hashlib.sha256()
    for package in packages:
        digest.update(_code_hash(package))
    for library in libraries:
        digest.update(f"{library}=={_version(library)}".encode())
    return digest.hexdigest()[:12]


_version = cache(version)


@cache
def _code_hash(name: str) -> bytes:
    """Hash of a package or module, which is not imported."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"no package {name}")
    path = Path(spec.origin)
    digest = hashlib.sha256()
    for relative, data in _contents(path.parent if spec.submodule_search_locations else path):
        digest.update(relative.encode() + b"\0" + data)
    return digest.digest()


def _contents(place: Path) -> Iterator[tuple[str, bytes]]:
    """Relative path and content of a file, or of each file below a folder, in order."""
    for path in sorted(place.rglob("*.*")) if place.is_dir() else [place]:
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".md":
            data = path.read_bytes()
            is_code = path.suffix == ".py"
            yield path.relative_to(place.parent).as_posix(), behaviour(data) if is_code else data


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
