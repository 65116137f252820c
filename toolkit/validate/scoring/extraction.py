"""Scores of extracted body text, as the article-extraction-benchmark defines them.

Texts are compared by their shingles of four tokens. Precision and recall are means over pages; F1
is computed from the two means. Definition: Scrapinghub, article-extraction-benchmark, evaluate.py
(2019), which leaves pages without output out of the mean precision, and pages without a true text
out of the mean recall.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import fmean

import pandas as pd

from toolkit.normalize.html.body import read_body
from toolkit.normalize.html.engines import ENGINES, quiet
from toolkit.normalize.html.page import read_page
from toolkit.normalize.html.tree import parse_tree, readable_tree
from toolkit.normalize.text.encoding import decode, tidy
from toolkit.progress import track
from toolkit.validate.scoring.bootstrap import f1_score, ratio

SHINGLE = 4
_TOKEN = re.compile(r"\w+")
_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"'))
_BESIDE = re.compile(r"(\w*)[^\w\"]*\"(?=[^\w\"]*(\w*))")

Reader = Callable[[str], str]


def score_extraction(pages: Path, truth: Path) -> pd.DataFrame:
    """Score each extraction engine and the vote on pages whose true text is known.

    "vote" is the body with its subheads, which the benchmark counts as body; "articles.text" is the
    text in the frame, without subheads that are labels.

    Args:
        pages: folder of NAME.html or NAME.html.gz.
        truth: JSON object from NAME to an object with `articleBody`.

    Returns:
        Frame of `reader`, `f1`, `precision`, `recall`, `marks_kept` (shares, 0 to 1),
        `pages_per_second` (of CPU), `n` (pages).

    Raises:
        FileNotFoundError: a page of `truth` is not in the folder.
        ValueError: `truth` does not have that form.
    """
    bodies = _truth(truth)
    sources = {name: _source(pages, name) for name in bodies}
    texts: dict[str, dict[str, str]] = {name: {} for name in READERS}
    seconds = dict.fromkeys(READERS, 0.0)
    with quiet():
        for page, html in track(list(sources.items()), "extracting", "pages"):
            for name, read in READERS.items():
                began = time.process_time()
                texts[name][page] = _attempt(read, html)
                seconds[name] += time.process_time() - began
    rows = [
        {
            "reader": name,
            **shingle_scores(bodies, found),
            "marks_kept": marks_kept(bodies, found),
            "pages_per_second": ratio(len(bodies), seconds[name]),
            "n": len(bodies),
        }
        for name, found in texts.items()
    ]
    return pd.DataFrame(rows)


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


def _voted(html: str) -> str:
    tree, _ = readable_tree(parse_tree(html))
    return "\n\n".join(s.text for s in read_body(tree).kept)


def _alone(name: str) -> Reader:
    """One engine by itself, reading the page in its usual way."""
    parses = name != "newspaper3k"
    return lambda html: ENGINES[name](html if parses else parse_tree(html))


READERS: Mapping[str, Reader] = {
    "vote": _voted,
    "articles.text": lambda html: read_page(html).tidied().text,
    **{name: _alone(name) for name in ENGINES},
}


def _attempt(read: Reader, html: str) -> str:
    """The text that a reader extracts; empty if it fails."""
    try:
        return read(html)
    except Exception:  # an engine alone may raise anything
        return ""


def _truth(path: Path) -> dict[str, str]:
    loaded = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(loaded, dict) or not all(isinstance(v, dict) for v in loaded.values()):
        raise ValueError(f"{path} is no object from page to {{'articleBody': …}}")
    return {name: str(page.get("articleBody") or "") for name, page in loaded.items()}


def _source(folder: Path, name: str) -> str:
    for path in (folder / f"{name}.html.gz", folder / f"{name}.html"):
        if path.is_file():
            data = path.read_bytes()
            unpacked = gzip.decompress(data) if path.suffix == ".gz" else data
            return tidy(decode(unpacked)[0])
    raise FileNotFoundError(f"no page {name}.html or {name}.html.gz in {folder}")
