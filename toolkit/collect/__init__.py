"""From the world to raw pages: bytes as they came in, with where they came from."""

from toolkit.collect.files import Raw, find
from toolkit.collect.filters import Link
from toolkit.collect.manners import Manners
from toolkit.collect.web import read_ledger

__all__ = ["Link", "Manners", "Raw", "find", "read_ledger"]
