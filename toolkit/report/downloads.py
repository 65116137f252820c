"""Files inside a page: downloads are data URLs, so that one HTML file is enough."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from pathlib import Path

_KINDS = {".csv": "text/csv", ".svg": "image/svg+xml"}


def downloads(files: Iterable[str], out: Path) -> list[dict[str, str]]:
    """Tables (CSV) and drawings (SVG) as links: `name`, `url`, and `label` with the size.

    Args:
        files: paths below the report's folder; PNG files are left out, since the page shows them.
        out: the report's folder.
    """
    paths = [out / file for file in files]
    return [_download(path) for path in paths if path.suffix in _KINDS and path.is_file()]


def _download(path: Path) -> dict[str, str]:
    data = path.read_bytes()
    label = f"{path.name} ({max(round(len(data) / 1024), 1):,} KB)"
    return {"name": path.name, "url": _url(data, _KINDS[path.suffix]), "label": label}


def data_url(value: object) -> str:
    """Plain values as a JSON file, in a data URL."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return _url(text.encode(), "application/json")


def _url(data: bytes, kind: str) -> str:
    return f"data:{kind};charset=utf-8;base64,{base64.b64encode(data).decode()}"
