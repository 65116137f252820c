"""Turn raw files into rows of articles: decode, read and clean them."""

from __future__ import annotations

from toolkit.collect.files import RawFile, TooLarge
from toolkit.fingerprint import fingerprint
from toolkit.normalize.text.draft import Row, Setting, Unreadable

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
    from toolkit.normalize.article_row import article_row
    from toolkit.normalize.readers import read_file

    setting = setting or Setting()
    articles: list[Row] = []
    reasons: list[str] = []
    try:
        for result, place in read_file(file, setting.engine):
            if isinstance(result, Unreadable):
                reasons.append(str(result))
            else:
                articles.append(article_row(result, file.display_name, place, setting))
    except TooLarge:
        reasons.append("over 64 MB: split it into smaller files")
    except OSError as error:
        reasons.append(f"cannot be opened: {error.strerror or error}")
    except Exception as error:  # no file stops a run
        reasons.append(f"unexpected {type(error).__name__}: {error}"[:300])
    if not articles and not reasons:
        reasons.append("empty: there is no article in it")
    dropped = [
        {"source_file": file.display_name, "step": "normalize", "reason": r} for r in reasons
    ]
    return articles, dropped
