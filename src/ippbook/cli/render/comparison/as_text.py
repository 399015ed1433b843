"""A comparison as text: lines that wrap in a terminal, and one line for each value in a pipe."""

from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ippbook.cli.render.comparison.outline import DIFFERENT, MINUS, PLUS, Outline, OutlineEntry
from ippbook.cli.render.comparison.shown_values import ShownChange
from ippbook.cli.render.text import not_shown
from ippbook.languages import say
from ippbook.languages.run_language import localized_text

_LONGEST_LINE: Final = 74
"""A longer pair of values is in two lines."""
_COLOURS: Final = {PLUS: "green", MINUS: "red", DIFFERENT: "yellow"}


def show_comparison(console: Console, outline: Outline) -> None:
    """Print *outline*."""
    printer = _Printer(console)
    printer.say(0, say("{old} → {new}, as of {day}", old=outline.old, new=outline.new, day=outline.day), "bold")
    printer.say(0, outline.verdict)
    for section in outline.sections:
        printer.say(0, "")
        printer.say(0, say("{heading}: {summary}", heading=section.heading, summary=section.summary), "bold")
        for entry in section.entries:
            printer.entry(entry)
        if section.hidden:
            printer.say(2, not_shown(section.hidden))
    if outline.notes:
        printer.say(0, "")
    for note in outline.notes:
        printer.say(0, say("note: {note}", note=note))
    if outline.hidden_notes:
        printer.say(0, not_shown(outline.hidden_notes, say(" note") if outline.hidden_notes == 1 else say(" notes")))


class _Printer:
    """Prints lines with an indent. In a terminal they wrap at its width, below their own beginning."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def say(self, indent: int, line: str, style: str = "") -> None:
        line = localized_text(line)
        if self.console.is_terminal:
            self.console.print(Padding(Text(line, style=style, overflow="fold"), (0, 0, 0, indent)), soft_wrap=False)
            return
        self.console.file.write(f"{' ' * indent}{line}".rstrip(" ") + "\n")

    def entry(self, entry: OutlineEntry) -> None:
        style = _COLOURS[entry.mark]
        title = f"{entry.mark} {entry.title}"
        if only := entry.only_change:
            self.say(2, f"{title}: {change_text(only)}", style)
        else:
            self.say(2, f"{title}: {entry.remark}" if entry.remark else title, style)
            for change in entry.changes:
                self.change(change)
        for mark, line in entry.lines:
            self.say(6, f"{mark} {line}" if mark else line, _COLOURS.get(mark, ""))

    def change(self, change: ShownChange) -> None:
        line = f"{change.label}: {change_text(change)}"
        if change.old is None or change.new is None or cell_len(line) <= _LONGEST_LINE:
            self.say(6, line)
            return
        self.say(6, f"{change.label}:")
        self.say(8, f"{MINUS} {change.old}", _COLOURS[MINUS])
        self.say(8, f"{PLUS} {change.new}", _COLOURS[PLUS])


def change_text(change: ShownChange) -> str:
    """Before and after in one line."""
    if change.old is None or change.new is None:
        return change.new or change.old or ""
    return f"{change.old} → {change.new}"
