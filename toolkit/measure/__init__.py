"""From frames to figures: each measure takes frames and returns a tidy frame.

A tidy frame has its grouping columns first, then ``estimate``, ``low`` and ``high`` (95 % interval,
resampling articles), ``n_articles``, ``count``, ``n`` and ``note``: null, or why a figure or its
interval is missing. Measures of quotes count what was said, thought or found; pass ``kinds=`` for
other kinds. With ``corrected=`` (a `CodedSample`: see ``toolkit.validate.coded_sample``) each
figure has three rows, distinguished by ``estimated``: "naive", "corrected" for the machine's
errors, and "coded sample" from people's coding alone; measures that a coding cannot correct raise
an error that says why. A frame with nothing to count gives a row of nulls with a note.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
