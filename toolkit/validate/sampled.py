"""A coded sample as frames: what ``corrected=`` takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.annotate.cues import classify
from toolkit.frames import MENTIONS, QUOTES, frame
from toolkit.measure.corrected import CodedSample
from toolkit.validate.drawing import draw
from toolkit.validate.gold import Coded, read_gold
from toolkit.validate.quotes import plain
from toolkit.validate.reading import read_sample

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_LABELS = ("quote_type", "cue_kind", "source_form", "source_role", "anonymity", "reason")
Row = dict[str, Any]


def coded_sample(
    corpus: Any, folder: str | Path | None = None, size: int | None = None, seed: int = 1
) -> CodedSample:
    """What people coded of a corpus, with the probability of each article to be coded.

    Args:
        corpus: a Corpus.
        folder: adjudicated coding, as `toolkit agree` writes it: NAME.json, texts/NAME.txt and
            sample.csv with the probabilities. Without sample.csv the coded articles count as a
            random sample of the corpus; names are article_ids, or the coding says the `file` that
            it is of. None: coding/sample/coded or coding in the corpus; empty where neither is.
        size: draw only so many of the coded articles, by outlet, as if no others were coded.
        seed: of that draw.

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
        return _nobody()
    root = _coding(corpus, folder)
    articles = corpus.articles[corpus.articles["article_id"].isin(list(named))]
    drawn = _drawn(corpus.articles, articles, root, size, seed)
    kept = [(name, named[name]) for name in drawn["article_id"]]
    names = known_names(corpus.mentions)
    quotes = [q for name, coded in kept for q in quote_rows(coded, name, names)]
    mentions = [m for name, coded in kept for m in mention_rows(coded, name, names)]
    return CodedSample(
        drawn[["article_id", "inclusion", "stratum"]],
        frame(QUOTES, quotes),
        frame(MENTIONS, mentions) if any(coded.actors for _, coded in kept) else None,
    )


def coded_articles(corpus: Any, folder: str | Path | None = None) -> dict[str, Coded]:
    """The articles of a corpus that people coded, by article_id; arguments as in `coded_sample`.

    Raises:
        FileNotFoundError: there is no coding in the folder that was named.
        ValueError: no article that is coded there is in the corpus.

    Example:
        >>> import toolkit as tk
        >>> len(coded_articles(tk.open("data/sample"))) > 50
        True
    """
    root = _coding(corpus, folder)
    if folder is None and not any(root.glob("*.json")):
        return {}
    named = _named(corpus.articles, read_gold(root))
    if folder is not None and not named:
        raise ValueError(f"no article coded in {root} is in the corpus")
    return named


def _coding(corpus: Any, folder: str | Path | None) -> Path:
    """The folder of the coding: as named, else where the corpus has it."""
    if folder is not None:
        return Path(folder)
    own = Path(corpus.home) / "coding"
    return own / "sample" / "coded" if (own / "sample" / "coded").is_dir() else own


def _nobody() -> CodedSample:
    columns = {"article_id": "str", "inclusion": "float64", "stratum": "str"}
    empty = pd.DataFrame({c: pd.Series(dtype=d) for c, d in columns.items()})
    return CodedSample(empty, frame(QUOTES), frame(MENTIONS))


def _named(articles: pd.DataFrame, coded: Iterable[Coded]) -> dict[str, Coded]:
    """Coded articles by article_id: by name, else by the file that the coding is of."""
    places = [Path(str(f)).with_suffix("").as_posix() for f in articles["source_file"]]
    files = dict(zip(places, articles["article_id"], strict=True))
    ids, made = set(articles["article_id"]), {}
    for one in coded:
        place = one.about.get("file", "").removeprefix("raw/")
        name = one.name if one.name in ids else files.get(Path(place).with_suffix("").as_posix())
        if name:
            made[name] = one
    return made


def _drawn(
    everything: pd.DataFrame, articles: pd.DataFrame, root: Path, size: int | None, seed: int
) -> pd.DataFrame:
    if (root / "sample.csv").is_file():
        known = read_sample(root)
        return known[known["article_id"].isin(articles["article_id"])].reset_index(drop=True)
    english = everything["language"].eq("en").sum()
    if size:
        drawn = draw(articles, size, ["outlet"], seed)
        return drawn.assign(inclusion=drawn["inclusion"] * len(articles) / english)
    coded = articles[articles["language"].eq("en")]
    share = len(coded) / english
    return pd.DataFrame({"article_id": coded["article_id"], "inclusion": share, "stratum": "all"})


Names = Mapping[tuple[str, str], tuple[str, str]]


def known_names(mentions: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    """The machine's speaker and actor_id of each article and name, as people may write it."""
    named = mentions[mentions["kind"].eq("name")]
    made: dict[tuple[str, str], tuple[str, str]] = {}
    for column in ("text", "actor"):
        rows = named[["article_id", column, "actor", "actor_id"]].itertuples(index=False, name=None)
        made |= {(article, plain(name)): (actor, one) for article, name, actor, one in rows}
    return made


def quote_rows(coded: Coded, article_id: str, names: Names) -> list[Row]:
    """One article's coded quotes as rows of `quotes`, speakers under the corpus's names.

    Offsets are into the text that was coded: its title, or its body.
    """
    return [_quote(coded, article_id, number, names) for number in range(len(coded.quotes))]


def _quote(coded: Coded, article_id: str, number: int, names: Names) -> Row:
    quote, body = coded.quotes[number], len(coded.text) - coded.body
    shift = 0 if quote["in_title"] else coded.body
    segments = [[a - shift, b - shift] for a, b in quote["segments"]]
    said = [coded.text[a:b] for a, b in quote["segments"]]
    before = coded.text[coded.body : quote["segments"][0][0]]
    parent = quote.get("parent")
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
        "content": " … ".join(said),
        "segments": segments,
        "cue": quote.get("cue"),
        "cue_kind": quote.get("cue_kind") or classify(quote.get("cue")).kind,
        "cue_force": classify(quote["cue"]).force if quote.get("cue") else None,
        "source": quote.get("source"),
        "anonymous": bool(quote.get("anonymous")),
        "parent_id": None if parent is None else f"{article_id}:coded{parent}",
        "n_words": sum(len(_WORD.findall(s)) for s in said),
        "in_title": quote["in_title"],
        "paragraph": -1 if quote["in_title"] else before.count("\n\n"),
        "position": 0.0 if quote["in_title"] else segments[0][0] / max(1, body),
        "rule": "coded",
        "confidence": 1.0,
    }


def _speaker(article_id: str, quote: Row, names: Names) -> Row:
    """The machine's name for a speaker where it knows him; else as people wrote it."""
    speaker = quote.get("speaker")
    for name in [speaker, *quote.get("aliases", ())]:
        if name and (found := names.get((article_id, plain(name)))):
            return {"speaker": found[0], "actor_id": found[1]}
    named = str(quote.get("source_form") or "").startswith("named")
    return {
        "speaker": speaker,
        "actor_id": f"coded:{plain(speaker)}" if speaker and named else None,
    }


def mention_rows(coded: Coded, article_id: str, names: Names) -> list[Row]:
    """One article's coded actors as rows of `mentions`; those by name."""
    made = []
    for actor in coded.actors:
        keys = [(article_id, plain(n)) for n in (actor["name"], *actor.get("aliases", ()))]
        found = next((names[k] for k in keys if k in names), None)
        name, actor_id = found or (actor["name"], f"coded:{plain(actor['name'])}")
        for start, end in actor.get("mention_spans", ()):
            in_title = start < coded.body
            shift = 0 if in_title else coded.body
            made.append({
                "article_id": article_id, "actor_id": actor_id, "actor": name,
                "actor_type": actor["actor_type"], "text": coded.text[start:end],
                "start": start - shift, "end": end - shift, "kind": "name", "in_title": in_title,
                "paragraph": -1 if in_title else coded.text[coded.body : start].count("\n\n"),
                "rule": "coded", "confidence": 1.0, "merged_from": None,
            })  # fmt: skip
    return made


def write_coded(folder: Path, coded: Iterable[Coded], texts: bool = True) -> None:
    """Coded articles as files that `toolkit score … --gold` reads."""
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    for one in coded:
        body = {**one.about, "body_start": one.body, "quotes": one.quotes, "actors": one.actors}
        path = folder / f"{one.name}.json"
        path.write_text(json.dumps(body, ensure_ascii=False, indent=1, default=_plain), "utf-8")
        if texts:
            (folder / "texts" / f"{one.name}.txt").write_bytes(one.text.encode())


def write_sample(folder: Path, coded: Sequence[Coded], home: Path) -> None:
    """One coding of a sample, with the part of sample.csv that is coded.

    An article of a stratum that is not coded makes the others of it stand for more.
    """
    write_coded(folder, coded)
    sample = read_sample(home)
    drawn = sample.groupby("stratum")["article_id"].transform("size")
    done = sample["article_id"].isin([c.name for c in coded])
    kept = done.groupby(sample["stratum"]).transform("sum")
    share = sample["inclusion"] * kept / drawn
    sample.assign(inclusion=share)[done].to_csv(
        folder / "sample.csv", index=False, encoding="utf-8-sig"
    )


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} in a coding")
