"""Edits into the cells of a workbook that is open: whole columns at once, all or nothing, and what stood there is kept for Undo."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import xlwings as xw

from ippbook import ooxml
from ippbook.declare import registry
from ippbook.excel import hosts, preconditions
from ippbook.excel.cell_changes import AS_TEXT, LONGEST, Bools, Change, Wanted, held_as, strips, wanted
from ippbook.excel.quiet_excel import calm
from ippbook.normalize import key
from ippbook.ooxml import TEXT, CellColumn
from ippbook.ooxml.excel_limits import MAX_CELL_LENGTH, text_length
from ippbook.ooxml.refs import column_letters
from ippbook.ooxml.write.edits import SheetEdits
from ippbook.ooxml.write.table_growth import Growth

if TYPE_CHECKING:
    from ippbook.excel.open_workbook import LiveBook


_PATIENCE: Final = 60.0
"""Seconds for which a busy Excel is asked again while cells are put back: half-written cells are worse than a long wait."""


class HalfDoneError(Exception):
    """A write failed, and what it had written could not be put back."""


class NotTakenError(Exception):
    """A cell does not hold what was written into it."""


def write(live: "LiveBook", edits: ooxml.Edits) -> ooxml.Saved:
    """Put *edits* into the cells of *live*. Formulas stay unless an edit takes them away; Excel calculates them.

    Raises `UserError` or `ooxml.EditError`, with nothing changed, where something stands in the way. What fails on the way is
    taken back, and raised.
    """
    for name in edits.batches:
        live.sheet(name)
    plans = _plans(live, edits)
    growths = list(edits.growths.values())
    todo = _wanted(live, plans)
    if not (todo.write or growths or (todo.show and live.holds)):
        return ooxml.Saved(live.path, 0, ())
    preconditions.refuse(live, todo.write, growths, todo.show if live.holds else ())
    before: list[Change] = []
    after: list[Change] = []
    grown: list[Growth] = []
    try:
        with calm(live.book, live.notes):
            for growth in growths:
                resize(live, growth.table.name, str(growth.new))
                grown.append(growth)
            if growths:
                todo = _wanted(live, plans)  # Excel has filled calculated columns down; their formulas stay
            after = _put_all(live, todo, before)
    except BaseException as failure:
        put_back(live, failure, before, grown)
        raise
    live.forget(*plans)
    if live.journal is not None:
        blocks = [(each.table.name, str(each.old), str(each.new)) for each in grown]
        live.journal.keep(str(live.path), before, after, blocks)
    return ooxml.Saved(live.path, sum(map(len, [*todo.write, *(todo.show if live.holds else ())])), ())


def _put_all(live: "LiveBook", todo: Wanted, before: list[Change]) -> list[Change]:
    """Write every change, and give what the cells hold then; *before* takes what stood there, each before it is written over."""
    for change in todo.write:
        before.append(now(live, change))
        put(live, change)
    if not live.holds:
        return _check_taken(live, todo.write)
    before += [now(live, change) for change in todo.show]
    show(live, [*todo.show, *(change.at(change.formula != "") for change in todo.write)])
    return [*_check_taken(live, todo.write), *todo.show]


def now(live: "LiveBook", change: Change) -> Change:
    """What the cells of *change* hold."""
    return held_as(change.sheet, change.column, change.rows, column(live, change))


def _plans(live: "LiveBook", edits: ooxml.Edits) -> dict[str, SheetEdits]:
    found = {
        sheet.name: edits.plan(sheet.name, live.where(sheet), date1904=live.date1904)
        for sheet in live.sheets
        if sheet.name.casefold() in edits.batches
    }
    return {name: plan for name, plan in found.items() if plan is not None}


def _wanted(live: "LiveBook", plans: dict[str, SheetEdits]) -> Wanted:
    """What is to be done on all sheets."""

    def read(sheet: str, number: int, first: int, last: int) -> CellColumn:
        return live.read(sheet, [number], first, last)[number]

    parts = [wanted(sheet, plan, read) for sheet, plan in plans.items()]
    return Wanted([each for part in parts for each in part.write], [each for part in parts for each in part.show])


def column(live: "LiveBook", change: Change) -> CellColumn:
    """The cells of a column from the first to the last row of *change*, as they are remembered."""
    return live.read(change.sheet, [change.column], int(change.rows[0]), int(change.rows[-1]))[change.column]


def standing(live: "LiveBook", change: Change) -> Bools:
    """Which cells have the formula already that they shall have; what they show is another matter."""
    stands: Bools = (change.formula != "") & (change.formula == now(live, change).formula)
    return stands


def put(live: "LiveBook", change: Change) -> None:
    """Write the cells of one column. A formula that stands already is not written: an array takes no part of it anew."""
    change = change.at(~standing(live, change))
    if not len(change):
        return
    sheet = live.book.sheets[change.sheet]
    ours = change.column in _computed(live, change.sheet)
    for strip in strips(change, column(live, change), ours=ours):
        block = _block(sheet, change.column, strip.first_row, len(strip.entries))
        rows = [[entry] for entry in strip.entries]
        if strip.formulas or not _all_texts(strip.entries):
            _enter(block, rows, formulas=strip.formulas)
        elif _too_long(strip.entries):
            _enter_as_text(block, str(strip.entries[0]))
        else:
            block.value = rows


def _all_texts(entries: Sequence[object]) -> bool:
    """Whether there are texts and blanks alone, which any format takes as they are. An error is entered by its code."""
    return all(entry is None or (isinstance(entry, str) and entry[:1] != "#") for entry in entries)


def _too_long(entries: Sequence[object]) -> bool:
    """Whether it is one text that is too long for a cell by the apostrophe before it."""
    alone = entries[0] if len(entries) == 1 else None
    return isinstance(alone, str) and len(alone) > LONGEST and alone[0] == "'" and text_length(alone) > MAX_CELL_LENGTH


def _enter_as_text(block: xw.Range, entry: str) -> None:
    """A text that has no room for its apostrophe: in the format Text none is needed, so the cell has that meanwhile."""
    code = _code(block)
    if not code:  # a host that does not tell the format could not give it back
        block.value = [[entry]]
        return
    block.number_format = AS_TEXT
    try:
        block.value = [[entry[1:]]]
    finally:
        block.number_format = code


def _block(sheet: xw.Sheet, number: int, first: int, count: int) -> xw.Range:
    return sheet.range((first, number), (first + count - 1, number))


def _enter(block: xw.Range, rows: list[list[object]], *, formulas: bool) -> None:
    """Formulas, numbers, truths and errors into cells. In one of the format Text Excel would make texts of them, so it is General meanwhile."""
    code = _code(block)
    if code is None and len(rows) > 1:  # several formats
        half = len(rows) // 2
        _enter(block[:half, :], rows[:half], formulas=formulas)
        _enter(block[half:, :], rows[half:], formulas=formulas)
        return
    if code == AS_TEXT:
        block.number_format = "General"
    try:
        if formulas:
            block.formula = rows
        else:
            block.value = rows
    finally:
        if code == AS_TEXT:
            block.number_format = code


def _code(block: xw.Range) -> str | None:
    """The number format; None where the cells have several, "" in a host that does not tell it (xlwings Lite)."""
    try:
        code: str | None = block.number_format
    except NotImplementedError:
        return ""
    return code


def _computed(live: "LiveBook", sheet: str) -> set[int]:
    """The columns of a sheet that ippbook computes: nobody types into them, nor gives words in them a colour."""
    known = registry()
    ours = {key(name): {key(header) for header in headers} for name, headers in known.headers.items()}
    ours |= {key(report.table): {key(each.header) for each in report.columns} for report in known.reports}
    return {
        area.first_col + place
        for area in live.tables.values()
        if area.sheet == sheet
        for place, header in enumerate(area.columns)
        if key(header) in ours.get(key(area.name), ())
    }


def show(live: "LiveBook", changes: Iterable[Change]) -> None:
    """Let formula cells show their values, in a host that calculates nothing."""
    for change in changes:
        if not len(change):
            continue
        sheet, values = live.book.sheets[change.sheet], change.values()
        at = 0
        for first, last in change.runs():
            count = last - first + 1
            block = _block(sheet, change.column, first, count)
            block.impl.set_results([[value] for value in values[at : at + count]])
            at += count


def resize(live: "LiveBook", table: str, area: str) -> None:
    """Give a table another block; the memory of its sheet goes."""
    name = next(found.name for found in live.tables.values() if key(found.name) == key(table))
    sheet = live.book.sheets[live.tables[name].sheet]
    sheet.tables[name].resize(sheet.range(area))
    live.forget(sheet.name)
    live.forget_tables()


def _check_taken(live: "LiveBook", changes: Sequence[Change]) -> list[Change]:
    """See that each text landed as that text; one that Excel made something else of is written once more, behind an apostrophe.

    Gives what the cells of *changes* hold then; nothing in xlwings Lite, which writes when the script has ended.
    """
    if not (live.holds or hosts.program(live.book)):
        return []
    after = []
    for change in changes:
        held = _look(live, change)
        wrong = change.at(_mistaken(change, held))
        if len(wrong):
            sheet = live.book.sheets[change.sheet]
            for row, text in zip(wrong.rows.tolist(), wrong.text, strict=True):
                _block(sheet, change.column, row, 1).value = [[f"'{text}"]]
            held = _look(live, change)
            if (still := _mistaken(change, held)).any():
                cell = f"{change.sheet}!{column_letters(change.column)}{change.rows[still][0]}"
                raise NotTakenError(f"{cell} does not hold the text that was written into it")
        after.append(held_as(change.sheet, change.column, change.rows, held))
    return after


def _look(live: "LiveBook", change: Change) -> CellColumn:
    """The cells of a column from the first to the last row of *change*, looked at anew. What shows a text is that text."""
    span = int(change.rows[0]), int(change.rows[-1])
    return live.look_at(change.sheet, change.column, *span, formulas=bool((change.formula != "").any()))


def _mistaken(change: Change, held: CellColumn) -> Bools:
    """Which texts are no texts in their cells, or others. How a program keeps line ends and spaces is its own affair."""
    texts = (change.kind == TEXT) & (change.text != "") & (change.formula == "") & change.differs(held)
    place = change.rows - held.first_row
    for at in np.flatnonzero(texts).tolist():
        landed = held.kind[place[at]] == TEXT and (held.formula is None or not held.formula[place[at]])
        texts[at] = not landed or str(held.text[place[at]]).split() != str(change.text[at]).split()
    return np.asarray(texts, dtype=bool)


def put_back(
    live: "LiveBook",
    failure: BaseException,
    before: Sequence[Change],
    grown: Sequence[Growth] = (),
    shrunk: Sequence[tuple[str, str]] = (),
) -> None:
    """Put back what was written before *failure*: cells, and tables that grew, or shrank from a block (name, block).

    An Excel that was busy then is given more time. Raises `HalfDoneError` where it cannot be done.
    """
    hosts.be_patient(_PATIENCE)
    try:
        _take_back(live, before, grown, shrunk)
    except Exception as second:  # noqa: BLE001  # the border of a button: whatever it is, the person must hear that cells are half-written
        raise HalfDoneError(f"{type(second).__name__}: {second}") from failure
    finally:
        hosts.be_patient()


def _take_back(
    live: "LiveBook", before: Sequence[Change], grown: Sequence[Growth], shrunk: Sequence[tuple[str, str]]
) -> None:
    """Cells that nothing has reached yet are not touched."""
    with calm(live.book, live.notes):
        live.forget(*(sheet.name for sheet in live.sheets))
        for table, block in reversed(shrunk):
            resize(live, table, block)
        reached = [change.at(change.differs(column(live, change))) for change in before]
        for change in reached:
            if len(change):
                put(live, change)
        if live.holds:
            show(live, [change.at(change.formula != "") for change in reached])
        for growth in reversed(grown):
            shrink(live, growth.table.name, str(growth.old), growth.added)
    live.forget(*(sheet.name for sheet in live.sheets))


def shrink(live: "LiveBook", table: str, area: str, added: ooxml.Area) -> None:
    """Take rows from the end of a table, and whatever Excel had filled into them."""
    sheet = live.book.sheets[live.tables[table].sheet]
    sheet.range((added.first_row, added.first_col), (added.last_row, added.last_col)).clear_contents()
    resize(live, table, area)


__all__ = [
    "HalfDoneError",
    "NotTakenError",
    "column",
    "now",
    "put",
    "put_back",
    "resize",
    "show",
    "shrink",
    "standing",
    "write",
]
