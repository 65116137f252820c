"""From a raw page to article rows: decoding, reading, clean-up."""

from __future__ import annotations

from toolkit.collect.files import RawFile, TooLarge
from toolkit.fingerprint import fingerprint
from toolkit.normalize.text.draft import Row, Setting, Unreadable

__all__ = ["Setting", "normalize", "normalizer_version"]


def normalizer_version() -> str:
    """Changes whenever the same file may give other rows: what is kept under it is made again."""
    libraries = (
        "newspaper3k",
        "trafilatura",
        "readability-lxml",
        "lxml",
        "markdown-it-py",
        "PyYAML",
        "py3langid",
        "courlan",
        "ftfy",
        "charset-normalizer",
        "python-dateutil",
        "dateparser",
        "htmldate",
        "warcio",
        "python-docx",
        "striprtf",
        "pdfplumber",
        "openpyxl",
        "xlrd",
    )
    return fingerprint(("toolkit.normalize", "toolkit.collect", "toolkit.lexicons"), libraries)


def normalize(raw: RawFile, setting: Setting | None = None) -> tuple[list[Row], list[Row]]:
    """The articles of one file, and what of it was dropped.

    Whatever the file holds, nothing is raised: what cannot be read is a dropped row.

    Returns:
        Rows of `articles`, rows of `dropped`.
    """
    # what reads pages is slow to load, and of files read before nothing is read
    from toolkit.normalize.article_row import article_row
    from toolkit.normalize.readers import of_parts

    setting = setting or Setting()
    articles: list[Row] = []
    reasons: list[str] = []
    try:
        for found, folder in of_parts(raw, setting.engine):
            if isinstance(found, Unreadable):
                reasons.append(str(found))
            else:
                articles.append(article_row(found, raw.display_name, folder, setting))
    except Unreadable as error:
        reasons.append(str(error))
    except RecursionError:
        reasons.append("nested too deeply to be an article")
    except TooLarge:
        reasons.append("over 64 MB: split it into smaller files")
    except OSError as error:
        reasons.append(f"cannot be opened: {error.strerror or error}")
    except Exception as error:  # the promise: no file stops a run
        reasons.append(f"unexpected {type(error).__name__}: {error}"[:300])
    if not articles and not reasons:
        reasons.append("empty: there is no article in it")
    dropped = [{"source_file": raw.display_name, "step": "normalize", "reason": r} for r in reasons]
    return articles, dropped
