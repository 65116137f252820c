"""From an article to mentions and quotes."""

from toolkit.annotate.pipeline import Annotation, Annotator, Pipeline, Text

__all__ = ["Annotation", "Annotator", "Pipeline", "Text"]
