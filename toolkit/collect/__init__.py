"""From the world to raw pages: bytes as they came in, with where they came from."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
