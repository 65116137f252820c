"""Write the generated pages of the documentation: `python -m toolkit.report.docs`.

`docs/codebook.md` comes from the schemas of the frames. The pictures of `docs/gallery.md` and their
descriptions come from the code above each picture, run on the sample.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from pandera.pandas import Column

from toolkit.chart import alt_text
from toolkit.frames import SCHEMAS, kind

ROOT = Path(__file__).resolve().parents[2]
_WRITTEN = "<!-- written by `python -m toolkit.report.docs`: do not change it by hand -->"
_BLOCK = re.compile(
    r"```python\n(?P<code>.*?)```\n\n!\[[^\]]*\]\(gallery/(?P<name>[\w-]+\.png)\)", re.DOTALL
)
_KIND_NAMES = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "true or false",
    "time": "UTC time",
    "strings": "list of texts",
    "spans": "list of [start, end]",
}


def codebook() -> str:
    """The tables of the toolkit, column by column, as Markdown.

    Example:
        >>> "| `article_id` | text |" in codebook()
        True
    """
    parts = [
        "# Codebook",
        _WRITTEN,
        "Offsets are characters into `articles.text`, or into `articles.title` where a row's "
        "`in_title` is true. *May be empty*: the value is null where the text does not say.",
    ]
    for schema in SCHEMAS.values():
        parts += [f"## `{schema.name}`", str(schema.description)]
        rows = [_row(name, column) for name, column in schema.columns.items()]
        parts.append("\n".join(["| column | kind | what it says |", "|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def _row(name: str, column: Column) -> str:
    values = column.metadata["values"]
    about = str(column.description).replace("|", "\\|")
    one_of = f": {', '.join(f'`{v}`' for v in values)}" if values else ""
    empty = "; may be empty" if column.nullable else ""
    return f"| `{name}` | {_KIND_NAMES[kind(column)]}{empty} | {about}{one_of} |"


def drawn(text: str, pictures: Path) -> str:
    """Run each code block that a picture follows, and write the picture and its description.

    Args:
        text: Markdown: blocks of Python, each followed by its picture.
        pictures: folder of the pictures.

    Returns:
        The text with new descriptions of the pictures.
    """

    def described(match: re.Match[str]) -> str:
        code, name = match["code"], match["name"]
        return f"```python\n{code}```\n\n![{_draw(code, pictures / name)}](gallery/{name})"

    return _BLOCK.sub(described, text)


def _draw(code: str, path: Path) -> str:
    """Run a block as a program, save its last figure, and return the figure in words."""
    import matplotlib
    import matplotlib.pyplot as plt

    matplotlib.use("agg")
    path.parent.mkdir(parents=True, exist_ok=True)
    plt.close("all")
    exec(compile(code, path.stem, "exec"), {})
    plt.gcf().savefig(path, dpi=90, bbox_inches="tight", metadata={"Software": None})
    return alt_text(plt.gcf()).replace("[", "(").replace("]", ")")


def main() -> int:
    docs = ROOT / "docs"
    page = (docs / "gallery.md").read_text(encoding="utf-8")
    pages = {"codebook.md": codebook(), "gallery.md": drawn(page, docs / "gallery")}
    for name, text in pages.items():
        (docs / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"docs/{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
