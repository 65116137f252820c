"""How far to trust it: scores against hand coding."""

from toolkit.validate.gold import Coded, read_gold
from toolkit.validate.quotes import score_quotes

__all__ = ["Coded", "read_gold", "score_quotes"]
