"""Parsing of files in one process or several: the same rows, in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial

from toolkit.collect.files import RawFile
from toolkit.corpus.parallel.processes import process_pool
from toolkit.normalize import Setting, normalize
from toolkit.normalize.duplicates.minhash import article_hashes
from toolkit.normalize.text.draft import Row

Rows = tuple[list[Row], list[Row]]
Reader = Callable[[Iterable[RawFile]], Iterator[Rows]]
_AT_ONCE = 4
_WORTH_IT = 400
"""Number of files from which several processes are faster than one."""


@contextmanager
def reader(setting: Setting, files: int, workers: int = 1) -> Iterator[Reader]:
    """A function from files to the rows of `normalize` with their sketches, in order.

    Args:
        setting: what the corpus says about its articles.
        files: the number of files; a few are parsed in this process.
        workers: the number of processes; one means this process.

    Raises:
        OSError: a process was ended from outside; what was parsed before is kept.

    Example:
        >>> with reader(Setting(), 0) as read:
        ...     list(read([]))
        []
    """
    parse = partial(_parse, setting)
    if workers <= 1 or files < _WORTH_IT:
        yield partial(map, parse)
        return
    with process_pool(workers) as pool:
        try:
            yield partial(pool.map, parse, chunksize=_AT_ONCE)
        except BrokenProcessPool:
            raise OSError(
                "a process that read files was ended, perhaps for lack of memory; what was read "
                "is kept; run the same command again, with fewer workers if needed"
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _parse(setting: Setting, raw: RawFile) -> Rows:
    articles, dropped = normalize(raw, setting)
    return [{**row, **article_hashes(row["title"], row["text"])} for row in articles], dropped
