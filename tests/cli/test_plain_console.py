"""The console of a pipe is made without Rich, and is in all else that of Rich."""

import io
import sys

import pytest
from rich.console import Console

from ippbook.cli.render.plain_console import console_of


class _Stream(io.StringIO):
    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize(
    "variables",
    [{}, {"FORCE_COLOR": "1"}, {"FORCE_COLOR": ""}, {"TTY_COMPATIBLE": "1"}, {"TTY_COMPATIBLE": "0"}],
    ids=str,
)
def test_a_pipe_is_told_from_a_terminal_as_rich_tells_it(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], terminal: bool
) -> None:
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", _Stream(terminal=terminal))
    assert console_of().is_terminal == Console().is_terminal


def test_the_console_of_a_pipe_prints_as_rich_prints_and_never_cuts_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    stream = _Stream(terminal=False)
    monkeypatch.setattr(sys, "stderr", stream)
    console = console_of(errors=True)
    console.print("[red]word[/red] " * 500)
    console.file.write("a\tb\n")
    assert stream.getvalue() == "word " * 500 + "\na\tb\n"
    assert console.width == 10_000
