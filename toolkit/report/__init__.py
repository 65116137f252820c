"""Notebooks to a report: run against any corpus, exported to pages that open anywhere."""

from toolkit.report.run import report

__all__ = ["report"]
