"""Read pages whose article is known, in the formats of public benchmarks."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from courlan import extract_domain

from toolkit.normalize.text.encoding import decode, tidy

FOLDS = 5
TRUTH = "ground-truth.json"


@dataclass(frozen=True)
class Page:
    """A page and what is known of its article.

    Attributes:
        name: name of the page in the ground truth.
        path: file of the page, HTML or HTML in gzip.
        truth: `articleBody` and, where they are known, `url`, `title`, `author` or `authors`,
            `published` and `publisher`.
    """

    name: str
    path: Path
    truth: Mapping[str, Any]

    @property
    def html(self) -> str:
        """The page, decoded."""
        data = self.path.read_bytes()
        return tidy(decode(gzip.decompress(data) if self.path.suffix == ".gz" else data)[0])

    @property
    def body(self) -> str:
        """The true text of the article."""
        return str(self.truth.get("articleBody") or "")

    @property
    def site(self) -> str:
        """The registered domain of the page, or else its host or name."""
        url = str(self.truth.get("url") or "")
        address = url if "//" in url else f"https://{url}"
        return extract_domain(address) or urlsplit(address).hostname or self.name

    @property
    def fold(self) -> int:
        """Fold of the page's site, the same wherever the page is, 0 to FOLDS - 1."""
        return int(hashlib.sha256(self.site.encode()).hexdigest(), 16) % FOLDS


def read_pages(folder: Path, truth: Path | None = None) -> list[Page]:
    """Read a folder of pages with their ground truth.

    Args:
        folder: folder with ``ground-truth.json`` and ``html/``, or with the pages themselves.
        truth: JSON object from the name of each page to what is known of its article, if it is not
            in the folder.

    Raises:
        FileNotFoundError: the ground truth or one of its pages is missing.
        ValueError: the ground truth does not have that form.
    """
    path = truth or folder / TRUTH
    loaded = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(loaded, dict) or not all(isinstance(v, dict) for v in loaded.values()):
        raise ValueError(f"{path} is no object from page to {{'articleBody': …}}")
    html = folder / "html" if (folder / "html").is_dir() else folder
    return [Page(name, _file(html, name), known) for name, known in loaded.items()]


def _file(folder: Path, name: str) -> Path:
    for path in (folder / f"{name}.html.gz", folder / f"{name}.html"):
        if path.is_file():
            return path
    raise FileNotFoundError(f"no page {name}.html or {name}.html.gz in {folder}")
