"""The second core: work in a copy of this process, next to it.

A copy (`os.fork`) costs a millisecond and knows all that this process knows; what it finds comes back through shared memory, so
that arrays are not copied. It is made only where that is safe: on Linux, where there is a second core, from the only thread
of a process that has allowed it. Whatever goes wrong with a copy, this process does the work itself. So the second core
changes the time and nothing else: neither a result, nor an error, nor what is printed.
"""

import gc
import os
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, NamedTuple, NoReturn

Post = Callable[[object], None]
"""Sends a value to the first process."""

_LOOK: Final = 0.1
"""Seconds between two looks of a copy whether the first process is still there, and of the first process whether the copy was stopped."""
_MESSAGE: Final = struct.Struct("<4q")
"""Where a value is in the shared memory, its size, how many arrays it has, and how many bytes all but the arrays take."""
_ALIGNED: Final = 64
_ALLOWED: ContextVar[bool] = ContextVar("second_core", default=False)


@contextmanager
def second_core_allowed() -> Iterator[None]:
    """Inside the block the second core may be used. Only a program that owns its process may say so, as the command line does."""
    token = _ALLOWED.set(True)
    try:
        yield
    finally:
        _ALLOWED.reset(token)


def second_core_usable() -> bool:
    """Whether a copy of this process can work next to it."""
    return (
        sys.platform == "linux"
        and _ALLOWED.get()
        and len(os.sched_getaffinity(0)) > 1
        and threading.current_thread() is threading.main_thread()
        and threading.active_count() == 1  # another thread may hold a lock, which the copy would wait for
    )


SentValue = Any
"""What a copy has found. What it is, only those who send and take it know."""


class Taken(NamedTuple):
    """A value that a copy has sent."""

    value: SentValue


@contextmanager
def forked(work: Callable[[Post], object]) -> Iterator["ForkedWork"]:
    """A copy of this process that does *work*, where one can be made; it is gone when the block ends, however it ends."""
    copy = ForkedWork()
    try:
        if second_core_usable():
            copy.start(work)
        yield copy
    finally:
        copy.end()


class ForkedWork:
    """A copy of this process, as the first one sees it. It sends values, one after the other; where none was made it sends none."""

    def __init__(self) -> None:
        self._process = 0
        self._reads = self._memory = -1

    def start(self, work: Callable[[Post], object]) -> None:
        """Make the copy. Where the system has no room for it, none is made."""
        first = os.getpid()
        gc.freeze()  # the search for cycles would write into memory that is still shared
        before = signal.pthread_sigmask(
            signal.SIG_BLOCK, _signals()
        )  # until this process knows the copy, which answers none
        try:
            self._memory = os.memfd_create("ippbook")
            self._reads, writes = os.pipe()
            try:
                self._process = os.fork()
                if not self._process:
                    os.close(self._reads)  # so that a copy without a reader notices it
                    _live(work, first, _Outbox(self._memory, writes), before)
            finally:
                os.close(writes)
        except OSError:
            self.end()
        finally:
            gc.unfreeze()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def take(self) -> Taken | None:
        """The next value, as soon as it is there; None where none will come. Its arrays are in shared memory."""
        if self._reads < 0:
            return None
        try:
            message = self._message()
            return Taken(_unpacked(self._memory, *_MESSAGE.unpack(message))) if message else None
        except (MemoryError, OSError):  # the plain way says it in its own words
            return None

    def _message(self) -> bytes:
        """The next message; nothing where the copy has ended or was stopped."""
        import select  # noqa: PLC0415  # late, as all that only a copy needs

        while not select.select([self._reads], [], [], _LOOK)[0] and self._process:
            process, status = os.waitpid(self._process, os.WNOHANG | os.WUNTRACED)
            if process and not os.WIFSTOPPED(status):
                self._process = 0  # ended, and its last message is in the pipe or there is none
            elif process:
                self.end()  # nothing more will come, and the system says only once that it was stopped
                return b""
        return os.read(self._reads, _MESSAGE.size)

    def end(self) -> None:
        """End the copy. Values that were taken stay."""
        if self._process:
            os.kill(self._process, signal.SIGKILL)  # until it is waited for, its number is its own
            os.waitpid(self._process, 0)
        for number in {self._reads, self._memory} - {-1}:
            os.close(number)
        self._process, self._reads, self._memory = 0, -1, -1


def _signals() -> list[int]:
    """The signals that end a program."""
    return [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


# ---- in the copy


def _live(work: Callable[[Post], object], first: int, outbox: "_Outbox", mask: Iterable[int]) -> NoReturn:
    """The whole life of a copy: it says nothing, answers no signal in this program's way, and ends with the process *first*."""
    code = 1
    try:
        for number in _signals():
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, lambda *_: None if os.getppid() == first else os._exit(1))
        signal.setitimer(signal.ITIMER_REAL, _LOOK, _LOOK)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        gc.disable()
        _ALLOWED.set(False)
        work(outbox.post)
        code = 0
    finally:
        os._exit(code)


class _Outbox(NamedTuple):
    """Where a copy puts its values: shared memory, and the pipe that says what is there."""

    memory: int
    pipe: int

    def post(self, value: object) -> None:
        """Put *value* behind the others."""
        import mmap  # noqa: PLC0415  # late
        import pickle  # noqa: PLC0415  # late

        arrays: list[pickle.PickleBuffer] = []
        rest = pickle.dumps(value, protocol=5, buffer_callback=arrays.append)
        pieces = [array.raw() for array in arrays]
        sizes = struct.pack(f"<{len(pieces)}q", *(piece.nbytes for piece in pieces))
        start = at = _rounded(os.fstat(self.memory).st_size, mmap.ALLOCATIONGRANULARITY)
        for piece in (memoryview(sizes), *pieces, memoryview(rest)):
            _put(self.memory, piece, at)
            at = _rounded(at + len(piece), _ALIGNED)
        os.ftruncate(self.memory, at)
        os.write(self.pipe, _MESSAGE.pack(start, at - start, len(pieces), len(rest)))


def _put(memory: int, data: memoryview, at: int) -> None:
    while data:
        done = os.pwrite(memory, data, at)
        data, at = data[done:], at + done


# ---- the shared memory


def _rounded(size: int, unit: int) -> int:
    return -(-size // unit) * unit


def _unpacked(memory: int, start: int, size: int, arrays: int, rest: int) -> SentValue:
    """The value that `_Outbox.post` has put there. Its arrays keep the memory as long as they live."""
    import mmap  # noqa: PLC0415  # late: not every host of ippbook has it
    import pickle  # noqa: PLC0415  # late

    view = memoryview(mmap.mmap(memory, size, access=mmap.ACCESS_COPY, offset=start))
    sizes = struct.unpack_from(f"<{arrays}q", view)
    at = _rounded(arrays * 8, _ALIGNED)
    pieces = []
    for length in sizes:
        pieces.append(view[at : at + length])
        at = _rounded(at + length, _ALIGNED)
    return pickle.loads(view[at : at + rest], buffers=pieces)  # noqa: S301  # from this program itself


__all__ = ["ForkedWork", "Post", "Taken", "forked", "second_core_allowed", "second_core_usable"]
