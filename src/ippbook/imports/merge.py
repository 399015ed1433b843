"""What all imports share: the table in the workbook, its blank cells, the edits, the refused rows, and the single write."""

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from ippbook import ooxml, tables
from ippbook.catalog import platforms
from ippbook.catalog.currencies import currency_code
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.imports.cell_edits import CellEdits, TypedCell
from ippbook.imports.cell_facts import WhenAsked, where_blank, where_formulas
from ippbook.imports.export_ahead import ExportAhead
from ippbook.imports.export_reader import read_export
from ippbook.imports.export_rows import ExportFile, ExportRow, ExportValue
from ippbook.imports.headers import CURRENCY, ITEM, KnownHeaders
from ippbook.imports.totals_rows import without_totals
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.normalize import says_nothing
from ippbook.ooxml.dates import is_date_format
from ippbook.ooxml.excel_limits import MAX_CELL_LENGTH, MAX_ROW, text_length
from ippbook.quick_dataclasses import dataclass
from ippbook.saving import CurrentSave, day_of_workbook, save_current, save_with_charts
from ippbook.tables.append_rows import new_rows, room_for_rows
from ippbook.tables.book import Table
from ippbook.tables.dates import DAYS_TO_1904
from ippbook.tables.headers import header_of
from ippbook.tables.numbers import text_from_number
from ippbook.tables.prices import price_from_text
from ippbook.tables.schema import Field, Kind
from ippbook.tables.sources import WorkbookSource as Workbook
from ippbook.tables.sources import opened
from ippbook.tables.values import Unreadable, quoted, read_value

ALSO: Final = (ITEM, CURRENCY)
"""What an export of listings has besides the fields of the table."""
_PLAIN_NUMBER: Final = late_pattern(r"[\d., ']+")
_MOST_TEXTS: Final = 1 << 16
_LONG: Final = 200
_EXACT: Final = 10**15  # Excel keeps fifteen digits of a number
_FIRST_YEAR: Final = 1904  # workbooks count their days from 1900 or 1904


@dataclass(frozen=True)
class RefusedRow:
    """A row of the export that was not imported: its place, why, and its unchanged values."""

    place: int
    why: str
    values: tuple[ExportValue, ...]
    spoiled: bool = False
    """Whether it could not be read at all; then its only value is its unchanged text."""


ImportProgress = Callable[[str], None]
"""Called with the name of each stage when it begins."""
IMPORT_STAGES: Final = ("reading", "merging", "writing", "done")
"""The names of the stages of an import, in the order of the progress display."""
WriteRefused = Callable[[ExportFile, Sequence[RefusedRow]], Path]
"""Writes the refused rows to a file next to the export, and returns its path."""


@dataclass
class MergeResult:
    """The result of an import. Counts are of the export's rows, except `cells` and `kept`."""

    path: Path
    out: Path
    source: ExportFile
    table: str
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    cells: int = 0
    """Cells of the workbook that changed."""
    stale: tuple[str, ...] = ()
    """Formulas that keep an old value after the import: place and reason."""
    warnings: tuple[str, ...] = ()
    """What the user must know of the new file, as `CurrentSave.warnings`."""
    kept: int = 0
    """Cells where the export has another value than the workbook; the workbook's value was kept."""
    unknown_headers: tuple[str, ...] = ()
    """Headers of the export for which the table has no column."""
    unused_headers: tuple[str, ...] = ()
    """Headers of the export for which the table has a column that this import does not fill."""
    notes: list[str] = field(default_factory=list)
    rejects: Path | None = None
    written: bool = False
    as_of: date | None = None
    """The day for which formulas were calculated: the workbook's own, else that of the run. None where nothing depends on a day."""


def no_progress(_stage: str) -> None:
    """Report no progress."""


class TargetTable:
    """A table of the workbook: its typed columns, its unchanged cells, and the edits to them."""

    def __init__(self, source: Workbook, name: str, progress: ImportProgress = no_progress) -> None:
        self.progress = progress
        progress("reading")
        self.book = opened(source)
        self.typed = tables.typed_tables(self.book, registry().headers, keep_cells=(name,))
        self.table: Table = self.typed[name]
        if not self.table.present:
            raise UserError(
                "{book_path}: no table and no sheet {name} found; give your table this name, or start with: ippbook new team.xlsx",
                book_path=self.book.path,
                name=name,
            )
        places = self.table.places
        self.sheet, self.first_row = places.sheet, places.first_row
        self.fields: dict[str, Field] = {
            item.name: item for item in self.table.record.fields() if item.header in places.columns
        }
        self.columns = {name: places.columns[item.header] for name, item in self.fields.items()}
        self.length = self.table.length
        self._stored = WhenAsked(self._cells_of)
        self.blank = WhenAsked(lambda name: where_blank(self._stored[name]))
        self.formula = WhenAsked(lambda name: where_formulas(self._stored[name]))
        self.values = WhenAsked(self._values_of)
        self.edits = CellEdits(self.length)
        self.sure_room = MAX_ROW - self.first_row - self.length + 1
        """How many new records have room on the sheet, even if none of its rows is blank."""
        self.new = 0
        """The number of new records."""

    def _cells_of(self, name: str) -> ooxml.CellColumn | None:
        """The cells of a field; None where the table has no rows."""
        cells = self.table.cells if self.length else None
        return cells[self.columns[name]] if cells else None

    def _values_of(self, name: str) -> list[TypedCell]:
        """The typed values of a field; its prices as written, with their currency."""
        values: list[TypedCell] = self.table.columns[name].tolist()
        stored = self._stored[name] if self.fields[name].kind is Kind.PRICE else None
        if stored is not None:
            for row in np.flatnonzero(stored.kind == ooxml.TEXT).tolist():
                values[row] = str(stored.text[row])
        return values

    def is_blank(self, row: int, name: str) -> bool:
        """Whether the cell is blank and has no edit yet."""
        return (row, name) not in self.edits and (row >= self.length or bool(self.blank[name][row]))

    def value(self, row: int, name: str) -> TypedCell:
        """The typed value of a cell, after the edits so far."""
        if (row, name) in self.edits:
            return self.edits[row, name]
        value = self.values[name][row] if row < self.length else None
        return value.date() if isinstance(value, pd.Timestamp) else value

    def has_formula(self, row: int, name: str) -> bool:
        """Whether the cell has a formula."""
        return row < self.length and bool(self.formula[name][row])

    def refuse_without_room(self, count: int) -> None:
        """Refuse *count* new records where the sheet ends before them."""
        if count > self.sure_room and count > self._room:
            new_rows(self.book, ooxml.Edits(), self.table, count)

    @cached_property
    def _room(self) -> int:
        return room_for_rows(self.book, self.table)

    def save(self, out: Path, day: date | None) -> CurrentSave:
        """Write the edits, with new records at the end of the table. Formulas that depend on them are calculated for *day*; None: not at all."""
        edits = ooxml.Edits()
        places = np.arange(self.first_row, self.first_row + self.length, dtype=np.int64)
        grown = 0
        if self.new:
            added = new_rows(self.book, edits, self.table, self.new)
            places, grown = np.concatenate([places, added.rows]), added.grown
        for name, at, values in self.edits.take_columns():
            column, rows = self.columns[name], places[at]
            dated = self.fields[name].kind is Kind.DATE
            days = self._as_days(column, rows.tolist(), list(values), int(places[-1]) - grown) if dated else values
            edits.put_column(self.sheet, column, rows, days)
        if day is None:
            saved, charts = save_with_charts(self.book, edits, out)
            return CurrentSave(saved, stale_charts=charts)
        return save_current(self.book, edits, out, day=day)

    def _as_days(self, column: int, rows: list[int], values: list[TypedCell], last: int) -> list[TypedCell]:
        """Days for the cells of a column: a date where the cell has a date format, else a text such as 2026-01-31, not a bare number.

        *last*: the last row before the table grows; new rows look like it. An open workbook formats its cells itself.
        """
        if not isinstance(self.book, ooxml.Book):
            return values
        first, end = min(*rows, last), max(*rows, last)
        styles = self.book.read(self.sheet, [column], first, end)[column].style
        shows = {int(style): is_date_format(self.book.number_format(int(style))) for style in np.unique(styles)}
        of_rows = [shows[int(styles[min(row, last) - first])] for row in rows]
        return [
            value if shown or not isinstance(value, date) else value.isoformat()[:10]
            for shown, value in zip(of_rows, values, strict=True)
        ]


class ExportValues:
    """The values of the export's rows, as values of the table's fields."""

    def __init__(
        self, target: TargetTable, path: Path, names: Sequence[str], extra: Sequence[Field], encoding: str, columns: str = "", also: Sequence[str] = ALSO, ahead: ExportAhead | None = None
    ) -> None:  # fmt: skip
        wanted = {item.name: item for item in (*(target.fields[name] for name in names), *extra)}
        known = KnownHeaders(wanted.values(), also)
        if ahead is not None and list(ahead.fields) == list(wanted.values()):
            self.source, self.count = ahead.source, ahead.rows
        else:
            self.source, self.count = without_totals(read_export(path, known, encoding, columns))
        self.fields = wanted
        found = known.found(self.source.headers)
        self.places = {name: place for name, (place, _) in found.items()}
        self.weak = frozenset(name for name, (_, meaning) in found.items() if meaning.weak)
        """Fields whose header often means them, and sometimes another thing."""
        self.by_row = frozenset({"price"} if CURRENCY in self.places else ())
        """Fields whose value depends on more than its own text."""
        self.words = frozenset(name for name, item in wanted.items() if item.kind is Kind.TEXT and not item.column.lines and item.column.choices != "platforms")  # fmt: skip
        """Fields that take a line of words as it is."""
        self._texts: dict[tuple[str, str], tuple[TypedCell, str]] = {}
        """By field and text: its typed value, and why it cannot be read."""
        self.price_currency = found["price"][1].currency if "price" in found else ""
        used = set(self.places.values())
        left = [text for place, text in enumerate(self.source.headers) if text and place not in used]
        all_known = KnownHeaders(target.table.record.fields(), ())
        self.unused_headers = tuple(text for text in left if all_known.name(text))
        self.unknown_headers = tuple(text for text in left if not all_known.name(text))
        self.notes = [*self.source.notes]
        self.notes += [say("“{headers}” is read as {header_of}", headers=self.source.headers[self.places[name]], header_of=header_of(name)) for name in self.places if name in self.weak]  # fmt: skip

    def forget_texts(self) -> None:
        """Forget what single texts mean, when all rows were read."""
        self._texts.clear()

    def surely_read(self, row: ExportRow, name: str) -> bool:
        """Whether the value of a field does not refuse its row, whatever it is: one that is left out, or a text that fits a cell."""
        field, raw = self.fields[name], self.raw(row, name)
        short = type(raw) is str and len(raw) <= MAX_CELL_LENGTH // 2
        return field.kind.numeric or name in self.weak or (short and name in self.words)

    def raw(self, row: ExportRow, name: str) -> ExportValue:
        """The unchanged value of a field in the export; None where the export has no such column."""
        place = self.places.get(name)
        return None if place is None else row.values[place]

    def typed(self, row: ExportRow, name: str) -> TypedCell:
        """The typed value of a field; None where blank. Raises `Unreadable`, whose text names the column."""
        raw = self.raw(row, name)
        if raw is None:
            return None
        if type(raw) is not str or name in self.by_row:
            return self._typed_cell(raw, row, name)
        if name in self.words and len(raw) <= MAX_CELL_LENGTH and raw.isascii() and raw.isprintable():
            return " ".join(raw.split()) or None  # nearly every text of an export
        if len(raw) > _LONG:  # few texts of this length are the same
            return self._typed_cell(raw, row, name)
        found = self._texts.get((name, raw))
        if found is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            try:
                found = self._texts[name, raw] = (self._typed_cell(raw, row, name), "")
            except Unreadable as refusal:
                found = self._texts[name, raw] = (None, refusal.why)
        if found[1]:
            raise Unreadable(found[1])
        return found[0]

    def _typed_cell(self, raw: ExportValue, row: ExportRow, name: str) -> TypedCell:
        item = self.fields[name]
        if isinstance(raw, str) and says_nothing(raw):
            return None
        try:
            value = self._typed(raw, item, row)
        except Unreadable as refusal:
            raise Unreadable(
                say(
                    "{headers} {raw} cannot be read: {why}",
                    headers=self.source.headers[self.places[name]],
                    raw=quoted(raw),
                    why=refusal.why,
                )
            ) from None
        if isinstance(value, str) and len(value) > MAX_CELL_LENGTH // 2 and text_length(value) > MAX_CELL_LENGTH:
            raise Unreadable(
                say(
                    "{headers} is longer than the {max_cell_length:,} characters that a cell can have",
                    headers=self.source.headers[self.places[name]],
                    max_cell_length=MAX_CELL_LENGTH,
                )
            )
        if isinstance(value, date) and value.year < _FIRST_YEAR:
            raise Unreadable(
                say(
                    "{headers} {value} is before the first day that a workbook can store",
                    headers=self.source.headers[self.places[name]],
                    value=value,
                )
            )
        return value if value == value else None  # noqa: PLR0124  # NaN differs from itself

    def _typed(self, raw: ExportValue, item: Field, row: ExportRow) -> TypedCell:
        long = isinstance(raw, float) and abs(raw) >= _EXACT
        if item.kind is Kind.TEXT:
            if long:
                raise Unreadable("a number of 16 digits or more was rounded; export the column as text")
            if not isinstance(raw, str):
                return read_value(raw, item.kind)
            if not item.column.lines:
                return " ".join(raw.split())
            return "\n".join(words for line in raw.splitlines() if (words := " ".join(line.split())))
        if item.kind is Kind.PRICE and isinstance(raw, str | int | float) and not isinstance(raw, bool):
            return _price_as_written(raw, self._currency(row))
        if (
            item.column.choices == "platforms"
            and isinstance(raw, str)
            and (platform := platforms.parse_link(raw).platform)
        ):
            return platform  # the host of the marketplace instead of its name
        if item.kind is Kind.DATE and self.source.date1904 and isinstance(raw, float):
            raw += DAYS_TO_1904
        return read_value(raw, item.kind, item.words)

    def _currency(self, row: ExportRow) -> str:
        """The currency of the row's price, from its own column or from the header of the price; "" where neither says it."""
        return currency_code(str(self.raw(row, CURRENCY) or "")) or self.price_currency

    def item(self, row: ExportRow) -> str:
        """The item number of the listing; "" where the export has no column for it. Raises `Unreadable`."""
        raw = self.raw(row, ITEM)
        if isinstance(raw, float) and abs(raw) >= _EXACT:
            raise Unreadable(
                say("the item ID {raw:.0f} was stored as a number and was rounded; export the column as text", raw=raw)
            )
        return str(read_value(raw, Kind.TEXT)) if ITEM in self.places else ""


def _price_as_written(raw: str | float, currency: str) -> float | str:
    """A number if the price is only a number; else the text, with its currency, its range or its words."""
    text = " ".join(raw.split()) if isinstance(raw, str) else text_from_number(float(raw))
    try:
        price = price_from_text(text)
    except Unreadable:
        return text
    if price.amount is not None and not price.currency and currency:
        return f"{text} {currency}"
    if price.amount is None or price.highest is not None or not _PLAIN_NUMBER.fullmatch(text):
        return text
    return price.amount


def finish_merge(
    target: TargetTable, merge: MergeResult, write_refused: WriteRefused, *, write: bool, today: date | None
) -> MergeResult:
    """Write both files or none: first the refused rows under a new name, then the workbook."""
    target.progress("writing")
    merge.source = replace(merge.source, rows=())  # writing needs the memory
    platforms.parse_link.cache_clear()
    merge.as_of = None if today is None else day_of_workbook(target.book, None, today)
    if not write:
        merge.cells = len(target.edits)
        return merge
    if merge.refused:
        merge.rejects = write_refused(merge.source, merge.refused)
    try:
        saved = target.save(merge.out, merge.as_of)
        merge.cells, merge.stale, merge.warnings = saved.edited_cells, saved.stale, saved.warnings
        merge.written = True
    finally:
        if not merge.written and merge.rejects is not None:
            merge.rejects.unlink(missing_ok=True)
    return merge
