from .files import RawFile, find_files
from .filters import Link
from .policy import CrawlPolicy
from .web import read_ledger

__all__ = ["CrawlPolicy", "Link", "RawFile", "find_files", "read_ledger"]
