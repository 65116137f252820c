"""The style that all charts share: colours, matplotlib settings, and the installed fonts."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import matplotlib
import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

STYLE = Path(__file__).with_name("voices.mplstyle")
INK, GREY, PALE = "#1a1a1a", "#595959", "#e3e3e3"
BLUE, ORANGE = "#0072B2", "#D55E00"
MISSING = "\N{WHITE SQUARE}"


@cache
def families() -> tuple[str, ...]:
    """The fonts of the style that are installed, in the order in which they are tried."""
    wanted = matplotlib.rc_params_from_file(STYLE, use_default_template=False)["font.sans-serif"]
    installed = font_manager.get_font_names()
    return tuple(name for name in wanted if name in installed)


@cache
def _characters(family: str) -> frozenset[int]:
    path = font_manager.findfont(font_manager.FontProperties(family=family))
    return frozenset(FT2Font(path).get_charmap())


def drawable(text: str) -> str:
    """The text on one line, with a white square for each character that no installed font has.

    Example:
        >>> drawable("Ann\\tLøvås")
        'Ann Løvås'
    """
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return "".join(c if _has(c) else MISSING for c in plain)


@cache
def _has(character: str) -> bool:
    return any(ord(character) in _characters(family) for family in families())


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
