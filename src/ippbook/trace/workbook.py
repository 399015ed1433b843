"""A workbook as a trace sees it: calculated in memory, with its formulas by place. Nothing is written."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np

from ippbook import ooxml
from ippbook.formulas.native.request import FormulaRequest
from ippbook.formulas.regions import Region
from ippbook.formulas.workbook_formulas import cells_of
from ippbook.ooxml.dates import is_date_format
from ippbook.pipeline.run import Progress, Run, silent
from ippbook.pipeline.stages import run_stages
from ippbook.trace.cell_values import CellSummary, summary_of
from ippbook.trace.computed_inputs import ComputedPlaces
from ippbook.trace.other_users import OtherUser, other_users, users_of
from ippbook.trace.placed_formulas import FormulaPart, FormulaPlaces


class TracedWorkbook:
    """The workbook *book* for one day. Its cells have the values that a recalculation would give them."""

    def __init__(
        self, book: ooxml.Book, as_of: date | None, *, today: date, engine: str, progress: Progress = silent
    ) -> None:
        self.book = book
        request = FormulaRequest(engine)
        self._run = run_stages(Run(book, as_of, today, progress=progress, request=request))
        self._sheets = {sheet.name: book.read(sheet.name) for sheet in book.sheets if sheet.kind == "worksheet"}
        self._stored = cells_of(book, self._sheets)
        self._source = cells_of(book, self._sheets)
        for fill in self._run.fills:
            self._source.put(fill.sheet, fill.column, fill.rows, fill.values)
        for part in self._run.answers:
            self._source.put(part.sheet, part.column, part.rows, part.values)
        self.formulas = FormulaPlaces(self._sheets, self._source)
        self.computed = ComputedPlaces(self._run)
        self._stale: dict[tuple[str, int], list[tuple[frozenset[int], str]]] = {}
        for skipped in self._run.outcome.skipped:
            self._stale.setdefault((skipped.sheet, skipped.column), []).append((frozenset(skipped.rows), skipped.why))

    @property
    def day(self) -> date:
        """The day for which everything is judged."""
        return self._run.study.as_of

    def cell(self, reference: str) -> Region:
        """The cell that *reference* names. Raises `ooxml.EditError`."""
        sheet, row, column = self.book.place(reference)
        return Region(sheet.name, row, column, row, column)

    def used(self, region: Region) -> Region:
        """*region* without the empty rows and columns after the sheet's last cell."""
        last_row, last_column = self._source.extent(region.sheet)
        return replace(
            region,
            bottom=max(min(region.bottom, max(last_row, 1)), region.top),
            right=max(min(region.right, max(last_column, 1)), region.left),
        )

    def summary(self, region: Region) -> CellSummary:
        """What the cells of *region* hold."""
        cut = self.used(region)
        edges = (cut.sheet, cut.top, cut.left, cut.bottom, cut.right)

        def is_date() -> bool:
            return self._is_date(cut)

        found = summary_of(self._source.block(*edges), is_date, date1904=self.book.date1904)
        if not region.single:
            return found
        before = summary_of(self._stored.block(*edges), is_date, date1904=self.book.date1904)
        return found if before.value == found.value else replace(found, stored=before.shown)

    def _is_date(self, region: Region) -> bool:
        """Whether the first number of *region* is shown as a date."""
        cells = self._sheets.get(region.sheet)
        if cells is None or region.left not in cells.columns:
            return False
        column = cells[region.left]
        start, end = region.top - column.first_row, region.bottom - column.first_row + 1
        numbers = np.flatnonzero(column.kind[max(start, 0) : max(end, 0)] == ooxml.NUMBER)
        if not len(numbers):
            return False
        return is_date_format(self.book.number_format(int(column.style[max(start, 0) + int(numbers[0])])))

    def table_name(self, region: Region) -> str:
        """`Listings[URL]`, or `in Listings[URL]` for a part of it, where *region* is in one column of a table."""
        for table in self.book.tables.values():
            first, last = table.data_rows
            inside = table.sheet == region.sheet and first <= region.top and region.bottom <= last
            place = region.left - table.first_col
            if inside and region.left == region.right and 0 <= place < len(table.columns):
                whole = (region.top, region.bottom) == (first, last)
                return ("" if whole else "in ") + f"{table.name}[{table.columns[place]}]"
        return ""

    def stale_reason(self, part: FormulaPart) -> str:
        """Why a cell of *part* has an old value; "" where none has."""
        rows = set(part.rows.tolist())
        for column in range(part.region.left, part.region.right + 1):
            for stale, why in self._stale.get((part.region.sheet, column), []):
                if stale & rows:
                    return why
        return ""

    def users(self, region: Region) -> Iterator[OtherUser]:
        """What uses a cell of *region* besides formulas in cells."""
        return users_of(self._users, region)

    @cached_property
    def _users(self) -> list[OtherUser]:
        return other_users(self.book, self._source)
