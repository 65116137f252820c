"""The coding page with the machine's quotes on it, to be mended."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.corpus.corrections.quotes_csv import Row
from toolkit.frames import records
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.page import coding_page
from toolkit.validate.coding.sampling import draw_sample, is_coder_name, texts_to_code
from toolkit.validate.coding.widget import CodingPage, read_saved

if TYPE_CHECKING:
    from toolkit.corpus.corpus import Corpus

LABELS = ("cue_kind", "source_form", "source_role", "anonymity", "anonymous")
ROLES = ("cue", "source", "reason")


def review(corpus: Corpus, who: str, articles: Iterable[str] | int = 10) -> CodingPage:
    """The coding page with the machine's quotes, to correct; `import_corrections` applies it.

    Args:
        corpus: a Corpus.
        who: mends; letters, digits, - and _.
        articles: their article_ids, or how many to draw.

    Returns:
        What a notebook shows as the page. Every change is saved in the corpus, in
        ``coding/review/WHO.json``.

    Raises:
        KeyError: no such article.
        ValueError: no such name.

    Example:
        >>> import shutil, tempfile, toolkit as tk
        >>> folder = Path(tempfile.mkdtemp()) / "sample"
        >>> corpus = tk.open(shutil.copytree("data/sample", folder))
        >>> tk.review(corpus, "Ada", 2).path.name
        'Ada.json'
    """
    path = sheet_path(corpus, who)
    texts = texts_to_mend(corpus, articles)
    return CodingPage(
        coding_page(who, texts, read_saved(path), machine_quotes(corpus, texts)), path
    )


def sheet_path(corpus: Corpus, who: str) -> Path:
    """Where somebody's mended sheet is; its folder is made.

    Raises:
        ValueError: the name is none for a file.
    """
    if not is_coder_name(who):
        raise ValueError(f"{who!r}: letters, digits, - and _ alone, as it names a file")
    folder = corpus.folder / "coding" / "review"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{who}.json"


def texts_to_mend(corpus: Corpus, articles: Iterable[str] | int) -> list[CodedArticle]:
    """The texts of some articles, or of so many drawn at random."""
    rows = corpus.articles
    if isinstance(articles, int):
        return texts_to_code(rows, draw_sample(rows, articles))
    asked = pd.DataFrame({"article_id": list(articles)})
    unknown = asked["article_id"][~asked["article_id"].isin(rows["article_id"])]
    if len(unknown):
        raise KeyError(f"no article {unknown.iloc[0]!r}; see corpus.articles.article_id")
    return texts_to_code(rows, asked)


def machine_quotes(corpus: Corpus, texts: Iterable[CodedArticle]) -> dict[str, list[Row]]:
    """The machine's quotes of each text, as the coding page has them."""
    by_article = dict(list(corpus.quotes.groupby("article_id", sort=False)))
    none = corpus.quotes.iloc[:0]
    return {t.name: [_on_page(q, t.body) for q in records(by_article.get(t.name, none))]
            for t in texts}  # fmt: skip


def _on_page(quote: Row, body: int) -> Row:
    shift = 0 if quote["in_title"] else body
    made: Row = {"segments": [[a + shift, b + shift] for a, b in quote["segments"]], "why": ""}
    for role in ROLES:
        places = [quote[f"{role}_{end}"] for end in ("start", "end")]
        known = not any(map(_absent, places))
        made[f"{role}_span"] = [int(p) + shift for p in places] if known else None
    for name in LABELS:
        value = quote[name]
        made[name] = None if _absent(value) else str(value).lower()
    made["speaker"] = quote["speaker"] if isinstance(quote["speaker"], str) else ""
    return made


def _absent(value: Any) -> bool:
    return bool(pd.isna(value))
