"""From the world to raw pages: bytes as they came in, with where they came from."""

from toolkit.collect.files import Raw, find

__all__ = ["Raw", "find"]
