"""The commands `toolkit code`, `toolkit agree` and `toolkit correct`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option, Typer, echo

from toolkit.commands.shared import Folder
from toolkit.lexicons.word_forms import plural

if TYPE_CHECKING:
    import pandas as pd

code_app = Typer(no_args_is_help=True, help="Prepare articles for hand coding.")


@code_app.command("sample")
def sample(
    corpus: Folder,
    articles: Annotated[int, Option(min=1, help="Number of articles to draw.")] = 60,
    coders: Annotated[
        str, Option(help="Number of coders, or their names separated by commas.")
    ] = "2",
    overlap: Annotated[int, Option(min=0, help="Articles coded by all of them.")] = 20,
    strata: Annotated[
        str, Option(help="Stratify by these columns: outlet,month. Empty for none.")
    ] = "outlet",
    seed: Annotated[int, Option(help="The same seed draws the same articles.")] = 1,
    out: Annotated[
        Path | None,
        Option(help="Folder for the sheets; coding/sample in the corpus by default."),
    ] = None,
) -> None:
    """Draw a random sample of articles and write a coding page and sheets for each coder.

    Example: toolkit code sample data/mine --articles 60 --coders 2 --overlap 20 --strata outlet
    """
    from toolkit.corpus.open import open_corpus
    from toolkit.validate.coding.sampling import assign_coders, draw_sample, texts_to_code
    from toolkit.validate.coding.sheets import write_sheets

    opened = open_corpus(corpus)
    columns = [c.strip() for c in strata.split(",") if c.strip()]
    drawn = draw_sample(opened.articles, articles, columns, seed)
    drawn["coders"] = assign_coders(drawn, _coders(coders), overlap, seed)
    home = out or corpus / "coding" / "sample"
    for path in write_sheets(home, drawn, texts_to_code(opened.articles, drawn)):
        echo(str(path))
    other = int(opened.articles["language"].ne("en").sum())
    echo(
        f"{len(opened):,} articles came in, {len(drawn):,} drawn from "
        f"{drawn['stratum'].nunique()} strata, {other:,} not in English left out"
    )


@code_app.command("review")
def review(
    corpus: Folder,
    who: Annotated[str, Option(help="Name of the reviewer, for the page and its sheet.")],
    articles: Annotated[
        str, Option(help="Number of articles to draw, or article_ids separated by commas.")
    ] = "10",
) -> None:
    """Write a page for reviewing the quotes found; `toolkit correct` imports its corrections.

    Example: toolkit code review data/mine --who Ada --articles 10
    """
    from toolkit.corpus.corrections.review import found_quotes, sheet_path, texts_to_review
    from toolkit.corpus.open import open_corpus
    from toolkit.validate.coding.codebook import coding_page

    opened = open_corpus(corpus)
    requested = int(articles) if articles.isdigit() else [a.strip() for a in articles.split(",")]
    try:
        texts = texts_to_review(opened, requested)
    except KeyError as error:
        raise ValueError(error.args[0]) from error
    path = sheet_path(opened, who).with_suffix(".html")
    quotes = found_quotes(opened, texts)
    path.write_text(coding_page(who, texts, found=quotes), encoding="utf-8")
    echo(
        f"{path}: {plural(len(texts), 'article')}, "
        f"{plural(sum(map(len, quotes.values())), 'quote')} to review"
    )


def correct(
    corpus: Folder,
    sheets: Annotated[list[Path], Argument(help="Reviewed or coded sheets: .json, .csv or .xlsx.")],
    why: Annotated[str, Option(help="Reason for corrections without one.")] = "as coded by hand",
) -> None:
    """Import the differences between sheets and annotations into corrections/quotes.csv.

    Example: toolkit correct data/mine data/mine/coding/review/Ada.json
    """
    from toolkit.corpus.corrections.review import import_corrections
    from toolkit.corpus.open import open_corpus

    opened = open_corpus(corpus)
    corrections, wrong = import_corrections(opened, sheets, why)
    _print_problems(wrong)
    actions = corrections["action"].value_counts()
    counts = ", ".join(f"{n} {action}" for action, n in actions.items())
    kept = f"{plural(len(corrections), 'correction')} in {opened.folder / 'corrections'}"
    echo(
        f"{plural(len(sheets), 'sheet')} came in, {kept}{f' ({counts})' if counts else ''}, "
        f"{plural(len(wrong), 'problem')}"
    )


def _print_problems(problems: pd.DataFrame) -> None:
    for row in problems.itertuples():
        echo(f"{row.sheet}, row {row.row}, article {row.article}: {row.problem}")


def _coders(given: str) -> list[str]:
    """Coders' names as given, or generated for a number of coders."""
    if given.strip().isdigit():
        return [f"coder-{n}" for n in range(1, int(given) + 1)]
    from toolkit.validate.coding.sampling import is_coder_name

    names = [n.strip() for n in given.split(",") if n.strip()]
    if not names or not all(map(is_coder_name, names)):
        raise ValueError(f"coders {given!r}: a number, or names of letters and digits with commas")
    return names


def agree(
    sheets: Annotated[list[Path], Argument(help="Coded sheets: .json, .csv or .xlsx.")],
    folder: Annotated[
        Path | None, Option(help="Folder with sample.csv; by default the first sheet's.")
    ] = None,
    overlap: Annotated[float, Option(help="Share of words that makes one quote.")] = 0.5,
    decisions: Annotated[
        Path | None, Option(help="A disagreements.csv with the column decision filled in.")
    ] = None,
    out: Annotated[
        Path | None,
        Option(help="Folder for the coded sample; by default coded next to sample.csv."),
    ] = None,
) -> None:
    """Measure the agreement of coders, list disagreements, and write one coded sample.

    Example: toolkit agree coding/sample/ada.json coding/sample/tom.json
    """
    from toolkit.storage.cells import write_csv
    from toolkit.validate.coding import agreement, read_sheets
    from toolkit.validate.coding.sheets import write_sample

    home = folder or sheets[0].parent
    read = read_sheets.read_sheets(sheets, read_sheets.read_texts(home))
    if seeing := [sheet.coder for sheet in read if not sheet.blind]:
        raise ValueError(
            f"{', '.join(seeing)} coded with the machine's quotes in view, which makes no coded "
            "sample: `toolkit correct` takes such sheets"
        )
    wrong = read_sheets.problems(read)
    _print_problems(wrong)
    for line in read_sheets.missing_sheets(read, home):
        echo(line)
    if any(len(s.coded) for s in read) and len(read) > 1:
        table = agreement.agreement(read, overlap)
        echo(table.round(3).to_string(index=False, na_rep="–"))
        quotes = agreement.match_coders(read, overlap)
        for variable in agreement.VARIABLES[1:-1]:
            echo(f"\n{agreement.confusion(quotes, variable).to_string()}")
    listed = agreement.disagreements(read)
    into = out or home / "coded"
    into.mkdir(parents=True, exist_ok=True)
    if decisions is None:
        path = into / "disagreements.csv"
        write_csv(listed, path)
        echo(f"{path}: {len(listed)} to decide")
    decided = agreement.read_decisions(decisions) if decisions else {}
    sample = agreement.adjudicate(read, decided)
    for problem in sample.problems:
        echo(problem)
    write_sample(into, sample.coded, home)
    total = sum(len(s.coded) for s in read)
    echo(
        f"{total} coded sheets of articles came in, {len(sample.coded)} articles in {into}, "
        f"{sample.undecided} of {len(listed)} disagreements as the first coder has them, "
        f"{plural(len(wrong), 'problem')}"
    )
