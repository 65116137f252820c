"""The style that all charts share: colours, fonts and matplotlib settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import matplotlib
import matplotlib.pyplot as plt

from toolkit.chart.fonts import families

STYLE = Path(__file__).with_name("voices.mplstyle")
INK, GREY, PALE = "#1a1a1a", "#595959", "#e3e3e3"
BLUE, ORANGE = "#0072B2", "#D55E00"

P = ParamSpec("P")
R = TypeVar("R")


def styled(chart: Callable[P, R]) -> Callable[P, R]:
    """Run a chart function in the toolkit's style and leave the user's own style unchanged."""

    @wraps(chart)
    def in_style(*args: P.args, **kwargs: P.kwargs) -> R:
        with plt.style.context([STYLE, {"font.family": list(families())}]):
            axes = chart(*args, **kwargs)
            interactive = plt.isinteractive()  # a notebook's backend sets it with its first figure
        matplotlib.interactive(interactive)
        return axes

    return in_style
