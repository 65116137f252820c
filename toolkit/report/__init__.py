"""Reports: notebooks that are run against a corpus and written as self-contained HTML pages.

The names in ``__init__.pyi`` are imported on first use, while kernels start.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
