"""Turn coded sheets into corrections of quotes.

Changed, deleted and added quotes become rows of `corrections/quotes.csv` with who, when and why. A
blind sheet decides what is a quote and which labels it has, but not its boundaries.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.corrections.quotes_csv import QuoteCorrection, Row, append
from toolkit.corpus.corrections.review import LABELS, ROLES, found_quotes
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.read_sheets import problems, read_sheets
from toolkit.validate.coding.sampling import text_hash, texts_to_code
from toolkit.validate.coding.sheet_parser import Sheet, with_derived_labels
from toolkit.validate.shared.matching import match
from toolkit.validate.shared.quote_matching import same_speaker, words_of

OVERLAP = 0.5
"""Share of common words above which two stretches are one quote."""


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
    append(corpus.folder, rows)
    columns = [f.name for f in fields(QuoteCorrection)]
    return pd.DataFrame([vars(r) for r in rows], columns=columns), problems(read)


def _of_sheet(
    sheet: Sheet, texts: dict[str, CodedArticle], found: dict[str, list[Row]], why: str
) -> list[QuoteCorrection]:
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    rows = []
    for name, coded in sheet.coded.items():
        machine = with_derived_labels(texts[name], found[name]).quotes
        for action, quote, to in _differences(coded, machine, sheet.blind):
            made = _row(coded, quote, action, to)
            reason = quote.get("why") or sheet.notes.get(name) or why
            rows.append(replace(made, who=sheet.coder, when=now, why=reason))
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
