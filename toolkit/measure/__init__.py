"""From frames to figures: each measure takes frames and returns a tidy frame.

A tidy frame has its grouping columns first, then ``estimate``, ``low`` and ``high`` (95 % interval,
resampling articles), ``n_articles``, ``count``, ``n`` and ``note``: null, or why a figure or its
interval is missing. Measures of quotes count what was said, thought or found; pass ``kinds=`` for
other kinds. With ``corrected=`` (a `CodedSample`: see ``toolkit.validate.coded_sample``) each
figure has three rows, distinguished by ``estimated``: "naive", "corrected" for the machine's
errors, and "coded sample" from people's coding alone; measures that a coding cannot correct raise
an error that says why. A frame with nothing to count gives a row of nulls with a note.

Each measure is a method of `Corpus`, too, which passes the frames: ``corpus.voice_share()``.
"""

from typing import Any

import lazy_loader

_load, _, __all__ = lazy_loader.attach_stub(__name__, __file__)
_OTHERS = {
    "KINDS", "CodedSample", "attributed_quotes", "more_articles", "ratio", "schemes", "share",
    "story_weights", "typology",
}  # fmt: skip
"""Public names that are no measures: what they need or are made with."""


def __getattr__(name: str) -> Any:
    value = _load(name)
    if name not in __all__ or name in _OTHERS:
        return value
    from toolkit.measure.estimation.calls import remembered

    globals()[name] = remembered(value)
    return globals()[name]


def __dir__() -> list[str]:
    """The measures alone."""
    return sorted(set(__all__) - _OTHERS)
