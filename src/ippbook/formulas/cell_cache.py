"""Cells column by column, read from a workbook once: what formulas read, and what they have answered so far."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import numpy as np

from ippbook.formulas.source import RowNumbers, TablePlace, ValueBlock, Vector

ColumnReader = Callable[[str, frozenset[int] | None], Mapping[int, Vector]]
"""Gives the columns of a sheet (None: all that are not empty), by number, each from row 1 on; they may end early."""

ValuesWhenRead = Callable[[], tuple[RowNumbers, Vector]]
"""Gives new values of a column, made only when a formula reads it: rows and values."""
_Edges = tuple[str, int, int, int, int]
_MOST_KEPT: Final = 4_000_000
"""Cells of ranges that are kept to be read again, at most."""
_NOTHING: Final[Vector] = np.empty(0, dtype=object)


class CellCache:
    """A `CellSource` over a reader of columns. Columns are read when they are first needed, or together by `prepare`."""

    def __init__(
        self,
        sheets: Iterable[str],
        read: ColumnReader,
        tables: Iterable[TablePlace] = (),
        names: Mapping[tuple[str | None, str], str] | None = None,
        *,
        date1904: bool = False,
    ) -> None:
        """*names* maps (sheet or None, name) to the text behind the name."""
        self._sheets = {sheet.casefold(): sheet for sheet in sheets}
        self._read = read
        self._tables = {table.name.casefold(): table for table in tables}
        self._names = {
            ((sheet or "").casefold(), name.casefold()): text for (sheet, name), text in (names or {}).items()
        }
        self._columns: dict[tuple[str, int], Vector] = {}
        self._whole: set[str] = set()
        self._later: dict[tuple[str, int], list[ValuesWhenRead]] = {}
        self._room: dict[tuple[str, int], Vector] = {}
        self._date1904 = date1904
        self._extents: dict[str, tuple[int, int]] = {}
        self._puts: dict[str, list[tuple[int, int, int]]] = {}
        """By sheet what `put` changed: column, first and last row."""
        self._blocks: OrderedDict[_Edges, tuple[ValueBlock, int]] = OrderedDict()
        self._kept_cells = 0

    @property
    def date1904(self) -> bool:
        """Whether day numbers count from 1904."""
        return self._date1904

    def prepare(self, wanted: Mapping[str, Iterable[int]]) -> None:
        """Read *wanted* columns, by sheet, in one pass a sheet."""
        for sheet, columns in wanted.items():
            missing = frozenset(column for column in columns if (sheet, column) not in self._columns)
            if missing and sheet not in self._whole:
                self._take(sheet, missing)

    def _take(self, sheet: str, columns: frozenset[int] | None) -> None:
        found = self._read(sheet, columns)
        for column in columns if columns is not None else found:
            # An answer that was put here stays: it is newer than the file.
            self._columns.setdefault((sheet, column), found.get(column, _NOTHING))
        for place in [
            place for place in self._later if place in self._columns or (columns is None and place[0] == sheet)
        ]:
            self._columns.setdefault(place, _NOTHING)
            for values_when_read in self._later.pop(place):
                self.put(*place, *values_when_read())

    def _column(self, sheet: str, column: int) -> Vector:
        if (sheet, column) not in self._columns:
            if sheet in self._whole:
                return _NOTHING
            self._take(sheet, frozenset({column}))
        return self._columns[sheet, column]

    def sheet(self, name: str) -> str | None:
        """The sheet's name as the workbook spells it, or None where there is none."""
        return self._sheets.get(name.casefold())

    def sheets_between(self, first: str, last: str) -> list[str]:
        """The sheets from *first* to *last* in the order of the tabs; none where one of the two is not there."""
        names = list(self._sheets)
        ends = first.casefold(), last.casefold()
        if any(end not in self._sheets for end in ends):
            return []
        low, high = sorted(names.index(end) for end in ends)
        return [self._sheets[name] for name in names[low : high + 1]]

    @property
    def sheet_names(self) -> list[str]:
        """All sheets, those that `add_sheet` added last."""
        return list(self._sheets.values())

    def length(self, sheet: str, column: int) -> int:
        """The last row of the column that is not empty; 0 where all are."""
        return len(self._column(sheet, column))

    def define(self, name: str, text: str) -> None:
        """Give a name of the workbook another meaning."""
        self._names["", name.casefold()] = text

    def add_sheet(self, name: str) -> None:
        """A sheet that the workbook does not have: empty until values are put there."""
        self._sheets[name.casefold()] = name
        self._whole.add(name)

    def extent(self, sheet: str) -> tuple[int, int]:
        """The last row and the last column that are not empty. Reads the whole sheet."""
        if sheet not in self._whole:
            self._take(sheet, None)
            self._whole.add(sheet)
        if sheet not in self._extents:
            used = [
                (len(values), column)
                for (name, column), values in self._columns.items()
                if name == sheet and len(values)
            ]
            rows, columns = zip(*used, strict=True) if used else ((0,), (0,))
            self._extents[sheet] = max(rows), max(columns)
        return self._extents[sheet]

    def block(self, sheet: str, top: int, left: int, bottom: int, right: int) -> ValueBlock:
        """The values of a range, shape (rows, columns), not to be changed: formulas that read the same range get the same array."""
        edges = (sheet, top, left, bottom, right)
        known = self._blocks.pop(edges, None)
        if known is not None and not self._changed(edges, known[1]):
            self._blocks[edges] = known[0], len(self._puts.get(sheet, ()))
            return known[0]
        self._kept_cells -= 0 if known is None else known[0].size
        found = np.full((bottom - top + 1, right - left + 1), None, dtype=object)
        for column in range(left, right + 1):
            part = self._column(sheet, column)[top - 1 : bottom]
            found[: len(part), column - left] = part
        found.flags.writeable = False
        if found.size > 1:
            self._blocks[edges] = found, len(self._puts.get(sheet, ()))
            self._kept_cells += found.size
            while self._kept_cells > _MOST_KEPT and len(self._blocks) > 1:
                self._kept_cells -= self._blocks.popitem(last=False)[1][0].size
        return found

    def _changed(self, edges: _Edges, since: int) -> bool:
        """Whether a `put` after the first *since* of them changed a cell of the range."""
        sheet, top, left, bottom, right = edges
        puts = self._puts.get(sheet, [])
        return any(
            left <= column <= right and first <= bottom and top <= last
            for column, first, last in (puts[place] for place in range(since, len(puts)))
        )

    def cells(self, sheet: str, column: int, rows: RowNumbers) -> Vector:
        """The values of *column* in *rows*."""
        values = self._column(sheet, column)
        found = np.full(len(rows), None, dtype=object)
        inside = rows <= len(values)
        found[inside] = values[rows[inside] - 1]
        return found

    def table(self, name: str) -> TablePlace | None:
        """The table of that name."""
        return self._tables.get(name.casefold())

    def table_at(self, sheet: str, row: int, column: int) -> TablePlace | None:
        """The table whose data or totals row contains the cell."""
        for table in self._tables.values():
            across = 0 <= column - table.first_column < len(table.columns)
            if table.sheet == sheet and across and table.first_row <= row <= (table.totals_row or table.last_row):
                return table
        return None

    def name(self, name: str, sheet: str | None) -> str | None:
        """The text of a defined name, of *sheet* before the workbook's own."""
        own = self._names.get(((sheet or "").casefold(), name.casefold())) if sheet else None
        return own if own is not None else self._names.get(("", name.casefold()))

    def put_when_read(self, sheet: str, column: int, values_when_read: ValuesWhenRead) -> None:
        """As `put`, but the column is read only when something needs it: most columns are not read by any formula."""
        if (sheet, column) in self._columns or sheet in self._whole:
            self.put(sheet, column, *values_when_read())
        else:
            self._later.setdefault((sheet, column), []).append(values_when_read)

    def put(self, sheet: str, column: int, rows: RowNumbers, values: Vector) -> None:
        """From now on, the cells have these *values*."""
        if not len(rows):
            return
        known = self._column(sheet, column)
        longest = max(len(known), int(rows.max()))
        if longest > len(self._room.get((sheet, column), _NOTHING)):
            # Room to spare, so that a column answered cell by cell is not copied for each cell.
            self._room[sheet, column] = np.full(longest + longest // 2, None, dtype=object)
            self._room[sheet, column][: len(known)] = known
        self._room[sheet, column][rows - 1] = values
        self._columns[sheet, column] = self._room[sheet, column][:longest]
        self._puts.setdefault(sheet, []).append((column, int(rows.min()), int(rows.max())))
        if sheet in self._extents:
            last_row, last_column = self._extents[sheet]
            self._extents[sheet] = max(last_row, longest), max(last_column, column)
