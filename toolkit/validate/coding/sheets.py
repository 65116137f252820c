"""Writes coding sheets: a page, a CSV file and a spreadsheet for each coder of a sample.

It also writes what was coded, for `toolkit score … --gold` and `coded_sample`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from toolkit.storage.cells import fitting, safe_text, write_csv
from toolkit.validate.coding.codebook import choices, codebook, codebook_markdown, coding_page
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.read_sheets import read_sample
from toolkit.validate.coding.sampling import SEPARATOR

COLUMNS = ("article", "done", *(v.name for v in codebook()), "note")
_ROWS = 400
_WIDE = {"content": 60, "source": 30, "reason": 30, "speaker": 24, "article": 20, "note": 30}


def write_sheets(folder: Path, sample: pd.DataFrame, texts: Sequence[CodedArticle]) -> list[Path]:
    """Write a coding folder: the sample, its texts, the codebook, and the sheets of each coder.

    Args:
        folder: created if it is missing; it must not hold another sample.
        sample: a sample from `draw_sample`, with a column `coders`.
        texts: its articles, from `texts_to_code`.

    Returns:
        The files for coders, in order of their names.

    Raises:
        FileExistsError: there is a sample in the folder already.
    """
    if (folder / "sample.csv").exists():
        raise FileExistsError(f"{folder} has a sample already: choose another folder")
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    write_csv(sample, folder / "sample.csv")
    (folder / "CODEBOOK.md").write_text(codebook_markdown(), encoding="utf-8")
    for coded in texts:
        (folder / "texts" / f"{coded.name}.txt").write_bytes(coded.text.encode())
    files: list[Path] = []
    assigned = sample.set_index("article_id")["coders"].str.split(SEPARATOR)
    for coder in sorted({name for names in assigned for name in names}):
        files += _write_sheets_of(coder, folder, [t for t in texts if coder in assigned[t.name]])
    return files


def _write_sheets_of(coder: str, folder: Path, texts: list[CodedArticle]) -> list[Path]:
    page, table, book = (folder / f"{coder}.{suffix}" for suffix in ("html", "csv", "xlsx"))
    page.write_text(coding_page(coder, texts), encoding="utf-8")
    empty = pd.DataFrame({"article": [t.name for t in texts]}).reindex(columns=list(COLUMNS))
    write_csv(empty, table)
    workbook(texts).save(book)
    return [page, table, book]


def workbook(texts: Sequence[CodedArticle]) -> Workbook:
    """A workbook with rows to fill in, lists of values, the texts and the codebook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "coding"
    sheet.append(list(COLUMNS))
    for coded in texts:
        sheet.append([safe_text(coded.name)])
    for place, name in enumerate(COLUMNS, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = _WIDE.get(name, 16)
        if name in choices():
            allowed = DataValidation(type="list", formula1=f'"{",".join(choices()[name])}"')
            allowed.add(f"{letter}2:{letter}{_ROWS}")
            sheet.add_data_validation(allowed)
    sheet.freeze_panes = "B2"
    _add_lines(book, "texts", [(t.name, line) for t in texts for line in t.text.split("\n\n")])
    _add_lines(book, "codebook", [(line,) for line in codebook_markdown().splitlines()])
    return book


def _add_lines(book: Workbook, title: str, rows: Sequence[tuple[str, ...]]) -> None:
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([fitting(safe_text(cell)) for cell in row])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 100


def write_coded(folder: Path, coded: Iterable[CodedArticle]) -> None:
    """Write coded articles as files that `toolkit score … --gold` reads."""
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    for article in coded:
        labels = {"quotes": article.quotes, "actors": article.actors}
        coding = {**article.about, "body_start": article.body, **labels}
        text = json.dumps(coding, ensure_ascii=False, indent=1, default=np.generic.item)
        (folder / f"{article.name}.json").write_text(text, "utf-8")
        (folder / "texts" / f"{article.name}.txt").write_bytes(article.text.encode())


def write_sample(folder: Path, coded: Sequence[CodedArticle], home: Path) -> None:
    """Write one coding of a sample, with the rows of sample.csv that are coded.

    If articles of a stratum are not coded, the weight of its others rises.
    """
    write_coded(folder, coded)
    sample = read_sample(home)
    drawn = sample.groupby("stratum")["article_id"].transform("size")
    done = sample["article_id"].isin([c.name for c in coded])
    kept = done.groupby(sample["stratum"]).transform("sum")
    share = sample["inclusion"] * kept / drawn
    write_csv(sample.assign(inclusion=share)[done], folder / "sample.csv")
