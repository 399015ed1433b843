"""What is to be written: values by cell, kept as arrays so that whole columns cost little."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from ippbook.late_patterns import late_pattern
from ippbook.ooxml import refs
from ippbook.ooxml.cell_keys import cell_keys, key_cols, key_rows
from ippbook.ooxml.errors import EditError
from ippbook.ooxml.excel_limits import MAX_COL, MAX_FORMULA_LENGTH, MAX_ROW, text_length
from ippbook.ooxml.read.blocks import BLANK, Bools, Bytes, Floats, Ints, StringArray
from ippbook.ooxml.read.book import Book
from ippbook.ooxml.write.edit_batches import EditBatch, blanks, styled_blanks
from ippbook.ooxml.write.new_columns import NewColumns, check_room
from ippbook.ooxml.write.row_heights import RowHeights
from ippbook.ooxml.write.table_growth import CellLook, Growth, GrowthBook, grow
from ippbook.ooxml.write.typed_values import CellInput, CellInputs, ValuePlaces, typed_values
from ippbook.quick_dataclasses import dataclass

RowInputs = Iterable[int] | npt.NDArray[Any]
_QUOTED: Final = late_pattern(r'"(?:[^"]|"")*"')
_ILLEGAL: Final = late_pattern("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


class LaterEdits(Protocol):
    """New rows below all rows of the sheet's part, which are planned some at a time."""

    @property
    def corners(self) -> Ints:
        """The keys of the first and the last cell: a range with both contains every new cell."""

    def parts(self) -> Iterator["SheetEdits"]:
        """The plans of the rows, from the first to the last."""


@dataclass
class SheetEdits:
    """The edits of one sheet, sorted by key, one a cell.

    formula: object[n] of str without `=`, "" where the cell's own stays; replace: bool[n], the cell's own goes and none comes.
    """

    key: Ints
    kind: Bytes
    number: Floats
    text: StringArray
    replace: Bools
    formula: StringArray
    growths: tuple[Growth, ...] = ()
    ranges: Mapping[int, refs.Area] = field(default_factory=dict)
    """By the key of an array formula's cell, the range that it fills from now on."""
    columns: tuple[NewColumns, ...] = ()
    heights: RowHeights | None = None
    later: LaterEdits | None = None

    @property
    def shaped(self) -> bool:
        """Whether new cells may have a style, and the sheet changes even if no cell does."""
        return bool(self.growths or self.columns)

    def styles(self, keys: Ints) -> Ints:
        """The number of the style of a new cell at each key; 0 outside tables that grow and new columns."""
        found, rows, cols = np.zeros(len(keys), dtype=np.int64), key_rows(keys), key_cols(keys)
        unknown = np.ones(len(keys), dtype=bool)
        places: list[Growth | NewColumns] = [*self.growths, *self.columns]
        for part in places:
            inside, styles = part.looks_at(rows, cols)
            inside &= unknown
            found[inside] = styles[inside]
            unknown &= ~inside
        return found

    @cached_property
    def creates(self) -> Bools:
        """Which cells are made where there is none: those with a value or a formula, and those of a table's new rows."""
        styled = _added(self.key, self.growths, lambda look: look != CellLook())
        for columns in self.columns:
            styled |= columns.styled(key_rows(self.key), key_cols(self.key))
        found: Bools = (self.kind != BLANK) | self.sets_formula | styled
        return found

    @cached_property
    def sets_formula(self) -> Bools:
        """Which cells get a formula."""
        one = (
            self.formula[:1] if self.formula.strides == (0,) else self.formula
        )  # one value for all cells, as nearly always
        found: Bools = np.broadcast_to(one != "", self.formula.shape) if len(one) == 1 else one != ""
        return found

    @cached_property
    def touches_formulas(self) -> bool:
        """Whether formulas of the sheet may go or change."""
        return bool(self.replace.any() or self.sets_formula.any())


def _added(key: Ints, growths: tuple[Growth, ...], test: Callable[[CellLook], bool]) -> Bools:
    """Which cells are in the new rows of a table, in columns whose look passes the *test*."""
    found = np.zeros(len(key), dtype=bool)
    for growth in growths:
        cols = [col for col, look in growth.looks.items() if test(look)]
        rows = key_rows(key)
        found |= (rows > growth.old.last_row) & (rows <= growth.new.last_row) & np.isin(key_cols(key), cols)
    return found


@dataclass
class Edits:
    """Values and formulas to write. Rows and columns count from 1.

    A value is None (blank; NaN and NaT are blank too), str, int, float, bool, a date or time (written as the serial number
    of the book's date system; the cell's style stays, so a cell without a date format shows a number), or `Error("#N/A")`.
    "" is an empty text, not a blank: that is what a formula that answers nothing holds. A later put of a cell wins; the
    formula that an earlier one gave it stays, as any formula does, unless the later one says otherwise.
    """

    batches: dict[str, list[EditBatch]] = field(default_factory=dict)
    growths: dict[str, Growth] = field(default_factory=dict)
    ranges: dict[str, dict[int, refs.Area]] = field(default_factory=dict)
    """By sheet, in lower case, and key of a cell: the range of its array formula."""
    columns: list[NewColumns] = field(default_factory=list)
    heights: dict[str, RowHeights] = field(default_factory=dict)
    """By sheet, in lower case: the heights of rows whose wrapped texts change."""
    printed: set[str] = field(default_factory=set)
    """Sheets that printed nothing while they had no rows, and print from now on."""
    whole_workbook: bool = False
    """Whether formulas and charts that no edit touches are brought up to date too, as a recalculation does it."""

    def fill_range(self, sheet: str, row: int, col: int, until: tuple[int, int]) -> None:
        """Let the array formula in a cell fill its range to the row and column *until*, as a spill does whose answer has another size.

        The values of the range are put as for any other cell; put None where the old range was larger.
        """
        area = refs.Area(row, col, *until)
        self.ranges.setdefault(sheet.casefold(), {})[int(cell_keys(np.array([row]), col)[0])] = area

    def add_columns(self, book: Book, new: NewColumns) -> None:
        """Add columns at the right end of a table, or of a plain range: their header cells, and their looks below.

        Raises `EditError` where something is in the way, or where one change adds columns twice at one place.
        """
        check_room(book, new)
        if any(other.sheet == new.sheet and other.first_col == new.first_col for other in self.columns):
            raise EditError(
                "{book_path}: sheet {new_sheet!r} gets columns twice in one change; add them all at once.",
                book_path=book.path,
                new_sheet=new.sheet,
            )
        self.columns.append(new)
        for col, header in enumerate(new.headers, start=new.first_col):
            self.put(new.sheet, new.header_row, col, header)

    def grow(self, book: GrowthBook, table: str, rows: int) -> int:
        """Let *table* grow by *rows* rows at its end, and give the first new row. Put the values as for any other cell.

        New cells look like the last data row's, calculated columns are filled down, and what covers the table's columns
        to its end (filter, validations, conditional formats) covers the new rows too. Raises `EditError` where something is in the way.
        """
        if table.casefold() in self.growths:
            raise EditError(
                "{book_path}: table {table!r} grows twice in one change; let it grow once by all rows.",
                book_path=book.path,
                table=table,
            )
        growth = self.growths[table.casefold()] = grow(book, table, rows)
        return growth.added.first_row

    def put(self, sheet: str, row: int, col: int, value: CellInput, *, replace_formula: bool = False) -> None:
        """Write one cell. A formula stays and *value* becomes its cached value, unless *replace_formula*."""
        self._add(sheet, np.array([row]), col, [value], replace_formula)

    def put_column(
        self,
        sheet: str,
        col: int,
        rows: RowInputs,
        values: CellInputs,
        *,
        replace_formula: bool = False,
    ) -> None:
        """Write *values* at *rows* of one column: two sequences of one length."""
        places = np.asarray(rows if isinstance(rows, np.ndarray) else list(rows), dtype=np.int64)
        if len(places) != len(values):
            raise EditError(
                "column {column_letters} of sheet {sheet!r} got {places_count} rows and {values_count} values; pass as many values as rows.",
                column_letters=refs.column_letters(col),
                sheet=sheet,
                places_count=len(places),
                values_count=len(values),
            )
        if len(places):
            self._add(sheet, places, col, values, replace_formula)

    def put_formula(
        self,
        sheet: str,
        col: int,
        rows: RowInputs,
        formula: str,
        values: CellInputs,
    ) -> None:
        """Write *formula* at *rows* of one column, with *values*, as many, as what the cells show until Excel recalculates.

        The text is the same in every row and is what the file holds: English names, `Listings[[#This Row],[URL]]` where
        Excel shows `[@URL]`, new functions with `_xlfn.`; one `=` before it is dropped. It takes the place of whatever
        formula a cell has. Where it takes all data rows of a table's column, the table fills it down into rows that are
        added later. Saving raises `EditError` where other cells depend on a formula that would go (a shared formula whose
        other cells stay, an array, a data table), and here for a formula that is empty, too long or cannot be one.
        """
        text = _checked_formula(formula, f"column {refs.column_letters(col)} of sheet {sheet!r}")
        places = np.asarray(rows if isinstance(rows, np.ndarray) else list(rows), dtype=np.int64)
        if len(places) != len(values):
            raise EditError(
                "column {column_letters} of sheet {sheet!r} got {places_count} rows and {values_count} values; pass as many values as rows.",
                column_letters=refs.column_letters(col),
                sheet=sheet,
                places_count=len(places),
                values_count=len(values),
            )
        if len(places):
            self._add(sheet, places, col, values, replace=False, formula=text)

    def _add(self, sheet: str, rows: Ints, col: int, values: CellInputs, replace: bool, formula: str = "") -> None:
        if not 1 <= col <= MAX_COL or rows.min() < 1 or rows.max() > MAX_ROW:
            raise EditError(
                "row {int}, column {col} is outside the sheet {sheet!r}; rows go to {max_row:,} and columns to {max_col:,}.",
                int=int(rows.max()),
                col=col,
                sheet=sheet,
                max_row=MAX_ROW,
                max_col=MAX_COL,
            )
        self.batches.setdefault(sheet.casefold(), []).append(EditBatch(rows, col, values, replace, formula))

    def rows_by_column(self, sheet: str) -> dict[int, Ints]:
        """The rows of *sheet* that get an edit, rising, by column; the new rows of its tables too."""
        found: dict[int, list[Ints]] = {}
        for batch in self._all_batches(sheet):
            found.setdefault(batch.col, []).append(batch.rows)
        return {col: _rising(parts) for col, parts in found.items()}

    def columns_with_formulas(self, sheet: str) -> set[int]:
        """The columns of *sheet* in which the edits put a formula, or take one away."""
        put = {batch.col for batch in self.batches.get(sheet.casefold(), []) if batch.formula or batch.replace}
        grown = (growth for growth in self.growths.values() if growth.table.sheet.casefold() == sheet.casefold())
        return put | {col for growth in grown for col, look in growth.looks.items() if look.formula}

    def _all_batches(self, sheet: str) -> list[EditBatch]:
        """What the edits put into *sheet*, in their order; first the blank cells that come with new rows and columns."""
        growths = tuple(growth for growth in self.growths.values() if growth.table.sheet.casefold() == sheet.casefold())
        columns = tuple(new for new in self.columns if new.sheet.casefold() == sheet.casefold())
        return [*blanks(growths), *styled_blanks(columns), *self.batches.get(sheet.casefold(), [])]

    def plan(
        self, sheet: str, where: str, *, date1904: bool, column: int | None = None, rows: tuple[int, int] | None = None
    ) -> SheetEdits | None:
        """The edits of *sheet* in order, or of one *column* of it, or of the *rows* from a first to a last. *where* begins error sentences."""
        growths = tuple(growth for growth in self.growths.values() if growth.table.sheet.casefold() == sheet.casefold())
        columns = tuple(new for new in self.columns if new.sheet.casefold() == sheet.casefold())
        batches = [batch for batch in self._all_batches(sheet) if column in (None, batch.col)]
        if rows is not None:
            batches = [batch.cut(*rows) for batch in batches]
        if not batches:
            return None
        key = np.concatenate([batch.key for batch in batches])
        kind, number, text = _all_typed(batches, len(key), where, date1904=date1904)
        order = np.argsort(key, kind="stable")
        key = key[order]
        last = np.append(key[1:] != key[:-1], True)[: len(key)]
        replace, formula = _formulas(batches, order, last)
        if not last.all():  # a cell that is put twice
            key, order = key[last], order[last]
        kind = kind[order]  # one after the other, so that each old array is gone before the next one is copied
        number = number[order]
        text = text[order]
        if growths:
            formula = formula.copy()
        for growth in growths:
            for col, look in growth.looks.items():
                if look.formula:
                    at = key_rows(key)
                    new = (at > growth.old.last_row) & (at <= growth.new.last_row) & (key_cols(key) == col)
                    formula[new & ~replace & (formula == "")] = look.formula
        ranges = self.ranges.get(sheet.casefold(), {})
        return SheetEdits(
            key, kind, number, text, replace, formula, growths, ranges, columns, self.heights.get(sheet.casefold())
        )


def _all_typed(
    batches: list[EditBatch], count: int, where: str, *, date1904: bool
) -> tuple[Bytes, Floats, StringArray]:
    """Kind, number and text of the values of all *batches*, one after the other."""
    kind, number, text = np.empty(count, dtype=np.uint8), np.empty(count), np.empty(count, dtype=object)
    at = 0
    for batch in batches:
        end = at + len(batch.values)
        places = ValuePlaces(batch.rows, batch.col, where, date1904)
        kind[at:end], number[at:end], text[at:end] = typed_values(batch.values, places)
        at = end
    return kind, number, text


def _formulas(batches: list[EditBatch], order: Ints, last: Bools) -> tuple[Bools, StringArray]:
    """For each cell whether its formula goes, and the formula that it gets. *order* sorts the puts, and *last* marks each cell's last one."""
    count = int(last.sum())
    if not any(batch.replace or batch.formula for batch in batches):  # as nearly always: no memory for it
        return np.broadcast_to(np.bool_(0), (count,)), np.broadcast_to(np.array("", dtype=object), (count,))
    sizes = [len(batch.values) for batch in batches]
    replace = np.repeat([batch.replace for batch in batches], sizes)[order]
    formula = np.repeat(np.array([batch.formula for batch in batches], dtype=object), sizes)[order]
    deciding = _deciding(last, replace | (formula != ""))
    return replace[deciding], formula[deciding]


def _deciding(last: Bools, tells: Bools) -> Ints:
    """For each cell (*last* marks its last put) the put that decides about its formula; its last where none does."""
    ends = np.flatnonzero(last)
    starts = np.append(0, ends[:-1] + 1)
    latest = np.maximum.accumulate(np.where(tells, np.arange(len(tells)), -1))[ends]
    found: Ints = np.where(latest >= starts, latest, ends)
    return found


def _checked_formula(formula: str, where: str) -> str:
    """The formula without its `=`. Raises `EditError` for a text that Excel would not take as one."""
    text = formula.removeprefix("=")
    letters = text_length(text)
    if not text.strip():
        raise EditError("{where}: the formula is empty; pass its text, or write values instead.", where=where)
    if letters > MAX_FORMULA_LENGTH:
        raise EditError(
            "{where}: the formula has {letters:,} characters and Excel allows {max_formula_length:,}; shorten it or spread it over two columns.",
            where=where,
            letters=letters,
            max_formula_length=MAX_FORMULA_LENGTH,
        )
    if found := _ILLEGAL.search(text):
        raise EditError(
            "{where}: the formula has the control character U+{ord:04X}, which no formula may have; remove it.",
            where=where,
            ord=ord(found[0]),
        )
    if "[@" in _QUOTED.sub("", text):
        raise EditError(
            "{where}: a file cannot have [@…], which Excel only shows; write Table[[#This Row],[Column]] instead.",
            where=where,
        )
    return text


def _rising(parts: list[Ints]) -> Ints:
    """The rows of all *parts*, each once, rising. Nearly always they rise already, and then nothing is sorted."""
    rows = parts[0]
    for more in parts[1:]:
        if len(more) and len(rows) and (more[0] < rows[0] or more[-1] > rows[-1] or not np.isin(more, rows).all()):
            rows = np.concatenate((rows, more))
    if (np.diff(rows) > 0).all():
        return rows
    rows = np.sort(rows)
    once: Ints = rows[np.append(True, np.diff(rows) > 0)]
    return once
