"""Scores of extracted text: body, quotation paragraphs, and the figures by publisher.

Two measures of the body stand beside each other. The article-extraction-benchmark compares shingles
of four tokens; precision and recall are means over pages, and F1 is computed from the two means
(Scrapinghub, evaluate.py, 2019, which leaves pages without output out of the mean precision, and
pages without a true text out of the mean recall). WCXB compares words, and takes the mean of the
pages' F1 (Foley 2026).
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit.normalize.article_row import article_row
from toolkit.normalize.html.body import MODEL, read_body
from toolkit.normalize.html.engines import ENGINES, quiet
from toolkit.normalize.html.metadata import read_meta
from toolkit.normalize.html.page import read_page
from toolkit.normalize.html.title import page_title
from toolkit.normalize.html.tree import limit, parse_tree, readable_tree
from toolkit.normalize.text.draft import Setting
from toolkit.normalize.text.shingles import shingles
from toolkit.progress import track
from toolkit.validate.scoring.bootstrap import f1_score, ratio
from toolkit.validate.scoring.pages import Page

SHINGLE = 4
KEPT = 0.8
"""Share of a quotation paragraph's shingles from which it is kept."""
GOOD, BAD = 0.9, 0.7
"""A page collapses if trafilatura alone has GOOD word F1 and the reader less than BAD."""
OURS, YARDSTICK = "articles.text", "trafilatura"
_TOKEN = re.compile(r"\w+")
_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"'))
_BESIDE = re.compile(r"(\w*)[^\w\"]*\"(?=[^\w\"]*(\w*))")

Reader = Callable[[str, Path], Mapping[str, Any]]


class Extracted(NamedTuple):
    """Texts of pages as each reader extracts them.

    Attributes:
        pages: the pages with their ground truth.
        articles: row of `articles` of each page, {} for a page without an article.
        texts: text of each page, in the order of the pages, by reader.
        seconds: CPU seconds of each reader.
    """

    pages: Sequence[Page]
    articles: Sequence[Mapping[str, Any]]
    texts: Mapping[str, Sequence[str]]
    seconds: Mapping[str, float]


def extract_pages(pages: Sequence[Page], folds: Path | None = None) -> Extracted:
    """Extract pages with the toolkit and with each engine alone.

    Args:
        pages: pages with their ground truth.
        folds: folder of the models for cross-validation (see ``toolkit.training.extraction``); the
            model of the toolkit is used by default, which was trained on the public pages.
    """
    articles: list[Mapping[str, Any]] = []
    texts: dict[str, list[str]] = {name: [] for name in READERS}
    seconds = dict.fromkeys(READERS, 0.0)
    with quiet():
        for read in READERS.values() if pages else ():  # libraries are loaded before time counts
            _attempt(read, pages[0].html, MODEL)
        for page in track(pages, "extracting", "pages"):
            html, model = page.html, folds / f"fold-{page.fold}.onnx" if folds else MODEL
            for name, read in READERS.items():
                began = time.process_time()
                found = _attempt(read, html, model)
                seconds[name] += time.process_time() - began
                texts[name].append(str(found.get("text") or ""))
                if name == OURS:
                    articles.append(found)
    return Extracted(pages, articles, texts, seconds)


def score_bodies(extracted: Extracted) -> pd.DataFrame:
    """Score the body text of each reader.

    "body" is the text with its subheads, which benchmarks count as body; "articles.text" is the
    text in the frame, without subheads that are labels.

    Returns:
        Frame of `reader`, `words_f1` (mean over pages), `f1`, `precision`, `recall` (of shingles),
        `collapsed` (pages that trafilatura alone reads and the reader does not), `marks_kept`,
        `quotes_kept` (shares of quotation marks and quotation paragraphs, 0 to 1),
        `pages_per_second` (of CPU), `n` (pages).
    """
    truth = {page.name: page.body for page in extracted.pages}
    alone = np.array(word_scores(extracted, YARDSTICK))
    rows = []
    for name, texts in extracted.texts.items():
        found, words = dict(zip(truth, texts, strict=True)), word_scores(extracted, name)
        rows.append({
            "reader": name, "words_f1": fmean(words), **shingle_scores(truth, found),
            "collapsed": int(((np.array(words) < BAD) & (alone >= GOOD)).sum()),
            "marks_kept": marks_kept(truth, found), "quotes_kept": quotes_kept(truth, found),
            "pages_per_second": ratio(len(truth), extracted.seconds[name]), "n": len(truth),
        })  # fmt: skip
    return pd.DataFrame(rows)


def score_publishers(extracted: Extracted) -> pd.DataFrame:
    """Word F1 by publisher, of the toolkit and of trafilatura alone.

    Returns:
        Frame of `publisher` (or site), `articles.text`, `trafilatura` (mean word F1), `n` (pages);
        publishers on whose pages the toolkit is worst come first.
    """
    columns = {name: word_scores(extracted, name) for name in (OURS, YARDSTICK)}
    names = [str(p.truth.get("publisher") or p.site) for p in extracted.pages]
    table = pd.DataFrame({"publisher": names, **columns, "n": 1})
    means = {**dict.fromkeys(columns, "mean"), "n": "sum"}
    scores = table.groupby("publisher", as_index=False).agg(means)
    return scores.sort_values([OURS, "publisher"], ignore_index=True)


def word_scores(extracted: Extracted, reader: str) -> list[float]:
    """Word F1 of each page, 0 to 1."""
    pairs = zip(extracted.pages, extracted.texts[reader], strict=True)
    return [word_f1(page.body, text) for page, text in pairs]


def word_f1(truth: str, found: str) -> float:
    """F1 of the words of a text, counted, whatever their order and case.

    Example:
        >>> word_f1("It rained all day.", "it rained")
        0.6666666666666666
    """
    true, words = (Counter(_TOKEN.findall(t.casefold())) for t in (truth, found))
    right = sum((true & words).values())
    return ratio(2 * right, true.total() + words.total()) if right else 0.0


def quotes_kept(truth: Mapping[str, str], found: Mapping[str, str]) -> float:
    """Share of the true texts' paragraphs with quotation marks that the found texts have.

    Returns:
        0 to 1; NaN if no true text has quotation marks.

    Example:
        >>> quotes_kept({"a": "“It rained all day,” she said.\\nTides."}, {"a": "Tides."})
        0.0
    """
    kept = []
    for page, text in truth.items():
        whole = shingles(found.get(page, ""))
        for line in text.translate(_MARKS).split("\n"):
            if '"' in line and (own := shingles(line)):
                kept.append(len(own & whole) >= KEPT * len(own))
    return ratio(sum(kept), len(kept))


def shingle_scores(truth: Mapping[str, str], found: Mapping[str, str]) -> dict[str, float]:
    """Precision, recall and F1 of found texts against true ones, by the benchmark's definition.

    Args:
        truth: true text by page.
        found: found text by page; a page that is missing counts as empty.

    Example:
        >>> scores = shingle_scores({"a": "one two three four five"}, {"a": "one two three four"})
        >>> scores["precision"], scores["recall"]
        (1.0, 0.5)
    """
    pairs = [(_counted(text), _counted(found.get(page, ""))) for page, text in truth.items()]
    right = [(sum((a & b).values()), sum(a.values()), sum(b.values())) for a, b in pairs]
    precision = fmean([hit / n for hit, _, n in right if n] or [0.0])
    recall = fmean([hit / true for hit, true, _ in right if true] or [0.0])
    return {"f1": f1_score(precision, recall), "precision": precision, "recall": recall}


def _counted(text: str) -> Counter[tuple[str, ...]]:
    """Shingles and their frequencies; a text of fewer tokens is one shingle."""
    tokens = _TOKEN.findall(text)
    last = max(1, len(tokens) - SHINGLE + 1)
    return Counter(tuple(tokens[i : i + SHINGLE]) for i in range(last) if tokens)


def marks_kept(truth: Mapping[str, str], found: Mapping[str, str]) -> float:
    """Share of the true texts' double quotation marks that the found texts have too.

    A mark is kept if the found text has one between the same two words of a line, whatever its form
    (straight, curly, guillemet).

    Returns:
        0 to 1; NaN if the true texts have no quotation marks.

    Example:
        >>> marks_kept({"a": "“Go,” she said."}, {"a": '"Go she said.'})
        0.5
    """
    true = {page: _marks(text) for page, text in truth.items()}
    kept = sum(sum((marks & _marks(found.get(page, ""))).values()) for page, marks in true.items())
    total = sum(sum(marks.values()) for marks in true.values())
    return ratio(kept, total)


def _marks(text: str) -> Counter[tuple[str, str]]:
    """Quotation marks, each as the words before and after it in its line."""
    lines = text.translate(_MARKS).casefold().split("\n")
    return Counter(pair for line in lines for pair in _BESIDE.findall(line))


def _body(html: str, model: Path) -> dict[str, Any]:
    tree = parse_tree(html)
    meta = read_meta(tree)
    limit(tree)
    title = page_title(tree, meta)
    body = read_body(tree, readable_tree(tree), "vote", title, meta.text, model=model)
    return {"text": "\n\n".join(s.text for s in body.kept)}


def _article(html: str, model: Path) -> dict[str, Any]:
    return article_row(read_page(html, model=model).tidied(), "", None, Setting())


def _alone(name: str) -> Reader:
    """One engine by itself, reading the page in its usual way."""
    parses = name != "newspaper3k"
    return lambda html, _: {"text": ENGINES[name](html if parses else parse_tree(html))}


READERS: Mapping[str, Reader] = {
    "body": _body,
    OURS: _article,
    **{name: _alone(name) for name in ENGINES},
}


def _attempt(read: Reader, html: str, model: Path) -> Mapping[str, Any]:
    """What a reader extracts; {} if it fails."""
    try:
        return read(html, model)
    except Exception:  # an engine alone may raise anything
        return {}
