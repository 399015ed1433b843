"""Standard input and output: UTF-8 everywhere, and a quiet end when the reader of a pipe has gone."""

import contextlib
import os
import sys
from typing import TextIO

from ippbook.cli.exit_codes import UNREAD


def speak_utf8() -> None:
    """Read and write UTF-8 in every locale; bytes that are not UTF-8 become question marks."""
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # PowerShell sends a byte order mark first
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def start_over_in_utf8() -> None:
    """Run again in Python's UTF-8 mode if the locale cannot decode the arguments; names and values then arrive as typed."""
    known = sys.getfilesystemencoding() == "utf-8"
    if not known and sys.executable and any("\udc80" <= letter <= "\udcff" for text in sys.argv for letter in text):
        again = [sys.executable, "-X", "utf8", "-m", "ippbook", *sys.argv[1:]]
        os.execv(sys.executable, again)  # noqa: S606  # without a shell: the arguments are passed on unchanged


def unread() -> int:
    """End quietly when the reader has closed the pipe, as in `ippbook rules | head -1`.

    `UNREAD` is the exit code of shells for this: neither 0 (no findings) nor 1 (findings).
    """
    _to_nowhere(sys.stdout, sys.stderr)
    return UNREAD


def drop_unwritten() -> None:
    """Forget what could not be written, which the user knows by now. Python would try again when it ends, and change the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if stream:  # None in a program without a console
            try:
                stream.flush()
            except (OSError, ValueError):
                _to_nowhere(stream)


def _to_nowhere(*streams: TextIO) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        with contextlib.suppress(
            AttributeError, OSError, ValueError
        ):  # no console, no file behind the stream, a closed one
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
