"""Exports for other programs: tables, qualitative projects (REFI-QDA), annotations."""

from toolkit.export.refi import write_qdpx
from toolkit.export.standoff import write_standoff
from toolkit.export.tables import write_table
from toolkit.export.web_annotations import write_annotations

__all__ = ["write_annotations", "write_qdpx", "write_standoff", "write_table"]
