from .files import Raw, find
from .filters import Link
from .policy import Manners
from .web import read_ledger

__all__ = ["Link", "Manners", "Raw", "find", "read_ledger"]
