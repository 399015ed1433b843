"""The process in which cellrune works: a script, never imported by ippbook. It needs the standard library and cellrune alone.

    python -I -S cellrune_child.py SITE_PACKAGES < 8 bytes (length of the order, little endian) + order as JSON + workbook > answers

Order and answers are those of `child_wire`; the order also holds `today` (a serial number), `read_limits` and `calculation_limits`.
"""
# ruff: noqa: PLC0415 - nothing is imported before the limits hold

import contextlib
import functools
import importlib.util
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cellrune import (
        CalculationLimitOptions,
        RangeValue,
        ReadLimitOptions,
        SetFormulaChange,
        UnavailableValue,
        Workbook,
    )

    from ippbook.formulas.engines import child_wire as wire
else:
    _spec = importlib.util.spec_from_file_location("wire", __file__.replace("cellrune_child.py", "child_wire.py"))
    wire = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(wire)

_PAGE_ROWS = 16_384
_GAP_ROWS = 256
"""Rows between two wanted ones that are rather read along than cost another call."""
_MOST_SETTLED = 200_000
"""Cells that get a second look, see `_settled`; the others stay without a value."""
_BATCH = 2_000
"""Cells that change in one step."""
_ROUNDS = 8
"""How often too long texts are looked for again."""
_TEXT_LIMIT = "max_text_length"
_NAME_CODE = "calculation.unsupported_name"
_LIMIT_CODE = "calculation.resource_limit_exceeded"
_PASS_ERRORS_ON = frozenset(
    [
        "CONCAT",
        "CONCATENATE",
        "EXACT",
        "FIND",
        "HYPERLINK",
        "IF",
        "LEFT",
        "LEN",
        "LOWER",
        "MID",
        "PROPER",
        "REPLACE",
        "REPT",
        "RIGHT",
        "SEARCH",
        "SUBSTITUTE",
        "T",
        "TEXT",
        "TEXTJOIN",
        "TRIM",
        "UPPER",
        "VALUE",
        "YEAR",
        "MONTH",
        "DAY",
        "DATE",
        "EDATE",
        "EOMONTH",
        "ROUND",
        "INT",
        "ABS",
        "MAX",
        "MIN",
        "SUM",
        "_XLFN.CONCAT",
        "_XLFN.TEXTJOIN",
    ]
)
_Place = tuple[str, int, int]
_Known = dict[_Place, "RangeValue"]


class _Order(wire.EngineOrder):
    """What it asks of this one."""

    today: float
    read_limits: "ReadLimitOptions"
    calculation_limits: "CalculationLimitOptions"


def _spans(runs: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    """*runs* joined where few rows are between, and cut into pages."""
    joined: list[list[int]] = []
    for first, last in runs:
        if joined and first - joined[-1][1] <= _GAP_ROWS:
            joined[-1][1] = last
        else:
            joined.append([first, last])
    for first, last in joined:
        for start in range(first, last + 1, _PAGE_ROWS):
            yield start, min(start + _PAGE_ROWS - 1, last)


def _letters(column: int) -> str:
    """The _letters of a column, from 1."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _cell(place: _Place) -> str:
    """The address of a cell within its sheet."""
    return f"{_letters(place[1])}{place[2]}"


def _wanted(workbook: "Workbook", sheet: str, column: int, runs: list[list[int]]) -> Iterator["RangeValue"]:
    """The values of the wanted rows, in order."""
    letter, place = _letters(column), 0
    for start, end in _spans(runs):
        read = workbook.read_values(sheet, f"{letter}{start}", f"{letter}{end}")
        while place < len(runs) and runs[place][0] <= end:
            first, last = runs[place]
            for row in range(max(first, start), min(last, end) + 1):
                yield read[row - start][0]
            if last > end:
                break
            place += 1


def _answers(workbook: "Workbook", order: _Order) -> bytes:
    """All columns of the order."""
    workbook.calculate(
        today_serial=order["today"], now_serial=order["today"], calculation_limits=order["calculation_limits"]
    )
    reasons, columns = _all_columns(workbook, order, {})
    if any(reason[0] in {_NAME_CODE, _LIMIT_CODE} for reason in reasons):
        reasons, columns = _all_columns(workbook, order, _settled(workbook, order))
    return wire.answer_bytes(reasons, columns)


def _all_columns(workbook: "Workbook", order: _Order, known: _Known) -> tuple[wire.Reasons, list[bytes]]:
    """The columns of the order; *known* values come before the engine's."""
    reasons: wire.Reasons = {}
    columns = []
    for sheet, column, runs in order["cells"]:
        values = _wanted(workbook, sheet, column, runs)
        if known:
            values = (
                known.get((sheet, column, row), value) for row, value in zip(wire.all_rows(runs), values, strict=True)
            )
        columns.append(wire.column_bytes(values, reasons))
    return reasons, columns


def _settled(workbook: "Workbook", order: _Order) -> _Known:
    """Values of cells that the engine leaves open although Excel does not; in the workbook, what reads an open cell becomes open too.

    - A text that is too long becomes #VALUE!, where no function of its formula can have caught that error.
    - A name that is defined nowhere is #NAME?: so it is to the engine where another cell reads the formula, so another cell reads it.
    - A table or a name that the engine cannot follow would be #NAME? to what reads its cell, and a limit that is met #VALUE!: such a cell
      is made one that leaves its readers open too.
    """
    known: _Known = {}
    nowhere: list[_Place] = []
    for _round in range(_ROUNDS):
        if not _long_texts_made_errors(workbook, order):
            break
        _calculate_again(workbook, order)
    summary = workbook.summary()
    tables = {table["name"].upper() for sheet in summary["sheets"] for table in sheet["tables"]}
    scopes = [None, *(sheet["name"] for sheet in summary["sheets"])]

    @functools.cache
    def is_nowhere(name: str | None) -> bool:
        """Whether no table and no defined name of any sheet is called *name*."""
        if not name or name.upper() in tables:
            return False
        return all(
            workbook.inspect_defined_name(name, current_sheet=scope)["result"]["kind"] == "not_found"
            for scope in scopes
        )

    for place, value in _open_cells(workbook, order):
        if value["code"] == _NAME_CODE and is_nowhere(value["detail"]):
            nowhere.append(place)
        elif value["code"] in {_NAME_CODE, _LIMIT_CODE}:
            known[place] = value
    # Without a seed the engine draws no number, so what reads a drawn number is open.
    _put_formulas(workbook, [(place[0], _cell(place), "=RAND()") for place in known])
    return known | _seen_from_elsewhere(workbook, order, nowhere)


def _long_texts_made_errors(workbook: "Workbook", order: _Order) -> int:
    """Puts #VALUE! where a text is too long and no function of the formula can have caught that; gives how many cells changed.

    The engine names the limit at every cell that reads such a cell too, so only those change that read no open cell.
    """
    from cellrune import CellRuneError

    found = [
        place
        for place, value in _open_cells(workbook, order)
        if value.get("limit") == _TEXT_LIMIT and _is_its_own(workbook, place)
    ]
    for place in found:
        with contextlib.suppress(CellRuneError):
            workbook.set_error(place[0], _cell(place), "#VALUE!")
    return len(found)


def _is_its_own(workbook: "Workbook", place: _Place) -> bool:
    """Whether the cell itself makes the text that is too long, and would show the error."""
    sheet, cell = place[0], _cell(place)
    if not _passes_errors_on(workbook.read_range(sheet, cell, cell)["cells"][0]["formula"]):
        return False
    for read in workbook.precedents(sheet, cell)["entries"]:
        start, _, end = read["range"].partition(":")
        try:
            rows = workbook.read_values(read["sheet_name"], start, end or start)
        except Exception:  # noqa: BLE001 - more cells than one answer may hold
            return False
        if any(value["kind"] == "unavailable" for row in rows for value in row):
            return False
    return True


def _seen_from_elsewhere(workbook: "Workbook", order: _Order, places: list[_Place]) -> _Known:
    """The values of *places*, as another cell sees them."""
    shadows = "shadows"
    while any(sheet["name"].lower() == shadows for sheet in workbook.summary()["sheets"]):
        shadows += "'"
    workbook.add_sheet(shadows)
    asking = []
    for row, place in enumerate(places, 1):
        quoted = place[0].replace("'", "''")
        asking.append((shadows, f"A{row}", f"='{quoted}'!{_cell(place)}"))
    _put_formulas(workbook, asking)
    _calculate_again(workbook, order)
    values = workbook.read_values(shadows, "A1", f"A{len(places) + 1}")
    workbook.delete_sheet(shadows)
    _calculate_again(workbook, order)
    return {place: value for place, (value,) in zip(places, values, strict=False)}


def _put_formulas(workbook: "Workbook", formulas: list[tuple[str, str, str]]) -> None:
    """Puts formulas into cells, each a sheet, an address and a text; a cell that cannot take one, as within an array, stays as it is."""
    from cellrune import CellRuneError

    changes: list[SetFormulaChange] = [
        {"kind": "set_formula", "sheet": sheet, "address": cell, "formula": text} for sheet, cell, text in formulas
    ]
    for start in range(0, len(changes), _BATCH):
        batch = changes[start : start + _BATCH]
        try:
            workbook.apply_changes(workbook.summary()["semantic_revision"], batch)
        except CellRuneError:
            for change in batch:
                with contextlib.suppress(CellRuneError):
                    workbook.set_formula(change["sheet"], change["address"], change["formula"])


def _calculate_again(workbook: "Workbook", order: _Order) -> None:
    """Calculates what has changed."""
    workbook.recalculate(
        today_serial=order["today"], now_serial=order["today"], calculation_limits=order["calculation_limits"]
    )


def _open_cells(workbook: "Workbook", order: _Order) -> Iterator[tuple[_Place, "UnavailableValue"]]:
    """The wanted cells without a value, with the engine's reason: `_MOST_SETTLED` of them at most."""
    found = 0
    for sheet, column, runs in order["cells"]:
        for row, value in zip(wire.all_rows(runs), _wanted(workbook, sheet, column, runs), strict=True):
            if value["kind"] == "unavailable" and found < _MOST_SETTLED:
                found += 1
                yield (sheet, column, row), value


def _passes_errors_on(formula: str | None) -> bool:
    """Whether each function of *formula* gives back an error that one of its arguments is, so that a part's error is the whole's."""
    code = re.sub(r'"[^"]*"|\'[^\']*\'', "", formula or "")
    return all(name.upper() in _PASS_ERRORS_ON for name in re.findall(r"([\w.]+)\(", code))


def _answer(order: _Order, content: bytes) -> bytes:
    from cellrune import CellRuneError, Workbook

    try:
        return _answers(Workbook.from_bytes(content, read_limits=order["read_limits"]), order)
    except CellRuneError as problem:
        limit = problem.details.get("limit") or {}
        return wire.failure_bytes(problem.code, str(problem), problem.details["detail"], limit.get("name"))


if __name__ == "__main__":
    wire.serve(_answer)
