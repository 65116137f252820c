"""The coding page in JupyterLab: what is coded there is saved as the page saves it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from toolkit.validate.coding.page import coding_page, page_file
from toolkit.validate.coding.read_sheets import read_sample, read_texts
from toolkit.validate.coding.sampling import SEPARATOR, coder_name, draw, to_code
from toolkit.validate.coding.sheets import write_sheets


class CodingPage:
    """The page of one coder, in a frame; what a notebook shows.

    Attributes:
        path: where every change is written.
        widget: by which the notebook and the page tell each other.
    """

    def __init__(self, page: str, path: Path) -> None:
        self.path = path
        self.widget = _widget(page)
        self.widget.observe(self._write, names="sheet")

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.widget._repr_mimebundle_(**options)

    @property
    def sheet(self) -> dict[str, Any]:
        """What is coded so far, as the page saves it; empty before the first change."""
        return dict(self.widget.sheet)

    def _write(self, change: Any) -> None:
        """Whole or not at all: a kernel that ends in the middle leaves the sheet as it was."""
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(change["new"], ensure_ascii=False, indent=1), encoding="utf-8")
        part.replace(self.path)


def _widget(page: str) -> Any:
    class CodingWidget(anywidget.AnyWidget):
        _esm = page_file("widget.js")
        page = traitlets.Unicode().tag(sync=True)
        sheet = traitlets.Dict().tag(sync=True)

    return CodingWidget(page=page)


def code(
    corpus: Any,
    coder: str = "coder-1",
    *,
    articles: int = 20,
    strata: tuple[str, ...] = ("outlet",),
    seed: int = 1,
    folder: str | Path | None = None,
) -> CodingPage:
    """Code articles by hand, here: the page of `toolkit code sample` in a notebook.

    Nothing of what the machine found is shown. Every change is saved at once as `coder.json` in the
    folder; `toolkit agree` reads it there.

    Args:
        corpus: a Corpus.
        coder: whose sheet it is.
        articles: how many to draw, where the folder has no sample yet.
        strata: draw from each value of these columns, likewise.
        seed: of the draw, likewise.
        folder: of the sheets; coding/sample in the corpus.

    Returns:
        What a notebook shows as the page; its `sheet` is what is coded so far.

    Raises:
        ValueError: the sample has nothing for this coder, there are more strata than articles, or
            the name is none for a file.

    Example:
        >>> import tempfile, toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> widget = tk.code(corpus, "Ada", articles=12, folder=tempfile.mkdtemp())
        >>> widget.path.name
        'Ada.json'
    """
    if not coder_name(coder):
        raise ValueError(f"coder {coder!r}: letters, digits, - and _ alone, as it names a file")
    home = Path(folder) if folder is not None else Path(corpus.folder) / "coding" / "sample"
    if not (home / "sample.csv").is_file():
        drawn = draw(corpus.articles, articles, list(strata), seed).assign(coders=coder)
        write_sheets(home, drawn, to_code(corpus.articles, drawn))
    sample = read_sample(home)
    coders = sample["coders"].str.split(SEPARATOR)
    own = sample["article_id"][coders.map(lambda names: coder in names)]
    if own.empty:
        known = ", ".join(sorted({name for names in coders for name in names}))
        raise ValueError(f"no articles for {coder!r} in {home}: its coders are {known}")
    texts, path = read_texts(home), home / f"{coder}.json"
    return CodingPage(coding_page(coder, [texts[name] for name in own], saved_in(path)), path)


def saved_in(path: Path) -> list[dict[str, Any]]:
    """The articles of a sheet that was saved; none where there is no such sheet.

    Raises:
        ValueError: the file is no sheet; it would be written over.
    """
    if not path.is_file():
        return []
    try:
        articles = json.loads(path.read_text(encoding="utf-8-sig"))["articles"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is no sheet of the coding page: move it away") from error
    return list(articles)
