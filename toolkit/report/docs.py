"""Write the generated pages of the documentation: `python -m toolkit.report.docs`.

`docs/codebook.md` comes from the schemas of the frames. The pictures of `docs/gallery.md` and their
descriptions come from the code above each picture, run on the sample. The pictures of the README
are a chart of the sample, and screenshots of an article and of pages of its report.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib

from toolkit import chart, frames, measure
from toolkit.chart import alt_text
from toolkit.corpus.open import open_corpus
from toolkit.report.pdf import run_browser

ROOT = Path(__file__).resolve().parents[2]
_WRITTEN = "<!-- written by `python -m toolkit.report.docs`: do not change it by hand -->"
_BLOCK = re.compile(
    r"```python\n(?P<code>.*?)```\n\n!\[[^\]]*\]\(gallery/(?P<name>[\w-]+\.png)\)", re.DOTALL
)


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
    columns = frames.codebook()
    for name, schema in frames.SCHEMAS.items():
        rows = map(_row, frames.records(columns[columns["frame"] == name]))
        table = "\n".join(["| column | kind | what it says |", "|---|---|---|", *rows])
        parts += [f"## `{name}`", schema.meaning, table]
    return "\n\n".join(parts) + "\n"


def _row(column: Mapping[str, str]) -> str:
    """A row of a table in Markdown."""
    about = column["meaning"].replace("|", "\\|")
    values = f": `{column['values'].replace(', ', '`, `')}`" if column["values"] else ""
    return f"| `{column['column']}` | {column['kind']} | {about}{values} |"


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
    import matplotlib.pyplot as plt

    matplotlib.use("agg")
    path.parent.mkdir(parents=True, exist_ok=True)
    plt.close("all")
    exec(compile(code, path.stem, "exec"), {})
    plt.gcf().savefig(path, dpi=90, bbox_inches="tight", metadata={"Software": None})
    return alt_text(plt.gcf()).replace("[", "(").replace("]", ")")


SAMPLE = ROOT / "data" / "sample"
REPORT = ROOT / "reports" / "sample"
ARTICLE = "Kerovia says power tariff to rise 40 percent in May"
WIDTH = 820  # pixels of a page
# name of each picture: the page of the report that it shows, and its height
PAGES = {
    "report-index": ("index", 900),
    "report-corpus": ("01_the_corpus", 1000),
    "report-mentions": ("02_actor_mentions", 1000),
    "report-quotes": ("03_quote_attribution", 1000),
}


def draw_chart(path: Path) -> None:
    """The first chart of the README: shares of the mentions and of the voice."""
    matplotlib.use("agg")
    corpus = open_corpus(SAMPLE)
    who = corpus.mentions[corpus.mentions["actor_type"].isin(["person", "organization"])]
    against = measure.voice_against_mention(corpus.quotes, who, top=12)
    ax = chart.dumbbell(against, title="Talked about, or talking")
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.savefig(path, dpi=150, bbox_inches="tight", metadata={"Software": None})


def show_article(path: Path) -> None:
    """An article with its sources in the margin."""
    corpus = open_corpus(SAMPLE)
    articles = corpus.articles.set_index("title")["article_id"]
    with TemporaryDirectory() as folder:
        page = corpus.xray(articles[ARTICLE]).save(Path(folder) / "article.html")
        photograph(page, path, 760)


def photograph(page: Path, path: Path, height: int) -> None:
    """Take a screenshot of the top of a page with Chromium.

    Raises:
        FileNotFoundError: there is no Chromium here.
        subprocess.SubprocessError: the browser failed.
    """
    size = ["--hide-scrollbars", f"--window-size={WIDTH},{height}"]
    run_browser(*size, f"--screenshot={path}", page.as_uri())


def draw_pictures(docs: Path) -> None:
    """The pictures of the README, from the sample and its report."""
    draw_chart(docs / "chart.png")
    show_article(docs / "article.png")
    for name, (page, height) in PAGES.items():
        photograph(REPORT / f"{page}.html", docs / f"{name}.png", height)


def main() -> int:
    docs = ROOT / "docs"
    page = (docs / "gallery.md").read_text(encoding="utf-8")
    pages = {"codebook.md": codebook(), "gallery.md": drawn(page, docs / "gallery")}
    for name, text in pages.items():
        (docs / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"docs/{name}\n")
    draw_pictures(docs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
