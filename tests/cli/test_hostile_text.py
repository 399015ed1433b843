"""Text from a workbook is data to a terminal too."""

import io

from rich.console import Console

from ippbook.cli.render import text


def test_a_control_character_in_a_name_never_reaches_the_terminal():
    console = Console(force_terminal=True, width=80, file=io.StringIO())
    text.say(console, "listing \x1b]0;owned\x07 \x9b31m L1", "[red]not markup[/red]")
    shown = console.file.getvalue()
    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert "[red]not markup[/red]" in shown
