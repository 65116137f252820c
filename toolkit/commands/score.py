"""The commands `toolkit score …`: annotations against hand coding and public corpora."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option, Typer, echo

import toolkit as tk

if TYPE_CHECKING:
    import pandas as pd

score_app = Typer(no_args_is_help=True, help="Score annotations against hand coding.")

Gold = Annotated[Path, Option(help="Folder of coded texts: *.json and texts/*.txt.")]
Overlap = Annotated[float, Option(help="Share of words that makes a match.")]
ByOutlet = Annotated[bool, Option("--by-outlet", help="Score each outlet as well.")]
Folds = Annotated[
    Path | None,
    Option(help="Folder of models by fold; each text is read by one that never saw its outlet."),
]
_SPLIT = "A PolNeAR split: a folder with text/ and attributions/."


def _scored(
    score: Callable[..., pd.DataFrame], gold: Path, folds: Path | None, *options: float
) -> pd.DataFrame:
    coded = tk.validate.read_gold(gold)
    return score(coded, tk.validate.annotator_for(coded, folds), *options)


@score_app.command("quotes")
def score_quotes(
    gold: Gold, overlap: Overlap = 0.5, by_outlet: ByOutlet = False, folds: Folds = None
) -> None:
    """Score quotes and their speakers against hand coding.

    Example: toolkit score quotes --gold data/sample/coding
    """
    print_scores(_scored(tk.validate.score_quotes, gold, folds, overlap, by_outlet))


@score_app.command("actors")
def score_actors(gold: Gold, by_outlet: ByOutlet = False, folds: Folds = None) -> None:
    """Score actors, their types and their numbers of mentions against hand coding.

    Example: toolkit score actors --gold data/sample/coding
    """
    print_scores(_scored(tk.validate.score_actors, gold, folds, by_outlet))


@score_app.command("speakers")
def score_speakers(
    gold: Gold, overlap: Overlap = 0.5, by_outlet: ByOutlet = False, folds: Folds = None
) -> None:
    """Score the speakers of matched quotes against hand coding.

    Example: toolkit score speakers --gold data/sample/coding
    """
    print_scores(_scored(tk.validate.score_speakers, gold, folds, overlap, by_outlet))


@score_app.command("sources")
def score_sources(
    gold: Gold, overlap: Overlap = 0.5, by_outlet: ByOutlet = False, folds: Folds = None
) -> None:
    """Score form, role and anonymity of the sources of matched quotes against hand coding.

    Example: toolkit score sources --gold data/sample/coding
    """
    print_scores(_scored(tk.validate.score_sources, gold, folds, overlap, by_outlet))


@score_app.command("groups")
def score_groups(gold: Gold, overlap: Overlap = 0.5, folds: Folds = None) -> None:
    """Score quotes and their sources by outlet and by form of source, with intervals.

    Example: toolkit score groups --gold data/sample/coding
    """
    print_table(_scored(tk.validate.score_groups, gold, folds, overlap), 3)


@score_app.command("attribution")
def score_attribution(
    polnear: Annotated[Path | None, Option(help=_SPLIT)] = None,
    gold: Annotated[
        Path | None, Option(help="Or a folder of coded texts: *.json and texts/*.txt.")
    ] = None,
    predictions: Annotated[
        Path | None,
        Option(help="File for the attributions found, for other scorers (JSONL)."),
    ] = None,
) -> None:
    """Score attributions against PolNeAR or a coded sample: content, source and cue, by kind.

    Example: toolkit score attribution --polnear polnear/dev
    """
    if polnear and not gold:
        articles = tk.validate.read_split(polnear)
    elif gold and not polnear:
        articles = [tk.validate.as_attributions(c) for c in tk.validate.read_gold(gold)]
    else:
        raise ValueError("give either --polnear or --gold")
    find = tk.validate.triples(tk.Pipeline(), nested=gold is not None)
    print_scores(tk.validate.score_attribution(articles, find, predictions), 4)


@score_app.command("confidence")
def score_confidence(
    polnear: Annotated[Path, Option(help=_SPLIT)],
    plot: Annotated[Path | None, Option(help="File for a chart as well: PNG, SVG or PDF.")] = None,
) -> None:
    """Compare the confidence of attributions with the share of them that is right.

    Example: toolkit score confidence --polnear polnear/dev --plot reliability.png
    """
    articles = tk.validate.read_split(polnear)
    table = tk.validate.reliability(articles, tk.Pipeline())
    print_table(table, 3)
    if plot:
        axes = tk.chart.reliability(table, title="What a confidence promises")
        if figure := axes.get_figure(root=True):
            figure.savefig(plot)


@score_app.command("coreference")
def score_coreference(
    gold: Annotated[Path, Option(help="Folder of GUM texts: *.conllu.")],
) -> None:
    """Score the coreference of named actors against GUM: MUC, B³, CEAF-e and their mean.

    Example: toolkit score coreference --gold gum-news
    """
    print_scores(tk.validate.score_coreference(tk.validate.read_gum(gold), tk.Pipeline()))


@score_app.command("extraction")
def score_extraction(
    pages: Annotated[
        Path, Option(help="Folder of pages: html/NAME.html.gz and ground-truth.json.")
    ],
    truth: Annotated[
        Path | None,
        Option(help="JSON: NAME to an object with articleBody, if it is elsewhere."),
    ] = None,
    folds: Annotated[
        Path | None,
        Option(help="Models for cross-validation, from python -m toolkit.training.extraction."),
    ] = None,
    by_publisher: Annotated[
        bool, Option("--by-publisher", help="Score each publisher as well.")
    ] = False,
) -> None:
    """Score body, title, authors and date of pages, with each extraction engine beside them.

    The model was trained on the public pages: give --folds to score each page by a model that
    knows no page of its site.

    Example: toolkit score extraction --pages publishers --folds trained
    """
    from toolkit.validate.scoring import extraction
    from toolkit.validate.scoring.extraction_fields import score_fields
    from toolkit.validate.scoring.pages import read_pages

    extracted = extraction.extract_pages(read_pages(pages, truth), folds)
    print_table(extraction.score_bodies(extracted), 4)
    true = {page.name: page.truth for page in extracted.pages}
    print_table(score_fields(true, dict(zip(true, extracted.articles, strict=True))), 3)
    if by_publisher:
        print_table(extraction.score_publishers(extracted), 3)


@score_app.command("agencies")
def score_agencies(
    polnear: Annotated[Path, Option(help="The PolNeAR folder: metadata.tsv and its splits.")],
) -> None:
    """Score credited agencies against PolNeAR's metadata.

    Example: toolkit score agencies --polnear polnear
    """
    from toolkit.validate.scoring import agencies

    print_table(agencies.score_agencies(agencies.read_credits(polnear)), 3)


def print_scores(table: pd.DataFrame, digits: int = 1) -> None:
    """Print a table of scores, each with its interval."""
    table = table.round(digits)
    for name in [c.removesuffix("_low") for c in map(str, table) if c.endswith("_low")]:
        ends = zip(table[name], table.pop(f"{name}_low"), table.pop(f"{name}_high"), strict=True)
        table[name] = [
            f"{value} [{low}, {high}]" if low == low else value for value, low, high in ends
        ]
    print_table(table, digits)


def print_table(table: pd.DataFrame, digits: int) -> None:
    """Print a table without its index."""
    echo(table.round(digits).to_string(index=False, na_rep="–"))
