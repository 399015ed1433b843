"""Memory that is free again goes back to the system, Python seldom looks for memory that reference cycles keep, and how much there was.

The allocator of Linux keeps what a stage has freed, in pieces that the large arrays of the next stage do not fit into. So the
peak of a run would be the sum of both.
"""

import gc
import sys
from contextlib import suppress
from pathlib import Path


def give_back_freed_memory() -> None:
    """Give freed memory back, where the system's allocator can (glibc). It takes some milliseconds."""
    if sys.platform != "linux":
        return
    import ctypes  # noqa: PLC0415  # late; numpy loads it in any case

    with suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


def seldom_search_for_cycles() -> None:
    """Search new objects for reference cycles once in a million, not in 700: columns of texts have none.

    The modules that a check loads, and what it keeps of a small workbook, are fewer objects; to search these alone takes 0.1 s.
    """
    gc.set_threshold(1_000_000, 50, 50)


def peak_memory() -> int:
    """The most bytes that this process has had in memory; 0 where the system does not say (Windows).

    Linux says two figures. The usual one, `ru_maxrss`, is also that of the program that started this one, before it became another.
    """
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text("ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


__all__ = ["give_back_freed_memory", "peak_memory", "seldom_search_for_cycles"]
