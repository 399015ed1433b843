"""One step ahead on the other core: a part is inflated, or deflated, while what comes before it is still being worked on.

isal and zlib let other threads run while they work. Small parts, and hosts without threads, take the plain way.
"""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

_T = TypeVar("_T")
THREADS: Final = sys.platform not in ("emscripten", "wasi")
"""Whether this Python can start threads."""
WORTH_A_THREAD: Final = 4 << 20
"""A part of fewer bytes is not worth a thread."""


def read_ahead(pieces: Iterator[_T]) -> Iterator[_T]:
    """The same pieces; the next one is made while the last one is used."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = pool.submit(next, pieces, None)
            yield piece


def each_behind(work: Callable[[bytes], bytes], pieces: Iterator[bytes]) -> Iterator[bytes]:
    """*work* on each of the pieces, in their order, while the next one is made."""
    with ThreadPoolExecutor(1) as pool:
        before: Future[bytes] | None = None
        for piece in pieces:
            made = pool.submit(work, piece)
            if before is not None:
                yield before.result()
            before = made
        if before is not None:
            yield before.result()


__all__ = ["THREADS", "WORTH_A_THREAD", "each_behind", "read_ahead"]
