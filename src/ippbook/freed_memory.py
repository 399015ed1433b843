"""Memory that is free again goes back to the system.

The allocator of Linux keeps what a stage has freed, in pieces that the large arrays of the next stage do not fit into. So the
peak of a run would be the sum of both.
"""

import sys
from contextlib import suppress


def give_back_freed_memory() -> None:
    """Give freed memory back, where the system's allocator can (glibc). It takes some milliseconds."""
    if sys.platform != "linux":
        return
    import ctypes  # noqa: PLC0415  # late; numpy loads it in any case

    with suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


__all__ = ["give_back_freed_memory"]
