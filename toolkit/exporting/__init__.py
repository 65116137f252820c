"""From a corpus to the files of other programs: tables, qualitative projects, annotations."""

from toolkit.exporting.refi import write_qdpx
from toolkit.exporting.standoff import write_standoff
from toolkit.exporting.tables import write_table
from toolkit.exporting.web import write_annotations

__all__ = ["write_annotations", "write_qdpx", "write_standoff", "write_table"]
