"""Reading files on one core or several: the same rows, in the same order."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial

from toolkit.collect.files import RawFile
from toolkit.normalize import Setting, normalize
from toolkit.normalize.duplicates.minhash import article_hashes
from toolkit.normalize.text.draft import Row

Rows = tuple[list[Row], list[Row]]
Reader = Callable[[Iterable[RawFile]], Iterator[Rows]]
_AT_ONCE = 4
_WORTH_IT = 400
"""Files from which on starting processes takes less time than it saves."""


@contextmanager
def reader(setting: Setting, files: int, workers: int = 1) -> Iterator[Reader]:
    """A function from files to what `normalize` makes of each, with its marks, in order.

    Args:
        setting: what the corpus says about its articles.
        files: how many there will be; of a few, all are read in this process.
        workers: processes; with one, nothing is started.

    Raises:
        OSError: a process was ended from outside; what was read before is kept.

    Example:
        >>> with reader(Setting(), 0) as read:
        ...     list(read([]))
        []
    """
    one = partial(_normalized, setting)
    if workers <= 1 or files < _WORTH_IT:
        yield partial(map, one)
        return
    # fresh processes: a fork of one that has threads may hang
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        try:
            yield partial(pool.map, one, chunksize=_AT_ONCE)
        except BrokenProcessPool:
            raise OSError(
                "a process that read files was ended (out of memory?): what was read is kept; "
                "the same command goes on, with fewer workers perhaps"
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _normalized(setting: Setting, raw: RawFile) -> Rows:
    articles, dropped = normalize(raw, setting)
    return [{**row, **article_hashes(row["title"], row["text"])} for row in articles], dropped
