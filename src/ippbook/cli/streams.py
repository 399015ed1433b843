"""How the process talks with what started it: letters in and out, and nobody reading on."""

import contextlib
import os
import sys


def speak_utf8() -> None:
    """Read and write UTF-8, whatever the locale says; what is no letter becomes a question mark."""
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # PowerShell sends a mark first
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def start_over_in_utf8() -> None:
    """Run again in Python's UTF-8 mode where the locale cannot spell the arguments: names and values then arrive as typed."""
    known = sys.getfilesystemencoding() == "utf-8"
    if not known and sys.executable and any("\udc80" <= letter <= "\udcff" for text in sys.argv for letter in text):
        again = [sys.executable, "-X", "utf8", "-m", "ippbook", *sys.argv[1:]]
        os.execv(sys.executable, again)  # noqa: S606  # no shell is wanted: the arguments go on as they came


def unread() -> int:
    """End quietly when nobody reads on, as in `ippbook rules | head -1`.

    141 is what shells call such an end: neither clean nor findings.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError):  # no console, or no file behind the stream
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    return 141
