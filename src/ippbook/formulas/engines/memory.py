"""How much memory a child and what it starts hold."""

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

_EVERY: Final = 0.25
"""Seconds between two looks at one process: on macOS a look starts a program."""
_MEGABYTE: Final = 2**20
_SYSTEM: Final[str] = sys.platform


class MemoryWatch:
    """Looks at the memory of one process, not more often than needed. *limits_itself*: where the system can, nothing is to be watched."""

    def __init__(self, process: subprocess.Popen[bytes], *, limits_itself: bool = True) -> None:
        self._process = process
        self._next_look = time.monotonic() + _EVERY
        self._needless = limits_itself and _SYSTEM not in {"win32", "darwin"}
        self._most = 0.0

    def most_megabytes(self) -> float:
        """The most that was seen, in units of 2 ** 20 bytes; 0 where nothing is watched or the system tells nothing."""
        now = time.monotonic()
        if not self._needless and now >= self._next_look:
            self._next_look = now + _EVERY
            with suppress(OSError, ValueError, subprocess.SubprocessError):  # it has just ended
                self._most = max(self._most, resident_bytes(self._process) / _MEGABYTE)
        return self._most


def resident_bytes(process: subprocess.Popen[bytes]) -> int:
    """The bytes of real memory that *process* and its group hold now. Raises OSError or ValueError where the system does not tell."""
    if _SYSTEM == "linux":
        return _group_bytes_of_proc(process.pid)
    if _SYSTEM == "win32":
        return _windows_bytes(process)
    listed = subprocess.run(["/bin/ps", "-axo", "pgid=,rss="], capture_output=True, check=True, timeout=5).stdout
    rows = (line.split() for line in listed.splitlines())
    return sum(int(kilobytes) for group, kilobytes in rows if int(group) == process.pid) * 1024


def _group_bytes_of_proc(group: int) -> int:
    """The resident pages of every process of *group*, as proc(5) describes /proc/pid/stat."""
    import resource  # noqa: PLC0415  # absent from Windows

    pages = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            fields = stat.read_bytes().rpartition(b")")[2].split()
            if int(fields[2]) == group:
                pages += int(fields[21])
    return pages * resource.getpagesize()


def _windows_bytes(process: subprocess.Popen[bytes]) -> int:
    """The working set of the process alone, from psapi's GetProcessMemoryInfo (learn.microsoft.com, PROCESS_MEMORY_COUNTERS)."""
    import ctypes  # noqa: PLC0415  # only for Windows

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", ctypes.c_uint32),
            ("page_faults", ctypes.c_uint32),
            *((name, ctypes.c_size_t) for name in ("peak_working_set", "working_set")),
            *((f"quota{number}", ctypes.c_size_t) for number in range(4)),
            *((name, ctypes.c_size_t) for name in ("page_file", "peak_page_file")),
        )

    counters = Counters(cb=ctypes.sizeof(Counters))
    kernel = ctypes.CDLL("kernel32")
    handle = ctypes.c_void_p(int(getattr(process, "_handle")))  # noqa: B009  # subprocess keeps it there on Windows alone
    if not kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.cb):
        raise OSError("Windows does not tell the memory of the process")
    return int(counters.working_set)
