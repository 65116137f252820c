"""From an article to mentions and quotes."""

from toolkit.annotate.annotator import Annotation, Annotator, Pipeline, Text

__all__ = ["Annotation", "Annotator", "Pipeline", "Text"]
