"""Body text of pages against their true text, as the article-extraction-benchmark measures it.

Shingles of four tokens, counted; per page the shares of right, superfluous and missing ones;
precision and recall as means over pages, F1 of the two means. Definition: Scrapinghub,
article-extraction-benchmark, evaluate.py (2019), which leaves pages without any output out of the
mean of precision, and pages without any truth out of that of recall.
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
from toolkit.normalize.text.draft import EngineName, Unreadable
from toolkit.normalize.text.encoding import decode, tidy
from toolkit.progress import bar

SHINGLE = 4
_TOKEN = re.compile(r"\w+")
_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"'))
_BESIDE = re.compile(r"(\w*)[^\w\"]*\"(?=[^\w\"]*(\w*))")

Reader = Callable[[str], str]


def score_extraction(pages: Path, truth: Path) -> pd.DataFrame:
    """Each engine alone beside the vote, on pages whose true text is known.

    "vote" is the body with its subheads, which the benchmark counts as body; "articles.text" is
    what stands in the frame, where subheads that are labels are left out.

    Args:
        pages: folder of NAME.html or NAME.html.gz.
        truth: JSON object from NAME to an object with `articleBody`.

    Returns:
        Frame of `reader`, `f1`, `precision`, `recall`, `marks_kept` (shares, 0 to 1),
        `pages_per_second` (of CPU), `n` (pages).

    Raises:
        FileNotFoundError: a page of the truth is not in the folder.
        ValueError: the truth is not of that form.
    """
    bodies = _truth(truth)
    sources = {name: _source(pages, name) for name in bodies}
    texts: dict[str, dict[str, str]] = {name: {} for name in READERS}
    seconds = dict.fromkeys(READERS, 0.0)
    with bar(len(sources), "extracting", "pages") as shown, quiet():
        for page, html in sources.items():
            for name, read in READERS.items():
                began = time.process_time()
                texts[name][page] = _attempt(read, html)
                seconds[name] += time.process_time() - began
            shown.update()
    rows = [_row(name, bodies, texts[name], seconds[name]) for name in READERS]
    return pd.DataFrame(rows)


def _row(
    name: str, truth: Mapping[str, str], found: Mapping[str, str], seconds: float
) -> dict[str, object]:
    return {
        "reader": name,
        **shingle_scores(truth, found),
        "marks_kept": marks_kept(truth, found),
        "pages_per_second": len(truth) / seconds if seconds else float("nan"),
        "n": len(truth),
    }


def shingle_scores(truth: Mapping[str, str], found: Mapping[str, str]) -> dict[str, float]:
    """Precision, recall and F1 of found texts against true ones, by the benchmark's definition.

    Args:
        truth: true text by page.
        found: found text by page; a page that is not there has none.

    Example:
        >>> scores = shingle_scores({"a": "one two three four five"}, {"a": "one two three four"})
        >>> scores["precision"], scores["recall"]
        (1.0, 0.5)
    """
    pairs = [(_counted(text), _counted(found.get(page, ""))) for page, text in truth.items()]
    right = [(sum((a & b).values()), sum(a.values()), sum(b.values())) for a, b in pairs]
    precision = _mean([hit / made for hit, _, made in right if made])
    recall = _mean([hit / true for hit, true, _ in right if true])
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {"f1": f1, "precision": precision, "recall": recall}


def _mean(shares: list[float]) -> float:
    return fmean(shares) if shares else 0.0


def _counted(text: str) -> Counter[tuple[str, ...]]:
    """Shingles with how often each comes; of a text of fewer tokens, all of them as one."""
    tokens = _TOKEN.findall(text)
    last = max(1, len(tokens) - SHINGLE + 1)
    return Counter(tuple(tokens[i : i + SHINGLE]) for i in range(last) if tokens)


def marks_kept(truth: Mapping[str, str], found: Mapping[str, str]) -> float:
    """Share of the truth's double quotation marks that a text has too.

    A mark is kept where the text has one between the same two words of a line; its form (straight,
    curly, guillemet) does not count.

    Returns:
        0 to 1; not a number where the truth has no quotation marks.

    Example:
        >>> marks_kept({"a": "“Go,” she said."}, {"a": '"Go she said.'})
        0.5
    """
    true = {page: _marks(text) for page, text in truth.items()}
    kept = sum(sum((marks & _marks(found.get(page, ""))).values()) for page, marks in true.items())
    total = sum(sum(marks.values()) for marks in true.values())
    return kept / total if total else float("nan")


def _marks(text: str) -> Counter[tuple[str, str]]:
    """Quotation marks by the words on their two sides, on one line."""
    lines = text.translate(_MARKS).casefold().split("\n")
    return Counter(pair for line in lines for pair in _BESIDE.findall(line))


# ------------------------------------------------------------------ readers


def _voted(html: str) -> str:
    tree, _ = readable_tree(parse_tree(html))
    return "\n\n".join(s.text for s in read_body(tree).kept)


def _article(html: str, engine: EngineName = "vote") -> str:
    return read_page(html, engine).tidied().text


def _alone(name: str) -> Reader:
    """One engine by itself, as its users have it: from the characters of the page, its own way."""
    parses = name != "newspaper3k"
    return lambda html: ENGINES[name](html if parses else parse_tree(html))


READERS: Mapping[str, Reader] = {
    "vote": _voted,
    "articles.text": _article,
    **{name: _alone(name) for name in ENGINES},
}


def _attempt(read: Reader, html: str) -> str:
    """What a reader makes of a page; nothing, where it fails: that is its result."""
    try:
        return read(html)
    except Unreadable:
        return ""
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
