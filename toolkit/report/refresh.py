"""Run the committed notebooks on the sample again: `python -m toolkit.report.refresh [02 …]`.

Their outputs are committed, so that they can be read on the repository's pages. Whatever changes
from run to run is removed, so that a difference in the file is a difference in the figures.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from tqdm import tqdm

from toolkit.report.kernel import RunningKernel
from toolkit.report.notebooks import find
from toolkit.show.explore import WIDGET

# Metadata that a reader of the notebook needs; all other describes the machine.
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def refresh(names: list[str] | None = None) -> list[Path]:
    """Execute notebooks in place with their own parameters; return those that changed.

    Args:
        names: of notebooks, or their numbers; None for all.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed; that notebook is not changed.
    """
    changed = []
    for path in tqdm([notebook.path for notebook in find(names)], unit="notebook"):
        before = path.read_text(encoding="utf-8")
        after = executed(path)
        if after != before:
            path.write_text(after, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


def executed(path: Path) -> str:
    """The text of a notebook with new outputs."""
    node = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(
        node,
        kernel_manager_class=RunningKernel,
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        store_widget_state=False,
        timeout=3_600,
    )
    client.execute()
    return str(nbformat.writes(plain(node))) + "\n"  # type: ignore[no-untyped-call]


def plain(node: NotebookNode) -> NotebookNode:
    """The notebook without messages, progress bars, timings and metadata of the machine."""
    for cell in node.cells:
        tags = {k: v for k, v in cell.metadata.items() if k == "tags"}
        cell.metadata = nbformat.from_dict(tags)  # type: ignore[no-untyped-call]
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if o.get("name") != "stderr"]
            for output in cell.outputs:
                output.get("data", {}).pop(WIDGET, None)  # works only with its kernel
    node.metadata = nbformat.from_dict(_METADATA)  # type: ignore[no-untyped-call]
    return node


def main() -> int:
    for path in refresh(sys.argv[1:] or None):
        sys.stdout.write(f"{path.name} has new outputs\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
