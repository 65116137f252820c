from .refi import write_qdpx
from .standoff import write_standoff
from .tables import write_table
from .web_annotations import write_annotations
from .workbook import write_workbook

__all__ = ["write_annotations", "write_qdpx", "write_standoff", "write_table", "write_workbook"]
