"""Review annotations: the coding page with the quotes that were found, to correct."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.corrections.quotes_csv import Row
from toolkit.frames import records
from toolkit.validate.coding.codebook import coding_page
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.sampling import draw_sample, is_coder_name, texts_to_code
from toolkit.validate.coding.widget import CodingPage, read_saved

LABELS = ("cue_kind", "source_form", "source_role", "anonymity", "anonymous")
ROLES = ("cue", "source", "reason")


def review(corpus: Corpus, who: str, articles: Iterable[str] | int = 10) -> CodingPage:
    """The coding page with the quotes that were found; `import_corrections` takes over changes.

    Args:
        corpus: the corpus to review.
        who: the reviewer; letters, digits, - and _.
        articles: article_ids, or the number of articles to draw_sample.

    Returns:
        The page, to show in a notebook. Changes are saved in ``coding/review/WHO.json``.

    Raises:
        KeyError: no such article.
        ValueError: the name of the reviewer cannot be a file name.

    Example:
        >>> import shutil, tempfile, toolkit as tk
        >>> folder = Path(tempfile.mkdtemp()) / "sample"
        >>> corpus = tk.open(shutil.copytree("data/sample", folder))
        >>> tk.review(corpus, "Ada", 2).path.name
        'Ada.json'
    """
    path = sheet_path(corpus, who)
    texts = texts_to_review(corpus, articles)
    return CodingPage(coding_page(who, texts, read_saved(path), found_quotes(corpus, texts)), path)


def sheet_path(corpus: Corpus, who: str) -> Path:
    """The file for the sheet of a reviewer, in a folder that is created if missing.

    Raises:
        ValueError: the name cannot be a file name.
    """
    if not is_coder_name(who):
        raise ValueError(f"{who!r}: use letters, digits, - and _, as it names a file")
    folder = corpus.folder / "coding" / "review"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{who}.json"


def texts_to_review(corpus: Corpus, articles: Iterable[str] | int) -> list[CodedArticle]:
    """Texts of some articles, or of a number of articles drawn at random."""
    rows = corpus.articles
    if isinstance(articles, int):
        return texts_to_code(rows, draw_sample(rows, articles))
    asked = pd.DataFrame({"article_id": list(articles)})
    unknown = asked["article_id"][~asked["article_id"].isin(rows["article_id"])]
    if len(unknown):
        raise KeyError(f"no article {unknown.iloc[0]!r}; see corpus.articles.article_id")
    return texts_to_code(rows, asked)


def found_quotes(corpus: Corpus, texts: Iterable[CodedArticle]) -> dict[str, list[Row]]:
    """The annotated quotes of each text, in the form of the coding page."""
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
