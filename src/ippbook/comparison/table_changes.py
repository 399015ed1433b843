"""The rows of a table that were added, changed and removed, and its columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import Final

import numpy as np

from ippbook.comparison.column_values import ComparedColumn, RowPlaces, ShownValue
from ippbook.comparison.row_matches import RowMatches, match_rows, name_texts
from ippbook.comparison.sides import Side, TableSide
from ippbook.languages import say
from ippbook.normalize import key
from ippbook.quick_dataclasses import dataclass


class ColumnOrigin(StrEnum):
    """Where the cells of a column come from."""

    INPUT = "input"
    """A column that ippbook reads."""
    OWN = "own"
    """The team's own."""
    FORMULA = "formula"
    """The formulas in an input column."""
    COMPUTED = "computed"


ADDED: Final = "added"
CHANGED: Final = "changed"
REMOVED: Final = "removed"
RENAMED: Final = "renamed"
RESPELLED: Final = "respelled"
_BLOCK: Final = 512


@dataclass(frozen=True)
class ComparedCell:
    """A cell of a row, before and after; None is a blank."""

    header: str
    kind: ColumnOrigin
    old: ShownValue
    new: ShownValue


@dataclass(frozen=True)
class RowChange:
    """A row that was added, changed or removed."""

    table: str
    change: str
    name: str
    """"" for a row without a name."""
    old_row: int | None
    """Its row in the sheet of the old workbook; None where it was added."""
    new_row: int | None
    cells: tuple[ComparedCell, ...]
    """Of an added or removed row: its cells that are not blank."""

    @property
    def shown_name(self) -> str:
        """The name, or the row in its sheet."""
        row = self.old_row if self.new_row is None else self.new_row
        return self.name or say("row {row} (no name)", row=row)


@dataclass(frozen=True)
class ColumnChange:
    """A column that was added, removed or renamed. *respelled*: another accepted header of the same column, which is not a difference."""

    change: str
    kind: ColumnOrigin
    old: str
    """"" where it was added."""
    new: str


@dataclass(frozen=True, eq=False)
class ChangedColumn:
    """The cells of one column that differ: `at` are the places among the matched rows."""

    header: str
    kind: ColumnOrigin
    old: ComparedColumn
    new: ComparedColumn
    at: RowPlaces


@dataclass(frozen=True, eq=False)
class TableChanges:
    """What changed in one table."""

    old: TableSide
    new: TableSide
    matches: RowMatches
    cells: tuple[ChangedColumn, ...]
    """Input columns, own columns and formulas."""
    computed: tuple[ChangedColumn, ...]
    columns: tuple[ColumnChange, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Own columns that were renamed: the old header, by the new one."""

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.new.table.name

    @property
    def presence(self) -> str:
        """Where only one of the workbooks has the table: "added" or "removed"; else ""."""
        before, after = self.old.table.present, self.new.table.present
        return "" if before == after else ADDED if after else REMOVED

    @property
    def changed_at(self) -> RowPlaces:
        """The places of the changed rows among the matched ones, rising."""
        places = [column.at for column in self.cells]
        return np.unique(np.concatenate(places)) if places else np.empty(0, dtype=np.int64)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were added, changed, removed, and how many are the same."""
        changed = len(self.changed_at)
        return {
            ADDED: len(self.matches.added),
            CHANGED: changed,
            REMOVED: len(self.matches.removed),
            "unchanged": len(self.matches.old) - changed,
        }

    @property
    def differs(self) -> bool:
        """Whether rows or columns differ; computed columns and other spellings of a header do not count."""
        rows = any(self.counts[change] for change in (ADDED, CHANGED, REMOVED))
        return rows or any(column.change != RESPELLED for column in self.columns) or bool(self.presence)

    def rows(self, change: str, *, computed: bool = False) -> Iterator[RowChange]:
        """The rows of one *change* in the order of the new workbook (removed ones: of the old one). *computed*: with those cells too."""
        if change == ADDED:
            yield from self._whole(ADDED, self.new, self.matches.added)
        elif change == REMOVED:
            yield from self._whole(REMOVED, self.old, self.matches.removed)
        else:
            yield from self._changed(computed=computed)

    def _changed(self, *, computed: bool) -> Iterator[RowChange]:
        columns = (*self.cells, *(self.computed if computed else ()))
        places = np.unique(np.concatenate([column.at for column in columns])) if columns else np.empty(0, np.int64)
        first_rows = self.old.table.places.first_row, self.new.table.places.first_row
        for block in _blocks(places):
            cells: dict[int, list[ComparedCell]] = {}
            for column in columns:
                at = column.at[np.searchsorted(column.at, block[0]) : np.searchsorted(column.at, block[-1], "right")]
                before = column.old.shown(self.matches.old[at])
                after = column.new.shown(self.matches.new[at])
                for place, old, new in zip(at.tolist(), before, after, strict=True):
                    cells.setdefault(place, []).append(ComparedCell(column.header, column.kind, old, new))
            olds, news = self.matches.old[block].tolist(), self.matches.new[block].tolist()
            names = name_texts(self.new.table, self.matches.new[block])
            for place, name, old, new in zip(block.tolist(), names, olds, news, strict=True):
                rows = first_rows[0] + old, first_rows[1] + new
                yield RowChange(self.name, CHANGED, name, rows[0], rows[1], tuple(cells[place]))

    def _whole(self, change: str, side: TableSide, rows: RowPlaces) -> Iterator[RowChange]:
        columns = [(header, ColumnOrigin.INPUT, column) for header, column in side.inputs.items()]
        columns += [(header, ColumnOrigin.OWN, column) for header, column in side.own.items()]
        for block in _blocks(rows):
            cells: dict[int, list[ComparedCell]] = {row: [] for row in block.tolist()}
            for header, kind, column in columns:
                for row, value in zip(block.tolist(), column.shown(block), strict=True):
                    if value is not None:
                        pair = (None, value) if change == ADDED else (value, None)
                        cells[row].append(ComparedCell(header, kind, *pair))
            for row, name in zip(block.tolist(), name_texts(side.table, block), strict=True):
                place = side.table.places.first_row + row
                places = (None, place) if change == ADDED else (place, None)
                yield RowChange(self.name, change, name, places[0], places[1], tuple(cells[row]))


def _blocks(rows: RowPlaces) -> Iterator[RowPlaces]:
    """*rows* in pieces, so that the first ones of many cost little."""
    for start in range(0, len(rows), _BLOCK):
        yield rows[start : start + _BLOCK]


def table_changes(old: Side, new: Side, name: str) -> TableChanges:
    """What changed in the table *name*."""
    first, second = old.table(name), new.table(name)
    matches = match_rows(first, second)
    renamed = _renamed(first, second, matches)
    cells = [
        *_columns(ColumnOrigin.INPUT, first.inputs, second.inputs, matches),
        *_columns(ColumnOrigin.OWN, first.own, second.own, matches, renamed),
    ]
    valued = {column.header: column.at for column in cells if column.kind == ColumnOrigin.INPUT}
    for column in _columns(ColumnOrigin.FORMULA, first.formulas, second.formulas, matches):
        rest = np.setdiff1d(column.at, valued.get(column.header, ()))
        if len(rest):
            cells.append(ChangedColumn(column.header, ColumnOrigin.FORMULA, column.old, column.new, rest))
    both = first.computed.keys() & second.computed.keys()
    computed = _columns(
        ColumnOrigin.COMPUTED,
        {header: column for header, column in first.computed.items() if header in both},
        {header: column for header, column in second.computed.items() if header in both},
        matches,
    )
    columns = tuple(_column_changes(first, second, renamed)) if first.table.present and second.table.present else ()
    return TableChanges(first, second, matches, tuple(cells), tuple(computed), columns, renamed)


def _columns(
    kind: ColumnOrigin,
    old: Mapping[str, ComparedColumn],
    new: Mapping[str, ComparedColumn],
    matches: RowMatches,
    renamed: Mapping[str, str] | None = None,
) -> Iterator[ChangedColumn]:
    """The columns whose cells differ in matched rows; a column that one side lacks is blank there."""
    names = renamed or {}
    before = {same: column for same, column in old.items() if same not in names.values()}
    for header in dict.fromkeys((*new, *before)):
        blank = _blank(matches)
        one, two = old.get(names.get(header, header), blank), new.get(header, blank)
        at = np.flatnonzero(one.differs(matches.old, two, matches.new)).astype(np.int64)
        if len(at):
            yield ChangedColumn(header, kind, one, two, at)


def _blank(matches: RowMatches) -> ComparedColumn:
    """A column without any value, for every row that is matched."""
    length = max(int(matches.old.max(initial=-1)), int(matches.new.max(initial=-1))) + 1
    return ComparedColumn(np.full(length, "", dtype=object))


def _same_header(one: str, other: str) -> bool:
    return key(one) == key(other)


def _renamed(old: TableSide, new: TableSide, matches: RowMatches) -> dict[str, str]:
    """Own columns with another header and the same cells in all matched rows, of which one at least is not blank."""
    gone = [header for header in old.own if not any(_same_header(header, other) for other in new.own)]
    come = [header for header in new.own if not any(_same_header(header, other) for other in old.own)]
    found: dict[str, str] = {}
    for header in come:
        for other in gone:
            same = (
                other not in found.values()
                and not new.own[header].differs(matches.new, old.own[other], matches.old).any()
            )
            if same and new.own[header].filled(matches.new).any():
                found[header] = other
                break
    for header in new.own:  # the same header in other letters
        spelled = [each for each in old.own if each != header and _same_header(each, header)]
        if spelled and header not in old.own:
            found[header] = spelled[0]
    return found


def _column_changes(old: TableSide, new: TableSide, renamed: Mapping[str, str]) -> Iterator[ColumnChange]:
    computed = set(old.table.computed_cells) | set(new.table.computed_cells)
    for header in dict.fromkeys((*new.headers, *old.headers)):
        kind = ColumnOrigin.COMPUTED if header in computed else ColumnOrigin.INPUT
        before, after = old.headers.get(header, ""), new.headers.get(header, "")
        if not before or not after:
            yield ColumnChange(ADDED if after else REMOVED, kind, before, after)
        elif not _same_header(before, after):
            yield ColumnChange(RESPELLED, kind, before, after)
    for header, other in renamed.items():
        yield ColumnChange(RENAMED if not _same_header(header, other) else RESPELLED, ColumnOrigin.OWN, other, header)
    for header in new.own:
        if header not in old.own and header not in renamed:
            yield ColumnChange(ADDED, ColumnOrigin.OWN, "", header)
    for header in old.own:
        if header not in new.own and header not in renamed.values():
            yield ColumnChange(REMOVED, ColumnOrigin.OWN, header, "")


def all_table_changes(old: Side, new: Side, names: Sequence[str]) -> tuple[TableChanges, ...]:
    """The changes of each table that one of the workbooks has."""
    return tuple(
        table_changes(old, new, name) for name in names if old.tables[name].present or new.tables[name].present
    )


__all__ = ["ChangedColumn", "ColumnChange", "ComparedCell", "RowChange", "TableChanges", "all_table_changes"]
