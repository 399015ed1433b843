"""The process in which cellrune works: a script, never imported by ippbook. It needs the standard library and cellrune alone.

    python -I -S cellrune_child.py SITE_PACKAGES < 8 bytes (length of the order, little endian) + order as JSON + workbook > answers

The order holds `cells` [[sheet, column, [[first row, last row], ...]], ...], `today` (a serial number), `megabytes`, `seconds`, `parent`,
`read_limits` and `calculation_limits`. The answers are laid out as `ippbook.formulas.engines.answers` says.
"""
# ruff: noqa: PLC0415 - nothing is imported before the limits hold

import contextlib
import functools
import json
import os
import re
import sys
from array import array
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from cellrune import (
        CalculationLimitOptions,
        RangeValue,
        ReadLimitOptions,
        SetFormulaChange,
        UnavailableValue,
        Workbook,
    )

_NO_MEMORY_EXIT = 77
"""The exit code that says that the memory did not suffice."""
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
Reasons = dict[tuple[str, str, str | None, str | None], int]


class _Order(TypedDict):
    """What the parent asks for."""

    cells: list[tuple[str, int, list[list[int]]]]
    today: float
    megabytes: int | None
    seconds: float
    parent: int
    read_limits: "ReadLimitOptions"
    calculation_limits: "CalculationLimitOptions"


def limit_myself(megabytes: int | None, seconds: float) -> None:
    """Sets what the system can limit. What it cannot (all of it on Windows, memory on macOS) the parent watches."""
    if sys.platform == "win32":
        return
    import resource

    most = (megabytes << 20,) * 2 if megabytes else resource.getrlimit(resource.RLIMIT_AS)
    turns = (int(seconds) + 1,) * 2  # of the processor: the engine works in one thread
    for kind, value in ((resource.RLIMIT_AS, most), (resource.RLIMIT_CPU, turns), (resource.RLIMIT_CORE, (0, 0))):
        try:
            resource.setrlimit(kind, value)
        except (OSError, ValueError):
            continue


def die_with(parent: int) -> None:
    """Ends this process when *parent* is gone, so that nothing is left running even where the parent was killed."""
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if sys.platform != "win32" and os.getppid() != parent:
        os._exit(1)


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


def column_bytes(values: Iterable["RangeValue"], reasons: Reasons) -> bytes:
    """One column: count, count of texts, kinds, numbers, lengths of texts, texts."""
    kinds, numbers, texts = bytearray(), array("d"), []
    for value in values:
        number = 0.0
        match value["kind"]:
            case "blank":
                kinds.append(0)
            case "number":
                kinds.append(1)
                number = value["value"]
            case "text":
                kinds.append(2)
                texts.append(value["value"].encode("utf-8", "replace"))
            case "logical":
                kinds.append(3)
                number = float(value["value"])
            case "error":
                kinds.append(4)
                texts.append(value["value"].encode("utf-8", "replace"))
            case "unavailable":
                kinds.append(5)
                key = (value["code"], value["message"], value["detail"], value.get("limit"))
                number = float(reasons.setdefault(key, len(reasons)))
            case _:
                kinds.append(5)
                number = float(reasons.setdefault(("unsupported_value", "", None, None), len(reasons)))
        numbers.append(number)
    lengths = array("q", map(len, texts))
    if sys.byteorder == "big":
        numbers.byteswap()
        lengths.byteswap()
    heading = len(kinds).to_bytes(8, "little") + len(texts).to_bytes(8, "little")
    return b"".join((heading, bytes(kinds), numbers.tobytes(), lengths.tobytes(), *texts))


def _answers(workbook: "Workbook", order: _Order) -> bytes:
    """All columns of the order."""
    workbook.calculate(
        today_serial=order["today"], now_serial=order["today"], calculation_limits=order["calculation_limits"]
    )
    reasons, columns = _all_columns(workbook, order, {})
    if any(reason[0] in {_NAME_CODE, _LIMIT_CODE} for reason in reasons):
        reasons, columns = _all_columns(workbook, order, _settled(workbook, order))
    return b"".join((b"IPPA", framed(json.dumps(list(reasons)).encode()), *map(framed, columns)))


def _all_columns(workbook: "Workbook", order: _Order, known: _Known) -> tuple[Reasons, list[bytes]]:
    """The columns of the order; *known* values come before the engine's."""
    reasons: Reasons = {}
    columns = []
    for sheet, column, runs in order["cells"]:
        values = _wanted(workbook, sheet, column, runs)
        if known:
            values = (known.get((sheet, column, row), value) for row, value in zip(all_rows(runs), values, strict=True))
        columns.append(column_bytes(values, reasons))
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
        for row, value in zip(all_rows(runs), _wanted(workbook, sheet, column, runs), strict=True):
            if value["kind"] == "unavailable" and found < _MOST_SETTLED:
                found += 1
                yield (sheet, column, row), value


def all_rows(runs: list[list[int]]) -> Iterator[int]:
    """Every row of *runs*."""
    return (row for first, last in runs for row in range(first, last + 1))


def _passes_errors_on(formula: str | None) -> bool:
    """Whether each function of *formula* gives back an error that one of its arguments is, so that a part's error is the whole's."""
    code = re.sub(r'"[^"]*"|\'[^\']*\'', "", formula or "")
    return all(name.upper() in _PASS_ERRORS_ON for name in re.findall(r"([\w.]+)\(", code))


def framed(content: bytes) -> bytes:
    """*content* behind its length."""
    return len(content).to_bytes(8, "little") + content


def _main() -> None:
    """Reads the order, answers it and ends without tidying up: freeing a large workbook piece by piece takes time."""
    standard_input = sys.stdin.buffer
    order: _Order = json.loads(standard_input.read(int.from_bytes(standard_input.read(8), "little")))
    limit_myself(order["megabytes"], order["seconds"])
    die_with(order["parent"])
    sys.path.extend(sys.argv[1:])
    try:
        from cellrune import CellRuneError, Workbook

        try:
            written = _answers(Workbook.from_bytes(standard_input.read(), read_limits=order["read_limits"]), order)
        except CellRuneError as problem:
            limit = problem.details.get("limit") or {}
            written = (
                b"IPPF"
                + json.dumps([problem.code, str(problem), problem.details["detail"], limit.get("name")]).encode()
            )
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
    except MemoryError:
        os._exit(_NO_MEMORY_EXIT)
    os._exit(0)


if __name__ == "__main__":
    _main()
