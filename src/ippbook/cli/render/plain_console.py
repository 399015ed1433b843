"""The console of a pipe or a file. Rich, 54 modules, is loaded only for what is not a line: a table on a terminal, a width."""

import os
import sys
from typing import IO, TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from rich.console import Console

_TERMINAL_BY_ORDER: Final = ("FORCE_COLOR", "TTY_COMPATIBLE")
"""With one of these variables Rich decides whether a stream is a terminal."""


def console_of(*, errors: bool = False) -> "Console":
    """The console of standard output, or of standard error. In a pipe it has no colour and never cuts a line."""
    if _is_plain(sys.stderr if errors else sys.stdout):
        return cast("Console", _PlainConsole(errors=errors))
    from ippbook.cli.render.visible_console import VisibleConsole  # noqa: PLC0415  # late: Rich

    console = VisibleConsole(stderr=errors)
    return console if console.is_terminal else VisibleConsole(stderr=errors, width=10_000, no_color=True)


def _is_plain(stream: IO[str] | None) -> bool:
    """Whether *stream* is certainly a pipe or a file."""
    try:
        return stream is not None and not stream.isatty() and not any(name in os.environ for name in _TERMINAL_BY_ORDER)
    except (AttributeError, ValueError):  # no file, or a closed one
        return False


class _PlainConsole:
    """The console of a pipe. All but its stream is that of Rich, which is loaded when it is used."""

    is_terminal = False

    def __init__(self, *, errors: bool) -> None:
        self._errors = errors

    @property
    def file(self) -> IO[str]:
        """The stream as it is now."""
        return sys.stderr if self._errors else sys.stdout

    def __getattr__(self, name: str) -> object:
        from ippbook.cli.render.visible_console import VisibleConsole  # noqa: PLC0415  # late: Rich

        return getattr(VisibleConsole(stderr=self._errors, width=10_000, no_color=True), name)


__all__ = ["console_of"]
