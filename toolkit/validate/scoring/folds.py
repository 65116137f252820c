"""Cross-validated scores: each coded text is read by a model that never saw its outlet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.annotate import Annotation, Annotator, Pipeline, Text
from toolkit.validate.coding.gold import CodedArticle


class CrossValidated:
    """An annotator of coded texts with a model for each fold.

    Args:
        gold: the coded texts.
        models: folder of `fold-K.onnx`, and of `folds.json` with the fold of each text, as
            `python -m toolkit.training --folds` writes them.

    Raises:
        FileNotFoundError: a fold has no model.
        KeyError: a text has no fold.
    """

    def __init__(self, gold: Iterable[CodedArticle], models: Path) -> None:
        fold_of = json.loads((models / "folds.json").read_text(encoding="utf-8"))
        folds = {fold: Pipeline(model=models / f"fold-{fold}.onnx") for fold in fold_of.values()}
        self._pipelines = {c.text[c.body :]: folds[fold_of[c.name]] for c in gold}
        self.version = "-".join(p.version for p in folds.values())

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        """One annotation per article, in their order."""
        return (next(self._pipelines[article.text]([article])) for article in articles)


def annotator_for(gold: Iterable[CodedArticle], folds: Path | None = None) -> Annotator:
    """The bundled model, or the models of folds."""
    return CrossValidated(gold, folds) if folds else Pipeline()
