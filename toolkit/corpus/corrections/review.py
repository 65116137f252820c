"""Correct quotes: one by one, or on a coding page with the quotes that were found.

Changed, deleted and added quotes of a page become rows of `corrections/quotes.csv` with who, when
and why. A blind sheet decides what is a quote and which labels it has, but not its boundaries.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.corrections.quotes import QuoteCorrection, Row, append, texts_of
from toolkit.frames import records
from toolkit.validate.coding.codebook import coding_page
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.read_sheets import problems, read_sheets
from toolkit.validate.coding.sampling import draw_sample, is_coder_name, text_hash, texts_to_code
from toolkit.validate.coding.sheet_parser import Sheet, with_derived_labels
from toolkit.validate.coding.widget import CodingPage, read_saved
from toolkit.validate.shared.matching import match
from toolkit.validate.shared.quote_matching import same_speaker, words_of

LABELS = ("cue_kind", "source_form", "source_role", "anonymity", "anonymous")
ROLES = ("cue", "source", "reason")
OVERLAP = 0.5
"""Share of common words above which two stretches are one quote."""


def correct(
    corpus: Corpus, quote: pd.Series[Any] | str, action: str, to: str = "", *, who: str, why: str
) -> None:
    """Write a correction of a quote into a corpus; open the corpus again to apply it.

    Args:
        corpus: the corpus of the quote.
        quote: a row of `corpus.quotes`, or its quote_id.
        action: "drop" (not a quote), "speaker", or the column to correct: source_role,
            source_form, anonymity, anonymous, cue_kind, quote_type.
        to: the right value; empty for drop.
        who: the person who corrects.
        why: the reason.

    Raises:
        KeyError: no such quote.
        ValueError: no such action, or a value that is not valid.

    Example:
        >>> import pathlib, tempfile, toolkit as tk
        >>> folder = pathlib.Path(tempfile.mkdtemp()) / "a.txt"
        >>> _ = folder.write_text('The quay\\n\\n"We will close the quay," said Ada Brook.')
        >>> corpus = tk.read(folder)
        >>> correct(corpus, corpus.quotes.iloc[0], "source_role", "expert", who="Ada", why="a test")
        >>> tk.read(folder).quotes["source_role"].tolist()
        ['expert']
    """
    if isinstance(quote, str):
        chosen = corpus.quotes[corpus.quotes["quote_id"] == quote]
        if chosen.empty:
            raise KeyError(f"no quote {quote!r}; see corpus.quotes.quote_id")
        quote = chosen.iloc[0]
    text = texts_of(corpus.articles)[quote["article_id"]][bool(quote["in_title"])]
    start, end = quote["segments"][0][0], quote["segments"][-1][1]
    anchor = (quote["article_id"], text_hash(text), start, end, bool(quote["in_title"]))
    made = QuoteCorrection(action, *anchor, text[start:end], to, who, _now(), why)
    append(corpus.folder, [made])


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M")


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
        known = not any(map(pd.isna, places))
        made[f"{role}_span"] = [int(p) + shift for p in places] if known else None
    for name in LABELS:
        value = quote[name]
        made[name] = None if pd.isna(value) else str(value).lower()
    made["speaker"] = quote["speaker"] if isinstance(quote["speaker"], str) else ""
    return made


def import_corrections(
    corpus: Corpus, sheets: Sequence[str | Path], why: str = "as coded by hand"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Write the differences between coded sheets and annotations as corrections of the corpus.

    Articles that are not marked as done are skipped. Open the corpus again to apply the
    corrections; importing the same sheet again then writes nothing.

    Args:
        corpus: the corpus of the articles.
        sheets: files of the coding page (.json), or tables (.csv, .xlsx).
        why: the reason for corrections without one.

    Returns:
        The corrections, as rows of `corrections/quotes.csv`; and problems in the sheets, as sheet,
        row, article, problem.

    Raises:
        ValueError: a file is not a coding sheet.

    Example:
        >>> import json, tempfile, toolkit as tk
        >>> file = Path(tempfile.mkdtemp()) / "a.txt"
        >>> _ = file.write_text('The quay\\n\\n"We will close the quay," said Ada Brook.')
        >>> corpus = tk.read(file)
        >>> coded = {"article": corpus.articles["article_id"].iloc[0], "done": True, "quotes": []}
        >>> sheet = file.with_name("tom.json")
        >>> _ = sheet.write_text(json.dumps({"coder": "Tom", "articles": [coded]}))
        >>> import_corrections(corpus, [sheet], why="nobody is quoted")[0]["action"].tolist()
        ['drop']
    """
    texts = {t.name: t for t in texts_to_code(corpus.articles, corpus.articles)}
    read = read_sheets([Path(s) for s in sheets], texts)
    found = found_quotes(corpus, [texts[n] for n in {n for s in read for n in s.coded}])
    rows = [row for sheet in read for row in _of_sheet(sheet, texts, found, why)]
    if rows:
        append(corpus.folder, rows)
    return pd.DataFrame(rows, columns=QuoteCorrection._fields), problems(read)


def _of_sheet(
    sheet: Sheet, texts: dict[str, CodedArticle], found: dict[str, list[Row]], why: str
) -> list[QuoteCorrection]:
    rows = []
    for name, coded in sheet.coded.items():
        machine = with_derived_labels(texts[name], found[name]).quotes
        for action, quote, to in _differences(coded, machine, sheet.blind):
            made = _row(coded, quote, action, to)
            reason = quote.get("why") or sheet.notes.get(name) or why
            rows.append(made._replace(who=sheet.coder, when=_now(), why=reason))
    return rows


Change = tuple[str, Row, str]
"""An action, the quote, and the right value."""


def _differences(coded: CodedArticle, machine: Sequence[Row], blind: bool) -> list[Change]:
    """The differences between coded and annotated quotes of one article."""
    text, people = coded.text, list(coded.quotes)
    pairs = match([words_of(text, q) for q in people], [words_of(text, q) for q in machine],
                  OVERLAP)  # fmt: skip
    known, seen = {i for i, _ in pairs}, {j for _, j in pairs}
    made: list[Change] = [("drop", q, "") for j, q in enumerate(machine) if j not in seen]
    for i, j in pairs:
        made += _of_pair(people[i], machine[j], blind)
    return made + [("add", q, "") for i, q in enumerate(people) if i not in known]


def _of_pair(person: Row, machine: Row, blind: bool) -> list[Change]:
    places = ("segments", "cue_span", "source_span")
    if not blind and any(person.get(p) != machine.get(p) for p in places):
        return [("drop", {**machine, "why": person.get("why")}, ""), ("add", person, "")]
    about = {**machine, "why": person.get("why")}
    made: list[Change] = []
    for name in LABELS:
        value = person.get(name)
        told = None if value is None else str(value).lower()
        if told is not None and told != machine[name]:
            made.append((name, about, told))
    said, theirs = person.get("speaker") or "", machine["speaker"] or ""
    other = not same_speaker({"speaker": said}, theirs or None) if blind else said != theirs
    return [*made, ("speaker", about, said)] if other and (said or not blind) else made


def _row(coded: CodedArticle, quote: Row, action: str, to: str) -> QuoteCorrection:
    """A correction that refers to characters of the title or the text."""
    start, end = quote["segments"][0][0], quote["segments"][-1][1]
    in_title = start < coded.body
    shift = 0 if in_title else coded.body
    text = coded.text[: max(coded.body - 2, 0)] if in_title else coded.text[coded.body :]
    to = json.dumps(_known(quote, start), ensure_ascii=False) if action == "add" else to
    words = coded.text[start:end]
    place = (start - shift, end - shift, in_title, words)
    return QuoteCorrection(action, coded.name, text_hash(text), *place, to)


def _known(quote: Row, start: int) -> dict[str, Any]:
    """The labels and spans of a missed quote, counted from its first character."""
    made: dict[str, Any] = {"segments": [[a - start, b - start] for a, b in quote["segments"]]}
    for role in ROLES:
        span = quote.get(f"{role}_span")
        if span:
            made |= {role: quote.get(role), f"{role}_span": [p - start for p in span]}
    labels = {n: quote.get(n) for n in ("speaker", *LABELS) if quote.get(n) is not None}
    return {**made, **labels}
