"""How much memory another process holds."""

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
    """Looks at the memory of one process, not more often than needed."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._next_look = 0.0
        self._most = 0.0

    def most_megabytes(self) -> float:
        """The most that was seen, in units of 2 ** 20 bytes; 0 where the system tells nothing."""
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + _EVERY
            with suppress(OSError, ValueError, subprocess.SubprocessError):  # it has just ended
                self._most = max(self._most, resident_bytes(self._process) / _MEGABYTE)
        return self._most


def resident_bytes(process: subprocess.Popen[bytes]) -> int:
    """The bytes of real memory that *process* holds now; raises OSError or ValueError where the system does not tell."""
    if _SYSTEM == "linux":
        import resource  # noqa: PLC0415  # absent from Windows

        return int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * resource.getpagesize()
    if _SYSTEM == "win32":
        return _windows_bytes(process)
    return _kilobytes_by_ps(process) * 1024


def _kilobytes_by_ps(process: subprocess.Popen[bytes]) -> int:
    command = ["/bin/ps", "-o", "rss=", "-p", str(process.pid)]
    return int(subprocess.run(command, capture_output=True, check=True, timeout=5).stdout)  # noqa: S603  # a fixed program


def _windows_bytes(process: subprocess.Popen[bytes]) -> int:
    """The working set, from psapi's GetProcessMemoryInfo (learn.microsoft.com, PROCESS_MEMORY_COUNTERS)."""
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
