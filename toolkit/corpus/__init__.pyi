from .config import Config
from .corpus import Corpus

__all__ = ["Config", "Corpus"]
