"""A block of cells: its values, formulas and formats, and other blocks seen from it."""
# mypy: disable-error-code="misc"
# xlwings declares setters that this engine does not have: `EngineObject` adds setters that refuse with a sentence.

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from xlwings import base_classes, expansion, main

from ippbook.headless import areas, array_formulas, com_api, edit_guard, formula_text
from ippbook.headless.areas import common_area
from ippbook.headless.cell_display import XlwingsValue
from ippbook.headless.coverage import EngineObject, partly
from ippbook.headless.errors import check_size, excel_error
from ippbook.headless.formats import CellFormats
from ippbook.headless.state import SheetState
from ippbook.ooxml import Area
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.refs import column_letters

if TYPE_CHECKING:
    from ippbook.headless.names import HeadlessName
    from ippbook.headless.sheets import HeadlessSheet
    from ippbook.headless.tables import HeadlessTable

_PLAIN_SIGNS: Final = str.maketrans("", "", "[]._")
"""Signs in the name of a book or sheet that need no quotes."""
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


class HeadlessRange(CellFormats, EngineObject, base_classes.Range):
    """A block of cells; rows and columns count from 1. A block without rows or columns is empty, as a slice can be."""

    def __init__(self, sheet: SheetState, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        self._app = sheet.book.app
        if (
            rows
            and columns
            and not (row >= 1 and row + rows - 1 <= MAX_ROW and column >= 1 and column + columns - 1 <= MAX_COL)
        ):
            raise excel_error("Application-defined or object-defined error")
        self._sheet, self._row, self._column, self._shape = sheet, row, column, (rows, columns)
        self.options: dict[str, XlwingsValue] = {}

    @classmethod
    def of(cls, sheet: SheetState, area: Area) -> "HeadlessRange":
        """The block *area*."""
        shape = area.last_row - area.first_row + 1, area.last_col - area.first_col + 1
        return cls(sheet, area.first_row, area.first_col, *shape)

    @property
    def _empty(self) -> bool:
        return 0 in self._shape

    @property
    def api(self) -> "com_api.ComRange":
        """Excel's Range, as far as the engine has it."""
        return com_api.ComRange(self._sheet, self._area, self.address)

    @property
    def sheet(self) -> "HeadlessSheet":
        """The sheet."""
        from ippbook.headless.sheets import HeadlessSheet  # noqa: PLC0415  # blocks and sheets name each other

        return HeadlessSheet(self._sheet)

    @property
    def coords(self) -> tuple["HeadlessSheet", int, int, int, int]:
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
    def raw_value(self) -> XlwingsValue:
        """One value of a single cell, else a tuple of rows, as COM gives it."""
        if self._empty:
            return None
        check_size(len(self))
        self._sheet.count("read")
        self._sheet.note_uncalculated(self._area)
        rows = self._sheet.cells.com_values(self._area)
        return rows[0][0] if len(self) == 1 else tuple(map(tuple, rows))

    @raw_value.setter
    def raw_value(self, data: XlwingsValue) -> None:
        if not self._empty:
            self._enter(data)

    def _enter(self, data: XlwingsValue) -> None:
        if data is None or (isinstance(data, str) and not data):
            self._empty_cells()
            return
        check_size(len(self))
        values = _as_rows(data, *self._shape)
        edit_guard.check_edit(self._sheet, self._area)
        edit_guard.check_growth(self._sheet, self._area, values)
        self._sheet.count("write")
        self._sheet.book.written = True
        self._sheet.cells.enter(self._area, [list(row) for row in values[: self._shape[0]]], self._file_formula)

    def _empty_cells(self) -> None:
        """Empty the block. Only used cells are visited, so that a block may be the whole sheet."""
        edit_guard.check_edit(self._sheet, self._area)
        self._sheet.count("write")
        self._sheet.book.written = True
        used = common_area(self._area, self._sheet.cells.used())
        if used is not None:
            blank = [None] * (used.last_col - used.first_col + 1)
            self._sheet.cells.enter(used, [blank] * (used.last_row - used.first_row + 1))

    def _file_formula(self, row: int, column: int, text: str) -> str:
        """A typed formula as the file stores it. A formula that the cell has already keeps its spelling in the file."""
        table, stored = self._inside(row, column), self._sheet.cells.column(column)
        old = str(stored.formulas[row - 1]) if stored is not None and row <= len(stored.formulas) else ""
        return old if old and formula_text.in_formula_bar(old, table) == text else formula_text.in_file(text, table)

    def _inside(self, row: int, column: int) -> str:
        """The table around a cell; "" outside tables."""
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
    def formula(self) -> XlwingsValue:
        """The formula of a single cell, else a tuple of rows; a constant gives its text."""
        if self._empty:
            return None
        check_size(len(self))
        self._sheet.count("read")
        rows = self._sheet.cells.formulas(
            self._area, lambda row, col, text: formula_text.in_formula_bar(text, self._inside(row, col))
        )
        return rows[0][0] if len(self) == 1 else tuple(map(tuple, rows))

    @formula.setter
    def formula(self, value: XlwingsValue) -> None:
        if not self._empty:
            self._enter(value)

    @property
    def formula2(self) -> XlwingsValue:
        """As `formula`: the engine does not distinguish a formula that spills from one that takes the value of its own row."""
        return self.formula

    @formula2.setter
    @partly("set where the formula can give one value only")
    def formula2(self, value: XlwingsValue) -> None:
        rows = value if isinstance(value, list | tuple) else [value]
        for text in (cell for row in rows for cell in (row if isinstance(row, list | tuple) else [row])):
            if isinstance(text, str) and text.startswith("=") and array_formulas.may_spill(text[1:]):
                raise NotImplementedError(
                    f"The engine without Excel writes no formula that may give more than one value ({text[:60]}); write it in Excel, "
                    f"or use `formula`, which takes the value of the cell's own row or column."
                )
        self.formula = value

    @property
    def has_array(self) -> bool | None:
        """Whether every cell belongs to an array formula; None where only some do."""
        return areas.covered_by(self._area, self._sheet.arrays)

    def set_results(self, values: XlwingsValue) -> None:
        """Set the results that the formulas of this block show, which Excel would calculate: a value, or rows of values."""
        rows = values if isinstance(values, list | tuple) else [[values]]
        if rows and not isinstance(rows[0], list | tuple):
            rows = [[value] for value in rows] if self._shape[1] == 1 else [rows]
        self._sheet.count("results")
        self._sheet.cells.set_results(self._area, rows)

    def hold(self, values: XlwingsValue) -> None:
        """Old name of `set_results`, for macros that were written for earlier versions."""
        self.set_results(values)

    def clear_contents(self) -> None:
        """Empty the cells; their formats stay."""
        if not self._empty:
            self._enter(None)

    def end(self, direction: str) -> "HeadlessRange":
        """The cell at the end of the region, as Ctrl+arrow goes."""
        if direction not in _STEPS:
            raise NotImplementedError(
                f"The engine without Excel does not know the direction {direction!r}; use up, down, left or right."
            )
        down, right = _STEPS[direction]
        row, col = self._row, self._column
        filled = self._sheet.line(row, col, across=bool(right))
        at, step, last = (col, right, MAX_COL) if right else (row, down, MAX_ROW)
        goal = areas.region_end(filled, at, step, last)
        return HeadlessRange(self._sheet, row, goal) if right else HeadlessRange(self._sheet, goal, col)

    @partly("only `*`, any filled cell")
    def find(self, text: str, whole: bool, direction: str, order: str, match_case: bool) -> "HeadlessRange | None":  # noqa: ARG002  # xlwings' own signature
        """The first or last filled cell ("*"), row by row or column by column; None where all are empty."""
        if text != "*":
            raise NotImplementedError("The engine without Excel finds only '*', any filled cell.")
        area = common_area(self._area, self._sheet.cells.used())
        if area is None:
            return None
        filled = np.array([[bool(cell) for cell in row] for row in self._sheet.cells.formulas(area)], dtype=bool)
        places = np.argwhere(filled) if order == "rows" else np.argwhere(filled.T)[:, ::-1]
        if not len(places):
            return None
        row, col = places[-1 if direction == "backward" else 0].tolist()
        return HeadlessRange(self._sheet, area.first_row + row, area.first_col + col)

    def expand(self, mode: str = "table") -> "HeadlessRange":
        """The block that grows from the first cell, by xlwings' own rules."""
        found: HeadlessRange = expansion.expanders.get(mode, mode).expand(main.Range(impl=self)).impl
        return found

    @property
    def current_region(self) -> "HeadlessRange":
        """The block around the first cell up to blank rows and columns."""
        return HeadlessRange.of(
            self._sheet, _region(self._sheet, Area(self._row, self._column, self._row, self._column))
        )

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """The address, with or without `$`, book and sheet."""
        text = areas.address(self._area, row_absolute=row_absolute, col_absolute=col_absolute)
        if not external:
            return text
        name = f"[{self._sheet.book.name}]{self._sheet.name}"
        if name.translate(_PLAIN_SIGNS).isalnum():
            return f"{name}!{text}"
        quoted = name.replace("'", "''")
        return f"'{quoted}'!{text}"

    @property
    def address(self) -> str:
        """The address with `$`."""
        if self._empty:
            return f"${column_letters(self._column)}${self._row}{{{self._shape[0]}x{self._shape[1]}}}"
        return self.get_address(True, True, False)  # xlwings' own signature

    def __call__(self, arg1: XlwingsValue, arg2: int | None = None) -> "HeadlessRange":
        """One cell: by its number, counted row by row, or by row and column inside the block; it may be outside the block."""
        if isinstance(arg1, str):
            raise NotImplementedError("The engine without Excel takes numbers here: range(row, column).")
        if arg2 is None:
            row, col = divmod(arg1 - 1, self._shape[1])
            return HeadlessRange(self._sheet, self._row + row, self._column + col)
        return HeadlessRange(self._sheet, self._row + arg1 - 1, self._column + arg2 - 1)

    @property
    def rows(self) -> "HeadlessRange":
        """The same cells: xlwings counts them by rows."""
        return self

    @property
    def columns(self) -> "HeadlessRange":
        """The same cells: xlwings counts them by columns."""
        return self

    def select(self) -> None:
        """Select the cells. Excel refuses on a sheet that is not the active one."""
        book = self._sheet.book
        if book.front is not self._sheet or book.app.front is not book:
            raise excel_error("Select method of Range class failed")
        self._sheet.selected = self._area

    @property
    def merge_area(self) -> "HeadlessRange":
        """The merged block of the first cell, or that cell."""
        for area in self._sheet.cells.merges():
            if area.holds(self._row, self._column):
                return HeadlessRange.of(self._sheet, area)
        return HeadlessRange(self._sheet, self._row, self._column)

    @property
    def table(self) -> "HeadlessTable | None":
        """The table around the first cell."""
        from ippbook.headless.tables import HeadlessTable  # noqa: PLC0415  # blocks and tables name each other

        around = (table for table in self._sheet.tables if table.area.holds(self._row, self._column))
        return next(map(HeadlessTable, around), None)

    @property
    def name(self) -> "HeadlessName | None":
        """The defined name of exactly this block; None where there is none."""
        from ippbook.headless.names import HeadlessName  # noqa: PLC0415  # blocks and names name each other

        wanted = f"={self._sheet.quoted}!{self.address}"
        named = (name for name, text in self._sheet.book.names.items() if text == wanted)
        return next((HeadlessName(self._sheet.book, name) for name in named), None)

    @name.setter
    @partly("set in a new book; a book of a file is not saved with it")
    def name(self, value: str) -> None:
        self._sheet.book.add_name(value, f"={self._sheet.quoted}!{self.address}")


def _region(sheet: SheetState, area: Area) -> Area:
    """The block that grows from *area* as long as cells next to it are filled."""
    used = sheet.cells.used()
    while True:
        around = Area(
            max(1, area.first_row - 1),
            max(1, area.first_col - 1),
            min(used.last_row, area.last_row + 1) or 1,
            min(used.last_col, area.last_col + 1) or 1,
        ).grown(area)
        grown = area
        for i, row in enumerate(sheet.cells.formulas(around), around.first_row):
            for j, text in enumerate(row, around.first_col):
                if text:
                    grown = grown.grown(Area(i, j, i, j))
        if grown == area:
            return area
        area = grown


def _as_rows(data: XlwingsValue, rows: int, columns: int) -> Sequence[Sequence[XlwingsValue]]:
    """What is written into a block of *rows* and *columns*, as COM spreads it: one value, a flat array, or an array of rows."""
    if not isinstance(data, list | tuple):
        if isinstance(data, str) and data.startswith("=") and rows * columns > 1:
            raise NotImplementedError(
                "The engine without Excel does not adjust one formula to many cells; give each cell its own formula."
            )
        return [[data] * columns] * rows
    if data and not isinstance(data[0], list | tuple):
        return [data] * rows
    return data
