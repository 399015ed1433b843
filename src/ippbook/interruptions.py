"""Ctrl-C and the wish of the system to end: one line, exit code 128 + the signal's number, nothing left behind.

From the first moment of this program until work begins there is nothing to clean, and the process ends at once. (Before it Python
loads itself, for some hundredths of a second, and answers in its own way.) From then on
`Interrupted` is raised, so that temporary files and calculation engines go as they do after an error. A second signal ends at once.
After the work signals are ignored: Python only ends itself then, and the exit code tells how the work went.

A program that reads JSON or another document gets one in each case. What a signal has cut off in the middle of its loading cannot be
loaded again, so a new process prints the document (`in_new_process`).

A signal may come where Python drops every exception: while an object is freed, in a callback of a C library. It is sent once more then.

The command line loads this module before all others. What it imports widens the time in which Python answers, so it imports little.
"""

import os
import signal
import sys

_SOON = 0.02
"""Seconds until a signal that was lost is sent again: the code that drops exceptions has ended then, or it is sent once more."""
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
_NOTHING_PARTIAL = "No file was partially written."


class Interrupted(BaseException):
    """The user or the system ends the program. Not a KeyboardInterrupt: libraries answer that one in their own ways."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class _Progress:
    """How far the process is."""

    works = False
    """Whether there may be something to clean."""
    begun = False
    """Whether the work has begun; afterwards the work itself prints the document."""
    interrupted = 0
    """The number of the signal for which `Interrupted` was raised in this work; 0: none."""
    drops = False
    """Whether Python is dropping an exception: what is raised meanwhile is lost too."""


def end_quietly() -> None:
    """Answer the signals from now on. One that is ignored already, as after `nohup`, stays ignored."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            _answer_with(number, ignored=False)
    sys.unraisablehook = _send_again


def end_as_it_stands() -> None:
    """Ignore the signals from now on. Python removes its own handlers before it ends, and this stays."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None:
            _answer_with(number, ignored=True)


class interruptible:  # noqa: N801  # used as a function
    """Inside the block a signal raises `Interrupted`."""

    def __enter__(self) -> None:
        _Progress.works, _Progress.begun, _Progress.interrupted = True, True, 0

    def __exit__(self, *_error: object) -> None:
        _Progress.works = False


def interruption() -> int:
    """The number of the signal that has ended the work, whatever exception came of it; 0: none."""
    return _Progress.interrupted


def in_new_process(number: int, words: "list[str]") -> None:
    """Let a new process print the document of the command line *words* that signal *number* has ended, and wait for it."""
    if sys.executable:
        program = [sys.executable, "-P", "-m", "ippbook.cli.interrupted_document", str(number), *words]
        os.spawnv(os.P_WAIT, sys.executable, program)  # noqa: S606  # no shell


def interruption_sentence(number: int) -> str:
    """What the user reads."""
    if number == signal.SIGINT:
        return f"Interrupted. {_NOTHING_PARTIAL}"
    return f"Ended by {signal.Signals(number).name}. {_NOTHING_PARTIAL}"


def _answer_with(number: int, *, ignored: bool) -> None:
    try:  # noqa: SIM105  # contextlib need not be loaded
        signal.signal(number, signal.SIG_IGN if ignored else _answer)
    except ValueError:
        pass  # not the main thread


def _answer(number: int, _frame: object) -> None:
    if _Progress.drops:
        _send_soon(number)
        return
    if _Progress.works and not _Progress.interrupted:
        _Progress.interrupted = number
        raise Interrupted(number)
    try:
        os.write(2, f"ippbook: {interruption_sentence(number)}\n".encode())
        if not _Progress.begun and any(word.startswith("--format") for word in sys.argv[1:]):
            _Progress.begun = True  # a second signal ends at once
            in_new_process(number, sys.argv[1:])
    finally:
        os._exit(128 + number)


def _send_again(lost: "sys.UnraisableHookArgs") -> None:
    """Send the signal again whose `Interrupted` Python dropped; other exceptions are printed as always."""
    if not isinstance(lost.exc_value, Interrupted):
        sys.__unraisablehook__(lost)
        return
    _Progress.drops, _Progress.interrupted = True, 0
    try:
        _send_soon(lost.exc_value.number)
    finally:
        _Progress.drops = False


def _send_soon(number: int) -> None:
    import threading  # noqa: PLC0415  # late: see above

    timer = threading.Timer(_SOON, _send, (number,))
    timer.daemon = True
    timer.start()


def _send(number: int) -> None:
    import threading  # noqa: PLC0415  # late: see above

    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, number)  # it ends a system call that waits, too
    else:
        signal.raise_signal(number)
