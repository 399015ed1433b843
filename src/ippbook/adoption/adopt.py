"""Adopts a workbook: looks at it, shows what it would add, and adds it on request. All or nothing."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from ippbook import ooxml
from ippbook.adoption.additions import AddedColumn, AddedColumns, AddedSheet, Additions, additions, names_sheet
from ippbook.adoption.look import PlacedTable, WorkbookLook, look, placed_tables
from ippbook.adoption.recognise import recognise
from ippbook.errors import UserError
from ippbook.languages import say, say_series
from ippbook.ooxml.write.new_columns import NewColumns, check_room
from ippbook.ooxml.write.new_sheets import NewColumn, NewSheet, NewTable, add_sheets
from ippbook.ooxml.write.new_styles import NumberStyle, with_number_styles
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.own_names import names_table
from ippbook.tables.schema import Kind

_STYLED: Final = frozenset({Kind.DATE, Kind.PERCENT, Kind.NUMBER})
"""Kinds whose cells show another thing without their number format."""


@dataclass(frozen=True)
class AdoptionResult:
    """What was seen, what is to be added, what is in the way, and whether it was written."""

    path: Path
    out: Path
    look: WorkbookLook
    additions: Additions
    problems: tuple[str, ...]
    """Why it cannot be written as it is."""
    written: bool
    warnings: tuple[str, ...] = ()


def adopt(
    path: str | Path,
    out: str | Path | None = None,
    *,
    mapped: Sequence[str] = (),
    only: Sequence[str] = (),
    inputs: bool = False,
    sheets: bool = True,
    write: bool = False,
) -> AdoptionResult:
    """Look at the workbook at *path*; with *write*, add what it lacks and save it to *out* (default: its own file).

    *mapped*, *only*, *inputs* and *sheets*: as `recognise` and `additions` take them. Raises `UserError` where something is
    in the way of writing, and `ooxml.WorkbookError` for a file that cannot be read or written; then nothing was written.
    """
    book = ooxml.open(path)
    known = recognise(book, mapped)
    typed, placed = placed_tables(book, known)
    seen = look(book, known, typed, placed)
    added = additions(book, known, typed, placed, only, inputs=inputs, sheets=sheets)
    if not placed:
        raise UserError(
            "{book_path}: no sheet and no table looks like one of ippbook. Say which one it is, as in --map Listings=Sheet1, or create a workbook with: ippbook new team.xlsx",
            book_path=book.path,
        )
    target = Path(out) if out is not None else book.path
    shaped = {each.table: _new_columns(book, placed[each.table], each) for each in added.columns}
    problems = list(dict.fromkeys(_problems(book, seen, added, shaped)))
    if not write or (added.nothing and target == book.path):
        return AdoptionResult(book.path, target, seen, added, tuple(problems), written=False)
    if problems:
        raise UserError(
            "{problems}. Nothing was written. To leave a table out, name the others with --only; --no-sheets adds no sheet",
            problems=say_series(problems, "; "),
        )
    saved = _write(book, target, added, shaped, placed)
    return AdoptionResult(book.path, target, seen, added, (), written=True, warnings=saved.warnings)


def _new_columns(book: ooxml.Book, place: PlacedTable, added: AddedColumns) -> NewColumns:
    """Where the columns go: right of the last header."""
    area = place.range
    return NewColumns(
        place.area.sheet,
        area.first_row,
        place.excel.last_row if place.excel else area.last_row,
        area.last_col + 1,
        tuple(column.header for column in added.columns),
        _style(book, place.area.sheet, area.first_row, area.last_col),
        widths={area.last_col + at: column.width for at, column in enumerate(added.columns, start=1)},
        table=place.excel,
    )


def _style(book: ooxml.Book, sheet: str, row: int, col: int) -> int:
    cells = book.read(sheet, [col], row, row)
    return int(cells[col].style[0])


def _problems(book: ooxml.Book, seen: WorkbookLook, added: Additions, shaped: dict[str, NewColumns]) -> "list[str]":
    found: list[str] = []
    for reading in seen.tables:
        if reading.table in shaped:
            found += reading.problems
            if not reading.problems:
                try:
                    check_room(book, shaped[reading.table])
                except ooxml.EditError as refusal:
                    found.append(str(refusal).rstrip("."))
    try:
        add_sheets(book, ooxml.Parts(), [_new_sheet(each, {}) for each in _all_sheets(book, added)])
    except ooxml.EditError as refusal:
        found.append(str(refusal).rstrip("."))
    return found


def _all_sheets(book: ooxml.Book, added: Additions) -> list[AddedSheet]:
    """The sheets to add, with that of the team's own names where there is none yet."""
    new_names = added.names and names_table(book) is None
    return [*added.sheets, *([names_sheet(added.names)] if new_names else [])]


def _write(
    book: ooxml.Book, target: Path, added: Additions, shaped: dict[str, NewColumns], placed: dict[str, PlacedTable]
) -> ooxml.Saved:
    parts, edits = ooxml.Parts(), ooxml.Edits()
    bases = {name: _base_style(book, placed[name]) for name in shaped}
    wanted = [
        NumberStyle(bases[each.table], column.kind.number_format)
        for each in added.columns
        for column in each.columns
        if column.kind in _STYLED
    ]
    sheets = _all_sheets(book, added)
    wanted += [
        NumberStyle(0, column.kind.number_format)
        for sheet in sheets
        for table in sheet.tables
        for column in table.columns
        if column.kind in _STYLED
    ]
    styles: dict[NumberStyle, int] = {}
    raw = book.part(book.styles_part) if book.styles_part else None
    if wanted and raw is not None:
        new, found = with_number_styles(
            raw, wanted, say("{book_path}: the part {styles_part!r}", book_path=book.path, styles_part=book.styles_part)
        )
        styles = dict(found)
        if new != raw:
            parts.put(book.styles_part, new)
    for each in added.columns:
        columns = shaped[each.table]
        of_columns = {
            columns.first_col + at: styles[wish]
            for at, column in enumerate(each.columns)
            if column.kind in _STYLED and (wish := NumberStyle(bases[each.table], column.kind.number_format)) in styles
        }
        edits.add_columns(book, replace(columns, styles=of_columns))
    add_sheets(book, parts, [_new_sheet(each, styles) for each in sheets])
    _add_names(book, edits, added)
    return ooxml.save(book, edits, target, parts=parts)


def _base_style(book: ooxml.Book, place: PlacedTable) -> int:
    """The style of the first data cell in the last column: the new cells look like it."""
    area = place.range
    return _style(book, place.area.sheet, area.first_row + 1, area.last_col) if place.typed.length else 0


def _new_sheet(added: AddedSheet, styles: "dict[NumberStyle, int]") -> NewSheet:
    tables, left = [], 1
    for each in added.tables:
        columns = tuple(NewColumn(column.header, column.width, _of(column, styles)) for column in each.columns)
        tables.append(NewTable(each.table, columns, each.rows, left))
        left += len(columns) + 1
    return NewSheet(added.name, tuple(tables))


def _of(column: AddedColumn, styles: "dict[NumberStyle, int]") -> int:
    return styles.get(NumberStyle(0, column.kind.number_format), 0) if column.kind in _STYLED else 0


def _add_names(book: ooxml.Book, edits: ooxml.Edits, added: Additions) -> None:
    """More rows of the team's own names in a workbook that has such a table."""
    area = names_table(book)
    if area is None or not added.names:
        return
    first = edits.grow(book, area.name, len(added.names))
    for row, texts in enumerate(added.names, start=first):
        for col, text in enumerate(texts, start=area.first_col):
            edits.put(area.sheet, row, col, text or None)


__all__ = ["AdoptionResult", "adopt"]
