"""What a notebook says that it cannot show, for the index of a report."""

from __future__ import annotations

from markdown_it import MarkdownIt
from nbformat import NotebookNode

HEADING = "## What this cannot show"


def what_it_cannot_show(node: NotebookNode) -> str:
    """The words under that heading as HTML; empty where a notebook has none.

    Example:
        >>> from nbformat.v4 import new_markdown_cell, new_notebook
        >>> cell = new_markdown_cell("## What this cannot show\\n\\nWho was *never* asked.")
        >>> what_it_cannot_show(new_notebook(cells=[cell]))
        '<p>Who was <em>never</em> asked.</p>'
    """
    cells = [c.source for c in node.cells if c.cell_type == "markdown" and HEADING in c.source]
    words = "\n\n".join(c.split(HEADING, 1)[1].split("\n## ")[0] for c in cells)
    return str(MarkdownIt("js-default").render(words)).strip()
