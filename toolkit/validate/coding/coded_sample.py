"""Coded samples as frames, for the parameter `corrected` of the measures.

Speakers stand under the names of the corpus.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.annotate.text.cues import classify
from toolkit.frames import MENTIONS, QUOTES, frame
from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.validate.coding.gold import CodedArticle, read_gold
from toolkit.validate.coding.read_sheets import read_sample
from toolkit.validate.coding.sampling import draw_sample
from toolkit.validate.shared.quote_matching import normalize_name


def coded_sample(
    corpus: Any, folder: str | Path | None = None, size: int | None = None, seed: int = 1
) -> CodedSample:
    """The hand coding of a corpus, with the inclusion probability of each coded article.

    Args:
        corpus: a Corpus.
        folder: adjudicated coding, as `toolkit agree` writes it: NAME.json, texts/NAME.txt and
            sample.csv with the probabilities. Without sample.csv the coded articles count as a
            random sample of the corpus. Names are article_ids, or the coding gives the `file` of
            the article. None: coding/sample/coded or coding in the corpus; an empty sample if
            there is neither.
        size: draw only this many of the coded articles, by outlet, as if no others were coded.
        seed: seed of that draw.

    Raises:
        FileNotFoundError: there is no coding in the folder.
        ValueError: no coded article is in the corpus.

    Example:
        >>> import toolkit as tk
        >>> len(coded_sample(tk.open("data/sample"), "data/sample/coding", size=25))
        25
    """
    named = coded_articles(corpus, folder)
    if not named:
        return _empty_sample()
    root = _coding(corpus, folder)
    coded = corpus.where(article=named)
    drawn = _drawn(corpus.without_text.articles, coded.articles, root, size, seed)
    kept = [(name, named[name]) for name in drawn["article_id"]]
    names = known_names(coded.mentions)
    quotes = [q for name, one in kept for q in quote_rows(one, name, names)]
    mentions = [m for name, one in kept for m in mention_rows(one, name, names)]
    return CodedSample(
        drawn[["article_id", "inclusion", "stratum"]],
        frame(QUOTES, quotes),
        frame(MENTIONS, mentions) if any(one.actors for _, one in kept) else None,
    )


def coded_articles(corpus: Any, folder: str | Path | None = None) -> dict[str, CodedArticle]:
    """The hand-coded articles of a corpus by article_id; arguments as in `coded_sample`.

    Raises:
        FileNotFoundError: there is no coding in the given folder.
        ValueError: no article coded there is in the corpus.

    Example:
        >>> import toolkit as tk
        >>> len(coded_articles(tk.open("data/sample"))) > 50
        True
    """
    root = _coding(corpus, folder)
    if folder is None and not any(root.glob("*.json")):
        return {}
    named = _named(corpus.without_text.articles, read_gold(root))
    if folder is not None and not named:
        raise ValueError(f"no article coded in {root} is in the corpus")
    return named


def _coding(corpus: Any, folder: str | Path | None) -> Path:
    """The folder of the coding: as given, else the corpus's own."""
    if folder is not None:
        return Path(folder)
    coding = Path(corpus.folder) / "coding"
    adjudicated = coding / "sample" / "coded"
    return adjudicated if adjudicated.is_dir() else coding


def _empty_sample() -> CodedSample:
    columns = {"article_id": "str", "inclusion": "float64", "stratum": "str"}
    empty = pd.DataFrame({c: pd.Series(dtype=d) for c, d in columns.items()})
    return CodedSample(empty, frame(QUOTES), frame(MENTIONS))


def _named(articles: pd.DataFrame, coded: Iterable[CodedArticle]) -> dict[str, CodedArticle]:
    """Coded articles by article_id: by name, else by the file that the coding is of."""
    places = [Path(str(f)).with_suffix("").as_posix() for f in articles["source_file"]]
    files = dict(zip(places, articles["article_id"], strict=True))
    ids, by_id = set(articles["article_id"]), {}
    for one in coded:
        place = one.about.get("file", "").removeprefix("raw/")
        name = one.name if one.name in ids else files.get(Path(place).with_suffix("").as_posix())
        if name:
            by_id[name] = one
    return by_id


def _drawn(
    everything: pd.DataFrame, articles: pd.DataFrame, root: Path, size: int | None, seed: int
) -> pd.DataFrame:
    if (root / "sample.csv").is_file():
        known = read_sample(root)
        return known[known["article_id"].isin(articles["article_id"])].reset_index(drop=True)
    english = everything["language"].eq("en").sum()
    if size:
        drawn = draw_sample(articles, size, ["outlet"], seed)
        return drawn.assign(inclusion=drawn["inclusion"] * len(articles) / english)
    coded = articles[articles["language"].eq("en")]
    share = len(coded) / english
    return pd.DataFrame({"article_id": coded["article_id"], "inclusion": share, "stratum": "all"})


_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_LABELS = ("quote_type", "cue_kind", "source_form", "source_role", "anonymity", "reason")
Row = dict[str, Any]
Names = Mapping[tuple[str, str], tuple[str, str]]


def known_names(mentions: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    """Speaker and actor_id in the annotations, by article and normalized name."""
    named = mentions[mentions["kind"].eq("name")]
    names: dict[tuple[str, str], tuple[str, str]] = {}
    for column in ("text", "actor"):
        rows = named[["article_id", column, "actor", "actor_id"]].itertuples(index=False, name=None)
        names |= {(article, normalize_name(n)): (actor, id_) for article, n, actor, id_ in rows}
    return names


def quote_rows(coded: CodedArticle, article_id: str, names: Names) -> list[Row]:
    """One article's coded quotes as rows of `quotes`, speakers under the corpus's names.

    Offsets refer to the title or the body.
    """
    return [_quote(coded, article_id, number, names) for number in range(len(coded.quotes))]


def _quote(coded: CodedArticle, article_id: str, number: int, names: Names) -> Row:
    quote, body = coded.quotes[number], len(coded.text) - coded.body
    in_title, parent = quote["in_title"], quote.get("parent")
    shift = 0 if in_title else coded.body
    segments = [[a - shift, b - shift] for a, b in quote["segments"]]
    contents = [coded.text[a:b] for a, b in quote["segments"]]
    before = coded.text[coded.body : quote["segments"][0][0]]
    places = {
        f"{role}_{end}": span[side] - shift if span else None
        for role in ("cue", "source", "reason")
        for span in [quote.get(f"{role}_span")]
        for side, end in enumerate(("start", "end"))
    }
    return {
        **{name: quote.get(name) for name in _LABELS},
        **_speaker(article_id, quote, names),
        **places,
        "quote_id": f"{article_id}:coded{number}",
        "article_id": article_id,
        "content": " … ".join(contents),
        "segments": segments,
        "cue": quote.get("cue"),
        "cue_kind": quote.get("cue_kind") or classify(quote.get("cue")).kind,
        "cue_force": classify(quote["cue"]).force if quote.get("cue") else None,
        "source": quote.get("source"),
        "anonymous": bool(quote.get("anonymous")),
        "parent_id": None if parent is None else f"{article_id}:coded{parent}",
        "n_words": sum(len(_WORD.findall(s)) for s in contents),
        "in_title": in_title,
        "paragraph": -1 if in_title else before.count("\n\n"),
        "position": 0.0 if in_title else segments[0][0] / max(1, body),
        "rule": "coded",
        "confidence": 1.0,
    }


def _speaker(article_id: str, quote: Row, names: Names) -> Row:
    """The speaker under the corpus's name where it is known, else as coded."""
    speaker, actor_id = quote.get("speaker"), None
    if known := _known(article_id, (speaker, *quote.get("aliases", ())), names):
        speaker, actor_id = known
    elif speaker and str(quote.get("source_form")).startswith("named"):
        actor_id = f"coded:{normalize_name(speaker)}"
    return {"speaker": speaker, "actor_id": actor_id}


def _known(article_id: str, given: Iterable[str | None], names: Names) -> tuple[str, str] | None:
    """Speaker and actor_id in the annotations, by the first of the names that they have."""
    keys = ((article_id, normalize_name(name)) for name in given if name)
    return next((names[key] for key in keys if key in names), None)


def mention_rows(coded: CodedArticle, article_id: str, names: Names) -> list[Row]:
    """One article's coded mentions by name as rows of `mentions`."""
    rows = []
    for actor in coded.actors:
        unknown = actor["name"], f"coded:{normalize_name(actor['name'])}"
        known = _known(article_id, (actor["name"], *actor.get("aliases", ())), names)
        name, actor_id = known or unknown
        for start, end in actor.get("mention_spans", ()):
            in_title = start < coded.body
            shift = 0 if in_title else coded.body
            rows.append({
                "article_id": article_id, "actor_id": actor_id, "actor": name,
                "actor_type": actor["actor_type"], "text": coded.text[start:end],
                "start": start - shift, "end": end - shift, "kind": "name", "in_title": in_title,
                "paragraph": -1 if in_title else coded.text[coded.body : start].count("\n\n"),
                "rule": "coded", "confidence": 1.0, "merged_from": None,
            })  # fmt: skip
    return rows
