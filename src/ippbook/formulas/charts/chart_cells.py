"""The cells of charts after edits: each sheet is read once."""

from collections import defaultdict
from collections.abc import Iterable

from ippbook import ooxml
from ippbook.formulas.charts.cached_values import ChartCells
from ippbook.formulas.regions import Region
from ippbook.late_numpy import NDArray, np
from ippbook.ooxml.cell_keys import key_cols, key_rows
from ippbook.ooxml.read.chart_parts import hidden_columns
from ippbook.ooxml.write.edits import SheetEdits


class ChartReader:
    """Reads the cells of ranges, with the values that *edits* put."""

    def __init__(self, book: ooxml.Book, edits: ooxml.Edits) -> None:
        self._book = book
        self._edits = edits
        self._first: dict[str, int] = {}
        self._columns: dict[tuple[str, int], ooxml.CellColumn] = {}
        self._hidden: dict[str, tuple[NDArray[np.bool_], frozenset[int]]] = {}

    def prepare(self, areas: Iterable[Region]) -> None:
        """Read the sheets of *areas*, each in one pass."""
        wanted: dict[str, list[Region]] = defaultdict(list)
        for area in areas:
            wanted[area.sheet].append(area)
        for name, of_sheet in wanted.items():
            first, last = min(area.top for area in of_sheet), max(area.bottom for area in of_sheet)
            columns = sorted({column for area in of_sheet for column in range(area.left, area.right + 1)})
            sheet = self._book.sheet(name)
            cells = self._book.read(name, columns, first, last, formulas=False)
            self._first[name] = first
            self._hidden[name] = cells.hidden, hidden_columns(self._book, sheet)
            plan = self._edits.plan(sheet.name, self._book.where(sheet), date1904=self._book.date1904)
            for column in columns:
                found = cells[column]
                self._columns[name, column] = found if plan is None else _edited(found, plan, column)

    def cells(self, areas: Iterable[Region]) -> ChartCells:
        """The cells of *areas*, one after the other, each row by row."""
        parts = [self._across(area) for area in areas]
        return parts[0] if len(parts) == 1 else _concatenated(parts)

    def levels(self, areas: list[Region], size: int) -> list[ChartCells]:
        """The cells of a range with several levels of categories, the innermost first; *size*: how many categories its cache has."""
        area = areas[0]
        height, width = area.bottom - area.top + 1, area.right - area.left + 1
        if height == size or (width != size and height >= width):
            return [self._vector(area, column) for column in range(area.right, area.left - 1, -1)]
        lines = [Region(area.sheet, row, area.left, row, area.right) for row in range(area.bottom, area.top - 1, -1)]
        return [self._across(line) for line in lines]

    def _vector(self, area: Region, column: int) -> ChartCells:
        found = self._columns[area.sheet, column]
        first = self._first[area.sheet]
        inside = slice(area.top - first, area.bottom - first + 1)
        rows, columns = self._hidden[area.sheet]
        hidden = np.zeros(area.bottom - area.top + 1, dtype=bool)
        hidden[:] = rows[inside] if column not in columns else True
        codes = tuple(map(self._book.number_format, found.style[inside].tolist()))
        return ChartCells(found.kind[inside], found.number[inside], found.text[inside], codes, hidden)

    def _across(self, area: Region) -> ChartCells:
        """The cells of an area row by row."""
        columns = [self._vector(area, column) for column in range(area.left, area.right + 1)]
        if len(columns) == 1:
            return columns[0]
        whole = _concatenated(columns)
        order = np.arange(len(whole.kind)).reshape(len(columns), -1).T.ravel()
        codes = tuple(whole.code[at] for at in order.tolist())
        return ChartCells(whole.kind[order], whole.number[order], whole.text[order], codes, whole.hidden[order])


def _concatenated(parts: list[ChartCells]) -> ChartCells:
    return ChartCells(
        np.concatenate([part.kind for part in parts]),
        np.concatenate([part.number for part in parts]),
        np.concatenate([part.text for part in parts]),
        tuple(code for part in parts for code in part.code),
        np.concatenate([part.hidden for part in parts]),
    )


def _edited(found: ooxml.CellColumn, plan: SheetEdits, column: int) -> ooxml.CellColumn:
    """The column with the values that *plan* puts."""
    rows = key_rows(plan.key)
    last = found.first_row + len(found.kind) - 1
    mine = np.flatnonzero((key_cols(plan.key) == column) & (rows >= found.first_row) & (rows <= last))
    place = rows[mine] - found.first_row
    kind, number, text = found.kind.copy(), found.number.copy(), found.text.copy()
    kind[place], number[place], text[place] = plan.kind[mine], plan.number[mine], plan.text[mine]
    return ooxml.CellColumn(found.first_row, kind, number, text, found.iso, found.style, None)
