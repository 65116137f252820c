"""Files inside a page: what can be downloaded stands in it as data, so that one file is enough."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_KINDS = {".csv": "text/csv", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Download:
    """A file of a report as a link: its name, its address (a data URL), its size in bytes."""

    name: str
    url: str
    size: int

    @property
    def what(self) -> str:
        """Its name and size in words.

        Example:
            >>> Download("02-01.csv", "data:,", 2_048).what
            '02-01.csv (2 KB)'
        """
        return f"{self.name} ({max(round(self.size / 1024), 1):,} KB)"


def downloads(files: Iterable[str], out: Path) -> list[Download]:
    """Tables (CSV) and drawings (SVG) as downloads.

    Args:
        files: paths below the report's folder; pictures in pixels are left out, they are shown.
        out: the report's folder.
    """
    kept = (out / file for file in files if Path(file).suffix in _KINDS)
    return [_download(path) for path in kept if path.is_file()]


def _download(path: Path) -> Download:
    data = path.read_bytes()
    return Download(path.name, _url(data, _KINDS[path.suffix]), len(data))


def data_url(value: object) -> str:
    """Plain values as a JSON file inside a page."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return _url(text.encode(), "application/json")


def _url(data: bytes, kind: str) -> str:
    return f"data:{kind};charset=utf-8;base64,{base64.b64encode(data).decode()}"
