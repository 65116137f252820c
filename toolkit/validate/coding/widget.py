"""The coding page in JupyterLab, which saves every change to disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from toolkit.validate.coding.codebook import coding_page, page_file
from toolkit.validate.coding.read_sheets import read_sample, read_texts
from toolkit.validate.coding.sampling import SEPARATOR, draw_sample, is_coder_name, texts_to_code
from toolkit.validate.coding.sheets import write_sheets


class CodingPage(anywidget.AnyWidget):
    """The coding page of one coder, as a notebook displays it.

    Attributes:
        page: the HTML of the page.
        sheet: the coding so far, as the page saves it; empty before the first change.
        path: the file to which every change is written.
    """

    _esm = page_file("widget.js")
    page = traitlets.Unicode().tag(sync=True)
    sheet = traitlets.Dict().tag(sync=True)

    def __init__(self, page: str, path: Path) -> None:
        super().__init__(page=page)
        self.path = path
        self.observe(self._write, names="sheet")

    def _write(self, change: Any) -> None:
        """Write the sheet atomically, so that an interrupted kernel leaves the previous one."""
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(change["new"], ensure_ascii=False, indent=1), encoding="utf-8")
        part.replace(self.path)


def code(
    corpus: Any,
    coder: str = "coder-1",
    *,
    articles: int = 20,
    strata: tuple[str, ...] = ("outlet",),
    seed: int = 1,
    folder: str | Path | None = None,
) -> CodingPage:
    """Code articles by hand in a notebook, on the page of `toolkit code sample`.

    The page does not show the annotations. Every change is saved at once as `coder.json` in the
    folder, where `toolkit agree` reads it.

    Args:
        corpus: a Corpus.
        coder: name of the coder.
        articles: number of articles to draw if the folder has no sample yet.
        strata: columns by which to stratify that draw.
        seed: seed of that draw.
        folder: folder of the sheets; coding/sample in the corpus by default.

    Returns:
        The coding page; its `sheet` is the coding so far.

    Raises:
        ValueError: the sample has no articles for this coder, there are more strata than articles,
            or the coder's name cannot name a file.

    Example:
        >>> import tempfile, toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> widget = tk.code(corpus, "Ada", articles=12, folder=tempfile.mkdtemp())
        >>> widget.path.name
        'Ada.json'
    """
    if not is_coder_name(coder):
        raise ValueError(f"coder {coder!r}: letters, digits, - and _ alone, as it names a file")
    home = Path(folder) if folder is not None else Path(corpus.folder) / "coding" / "sample"
    if not (home / "sample.csv").is_file():
        drawn = draw_sample(corpus.articles, articles, list(strata), seed).assign(coders=coder)
        write_sheets(home, drawn, texts_to_code(corpus.articles, drawn))
    sample = read_sample(home)
    coders = sample["coders"].str.split(SEPARATOR)
    assigned = sample["article_id"][coders.map(lambda names: coder in names)]
    if assigned.empty:
        known = ", ".join(sorted({name for names in coders for name in names}))
        raise ValueError(f"no articles for {coder!r} in {home}: its coders are {known}")
    texts, path = read_texts(home), home / f"{coder}.json"
    return CodingPage(
        coding_page(coder, [texts[name] for name in assigned], read_saved(path)), path
    )


def read_saved(path: Path) -> list[dict[str, Any]]:
    """The articles of a saved sheet; empty if there is no such file.

    Raises:
        ValueError: the file is not a coding sheet, and would be overwritten.
    """
    if not path.is_file():
        return []
    try:
        articles = json.loads(path.read_text(encoding="utf-8-sig"))["articles"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is no sheet of the coding page: move it away") from error
    return list(articles)
