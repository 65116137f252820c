"""Keep what a kernel shows: each figure as PNG and SVG, and the table behind it as CSV.

A report starts its kernels with `keep_figures`; a notebook does nothing for it.
"""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure

from toolkit.chart.panel import alt_text, behind


def keep_figures(out: str, name: str) -> None:
    """From now on, write each figure that this kernel shows. Called in the kernel."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    assert shell is not None, "keep_figures runs in a kernel"
    assert shell.display_formatter is not None
    shell.run_line_magic("matplotlib", "inline")
    shell.run_line_magic("config", "InlineBackend.figure_formats = ['retina']")
    formatter = shell.display_formatter.formatters["image/png"]
    draw, numbers = formatter.for_type(Figure), iter(range(1, 1_000))

    def shown(figure: Figure) -> Any:
        data, metadata = draw(figure)
        alt = write(figure, b64decode(data), Path(out), f"{name}-{next(numbers):02d}")
        return data, {**metadata, "alt": alt}

    formatter.for_type(Figure, shown)


def write(figure: Figure, png: bytes, out: Path, name: str) -> str:
    """Write a figure, and the table behind it where there is one; returns its description.

    Args:
        figure: what was shown.
        png: the same as it was shown: drawing takes time.
        out: folder of the report.
        name: of the files.
    """
    for part in ("figures", "tables"):
        (out / part).mkdir(parents=True, exist_ok=True)
    (out / "figures" / f"{name}.png").write_bytes(png)
    plain = {"Date": None}  # the same figure, the same bytes
    with rc_context({"svg.hashsalt": name}):  # else its ids are random
        figure.savefig(out / "figures" / f"{name}.svg", bbox_inches="tight", metadata=plain)
    alt = alt_text(figure)
    if alt:
        table = out / "tables" / f"{name}.csv"
        behind(figure).to_csv(table, index=False, encoding="utf-8")
    return alt or "A chart without a description."
