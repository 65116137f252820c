"""Compare two reports: changes in the corpus, the settings and the estimates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.measure.estimation.intervals import difference_of_intervals
from toolkit.storage.cells import original_cells

Report = tuple[Mapping[str, Any], Mapping[str, pd.DataFrame]]
"""Manifest and tables."""


@dataclass(frozen=True)
class Change:
    """The differences between two reports.

    Attributes:
        settings: name, before and after of each figure, parameter or version that differs.
        files: number of inputs that are new, gone, changed, and the same.
        tables: by the name of a table, the rows whose estimate differs, as `changed_rows` returns.
        only: tables that only one of the two has.
    """

    settings: list[tuple[str, str, str]]
    files: dict[str, int]
    tables: dict[str, pd.DataFrame]
    only: list[str]

    @property
    def totals(self) -> tuple[int, int]:
        """Rows that differ, and how many of them differ clearly."""
        tables = self.tables.values()
        return sum(map(len, tables)), sum(int(t["clear"].sum()) for t in tables)


def compare(before: Path, after: Path, out: Path) -> Change:
    """Compare two reports by their manifests and tables, and write the differences as a page.

    Args:
        before: folder of the earlier report.
        after: folder of the later one.
        out: file of the page.

    Raises:
        FileNotFoundError: one of the folders holds no report.
        ValueError: a manifest cannot be read.

    Example:
        >>> compare(Path("reports/may"), Path("reports/june"), Path("out.html"))  # doctest: +SKIP
    """
    from toolkit.report.page import render

    old, new = read_manifest(before), read_manifest(after)
    change = _changes((old, _tables(before)), (new, _tables(after)))
    titles = {t: n["title"] for n in new["notebooks"] for t in n["files"]}
    sections = [
        (name, titles.get(f"tables/{name}.csv", ""), rows.to_dict("split"))
        for name, rows in change.tables.items()
    ]
    dates = [m["times"]["finished"][:10] for m in (old, new)]
    page = render(
        "compare.html.j2",
        title=new["title"],
        author=new["author"],
        invented=False,
        dates=dates,
        change=change,
        sections=sections,
        totals=[f"{n:,}" for n in change.totals],
    )
    out.write_text(page, encoding="utf-8", newline="\n")
    return change


def _changes(old: Report, new: Report) -> Change:
    """The differences between two manifests, and between tables of the same name."""
    (before, old_tables), (after, new_tables) = old, new
    both = [name for name in new_tables if name in old_tables]
    rows = {name: changed_rows(old_tables[name], new_tables[name]) for name in both}
    one, other = _settings(before), _settings(after)
    names = dict.fromkeys([*one, *other])
    settings = [(name, one.get(name, "–"), other.get(name, "–")) for name in names]
    return Change(
        [row for row in settings if row[1] != row[2]],
        _files(before["inputs"]["files"], after["inputs"]["files"]),
        {name: table for name, table in rows.items() if len(table)},
        sorted(old_tables.keys() ^ new_tables.keys()),
    )


def changed_rows(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Rows of two tidy frames whose estimate differs: clear differences first, then by size.

    Args:
        old, new: tidy frames with the same keys, which stand before `estimate`.

    Returns:
        Frame of the keys without identifiers, `before`, `after` (with intervals), `difference`,
        and `clear`: whether the interval of the difference excludes zero. It is that of reports on
        different articles; for the same articles, it is wider than necessary. Rows that only one
        frame has have no difference.

    Example:
        >>> row = {"actor": ["Ada"], "estimate": [0.1], "low": [0.05], "high": [0.15]}
        >>> later = {**row, "estimate": [0.4], "low": [0.3], "high": [0.5]}
        >>> changed_rows(pd.DataFrame(row), pd.DataFrame(later))["clear"].tolist()
        [True]
    """
    keys = _keys(new)
    if not keys or _keys(old) != keys:
        return pd.DataFrame({"before": [], "after": [], "difference": [], "clear": []})
    columns = [*keys, "estimate", "low", "high"]  # some figures have no interval
    both = (f.reindex(columns=columns).drop_duplicates(keys) for f in (old, new))
    unique = [f.astype(dict.fromkeys(keys, "str")) for f in both]
    rows = unique[0].merge(unique[1], how="outer", on=keys, suffixes=("_old", "_new"))
    gap = rows["estimate_new"] - rows["estimate_old"]
    sides = (_figures(rows, side) for side in ("new", "old"))
    low, high = difference_of_intervals(*sides)
    clear = (low > 0) | (high < 0)
    changed = rows[[k for k in keys if not k.endswith("_id")]].assign(
        before=[_with_interval(row, "old") for row in rows.to_dict("records")],
        after=[_with_interval(row, "new") for row in rows.to_dict("records")],
        difference=gap.round(4),
        clear=clear,
        size=gap.abs(),
    )
    known = rows[["estimate_old", "estimate_new"]].notna().any(axis="columns")
    changed = changed[known & ~(gap.abs() < 1e-9)]
    ranked = changed.sort_values(["clear", "size"], ascending=False, kind="stable")
    return ranked.drop(columns="size").reset_index(drop=True)


def _keys(tidy: pd.DataFrame) -> list[str]:
    """The key columns of a tidy frame; none for other frames."""
    names = list(tidy.columns)
    return names[: names.index("estimate")] if "estimate" in names else []


def _figures(rows: pd.DataFrame, side: str) -> pd.DataFrame:
    names = ["estimate", "low", "high"]
    return rows[[f"{name}_{side}" for name in names]].set_axis(names, axis="columns")


def _with_interval(row: Mapping[Any, Any], side: str) -> str:
    estimate, low, high = (row[f"{name}_{side}"] for name in ("estimate", "low", "high"))
    if pd.isna(estimate):
        return "–"
    interval = "" if pd.isna(low) else f" ({low:.3g} to {high:.3g})"
    return f"{estimate:.3g}{interval}"


def _settings(manifest: Mapping[str, Any]) -> dict[str, str]:
    """The figures of the corpus, the notebooks and failures, the parameters and the versions."""
    notebooks = manifest["notebooks"]
    failed = [n["notebook"] for n in notebooks if n["failed"]]
    names = {
        "notebooks": ", ".join(n["notebook"] for n in notebooks),
        "failed": ", ".join(failed) or "none",
    }
    parameters = {k: v for n in notebooks for k, v in n["parameters"].items()}
    values = {**manifest["figures"], **names, **parameters, **manifest["versions"]}
    return {name: str(value) for name, value in values.items()}


def _files(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, int]:
    both = old.keys() & new.keys()
    same = sum(old[name] == new[name] for name in both)
    gone, added = len(old.keys() - new.keys()), len(new.keys() - old.keys())
    return {"new": added, "gone": gone, "changed": len(both) - same, "the same": same}


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a report.

    Raises:
        FileNotFoundError: the folder holds no report.
        ValueError: its manifest cannot be read.
    """
    path = folder / "manifest.json"
    if not path.is_file():
        raise FileNotFoundError(f"there is no report in {folder}: no manifest.json")
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        _settings(manifest)
        manifest["inputs"]["files"], manifest["times"]["finished"], manifest["title"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is no manifest of a report") from error
    return manifest


def _tables(folder: Path) -> dict[str, pd.DataFrame]:
    paths = sorted((folder / "tables").glob("*.csv"))
    return {
        path.stem: original_cells(pd.read_csv(path, dtype=_KINDS, encoding="utf-8-sig"))
        for path in paths
        if path.stat().st_size > 4  # more than a line break and the mark of UTF-8
    }


_KINDS = dict.fromkeys(("estimate", "low", "high"), "float64")
