"""The commands `toolkit score …` on material that others coded: no sample of the user's."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.commands.options import EngineName
from toolkit.commands.score import print_scores, score_app


@score_app.command("confidence")
def score_confidence(
    polnear: Annotated[
        Path, typer.Option(help="A PolNeAR split: a folder with text/ and attributions/.")
    ],
    engine: EngineName = None,
    plot: Annotated[Path | None, typer.Option(help="Draw it, too: a PNG, SVG or PDF.")] = None,
) -> None:
    """What a confidence promises, and how many attributions are right at it.

    Example: toolkit score confidence --polnear polnear/dev --plot reliability.png
    """
    from toolkit.annotate import Pipeline
    from toolkit.validate import read_split, reliability

    table = reliability(read_split(polnear), Pipeline(engine).engine)
    typer.echo(table.round(3).to_string(index=False))
    if plot:
        from toolkit.chart import reliability as draw

        drawn = draw(table, title="What a confidence promises").get_figure(root=True)
        if drawn is not None:
            drawn.savefig(plot)


@score_app.command("coreference")
def score_coreference(
    gold: Annotated[Path, typer.Option(help="Folder of GUM texts: *.conllu.")],
) -> None:
    """Coreference of named actors against GUM: MUC, B³, CEAF-e and their mean.

    Example: toolkit score coreference --gold gum-news
    """
    from toolkit.annotate import Pipeline
    from toolkit.validate import read_gum
    from toolkit.validate import score_coreference as score

    print_scores(score(read_gum(gold), Pipeline()))


@score_app.command("extraction")
def score_extraction(
    pages: Annotated[Path, typer.Option(help="Folder of pages: NAME.html or NAME.html.gz.")],
    truth: Annotated[Path, typer.Option(help="JSON: NAME to an object with articleBody.")],
) -> None:
    """Body text of pages against their true text: each engine alone beside the vote.

    Example: toolkit score extraction --pages html --truth ground-truth.json
    """
    from toolkit.validate.scoring.extraction import score_extraction as score

    table = score(pages, truth)
    typer.echo(table.round(4).to_string(index=False, na_rep="–"))


@score_app.command("agencies")
def score_agencies(
    polnear: Annotated[Path, typer.Option(help="The PolNeAR folder: metadata.tsv and its splits.")],
) -> None:
    """Credited agencies against PolNeAR's metadata.

    Example: toolkit score agencies --polnear polnear
    """
    from toolkit.validate.scoring.agencies import read_credits
    from toolkit.validate.scoring.agencies import score_agencies as score

    table = score(read_credits(polnear))
    typer.echo(table.round(3).to_string(index=False, na_rep="–"))
