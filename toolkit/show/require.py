"""Stop a notebook that has no data, with a message instead of a traceback."""

from __future__ import annotations

from collections.abc import Sized


class MissingData(Exception):
    """There is nothing to show; the message says what would be shown and how to get there."""

    def _render_traceback_(self) -> list[str]:
        """The message alone, which IPython shows instead of a traceback."""
        return [str(self)]


def require(data: Sized, message: str) -> None:
    """Stop here with a message if there is no data.

    In JupyterLab the cells below do not run; in a report the page ends with the message.

    Args:
        data: a frame, a list, or whatever else has a length.
        message: what the notebook would show, and how to get there.

    Raises:
        MissingData: `data` is empty.

    Example:
        >>> require(["an article"], "This notebook compares articles.")
    """
    if not len(data):
        raise MissingData(message)
