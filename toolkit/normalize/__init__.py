"""Turn raw files into rows of articles: decode, read and clean them."""

from __future__ import annotations

from toolkit.collect.files import RawFile
from toolkit.fingerprint import fingerprint
from toolkit.normalize.text.draft import Row, Setting

__all__ = ["Setting", "normalize", "normalizer_version"]

_PACKAGES = ("toolkit.normalize", "toolkit.collect", "toolkit.lexicons")
_LIBRARIES = ("newspaper3k", "trafilatura", "readability-lxml", "lxml", "markdown-it-py", "PyYAML",
              "py3langid", "courlan", "ftfy", "charset-normalizer", "python-dateutil",
              "dateparser", "htmldate", "warcio", "python-docx", "striprtf", "pdfplumber",
              "openpyxl", "xlrd")  # fmt: skip


def normalizer_version() -> str:
    """Hash of all code and libraries that determine the rows of a file; part of cache keys."""
    return fingerprint(_PACKAGES, _LIBRARIES)


def normalize(file: RawFile, setting: Setting | None = None) -> tuple[list[Row], list[Row]]:
    """The articles of one file, and dropped rows for the rest.

    No file raises an error: a file that cannot be read is a dropped row.

    Returns:
        Rows of `articles`, rows of `dropped`.
    """
    # slow to import, and not needed if all files are cached
    from toolkit.normalize.steps import joined, steps_of_file

    return joined(step() for step in steps_of_file(file, setting or Setting()))
