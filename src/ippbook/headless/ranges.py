"""A block of cells."""
# mypy: disable-error-code="misc"
# xlwings declares setters that this engine does not have: `hosted` answers for them with a sentence.

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from xlwings import base_classes, expansion, main

from ippbook.headless import array_formulas, com_api, edit_guard, formula_text, range_end
from ippbook.headless.cell_entry import GENERAL
from ippbook.headless.coverage import Hosted, partly
from ippbook.headless.errors import check_size, refused
from ippbook.headless.formats import Looks
from ippbook.headless.state import SheetState, common
from ippbook.ooxml import Area
from ippbook.ooxml.refs import MAX_COL, MAX_ROW, letters

if TYPE_CHECKING:
    from ippbook.headless.names import Name
    from ippbook.headless.sheets import Sheet
    from ippbook.headless.tables import Table

_STEPS: Final = {
    "up": (-1, 0),
    "down": (1, 0),
    "left": (0, -1),
    "right": (0, 1),
    "u": (-1, 0),
    "d": (1, 0),
    "l": (0, -1),
    "r": (0, 1),
}


class Range(Looks, Hosted, base_classes.Range):
    """A block of cells; rows and columns count from 1. A block without rows or columns holds nothing, as a slice may."""

    def __init__(self, sheet: SheetState, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        self._program = sheet.book.program
        if (
            rows
            and columns
            and not (row >= 1 and row + rows - 1 <= MAX_ROW and column >= 1 and column + columns - 1 <= MAX_COL)
        ):
            raise refused("Application-defined or object-defined error")
        self._sheet, self._row, self._column, self._shape = sheet, row, column, (rows, columns)
        self.options: dict[str, Any] = {}

    @classmethod
    def of(cls, sheet: SheetState, area: Area) -> "Range":
        """The block *area*."""
        shape = area.last_row - area.first_row + 1, area.last_col - area.first_col + 1
        return cls(sheet, area.first_row, area.first_col, *shape)

    @property
    def _area(self) -> Area:
        return Area(self._row, self._column, self._row + self._shape[0] - 1, self._column + self._shape[1] - 1)

    @property
    def _empty(self) -> bool:
        return 0 in self._shape

    @property
    def api(self) -> "com_api.Cells":
        """Names of Excel's own object: Locked, HasFormula, Address."""
        return com_api.Cells(self._sheet, self._area, self.address)

    @property
    def sheet(self) -> "Sheet":
        """The sheet."""
        from ippbook.headless.sheets import Sheet  # noqa: PLC0415  # blocks and sheets name each other

        return Sheet(self._sheet)

    @property
    def coords(self) -> tuple["Sheet", int, int, int, int]:
        """Sheet, row, column, rows, columns."""
        return (self.sheet, self._row, self._column, *self._shape)

    def __len__(self) -> int:
        return self._shape[0] * self._shape[1]

    @property
    def row(self) -> int:
        """The first row, from 1."""
        return self._row

    @property
    def column(self) -> int:
        """The first column, from 1."""
        return self._column

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self._shape

    @property
    def raw_value(self) -> Any:
        """One value of a single cell, else a tuple of rows, as COM gives it."""
        if self._empty:
            return None
        check_size(len(self))
        self._sheet.count("read")
        self._sheet.note_uncalculated(self._area)
        rows = self._sheet.page.shown(self._area)
        return rows[0][0] if len(self) == 1 else tuple(map(tuple, rows))

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if not self._empty:
            self._enter(data)

    def _enter(self, data: Any) -> None:
        if data is None or (isinstance(data, str) and not data):
            self._empty_cells()
            return
        check_size(len(self))
        rows, columns = self._shape
        if not isinstance(data, list | tuple):
            given: Sequence[Sequence[Any]] = [[data] * columns] * rows
            if isinstance(data, str) and data.startswith("=") and len(self) > 1:
                raise NotImplementedError(
                    "The engine without Excel does not adjust one formula to many cells; give each cell its own formula."
                )
        elif data and not isinstance(data[0], list | tuple):
            given = [data] * rows  # COM takes a flat array as a row, for every row of the block
        else:
            given = data
        edit_guard.check(self._sheet, self._area)
        edit_guard.check_growth(self._sheet, self._area, given)
        self._sheet.count("write")
        self._sheet.book.written = True
        self._sheet.page.enter(
            self._area,
            [list(row) for row in given[:rows]],
            self._filed,
        )

    def _empty_cells(self) -> None:
        """Empty the block; cells that are not used are empty, so that a block may be the whole sheet."""
        edit_guard.check(self._sheet, self._area)
        self._sheet.count("write")
        self._sheet.book.written = True
        held = common(self._area, self._sheet.page.used())
        if held is not None:
            blank = [None] * (held.last_col - held.first_col + 1)
            self._sheet.page.enter(held, [blank] * (held.last_row - held.first_row + 1))

    def _filed(self, row: int, column: int, text: str) -> str:
        """A formula that is typed into a cell, as the file holds it. What a cell has and is given again stays as it is."""
        table, held = self._inside(row, column), self._sheet.page.column(column)
        old = str(held.formulas[row - 1]) if held is not None and row <= len(held.formulas) else ""
        return old if old and formula_text.spoken(old, table) == text else formula_text.filed(text, table)

    def _inside(self, row: int, column: int) -> str:
        """The table that a cell lies in; "" outside tables."""
        return next((table.name for table in self._sheet.tables if table.area.holds(row, column)), "")

    @property
    def max_cells_per_read(self) -> int | None:
        """None: a block is read in one go."""
        return None

    @property
    def max_cells_per_write(self) -> int | None:
        """None: a block is written in one go."""
        return None

    @property
    def formula(self) -> Any:
        """The formula of a single cell, else a tuple of rows; a constant gives its text."""
        if self._empty:
            return None
        check_size(len(self))
        self._sheet.count("read")
        rows = self._sheet.page.formulas(
            self._area, lambda row, col, text: formula_text.spoken(text, self._inside(row, col))
        )
        return rows[0][0] if len(self) == 1 else tuple(map(tuple, rows))

    @formula.setter
    def formula(self, value: Any) -> None:
        if not self._empty:
            self._enter(value)

    @property
    def formula2(self) -> Any:
        """As `formula`: what spills and what meets its own row is not told apart."""
        return self.formula

    @formula2.setter
    @partly("set where the formula can give one value only")
    def formula2(self, value: Any) -> None:
        rows = value if isinstance(value, list | tuple) else [value]
        for text in (cell for row in rows for cell in (row if isinstance(row, list | tuple) else [row])):
            if isinstance(text, str) and text.startswith("=") and array_formulas.may_spill(text[1:]):
                raise NotImplementedError(
                    f"The engine without Excel writes no formula that may give more than one value ({text[:60]}); write it in Excel, "
                    f"or with `formula`, which takes the value of the cell's own row or column."
                )
        self.formula = value

    @property
    def has_array(self) -> bool | None:
        """Whether every cell belongs to an array formula; None where only some do."""
        return range_end.covered(self._area, self._sheet.arrays)

    def hold(self, values: Any) -> None:
        """Lay down what the formulas of this block show, which Excel would calculate: a value, or rows of values."""
        rows = values if isinstance(values, list | tuple) else [[values]]
        if rows and not isinstance(rows[0], list | tuple):
            rows = [[value] for value in rows] if self._shape[1] == 1 else [rows]
        self._sheet.count("hold")
        self._sheet.page.hold(self._area, rows)

    @property
    def number_format(self) -> str | None:
        """The number format; None where the cells have several."""
        held = common(self._area, self._sheet.page.used())
        found = {code for row in self._sheet.page.formats(held) for code in row} if held else set()
        if held != self._area:
            found.add(GENERAL)
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    @partly("set in a new book; a book of a file is not saved with it")
    def number_format(self, value: str) -> None:
        check_size(len(self))
        if self._sheet.protected and not com_api.Page(self._sheet).Protection.AllowFormattingCells:
            raise refused("Unable to set the NumberFormat property of the Range class")
        edit_guard.check(self._sheet, self._area)
        self._sheet.page.reformat(self._area, value)

    def clear_contents(self) -> None:
        """Empty the cells; their formats stay."""
        if not self._empty:
            self._enter(None)

    def end(self, direction: str) -> "Range":
        """The cell at the end of the region, as Ctrl+arrow goes."""
        if direction not in _STEPS:
            raise NotImplementedError(
                f"The engine without Excel knows no direction {direction!r}; use up, down, left or right."
            )
        down, right = _STEPS[direction]
        row, col = self._row, self._column
        held = self._sheet.line(row, col, across=bool(right))
        at, step, last = (col, right, MAX_COL) if right else (row, down, MAX_ROW)
        goal = range_end.end(held, at, step, last)
        return Range(self._sheet, row, goal) if right else Range(self._sheet, goal, col)

    @partly("only `*`, any cell that holds something")
    def find(self, text: str, whole: bool, direction: str, order: str, match_case: bool) -> "Range | None":  # noqa: ARG002  # xlwings' own signature
        """The first or last cell that holds anything ("*"), row by row or column by column; None where none does."""
        if text != "*":
            raise NotImplementedError("The engine without Excel finds only '*', any cell that holds something.")
        area = common(self._area, self._sheet.page.used())
        if area is None:
            return None
        held = np.array([[bool(cell) for cell in row] for row in self._sheet.page.formulas(area)], dtype=bool)
        places = np.argwhere(held) if order == "rows" else np.argwhere(held.T)[:, ::-1]
        if not len(places):
            return None
        row, col = places[-1 if direction == "backward" else 0].tolist()
        return Range(self._sheet, area.first_row + row, area.first_col + col)

    def expand(self, mode: str = "table") -> "Range":
        """The block that grows from the first cell, by xlwings' own rules."""
        found: Range = expansion.expanders.get(mode, mode).expand(main.Range(impl=self)).impl
        return found

    @property
    def current_region(self) -> "Range":
        """The block round the first cell that blank rows and columns bound."""
        area = Area(self._row, self._column, self._row, self._column)
        used = self._sheet.page.used()
        while True:
            around = Area(
                max(1, area.first_row - 1),
                max(1, area.first_col - 1),
                min(used.last_row, area.last_row + 1) or 1,
                min(used.last_col, area.last_col + 1) or 1,
            )
            around = around.grown(area)
            rows = self._sheet.page.formulas(around)
            full = [
                (around.first_row + i, around.first_col + j)
                for i, row in enumerate(rows)
                for j, text in enumerate(row)
                if text
            ]
            new = area
            for row, col in full:
                new = new.grown(Area(row, col, row, col))
            if new == area:
                return Range.of(self._sheet, area)
            area = new

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """The address, with or without `$`, book and sheet."""
        area = self._area

        def corner(row: int, col: int) -> str:
            return f"{'$' * col_absolute}{letters(col)}{'$' * row_absolute}{row}"

        start, end = corner(area.first_row, area.first_col), corner(area.last_row, area.last_col)
        whole_rows, whole_columns = self._shape[1] == MAX_COL, self._shape[0] == MAX_ROW
        if whole_columns and not whole_rows:
            start, end = (f"{'$' * col_absolute}{letters(col)}" for col in (area.first_col, area.last_col))
            text = f"{start}:{end}"
        elif whole_rows:
            text = f"{'$' * row_absolute}{area.first_row}:{'$' * row_absolute}{area.last_row}"
        else:
            text = start if start == end else f"{start}:{end}"
        if not external:
            return text
        name = f"[{self._sheet.book.name}]{self._sheet.name}"
        quoted = name.replace("'", "''")
        return (
            f"'{quoted}'!{text}"
            if not name.replace("[", "").replace("]", "").replace(".", "").replace("_", "").isalnum()
            else f"{name}!{text}"
        )

    @property
    def address(self) -> str:
        """The address with `$`."""
        if self._empty:
            return f"${letters(self._column)}${self._row}{{{self._shape[0]}x{self._shape[1]}}}"
        return self.get_address(True, True, False)  # xlwings' own signature

    def __call__(self, arg1: Any, arg2: int | None = None) -> "Range":
        """One cell: by its number, counted row by row, or by row and column inside the block, which may lie beyond it."""
        if isinstance(arg1, str):
            raise NotImplementedError("The engine without Excel takes numbers here: range(row, column).")
        if arg2 is None:
            row, col = divmod(arg1 - 1, self._shape[1])
            return Range(self._sheet, self._row + row, self._column + col)
        return Range(self._sheet, self._row + arg1 - 1, self._column + arg2 - 1)

    @property
    def rows(self) -> "Range":
        """The same cells: xlwings counts them by rows."""
        return self

    @property
    def columns(self) -> "Range":
        """The same cells: xlwings counts them by columns."""
        return self

    def select(self) -> None:
        """Select the cells. Excel refuses on a sheet that is not the active one."""
        book = self._sheet.book
        if book.front is not self._sheet or book.program.front is not book:
            raise refused("Select method of Range class failed")
        self._sheet.selected = self._area

    @property
    def merge_cells(self) -> bool | None:
        """Whether the cells belong to merged ones; None where only some do."""
        return range_end.covered(self._area, self._sheet.page.merges())

    @property
    def merge_area(self) -> "Range":
        """The merged block of the first cell, or that cell."""
        for area in self._sheet.page.merges():
            if area.holds(self._row, self._column):
                return Range.of(self._sheet, area)
        return Range(self._sheet, self._row, self._column)

    @property
    def table(self) -> "Table | None":
        """The table that the first cell lies in."""
        from ippbook.headless.tables import Table  # noqa: PLC0415  # blocks and tables name each other

        held = (table for table in self._sheet.tables if table.area.holds(self._row, self._column))
        return next(map(Table, held), None)

    @property
    def name(self) -> "Name | None":
        """The defined name of exactly this block; None where it has none."""
        from ippbook.headless.names import Name  # noqa: PLC0415  # blocks and names name each other

        wanted = f"={self._sheet.quoted}!{self.address}"
        named = (name for name, text in self._sheet.book.names.items() if text == wanted)
        return next((Name(self._sheet.book, name) for name in named), None)

    @name.setter
    @partly("set in a new book; a book of a file is not saved with it")
    def name(self, value: str) -> None:
        self._sheet.book.add_name(value, f"={self._sheet.quoted}!{self.address}")
