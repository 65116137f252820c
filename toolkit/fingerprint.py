"""Fingerprint: the version of a step is the hash of what it is made of."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files


@cache
def fingerprint(packages: tuple[str, ...], libraries: tuple[str, ...] = ()) -> str:
    """Hash of the files of our packages and of the versions of the libraries they stand on.

    What a step made is kept under it, so that a change of code or lexicon is never overlooked.

    Args:
        packages: such as "toolkit.normalize"; files of their folders, not of folders below.
        libraries: names of distributions.

    Example:
        >>> len(fingerprint(("toolkit.lexicons",)))
        12
    """
    digest = hashlib.sha256()
    for package in packages:
        entries = (f for f in files(package).iterdir() if f.is_file() and "." in f.name)
        for entry in sorted(entries, key=lambda f: f.name):
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
    for library in libraries:
        digest.update(f"{library}=={version(library)}".encode())
    return digest.hexdigest()[:12]
