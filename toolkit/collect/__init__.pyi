from .files import Raw, find
from .filters import Link
from .policy import CrawlPolicy
from .web import read_ledger

__all__ = ["CrawlPolicy", "Link", "Raw", "find", "read_ledger"]
