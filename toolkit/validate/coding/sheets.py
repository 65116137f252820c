"""Coding sheets: one page and one spreadsheet for each coder, from a sample of articles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from toolkit.validate.coding.codebook import choices, codebook, codebook_markdown
from toolkit.validate.coding.gold import Coded
from toolkit.validate.coding.page import coding_page
from toolkit.validate.coding.sampling import SEPARATOR

COLUMNS = ("article", "done", *(v.name for v in codebook()), "note")
_ROWS = 400
_WIDE = {"content": 60, "source": 30, "reason": 30, "speaker": 24, "article": 20, "note": 30}


def write_sheets(folder: Path, sample: pd.DataFrame, texts: Sequence[Coded]) -> list[Path]:
    """The coding folder: the sample, its texts, the codebook, and the sheets of each coder.

    Args:
        folder: to make; one with coded sheets in it is left alone.
        sample: of `draw`, with `coders`.
        texts: of `to_code`.

    Returns:
        The files for coders, in order of their names.

    Raises:
        FileExistsError: there is a sample in the folder already.
    """
    if (folder / "sample.csv").exists():
        raise FileExistsError(f"{folder} has a sample already: choose another folder")
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    sample.to_csv(folder / "sample.csv", index=False, encoding="utf-8-sig")
    (folder / "CODEBOOK.md").write_text(codebook_markdown(), encoding="utf-8")
    for coded in texts:
        (folder / "texts" / f"{coded.name}.txt").write_bytes(coded.text.encode())
    made: list[Path] = []
    assigned = sample.set_index("article_id")["coders"].str.split(SEPARATOR)
    for coder in sorted({name for names in assigned for name in names}):
        own = [t for t in texts if coder in assigned[t.name]]
        made += _of_coder(folder, coder, own)
    return made


def _of_coder(folder: Path, coder: str, texts: list[Coded]) -> list[Path]:
    page, table, book = (folder / f"{coder}.{suffix}" for suffix in ("html", "csv", "xlsx"))
    page.write_text(coding_page(coder, texts), encoding="utf-8")
    empty = pd.DataFrame({"article": [t.name for t in texts]}).reindex(columns=list(COLUMNS))
    empty.to_csv(table, index=False, encoding="utf-8-sig")
    workbook(texts).save(book)
    return [page, table, book]


def workbook(texts: Sequence[Coded]) -> Workbook:
    """The same as a spreadsheet: rows to fill in, the texts, the codebook; values to choose."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "coding"
    sheet.append(list(COLUMNS))
    for coded in texts:
        sheet.append([coded.name])
    for place, name in enumerate(COLUMNS, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = _WIDE.get(name, 16)
        if name in choices():
            allowed = DataValidation(type="list", formula1=f'"{",".join(choices()[name])}"')
            allowed.add(f"{letter}2:{letter}{_ROWS}")
            sheet.add_data_validation(allowed)
    sheet.freeze_panes = "B2"
    _lines(book, "texts", [(t.name, _plain(line)) for t in texts for line in t.text.split("\n\n")])
    _lines(book, "codebook", [(line,) for line in codebook_markdown().splitlines()])
    return book


def _lines(book: Workbook, title: str, rows: Sequence[tuple[str, ...]]) -> None:
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"  # a text that starts with = is no formula
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 100


def _plain(text: str) -> str:
    """Without control characters, which no spreadsheet takes."""
    return "".join(c for c in text if c.isprintable() or c == "\n")
