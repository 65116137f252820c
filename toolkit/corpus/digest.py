"""Hashes of what the corpus-wide tables are made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from toolkit.fingerprint import fingerprint

CODE = tuple(f"toolkit.{p}" for p in ("annotate", "corpus", "frames", "storage", "validate"))
"""Packages that make the tables, besides those of the normalizer."""


def digest_of(*parts: str | Iterable[str]) -> str:
    """Hash of strings and of the code that makes the tables.

    Example:
        >>> digest_of("a", ["b", "c"]) == digest_of("a", ["b", "c"]) != digest_of("a", ["bc"])
        True
    """
    digest = hashlib.sha256(fingerprint(CODE).encode())
    for part in parts:
        for item in [part] if isinstance(part, str) else part:
            digest.update(item.encode(errors="replace") + b"\0")
        digest.update(b"\1")
    return digest.hexdigest()[:24]
