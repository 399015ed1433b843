"""The end of the program's process without taking apart what it has loaded: that takes Python longer than to scan a small workbook."""

import atexit
import os
import sys


def end_at_once(code: int) -> None:
    """End this process with the exit code *code*, as Python does but for what it would free. It returns where Python must end it itself.

    That is where another thread still works, or where something printed cannot be written, which changes the exit code.
    """
    threads = sys.modules.get("threading")
    if threads is not None and threads.active_count() > 1:
        return
    atexit._run_exitfuncs()  # noqa: SLF001  # it has no public name; what modules want to do at the end, as Python's own end does it
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream:  # None in a program without a console
                stream.flush()
    except (OSError, ValueError):
        return
    os._exit(code & 0xFF)


__all__ = ["end_at_once"]
