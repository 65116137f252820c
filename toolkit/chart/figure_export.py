"""Write each figure that a kernel shows: as PNG and SVG, and the table behind it as CSV.

A report starts its kernels with `export_figures`; a notebook needs no code for it.
"""

from __future__ import annotations

import re
from base64 import b64decode
from itertools import count
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure

from toolkit.chart.panel import alt_text, behind
from toolkit.storage.cells import write_csv


def export_figures(out: str, name: str) -> None:
    """Write each figure that this kernel shows from now on, as NAME-01-TITLE, NAME-02-TITLE, …

    Call it in the kernel.
    """
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    assert shell is not None, "export_figures runs in a kernel"
    assert shell.display_formatter is not None
    shell.run_line_magic("matplotlib", "inline")
    shell.run_line_magic("config", "InlineBackend.figure_formats = ['retina']")
    formatter = shell.display_formatter.formatters["image/png"]
    draw = formatter.for_type(Figure)

    def show(figure: Figure) -> Any:
        data, metadata = draw(figure)
        alt = write_figure(figure, b64decode(data), Path(out), name)
        return data, {**metadata, "alt": alt}

    formatter.for_type(Figure, show)


def write_figure(figure: Figure, png: bytes, out: Path, stem: str) -> str:
    """Write a figure, and the table behind it if there is one; return the figure in words.

    Args:
        figure: what was shown.
        png: the figure as it was shown, so that it is not drawn twice.
        out: folder of the report.
        stem: of the files, before the number and the title; the first free number is taken.
    """
    for part in ("figures", "tables"):
        (out / part).mkdir(parents=True, exist_ok=True)
    alt = alt_text(figure)
    taken = {path.stem[: len(stem) + 3] for path in (out / "figures").glob("*.png")}
    numbered = next(n for i in count(1) if (n := f"{stem}-{i:02d}") not in taken)
    name = "-".join([numbered, *_words(alt.split(". ")[0])])
    (out / "figures" / f"{name}.png").write_bytes(png)
    with rc_context({"svg.hashsalt": name}):  # the same figure, the same ids
        figure.savefig(
            out / "figures" / f"{name}.svg", bbox_inches="tight", metadata={"Date": None}
        )
    if alt:
        write_csv(behind(figure), out / "tables" / f"{name}.csv")
    return alt or "A chart without a description."


def _words(title: str) -> list[str]:
    """The first words of a title, as they may stand in a file's name.

    Example:
        >>> _words("Who is “quoted” most: by outlet")
        ['who', 'is', 'quoted', 'most', 'by', 'outlet']
    """
    return re.findall(r"[a-z0-9]+", title.lower())[:8]
