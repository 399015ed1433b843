"""A workbook file as its formulas see it after edits that are not written yet: no copy of the file is made for it.

What formulas see of an edit: the new values of cells, tables that are longer or wider, formulas that come and go. Each column is
looked at when a formula reads it, so that edits of a million cells that no formula reads cost nothing. The tests compare this view
with a file that has the edits.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from ippbook import ooxml
from ippbook.formulas.answered_cells import as_formulas_take
from ippbook.formulas.cell_cache import ValuesWhenRead
from ippbook.formulas.native.request import CellPlaces
from ippbook.formulas.source import RowNumbers, Vector
from ippbook.ooxml.cell_keys import cell_keys, key_rows
from ippbook.ooxml.formula_text import moved
from ippbook.ooxml.write.edits import SheetEdits
from ippbook.quick_dataclasses import dataclass


@dataclass
class PendingEdits:
    """*edits* of *book*, as formulas see them."""

    book: ooxml.Book
    edits: ooxml.Edits
    _columns: dict[tuple[str, int], SheetEdits | None] = field(default_factory=dict)

    @cached_property
    def tables(self) -> Mapping[str, ooxml.TableArea]:
        """The tables by name: as long and as wide as they will be."""
        found = dict(self.book.tables)
        for name, table in found.items():
            growth = self.edits.growths.get(name.casefold())
            last_row = table.last_row if growth is None else growth.new.last_row
            wider = [new for new in self.edits.columns if new.table is not None and new.table.name == name]
            headers = tuple(header for new in sorted(wider, key=lambda new: new.first_col) for header in new.headers)
            last_col = max([table.last_col, *(new.last_col for new in wider)])
            found[name] = replace(table, last_row=last_row, last_col=last_col, columns=(*table.columns, *headers))
        return found

    @cached_property
    def changed(self) -> CellPlaces:
        """The cells that get an edit, by sheet and column; those of new rows and columns too."""
        return {
            (sheet, column): rows for sheet in self._sheets for column, rows in self.edits.rows_by_column(sheet).items()
        }

    @cached_property
    def sheets_with_formulas(self) -> frozenset[str]:
        """The sheets into which the edits put formulas."""
        return frozenset(
            sheet
            for sheet in self._sheets
            for column in self.edits.columns_with_formulas(sheet)
            if (plan := self.column(sheet, column)) is not None and plan.sets_formula.any()
        )

    @cached_property
    def _sheets(self) -> list[str]:
        """The names of the sheets that get edits."""
        edited = {*self.edits.batches, *(growth.table.sheet.casefold() for growth in self.edits.growths.values())}
        return [sheet.name for sheet in self.book.sheets if sheet.name.casefold() in edited]

    def column(self, sheet: str, column: int) -> SheetEdits | None:
        """The edits of one column, rows rising; None where it has none."""
        place = sheet, column
        if place not in self._columns:
            where = self.book.where(self.book.sheet(sheet))
            self._columns[place] = self.edits.plan(sheet, where, date1904=self.book.date1904, column=column)
        return self._columns[place]

    def values_of(self, sheet: str, column: int) -> ValuesWhenRead:
        """The values that one column gets, made when a formula reads them."""
        return partial(self._values, sheet, column)

    def _values(self, sheet: str, column: int) -> tuple[RowNumbers, Vector]:
        plan = self.column(sheet, column)
        assert plan is not None  # noqa: S101  # the column is changed
        return key_rows(plan.key), as_formulas_take(plan.kind, plan.number, plan.text)

    def runs(self, sheet: str, in_file: Iterable[ooxml.FormulaRun]) -> Iterator[ooxml.FormulaRun]:
        """The formulas of *sheet*: those of the file that stay, and those that come."""
        gone = {column: self._replaced(sheet, column) for column in self.edits.columns_with_formulas(sheet)}
        ranges = self.edits.ranges.get(sheet.casefold(), {})
        for run in in_file:
            kept = run._replace(empty=self._empty(sheet, run))
            if ranges and (area := ranges.get(int(cell_keys(run.rows[:1], run.col)[0]))):
                kept = kept._replace(ref=str(area))
            if run.col in gone:
                kept = _without(kept, gone[run.col])
            if len(kept.rows):
                yield kept
        yield from self._new_runs(sheet)

    def _empty(self, sheet: str, run: ooxml.FormulaRun) -> NDArray[np.bool_]:
        """Which cells of *run* show nothing."""
        edited = self.changed.get((sheet, run.col))
        if edited is None or not (mine := np.isin(run.rows, edited)).any():
            return run.empty
        plan = self.column(sheet, run.col)
        assert plan is not None  # noqa: S101  # the column is changed
        found = run.empty.copy()
        found[mine] = plan.kind[np.searchsorted(key_rows(plan.key), run.rows[mine])] == ooxml.BLANK
        return found

    def _replaced(self, sheet: str, column: int) -> RowNumbers:
        """The rows in which the formula of the file goes, whether another comes or not."""
        plan = self.column(sheet, column)
        assert plan is not None  # noqa: S101  # such a column has edits
        return key_rows(plan.key)[plan.replace | plan.sets_formula]

    def _new_runs(self, sheet: str) -> Iterator[ooxml.FormulaRun]:
        """The formulas that come: one text in many rows is one formula only where it says the same in each."""
        for column in sorted(self.edits.columns_with_formulas(sheet)):
            plan = self.column(sheet, column)
            assert plan is not None  # noqa: S101  # such a column has edits
            rows, empty = key_rows(plan.key), plan.kind == ooxml.BLANK
            for text in dict.fromkeys(plan.formula[plan.sets_formula].tolist()):
                mine = np.flatnonzero(plan.formula == text)
                alike = moved(text, 1, 0) == text
                for at in [mine] if alike else np.split(mine, len(mine)):
                    yield ooxml.FormulaRun(column, rows[at], text, "normal", "", dynamic=False, empty=empty[at])


def _without(run: ooxml.FormulaRun, gone: RowNumbers) -> ooxml.FormulaRun:
    """*run* in the other rows, its text as it reads in the first of them."""
    stays = ~np.isin(run.rows, gone)
    if stays.all() or not stays.any():
        return run._replace(rows=run.rows[stays], empty=run.empty[stays])
    rows = run.rows[stays]
    return run._replace(rows=rows, empty=run.empty[stays], text=moved(run.text, int(rows[0] - run.rows[0]), 0))
