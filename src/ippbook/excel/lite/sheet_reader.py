"""What xlwings Lite answers only asynchronously, read before a button runs: formulas, hidden rows, protection.

xlwings (0.37.8) gives formulas (`Range.get_formula`) and hidden rows (`RangeRows.get_hidden`), but not the protection of a
sheet. That comes from Office.js itself, `Worksheet.protection` and `RangeFormat.protection` of ExcelApi 1.2, which Python
reaches in the add-in as `js.Excel`. Where it is not to be had, the sheet has no facts, and Excel's own refusal is reported.
"""

import importlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from ippbook.excel import sheet_info
from ippbook.excel.hosts import HostValue
from ippbook.excel.sheet_facts import RowRun, SheetFacts

if TYPE_CHECKING:
    import xlwings as xw

_MOST_QUESTIONS: Final = 64
"""Questions about the hidden rows of one sheet. What is still undecided after them counts as hidden."""
_MOST_BLOCKS: Final = 2_000
"""Blocks of one sheet in one call that reads whether they are locked. What is still mixed then counts as locked."""


class BookAnswers(NamedTuple):
    """The answers: formulas and facts by the name of the sheet."""

    formulas: dict[str, HostValue]
    facts: dict[str, SheetFacts]


async def ask_book(book: "xw.Book") -> BookAnswers:
    """Ask for the formulas, the hidden rows and the protection of every sheet of *book*."""
    answers = BookAnswers({}, {})
    cells = {}
    for sheet in book.sheets:
        used: HostValue = sheet.used_range.options(ndim=2)
        answers.formulas[sheet.name] = await used.get_formula()
        cells[sheet.name] = sheet_info.used(sheet)
        answers.facts[sheet.name] = SheetFacts(hidden=await _hidden_rows(sheet, cells[sheet.name]))
    try:
        protected = await _protection(book, cells)
    except Exception:  # noqa: BLE001  # Office.js has its own errors; without an answer Excel itself refuses the write, and its refusal is shown
        protected = {}
    for name, unlocked in protected.items():
        answers.facts[name] = replace(answers.facts[name], protected=True, unlocked=unlocked)
    return answers


async def _hidden_rows(sheet: "xw.Sheet", used: "xw.Range") -> tuple[RowRun, ...]:
    """The hidden rows of the used block, read in blocks that are halved where only some rows are hidden.

    The first cuts are at the tables, so that a question about a whole table has an exact answer.
    """
    first, last = used.row, used.row + used.shape[0] - 1
    found = list[RowRun]()
    blocks = [(first, last)]
    cut, questions = False, 0
    while blocks:
        low, high = blocks.pop()
        questions += 1
        state: bool | None = None if questions > _MOST_QUESTIONS else await _state_of_rows(sheet, low, high)
        if state is None and questions <= _MOST_QUESTIONS and low < high:
            blocks += _halves(low, high) if cut else _cut_at(low, high, _ends_of_tables(sheet))
            cut = True
        elif state is not False:
            found.append((low, high))
    return tuple(sorted(found))


async def _state_of_rows(sheet: "xw.Sheet", low: int, high: int) -> bool | None:
    """Whether all rows are hidden; None where only some are. False where this xlwings cannot say."""
    rows: HostValue = sheet.range((low, 1), (high, 1)).rows
    try:
        state: bool | None = await rows.get_hidden()
    except (AttributeError, NotImplementedError):  # a workbook that pins an older xlwings
        return False
    return state


def _ends_of_tables(sheet: "xw.Sheet") -> set[int]:
    """The rows before which a block begins: the data rows of each table, and what follows them."""
    ends = set[int]()
    for table in sheet.tables:
        top, count = table.range.row, table.range.shape[0]
        ends |= {top + bool(table.show_headers), top + count - bool(table.show_totals)}
    return ends


def _cut_at(low: int, high: int, ends: Iterable[int]) -> list[RowRun]:
    """The rows *low* to *high* in blocks that begin at *ends*; in halves where none is between them."""
    starts = [low, *sorted(end for end in ends if low < end <= high)]
    if len(starts) == 1:
        return _halves(low, high)
    return list(zip(starts, [start - 1 for start in starts[1:]] + [high], strict=True))


def _halves(low: int, high: int) -> list[RowRun]:
    middle = (low + high) // 2
    return [(low, middle), (middle + 1, high)]


async def _protection(book: "xw.Book", cells: "dict[str, xw.Range]") -> dict[str, dict[int, tuple[RowRun, ...]]]:
    """The protected sheets, each with the rows of its unlocked cells by column."""
    office = _office()
    if office is None:
        return {}
    context: HostValue = office.RequestContext.new()
    sheets = {sheet.name: context.workbook.worksheets.getItem(sheet.name) for sheet in book.sheets}
    for sheet in sheets.values():
        sheet.protection.load("protected")
    await context.sync()
    found = {}
    for name, sheet in sheets.items():
        if sheet.protection.protected:
            found[name] = await _unlocked(context, sheet, cells[name])
    return found


def _office() -> HostValue:
    """The namespace Excel of Office.js; None where Python cannot reach it."""
    try:
        browser = importlib.import_module("js")  # Pyodide's own module, which no other Python has
    except ImportError:
        return None
    return getattr(browser, "Excel", None)


async def _unlocked(context: HostValue, sheet: HostValue, used: "xw.Range") -> dict[int, tuple[RowRun, ...]]:
    """The rows of the unlocked cells of the used block, by column; all questions of a round in one call."""
    (rows, columns), top, left = used.shape, used.row, used.column
    found: dict[int, list[RowRun]] = {}
    blocks = [(column, top, top + rows - 1) for column in range(left, left + columns)]
    while 0 < len(blocks) <= max(_MOST_BLOCKS, columns):
        states = await _locked(context, sheet, blocks)
        mixed = [block for block, state in zip(blocks, states, strict=True) if state is None]
        for (column, low, high), state in zip(blocks, states, strict=True):
            if state is False:
                found.setdefault(column, []).append((low, high))
        blocks = [(column, *half) for column, low, high in mixed if low < high for half in _halves(low, high)]
    return {column: tuple(sorted(runs)) for column, runs in found.items()}


async def _locked(context: HostValue, sheet: HostValue, blocks: Sequence[tuple[int, int, int]]) -> list[bool | None]:
    """Whether each block (column, first row, last row) is locked; None where only some of its cells are."""
    answers = []
    for column, low, high in blocks:
        protection = sheet.getRangeByIndexes(low - 1, column - 1, high - low + 1, 1).format.protection
        protection.load("locked")
        answers.append(protection)
    await context.sync()
    return [protection.locked if isinstance(protection.locked, bool) else None for protection in answers]


__all__ = ["BookAnswers", "ask_book"]
