"""Ctrl-C and the wish of the system to end: one line, exit code 128 + the signal's number, nothing left behind.

From the first moment of the program until work begins there is nothing to clean, and the process ends at once. From then on
`Interrupted` is raised, so that temporary files and calculation engines go as they do after an error. A second signal ends at once.
After the work signals are ignored: Python only ends itself then, and the exit code tells how the work went.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final

_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP")
_NOTHING_PARTIAL: Final = "No file was partially written."


class Interrupted(BaseException):
    """The user or the system ends the program. Not a KeyboardInterrupt: libraries answer that one in their own ways."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class _Progress:
    """How far the process is."""

    works = False
    """Whether there may be something to clean."""


def end_quietly() -> None:
    """Answer the signals from now on. One that is ignored already, as after `nohup`, stays ignored."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            with suppress(ValueError):  # not the main thread
                signal.signal(number, _answer)


def end_as_it_stands() -> None:
    """Ignore the signals from now on. Python removes its own handlers before it ends, and this stays."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None:
            with suppress(ValueError):  # not the main thread
                signal.signal(number, signal.SIG_IGN)


@contextmanager
def interruptible() -> Iterator[None]:
    """Inside the block a signal raises `Interrupted`."""
    _Progress.works = True
    try:
        yield
    finally:
        _Progress.works = False


def interruption_sentence(number: int) -> str:
    """What the user reads."""
    if number == signal.SIGINT:
        return f"Interrupted. {_NOTHING_PARTIAL}"
    return f"Ended by {signal.Signals(number).name}. {_NOTHING_PARTIAL}"


def _answer(number: int, _frame: FrameType | None) -> None:
    if _Progress.works:
        _Progress.works = False
        raise Interrupted(number)
    with suppress(OSError):
        os.write(2, f"ippbook: {interruption_sentence(number)}\n".encode())
    os._exit(128 + number)
