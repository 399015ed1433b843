"""Tables that fit the terminal: no column is so narrow that a word breaks. Columns are dropped, or the rows are stacked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ippbook.languages import say, say_series
from ippbook.languages.run_language import localized, localized_text
from ippbook.quick_dataclasses import dataclass

LONGEST_WORD: Final = 40
"""A longer word, such as a link, may break."""
_PROSE: Final = 24
"""A column with sentences is at least this wide."""
_GAP: Final = 2
"""Spaces between two columns; one where two do not fit."""


@dataclass(frozen=True, eq=False)
class FittingColumn:
    """A column to print: its header, its cells, whether it has numbers, and when it is dropped (1 first; 0 never)."""

    header: str
    cells: Sequence[Text]
    numeric: bool = False
    dropped: int = 0

    @property
    def natural(self) -> int:
        """The width that shows every cell in one line."""
        return max((cell_len(text) for text in (self.header, *map(str, self.cells))), default=0)

    @property
    def least(self) -> int:
        """The width in which no word breaks."""
        cells = [str(cell) for cell in self.cells]
        words = [*self.header.split(), *(word for text in cells for word in ([text] if self.numeric else text.split()))]
        longest = min(max(map(cell_len, words), default=1), LONGEST_WORD)
        return max(longest, min(self.natural, _PROSE) if self.natural > LONGEST_WORD else 1)


def print_table(console: Console, title: str, columns: Sequence[FittingColumn]) -> None:
    """Print the columns in the width of *console*.

    Where they do not fit, a value that all rows share goes above the table, then the columns go that can be dropped; at last
    each row is printed as a list. A column without any value is not printed.
    """
    if title:
        _say(console, localized_text(title), "bold")
    columns = [replace(column, header=localized(column.header)) for column in columns]
    shown = [column for column in columns if any(map(str, column.cells))] or list(columns)
    if not _widths(shown, console.width) and len(shown[0].cells) > 1:
        shared = [column for column in shown if len(set(map(str, column.cells))) == 1]
        shown = [column for column in shown if column not in shared] or shared[:1]
        if shared and shown is not shared:
            _say(console, "; ".join(f"{column.header}: {column.cells[0]}" for column in shared), "")
    every, hidden = shown, []
    while not _widths(shown, console.width) and (spare := [each for each in shown if each.dropped]):
        least = min(spare, key=lambda each: each.dropped)
        shown = [each for each in shown if each is not least]
        hidden.append(least.header)
    widths = _widths(shown, console.width)
    if not widths:
        _print_stacked(console, every)
        return
    _print_grid(console, shown, widths)
    if hidden:
        _say(
            console,
            say(
                "Not shown, for want of room: {hidden}. A wider window or --format json has them.",
                hidden=say_series(hidden),
            ),
            "dim",
        )


def _say(console: Console, text: str, style: str) -> None:
    console.print(Text(localized_text(text), style=style), soft_wrap=False, overflow="fold")


def _widths(columns: Sequence[FittingColumn], room: int) -> list[int]:
    """The width of each column without its gap; empty where the words do not fit."""
    widths = [column.least for column in columns]
    gap = _gap(widths, room)
    left = room - sum(widths) - gap * (len(widths) - 1)
    if left < 0:
        return []
    wishes = [column.natural - width for column, width in zip(columns, widths, strict=True)]
    while left > 0 and any(wishes):
        # the column that needs least gets all it needs, so that one long column does not starve the others
        at = min((place for place, wish in enumerate(wishes) if wish), key=lambda place: wishes[place])
        more = min(wishes[at], left)
        widths[at] += more
        left -= more
        wishes[at] = 0
    return widths


def _gap(widths: Sequence[int], room: int) -> int:
    return _GAP if sum(widths) + _GAP * (len(widths) - 1) <= room else 1


def _print_grid(console: Console, columns: Sequence[FittingColumn], widths: Sequence[int]) -> None:
    table = Table(
        box=None, pad_edge=False, show_edge=False, header_style="bold", padding=(0, _gap(widths, console.width), 0, 0)
    )
    for column, width in zip(columns, widths, strict=True):
        justify = "right" if column.numeric else "left"
        table.add_column(column.header, justify=justify, overflow="fold", width=width)  # type: ignore[arg-type]
    for cells in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*cells)
    console.print(table, soft_wrap=False)


def _print_stacked(console: Console, columns: Sequence[FittingColumn]) -> None:
    """Each row below the other: a header and its value in each line; blanks are left out."""
    name_width = max(cell_len(column.header) for column in columns)
    for place, cells in enumerate(zip(*(column.cells for column in columns), strict=True)):
        if place:
            console.print()
        grid = Table(box=None, pad_edge=False, show_edge=False, show_header=False, padding=(0, _GAP, 0, 0))
        grid.add_column(style="bold", width=min(name_width, console.width // 2), overflow="fold")
        grid.add_column(overflow="fold")
        for column, cell in zip(columns, cells, strict=True):
            if str(cell):
                grid.add_row(column.header, cell)
        console.print(grid, soft_wrap=False)
