"""What is outside ippbook's tables: other sheets, compared cell by cell at the same place, and parts that are only named."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from ippbook import ooxml
from ippbook.comparison.column_values import ComparedColumn, RowPlaces, ShownValue
from ippbook.comparison.sides import Side
from ippbook.declare import registry
from ippbook.late_patterns import late_pattern
from ippbook.ooxml import BLANK, CellColumn, SheetCells
from ippbook.ooxml.refs import column_letters
from ippbook.quick_dataclasses import dataclass

_DRAWN: Final = frozenset({"guide", "lists"})
"""Sheets that ippbook draws: words for people, and the lists of the drop-downs. Their language and age are not the team's content."""
_READ: Final = late_pattern(
    r"\[content_types\]\.xml|.*\.rels|docprops/.*|xl/(?:workbook\.xml|sharedstrings\.xml|calcchain\.xml|metadata\.xml|worksheets/.*|tables/.*|persons/.*)"
)
"""Parts whose content is compared as cells, or that no person enters anything in."""
_MACROS: Final = late_pattern(r".*/vba[a-z]*\.bin|.*\.bas|xl/vbaproject.*")


@dataclass(frozen=True)
class PlacedChange:
    """A cell of another sheet, before and after; a formula begins with "="."""

    cell: str
    old: ShownValue
    new: ShownValue


@dataclass(frozen=True, eq=False)
class OtherSheetChanges:
    """The cells of a sheet that differ."""

    sheet: str
    change: str
    """added, changed or removed."""
    columns: tuple[tuple[int, ComparedColumn, ComparedColumn, RowPlaces], ...]
    """For each column with differences: its number, the cells of both sheets from row 1, and the places that differ."""
    recalculated: int = 0
    """How many formulas are the same and show another value."""

    @property
    def count(self) -> int:
        """How many cells differ."""
        return sum(len(at) for *_, at in self.columns)

    def cells(self) -> Iterator[PlacedChange]:
        """The cells that differ, row by row."""
        rows = np.concatenate([at for *_, at in self.columns]) if self.columns else np.empty(0, dtype=np.int64)
        which = np.repeat(np.arange(len(self.columns)), [len(at) for *_, at in self.columns])
        for place in np.lexsort((which, rows)).tolist():
            number, old, new, _ = self.columns[int(which[place])]
            at = rows[place : place + 1]
            yield PlacedChange(f"{column_letters(number)}{int(at[0]) + 1}", old.shown(at)[0], new.shown(at)[0])


@dataclass(frozen=True)
class PartNames:
    """Parts of the files that differ and are not compared: their names, and those of macros apart."""

    others: tuple[str, ...] = ()
    macros: tuple[str, ...] = ()
    defined_names: tuple[str, ...] = ()
    drawn_sheets: tuple[str, ...] = ()
    """Sheets that ippbook draws (Guide, Lists) and that differ."""


def sheet_changes(old: Side, new: Side) -> tuple[tuple[OtherSheetChanges, ...], tuple[str, ...]]:
    """The sheets outside ippbook's tables that differ; then the names of those that ippbook draws and that differ."""
    ours = _sheets_of_tables(old) | _sheets_of_tables(new)
    drawn = _DRAWN if ours else frozenset()
    before, after = _sheets(old, ours), _sheets(new, ours)
    found = []
    for name in dict.fromkeys((*after, *before)):
        change = _sheet(old, new, before.get(name), after.get(name))
        if change is not None:
            found.append(change)
    counted = [each for each in found if each.sheet.casefold() not in drawn]
    return tuple(counted), tuple(each.sheet for each in found if each.sheet.casefold() in drawn)


def part_names(old: Side, new: Side, drawn: tuple[str, ...]) -> PartNames:
    """The parts that differ and are not compared; nothing where one side has no file."""
    if old.book is None or new.book is None:
        return PartNames()
    before, after = _checksums(old.book), _checksums(new.book)
    differing = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    macros = tuple(name for name in differing if _MACROS.fullmatch(name))
    others = tuple(name for name in differing if name not in macros and not _READ.fullmatch(name))
    names = {*old.book.defined_names, *new.book.defined_names}
    names = {name for name in names if "_xlnm." not in name}  # print areas and the like
    defined = sorted(each for each in names if old.book.defined_names.get(each) != new.book.defined_names.get(each))
    return PartNames(others, macros, tuple(defined), drawn)


def _checksums(book: ooxml.Book) -> dict[str, tuple[int, int]]:
    return {name: (member.crc, member.size) for name, member in book.members.items() if not name.endswith("/")}


def _sheets_of_tables(side: Side) -> set[str]:
    """The sheets with a table that ippbook reads or fills, in lower case."""
    if side.book is None:
        return set()
    names = {area.sheet for area in side.areas.values()}
    if side.tables.settings.places is not None:
        names.add(side.tables.settings.places.sheet)
    for report in registry().reports:
        area = report.area_in(side.book.tables.values())
        if area is not None:
            names.add(area.sheet)
    return {name.casefold() for name in names}


def _sheets(side: Side, ours: set[str]) -> dict[str, str]:
    """The other worksheets: name by name in lower case."""
    if side.book is None:
        return {}
    sheets = (sheet.name for sheet in side.book.sheets if sheet.kind == "worksheet")
    return {name.casefold(): name for name in sheets if name.casefold() not in ours}


def _sheet(old: Side, new: Side, before: str | None, after: str | None) -> OtherSheetChanges | None:
    one, two = _cells(old, before), _cells(new, after)
    length = max((cells.last_row for cells in (one, two) if cells is not None), default=0)
    found, recalculated = [], 0
    for number in sorted({*(one.columns if one else ()), *(two.columns if two else ())}):
        first, second = _column(one, number), _column(two, number)
        columns = _compared(first, length), _compared(second, length)
        rows = np.arange(length, dtype=np.int64)
        differs = columns[0].differs(rows, columns[1], rows)
        recalculated += _recalculated(first, second, differs)
        if differs.any():
            found.append((number, *columns, np.flatnonzero(differs).astype(np.int64)))
    if not found and not recalculated and before is not None and after is not None:
        return None
    change = "added" if before is None else "removed" if after is None else "changed"
    return OtherSheetChanges(after or before or "", change, tuple(found), recalculated)


def _cells(side: Side, sheet: str | None) -> SheetCells | None:
    return None if side.book is None or sheet is None else side.book.read(sheet, first_row=1)


def _column(cells: SheetCells | None, number: int) -> CellColumn | None:
    return None if cells is None or number not in cells.columns else cells[number]


def _compared(column: CellColumn | None, length: int) -> ComparedColumn:
    """The cells of a column in *length* rows."""
    keys, texts = np.full(length, "", dtype=object), np.full(length, "", dtype=object)
    if column is None:
        return ComparedColumn(keys)
    found = ComparedColumn.of_cells(column, 1)
    keys[: len(found)] = found.keys
    if found.texts is not None:
        texts[: len(found)] = found.texts
    return ComparedColumn(keys, texts)


def _recalculated(
    one: CellColumn | None, two: CellColumn | None, differs: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> int:
    """How many cells have the same formula and another value."""
    if one is None or two is None or one.formula is None or two.formula is None:
        return 0
    least = min(len(one.kind), len(two.kind))
    same = (one.formula[:least] != "") & ~differs[:least] & (one.kind[:least] != BLANK) & (two.kind[:least] != BLANK)
    numbers = (one.number[:least] != two.number[:least]) & ~(
        np.isnan(one.number[:least]) & np.isnan(two.number[:least])
    )
    return int((same & (numbers | (one.text[:least] != two.text[:least]))).sum())


__all__ = ["OtherSheetChanges", "PartNames", "PlacedChange", "part_names", "sheet_changes"]
