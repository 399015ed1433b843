"""Formulas of cells in groups that are calculated together, and the cells that each group reads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Final, NamedTuple

import numpy as np

from ippbook.formulas.fill_down import relative_key
from ippbook.formulas.names import calls_ippbook, may_call_ippbook
from ippbook.formulas.parser import parse
from ippbook.formulas.problems import FormulaError, NotCalculatedError
from ippbook.formulas.regions import Region, locate
from ippbook.formulas.source import CellSource, Place, RowNumbers
from ippbook.formulas.tree import AnyReference, AreaReference, Formula, NameReference, TableReference, walk
from ippbook.languages import say
from ippbook.ooxml.excel_limits import MAX_ROW
from ippbook.ooxml.refs import column_letters
from ippbook.quick_dataclasses import dataclass

LARGEST_ARRAY: Final = MAX_ROW
"""Cells that one array formula may fill."""


class PlacedFormula(NamedTuple):
    """A formula in a cell, without the equals sign; *until* is the last row and column that an array formula fills."""

    row: int
    column: int
    text: str
    until: tuple[int, int] | None = None


@dataclass(frozen=True)
class SkippedFormulas:
    """Formulas that were not calculated, and why: a plain sentence."""

    sheet: str
    column: int
    rows: tuple[int, ...]
    why: str

    @property
    def sentence(self) -> str:
        """Place and reason, as in `Sheet1!A1 and 3 more: it refers to another workbook`."""
        more = say(" and {rows_count:,} more", rows_count=len(self.rows) - 1) if len(self.rows) > 1 else ""
        return f"{self.sheet}!{column_letters(self.column)}{self.rows[0]}{more}: {self.why}"


@dataclass(frozen=True, eq=False)
class Group:
    """One formula in the *rows* (rising) of a column."""

    sheet: str
    column: int
    rows: RowNumbers
    formula: Formula
    home: Place
    until: tuple[int, int] | None = None

    @property
    def references(self) -> tuple[AnyReference, ...]:
        """The references in the formula."""
        return tuple(
            node for node in walk(self.formula.root) if isinstance(node, AreaReference | TableReference | NameReference)
        )

    def spans(self, source: CellSource) -> list[Region]:
        """Ranges that together hold every cell that the group reads, not much more."""
        found: list[Region] = []
        for reference in self.references:
            ends = [_found(reference, source, self.home, int(row)) for row in sorted({self.rows[0], self.rows[-1]})]
            if len(self.rows) > len(ends) and any(end is None for end in ends):
                # Where an end is outside its table, each row between must be looked at.
                ends = [_found(reference, source, self.home, int(row)) for row in self.rows]
            known = [end for end in ends if end is not None]
            found.extend(
                Region(
                    sheet,
                    min(one.top for one in known if one.sheet == sheet),
                    min(one.left for one in known if one.sheet == sheet),
                    max(one.bottom for one in known if one.sheet == sheet),
                    max(one.right for one in known if one.sheet == sheet),
                )
                for sheet in {one.sheet for one in known}
            )
        return found

    def alone(self, row: int) -> "Group":
        """The same formula in one row of the group."""
        return Group(self.sheet, self.column, np.array([row], dtype=np.int64), self.formula, self.home, self.until)


def _found(reference: AnyReference, source: CellSource, home: Place, row: int) -> Region | None:
    try:
        region = locate(reference, source, home, row)
    except FormulaError:
        return None  # the calculation itself will say so, for this row
    return region if isinstance(region, Region) else None


@dataclass
class GroupedFormulas:
    """The groups of a workbook, the number of formulas that are not calculated, and why IPP_ formulas are skipped."""

    groups: list[Group] = field(default_factory=list)
    not_calculated: int = 0
    skipped: list[SkippedFormulas] = field(default_factory=list)


def group_formulas(
    sheets: Mapping[str, Iterable[PlacedFormula]], known: Callable[[str], bool], source: CellSource
) -> GroupedFormulas:
    """The groups out of all formula cells, by sheet; *known* says whether a function exists.

    Each distinct formula is parsed once; a filled-down column is one formula.
    """
    grouped = GroupedFormulas()
    for sheet, cells in sheets.items():
        rows: dict[tuple[int, str, tuple[int, int] | None], list[int]] = {}
        texts: dict[tuple[int, str, tuple[int, int] | None], PlacedFormula] = {}
        for cell in cells:
            if not may_call_ippbook(cell.text):
                grouped.not_calculated += 1
                continue
            key = (cell.column, relative_key(cell.text, cell.row), cell.until)
            if key not in texts:
                texts[key] = cell
                rows[key] = []
            rows[key].append(cell.row)
        for key, cell in texts.items():
            _add(grouped, sheet, cell, rows[key], known, source)
    return grouped


def _add(
    grouped: GroupedFormulas,
    sheet: str,
    cell: PlacedFormula,
    rows: list[int],
    known: Callable[[str], bool],
    source: CellSource,
) -> None:
    try:
        formula = parse(cell.text)
        unknown = sorted(name for name in formula.functions if not known(name))
        if unknown:
            raise NotCalculatedError(say("{unknown} is not a function of ippbook", unknown=unknown[0]))
        if cell.until and (cell.until[0] - cell.row + 1) * (cell.until[1] - cell.column + 1) > LARGEST_ARRAY:
            raise NotCalculatedError(
                say("its array fills more than {largest_array:,} cells", largest_array=LARGEST_ARRAY)
            )
    except FormulaError as refusal:
        grouped.not_calculated += len(rows)
        if calls_ippbook(cell.text):
            grouped.skipped.append(SkippedFormulas(sheet, cell.column, tuple(sorted(rows)), str(refusal)))
        return
    home = Place(sheet, cell.row, cell.column)
    every = np.unique(np.array(rows, dtype=np.int64))
    group = Group(sheet, cell.column, every, formula, home, cell.until)
    bare = any(isinstance(one, TableReference) and one.table is None for one in group.references)
    parts = by_table(every, home, source) if bare else [every]
    grouped.groups.extend(Group(sheet, cell.column, part, formula, home, cell.until) for part in parts)


def by_table(rows: RowNumbers, home: Place, source: CellSource) -> list[RowNumbers]:
    """*rows* cut where one table ends: `[@URL]` means another column in the next."""
    parts: list[RowNumbers] = []
    start = 0
    while start < len(rows):
        table = source.table_at(home.sheet, int(rows[start]), home.column)
        end = (
            start + 1 if table is None else int(np.searchsorted(rows, table.totals_row or table.last_row, side="right"))
        )
        parts.append(rows[start:end])
        start = end
    return parts
