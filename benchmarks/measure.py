"""What a command costs: wall time, processor time of all its processes, and the peak memory of all of them together.

A program that works in two processes must not look small because the second one is not counted. So the memory is the
sum of what each process has for itself and its share of what several share (PSS, read from /proc while the command runs),
and at least the peak of the largest process. Where there is no /proc, it is the peak of the largest process alone.
"""

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LOOK_EVERY: Final = 0.05
"""Seconds between two looks at the memory; one look takes a few milliseconds of the other core."""
SMALL: Final = 100
"""Megabytes; a smaller program is looked at more often, because a look at it costs little."""
PROC: Final = Path("/proc")


@dataclass(frozen=True)
class Cost:
    """Medians over the runs of a command."""

    seconds: float
    """From start to end."""
    processor: float
    """User and system time of all processes, in seconds."""
    megabytes: float
    """Peak memory of all processes together, in a run of its own."""


def environment() -> dict[str, str]:
    """The environment of a measured command: modules are compiled once, as they are where a program is installed."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def cost(command: Sequence[str | Path], runs: int = 1, *, ends_with: Sequence[int] = (0,), memory: bool = True) -> Cost:
    """Run *command* *runs* times in fresh processes, and once more to look at its *memory*: looking takes time of what is looked at.

    Raises `RuntimeError` where its exit code is not among *ends_with*.
    """
    words = [str(part) for part in command]
    seconds, processor = zip(*(_timed(words, ends_with) for _ in range(runs)), strict=True)
    megabytes = _most_memory(words, ends_with) if memory else 0.0
    return Cost(statistics.median(seconds), statistics.median(processor), megabytes)


def _timed(command: list[str], ends_with: Sequence[int]) -> tuple[float, float]:
    """Wall time and processor time of one run."""
    begun = time.perf_counter()
    with _started(command, ends_with) as running:
        _, status, used = os.wait4(running.pid, 0)
        seconds = time.perf_counter() - begun
        running.returncode = os.waitstatus_to_exitcode(status)
    return seconds, used.ru_utime + used.ru_stime


def _most_memory(command: list[str], ends_with: Sequence[int]) -> float:
    """The peak of the memory of all processes of one run, in megabytes."""
    together = 0.0
    with _started(command, ends_with) as running:
        while True:
            ended, status, used = os.wait4(running.pid, os.WNOHANG)
            if ended:
                break
            together = max(together, sum(map(_share, [running.pid, *_below(running.pid)])), _peak(running.pid))
            time.sleep(LOOK_EVERY if together > SMALL else LOOK_EVERY / 25)  # a short command ends between two looks
        running.returncode = os.waitstatus_to_exitcode(status)
    return together or used.ru_maxrss / 1024


@contextmanager
def _started(command: list[str], ends_with: Sequence[int]) -> Iterator["subprocess.Popen[bytes]"]:
    """The running command, which the block waits for. Raises `RuntimeError` where it ended with another code."""
    with tempfile.TemporaryFile() as errors:
        running = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, env=environment()
        )
        yield running
        if running.returncode not in ends_with:
            errors.seek(0)
            message = f"exit code {running.returncode} of {' '.join(command)[:300]}: {errors.read()[-2000:].decode(errors='replace')}"
            raise RuntimeError(message)


def _below(process: int) -> Iterator[int]:
    """The processes that *process* has started, and theirs."""
    try:
        children = [
            int(child)
            for task in (PROC / str(process) / "task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:  # it has ended, or there is no /proc
        return
    for child in children:
        yield child
        yield from _below(child)


def _share(process: int) -> float:
    """The megabytes of *process* now; 0 where it has ended."""
    return _megabytes(PROC / str(process) / "smaps_rollup", "Pss:")


def _peak(process: int) -> float:
    """The most megabytes that *process* alone has had. The system's own figure after its end has also those of the program that started it."""
    return _megabytes(PROC / str(process) / "status", "VmHWM:")


def _megabytes(file: Path, name: str) -> float:
    try:
        lines = file.read_text(errors="replace").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name)), 0.0)
