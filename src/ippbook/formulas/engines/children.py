"""Child processes that do one piece of work each: bytes in, bytes out, bounded in time and memory, never left behind."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import field
from pathlib import Path
from typing import IO, Final

from ippbook.formulas.engines.child_wire import NO_MEMORY_EXIT
from ippbook.formulas.engines.memory import MemoryWatch
from ippbook.formulas.engines.protocol import EngineLimits, Unavailable
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass

_FIRST_WAIT: Final = 0.001
_LONGEST_WAIT: Final = 0.03
_COMPLAINT_KEPT: Final = 65_536
"""Bytes of what a child says before it dies; only its end is read."""
_OUT_OF_MEMORY: Final = (b"memory allocation of", b"MemoryError", b"out of memory", b"bad_alloc")


def _nothing(_standard_input: IO[bytes]) -> None:
    """Gives a child no standard input."""


@dataclass(frozen=True)
class ChildWork:
    """A command, and what writes its standard input: called when its turn has come, so that waiting work costs nothing."""

    command: Sequence[str]
    give: Callable[[IO[bytes]], object] = _nothing
    folder: Path | None = None
    """Where it runs and may leave files; None where it needs no place."""
    limits_itself: bool = True
    """It sets its own limit on memory where the system can (not on Windows and macOS); others are watched everywhere."""


def run_children(work: Sequence[ChildWork], limits: EngineLimits) -> list[bytes | Unavailable]:
    """What each child wrote to its standard output, or why there is nothing, in the order of *work*.

    `limits.parallel` run at once. Whatever ends this call early (Ctrl-C too) ends them; their files have no names and vanish with them.
    """
    answers: list[bytes | Unavailable] = [b""] * len(work)
    waiting = list(enumerate(work))[::-1]
    running: dict[int, _Child] = {}
    pause = _FIRST_WAIT
    try:
        while waiting or running:
            while waiting and len(running) < max(limits.parallel, 1):
                position, started = waiting.pop()
                running[position] = child = _Child(limits)
                child.start(started)
                pause = _FIRST_WAIT
            time.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_WAIT)
            for position, child in list(running.items()):
                if (answer := child.ending()) is not None:
                    answers[position] = answer
                    running.pop(position).close()
    finally:
        for child in running.values():
            child.close()
    return answers


@dataclass
class _Child:
    """One process with its files."""

    limits: EngineLimits
    files: ExitStack = field(default_factory=ExitStack)

    def start(self, work: ChildWork) -> None:
        """Starts it. Its standard input is a file without a name: it cannot block, and there is nothing to remove."""
        with tempfile.TemporaryFile() as standard_input:
            work.give(standard_input)
            standard_input.seek(0)
            self.output = self.files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  # the stack closes it
            self.complaint = self.files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
            self.deadline = time.monotonic() + self.limits.seconds
            # Its own session (Windows: group): Ctrl-C at the terminal reaches the parent alone, which then ends its children itself.
            self.process = subprocess.Popen(  # noqa: S603 - the command is ours
                work.command,
                stdin=standard_input,
                stdout=self.output,
                stderr=self.complaint,
                close_fds=True,
                cwd=work.folder,
                env={**os.environ, "HOME": str(work.folder)} if work.folder else None,
                start_new_session=sys.platform != "win32",
                creationflags=_WINDOWS_FLAGS,
            )
        self.memory = MemoryWatch(self.process, limits_itself=work.limits_itself)
        self.files.callback(self._kill)

    def ending(self) -> bytes | Unavailable | None:
        """What it wrote, or how it failed; None while it works within its limits."""
        if (code := self.process.poll()) is not None:
            return self._written() if code == 0 else self._failure(code)
        if time.monotonic() > self.deadline:
            return too_slow(self.limits)
        if self.memory.most_megabytes() > self.limits.megabytes:
            return too_big(self.limits)
        return None

    def close(self) -> None:
        """Ends it where it still runs, waits for its end and lets its files go."""
        self.files.close()

    def _kill(self) -> None:
        """Ends the process and what it started itself."""
        if sys.platform != "win32":
            with suppress(OSError):  # nothing is left of its session
                os.killpg(self.process.pid, signal.SIGKILL)
        elif self.process.poll() is None:
            stop = ["taskkill", "/F", "/T", "/PID", str(self.process.pid)]
            subprocess.run(stop, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # noqa: S603  # a fixed program
        self.process.wait()

    def _written(self) -> bytes:
        self.output.seek(0)
        return self.output.read()

    def _failure(self, code: int) -> Unavailable:
        size = self.complaint.seek(0, 2)
        self.complaint.seek(max(size - _COMPLAINT_KEPT, 0))
        last_words = self.complaint.read()
        if code in {NO_MEMORY_EXIT, -signal.SIGKILL} or any(words in last_words for words in _OUT_OF_MEMORY):
            return too_big(self.limits)
        if code == -getattr(signal, "SIGXCPU", 0):
            return too_slow(self.limits)
        return Unavailable("engine", say("the calculation engine ended unexpectedly (exit code {code})", code=code))


def too_slow(limits: EngineLimits) -> Unavailable:
    """The reason where the time ran out."""
    return Unavailable("time", say("its calculation took more than {seconds:g} seconds", seconds=limits.seconds))


def too_big(limits: EngineLimits) -> Unavailable:
    """The reason where the memory did not suffice."""
    return Unavailable(
        "memory", say("its calculation needs more than {megabytes} MB of memory", megabytes=limits.megabytes)
    )


_WINDOWS_FLAGS: Final = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
