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

_FIGURES = ["estimate", "low", "high"]


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
    tables, later = _tables(before), _tables(after)
    rows = {name: changed_rows(tables[name], later[name]) for name in later if name in tables}
    change = Change(
        _changed_settings(old, new),
        _files(old["inputs"]["files"], new["inputs"]["files"]),
        {name: table for name, table in rows.items() if len(table)},
        sorted(tables.keys() ^ later.keys()),
    )
    titles = {t: n["title"] for n in new["notebooks"] for t in n["files"]}
    sections = [
        (name, titles.get(f"tables/{name}.csv", ""), table.to_dict("split"))
        for name, table in change.tables.items()
    ]
    page = render(
        "compare.html.j2",
        title=new["title"],
        author=new["author"],
        invented=False,
        dates=[m["times"]["finished"][:10] for m in (old, new)],
        change=change,
        sections=sections,
        totals=[f"{n:,}" for n in change.totals],
    )
    out.write_text(page, encoding="utf-8", newline="\n")
    return change


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
    columns = [*keys, *_FIGURES]  # some figures have no interval
    both = (f.reindex(columns=columns).drop_duplicates(keys) for f in (old, new))
    unique = [f.astype(dict.fromkeys(keys, "str")) for f in both]
    rows = unique[0].merge(unique[1], how="outer", on=keys, suffixes=("_old", "_new"))
    before, after = (
        rows[[f"{name}_{side}" for name in _FIGURES]].set_axis(_FIGURES, axis="columns")
        for side in ("old", "new")
    )
    gap = after["estimate"] - before["estimate"]
    low, high = difference_of_intervals(after, before)
    clear = (low > 0) | (high < 0)
    changed = rows[[k for k in keys if not k.endswith("_id")]].assign(
        before=[_with_interval(*row) for row in before.itertuples(index=False)],
        after=[_with_interval(*row) for row in after.itertuples(index=False)],
        difference=gap.round(4),
        clear=clear,
        size=gap.abs(),
    )
    known = before["estimate"].notna() | after["estimate"].notna()
    changed = changed[known & ~(gap.abs() < 1e-9)]
    ranked = changed.sort_values(["clear", "size"], ascending=False, kind="stable")
    return ranked.drop(columns="size").reset_index(drop=True)


def _keys(tidy: pd.DataFrame) -> list[str]:
    """The key columns of a tidy frame; none for other frames."""
    names = list(tidy.columns)
    return names[: names.index("estimate")] if "estimate" in names else []


def _with_interval(estimate: Any, low: Any, high: Any) -> str:
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


def _changed_settings(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Name, before and after of each setting that differs; "–" where a report has none."""
    before, after = _settings(old), _settings(new)
    both = [(name, before.get(name, "–"), after.get(name, "–")) for name in {**before, **after}]
    return [setting for setting in both if setting[1] != setting[2]]


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
        path.stem: original_cells(
            pd.read_csv(path, dtype=dict.fromkeys(_FIGURES, "float64"), encoding="utf-8-sig")
        )
        for path in paths
        if path.stat().st_size > 4  # more than a line break and the mark of UTF-8
    }
