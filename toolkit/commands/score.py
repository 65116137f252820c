"""The commands `toolkit score …`: what the toolkit finds, against what people coded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.commands.options import EngineName

if TYPE_CHECKING:
    import pandas as pd

score_app = typer.Typer(
    no_args_is_help=True, help="Score what the toolkit finds against hand coding."
)


Gold = Annotated[Path, typer.Option(help="Folder of coded texts: *.json and texts/*.txt.")]
Overlap = Annotated[float, typer.Option(help="Share of words that make a match.")]
ByOutlet = Annotated[bool, typer.Option("--by-outlet", help="For each outlet, too.")]


@score_app.command("quotes")
def score_quotes(
    gold: Gold,
    overlap: Overlap = 0.5,
    engine: EngineName = None,
    by_outlet: ByOutlet = False,
) -> None:
    """Quotes and their speakers against hand coding.

    Example: toolkit score quotes --gold data/sample/coding
    """
    from toolkit.annotate import Pipeline
    from toolkit.validate import read_gold
    from toolkit.validate import score_quotes as score

    print_scores(score(read_gold(gold), Pipeline(engine), overlap, by_outlet))


@score_app.command("attribution")
def score_attribution(
    polnear: Annotated[
        Path | None, typer.Option(help="A PolNeAR split: a folder with text/ and attributions/.")
    ] = None,
    gold: Annotated[
        Path | None, typer.Option(help="Or a folder of coded texts: *.json and texts/*.txt.")
    ] = None,
    engine: EngineName = None,
    predictions: Annotated[
        Path | None, typer.Option(help="Write what was found here, for another scorer (JSONL).")
    ] = None,
) -> None:
    """Attributions against PolNeAR or a coded sample: content, source and cue, by kind.

    Example: toolkit score attribution --polnear polnear/dev
    """
    from toolkit.annotate import Pipeline
    from toolkit.validate import as_attributions, read_gold, read_split, triples
    from toolkit.validate import score_attribution as score

    if polnear and not gold:
        articles = read_split(polnear)
    elif gold and not polnear:
        articles = [as_attributions(coded) for coded in read_gold(gold)]
    else:
        raise ValueError("give either --polnear or --gold")
    find = triples(Pipeline(engine).engine, nested=gold is not None)
    table = score(articles, find, predictions)
    print_scores(table, 4)


@score_app.command("actors")
def score_actors(
    gold: Gold,
    by_outlet: ByOutlet = False,
) -> None:
    """Actors, their types and how often each is named, against hand coding.

    Example: toolkit score actors --gold data/sample/coding
    """
    from toolkit.annotate import Pipeline
    from toolkit.validate import read_gold
    from toolkit.validate import score_actors as score

    print_scores(score(read_gold(gold), Pipeline(), by_outlet))


@score_app.command("speakers")
def score_speakers(
    gold: Gold,
    overlap: Overlap = 0.5,
    by_outlet: ByOutlet = False,
) -> None:
    """Speakers of the quotes that are found, against hand coding.

    Example: toolkit score speakers --gold data/sample/coding
    """
    from toolkit.annotate import Pipeline
    from toolkit.validate import read_gold
    from toolkit.validate import score_speakers as score

    print_scores(score(read_gold(gold), Pipeline(), overlap, by_outlet))


@score_app.command("sources")
def score_sources(
    gold: Gold,
    overlap: Overlap = 0.5,
    by_outlet: ByOutlet = False,
) -> None:
    """Form, role and anonymity of the sources of quotes that are found, against hand coding.

    Example: toolkit score sources --gold data/sample/coding
    """
    from toolkit.annotate import Pipeline
    from toolkit.validate import read_gold
    from toolkit.validate import score_sources as score

    print_scores(score(read_gold(gold), Pipeline(), overlap, by_outlet))


@score_app.command("groups")
def score_groups(
    gold: Gold,
    overlap: Overlap = 0.5,
    engine: EngineName = None,
) -> None:
    """Quotes and their sources with intervals over articles, by outlet and by form of source.

    Example: toolkit score groups --gold data/sample/coding
    """
    from toolkit.annotate import Pipeline
    from toolkit.validate import read_gold
    from toolkit.validate import score_groups as score

    table = score(read_gold(gold), Pipeline(engine), overlap)
    typer.echo(table.round(3).to_string(index=False, na_rep="–"))


def print_scores(table: pd.DataFrame, digits: int = 1) -> None:
    """A table of scores, the interval of each beside it."""
    shown = table.round(digits)
    for name in [c.removesuffix("_low") for c in map(str, table) if c.endswith("_low")]:
        shown[name] = [
            f"{value} [{low}, {high}]" if low == low else value
            for value, low, high in zip(
                shown[name], shown.pop(f"{name}_low"), shown.pop(f"{name}_high"), strict=True
            )
        ]
    typer.echo(shown.to_string(index=False, na_rep="–"))
