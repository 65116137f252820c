"""Draw the pictures of the README: `make docs`.

They are a chart of the sample, and screenshots of an article and of pages of its report.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib

from toolkit import chart, measure
from toolkit.corpus.open import open_corpus
from toolkit.report.docs import ROOT
from toolkit.report.pdf import browser_command

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
    with TemporaryDirectory() as profile:
        size = ["--hide-scrollbars", f"--window-size={WIDTH},{height}"]
        command = browser_command(profile, *size, f"--screenshot={path}", page.as_uri())
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def main() -> int:
    docs = ROOT / "docs"
    draw_chart(docs / "chart.png")
    show_article(docs / "article.png")
    for name, (page, height) in PAGES.items():
        photograph(REPORT / f"{page}.html", docs / f"{name}.png", height)
    return 0


if __name__ == "__main__":
    sys.exit(main())
