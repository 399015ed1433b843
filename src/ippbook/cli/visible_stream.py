"""Standard output and error on which no text can control the terminal, whoever prints it: the parser, print, warnings, a traceback.

The same in a pipe: a log is read on a terminal later. Only the console of `render/`, which colours its own tables, writes to the
stream beneath; it makes the text of its cells visible itself.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, BinaryIO, TextIO, cast

from ippbook.cli.run_state import quiet
from ippbook.command_name import workable
from ippbook.control_characters import visible, visible_line
from ippbook.languages import say
from ippbook.languages.run_language import localized, localized_text


class VisibleStream:
    """A text stream that writes `visible` text to another one, and is that other one in all else."""

    def __init__(self, beneath: TextIO) -> None:
        self.beneath = beneath

    def write(self, text: str) -> int:
        """Write *text* with its control characters made visible."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.beneath.write(visible(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write each of *lines*."""
        for line in lines:
            self.write(line)

    @property
    def buffer(self) -> BinaryIO:
        """The bytes beneath, for whole files. A terminal has none: libraries would write to its console past this stream."""
        if self.beneath.isatty():
            raise AttributeError("buffer")
        return self.beneath.buffer

    def __getattr__(self, name: str) -> object:
        return getattr(self.beneath, name)


def beneath(stream: IO[str]) -> IO[str]:
    """The stream that `VisibleStream` writes to, for who makes its text visible itself; any other stream as it is."""
    return stream.beneath if isinstance(stream, VisibleStream) else stream


def show_controls() -> None:
    """Let everything that this process prints from now on go through a `VisibleStream`; also the traceback of its end."""
    sys.stdout, sys.stderr = _over(sys.stdout), _over(sys.stderr)


@contextmanager
def controls_shown() -> Iterator[None]:
    """As `show_controls`, inside the block."""
    before = sys.stdout, sys.stderr
    show_controls()
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def _over(stream: TextIO | None) -> TextIO:
    if stream is None or isinstance(stream, VisibleStream):  # None in a program without a console
        return cast("TextIO", stream)
    return cast("TextIO", VisibleStream(stream))


def print_line(text: str, *, err: bool = False) -> None:
    """Print *text* on one line of standard output, or of standard error: it has the name of a file or text of a cell."""
    stream = sys.stderr if err else sys.stdout
    if stream:
        stream.write(f"{visible_line(localized_text(text))}\n")


def warn(warnings: Iterable[str]) -> None:
    """Print what a save lost or broke to standard error, one line each. --quiet does not hide it."""
    for warning in warnings:
        print_line(say("warning: {warning}", warning=warning), err=True)


def remark(sentence: str) -> None:
    """Print one sentence to standard error as `complain` does, unless --quiet is on the command line: the work is done without it."""
    if not quiet.get():
        complain(sentence)


def complain(sentence: str) -> None:
    """Print one sentence to standard error, on one line: a line end in a file name must not look like a second message."""
    if sys.stderr:
        with suppress(OSError):  # a closed pipe; the exit code says the rest
            sys.stderr.write(f"ippbook: {visible_line(workable(localized(sentence)))}\n")


def print_text(text: str, *, err: bool = False, end: str = "\n") -> None:
    """Print *text* and *end* at once."""
    stream = sys.stderr if err else sys.stdout
    if stream:  # None in a program without a console
        stream.write(f"{text}{end}")
        stream.flush()
