"""Notebooks to a report: run against any corpus, exported to pages that open anywhere.

What stands in ``__init__.pyi`` is imported when it is first asked for: kernels start beside it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
