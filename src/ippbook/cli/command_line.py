"""Runs a command: arguments in, exit code out. 0: no findings. 1: findings at or above --fail-on. 2: not done."""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Final

from ippbook import ooxml, ooxml_limits
from ippbook.cli import streams
from ippbook.cli.options import app, debugging
from ippbook.cli.visible_stream import complain, controls_shown, show_controls
from ippbook.interruptions import Interrupted, interruptible, interruption_sentence
from ippbook.tables.heard_settings import hear_refused_settings

_LIST_SETTINGS: Final = frozenset({"check", "recalc", "goodfaith"})
"""Commands that list the settings that cannot be used in their output; all others print a note."""


def run(arguments: list[str] | None) -> int:
    """What `ippbook.cli.main` does, for all arguments but --version alone."""
    if arguments is None:
        streams.start_over_in_utf8()
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"]
    debugging.set(debug)
    streams.speak_utf8()
    if arguments is None:
        show_controls()  # also what Python prints at the end of the process
    # Columns of a hundred thousand texts have no reference cycles; the search for cycles takes a third of the time.
    gc.set_threshold(200_000, 50, 50)
    with controls_shown():
        return _guard(lambda: _run(words), debug=debug)


def _run(arguments: list[str]) -> None:
    try:
        with ooxml.allowing(ooxml_limits.limits(os.environ)), hear_refused_settings() as heard:
            try:
                app(arguments, prog_name="ippbook")
            finally:
                if not _LIST_SETTINGS.intersection(arguments[:1]):
                    for sentence in heard:
                        complain(f"note: {sentence}")
    finally:
        if sys.stdout:  # None in a program without a console
            sys.stdout.flush()  # here a closed pipe or a full disk can still be reported; at exit it cannot


def _guard(work: Callable[[], object], *, debug: bool) -> int:
    try:
        with interruptible():
            work()
    except SystemExit as stop:  # the parser has printed its message
        if isinstance(stop.__context__, BrokenPipeError):  # the parser or the table printer wrote to the closed pipe
            return streams.unread()
        return stop.code if isinstance(stop.code, int) else 2
    except KeyboardInterrupt:
        complain(interruption_sentence(signal.SIGINT))
        return 128 + signal.SIGINT
    except Interrupted as end:
        complain(interruption_sentence(end.number))
        return 128 + end.number
    except BrokenPipeError:
        return streams.unread()
    except Exception as failure:  # noqa: BLE001  # the border of a command: an analyst gets one sentence, an engineer adds --debug
        from ippbook.batch.failures import failure_sentence, is_foreseen  # noqa: PLC0415  # late: only a failure needs it

        if debug and not is_foreseen(failure):
            traceback.print_exc()
        complain(failure_sentence(failure))
    return 2
