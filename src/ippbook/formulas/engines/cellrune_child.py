"""The process in which cellrune works: a script, never imported by ippbook. It needs the standard library and cellrune alone.

    python -I -S cellrune_child.py SITE_PACKAGES < 8 bytes (length of the order, little endian) + order as JSON + workbook > answers

The order holds `cells` [[sheet, column, [[first row, last row], ...]], ...], `today` (a serial number), `megabytes`, `seconds`, `parent`,
`read_limits` and `calculation_limits`. The answers are laid out as `ippbook.formulas.engines.answers` says.
"""
# ruff: noqa: PLC0415 - nothing is imported before the limits hold

import json
import os
import sys
from array import array
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from cellrune import CalculationLimitOptions, RangeValue, ReadLimitOptions, Workbook

_NO_MEMORY_EXIT = 77
"""The exit code that says that the memory did not suffice."""
_PAGE_ROWS = 65_536
_GAP_ROWS = 256
"""Rows between two wanted ones that are rather read along than cost another call."""
_Reasons = dict[tuple[str, str, str | None, str | None], int]


class _Order(TypedDict):
    """What the parent asks for."""

    cells: list[tuple[str, int, list[list[int]]]]
    today: float
    megabytes: int
    seconds: float
    parent: int
    read_limits: "ReadLimitOptions"
    calculation_limits: "CalculationLimitOptions"


def _limit_myself(order: _Order) -> None:
    """Sets what the system can limit. What it cannot (all of it on Windows, memory on macOS) the parent watches."""
    if sys.platform == "win32":
        return
    import resource

    most = (order["megabytes"] << 20, order["megabytes"] << 20)
    turns = (int(order["seconds"]) + 1,) * 2  # of the processor: the engine works in one thread
    for kind, value in ((resource.RLIMIT_AS, most), (resource.RLIMIT_CPU, turns), (resource.RLIMIT_CORE, (0, 0))):
        try:
            resource.setrlimit(kind, value)
        except (OSError, ValueError):
            continue


def _die_with(parent: int) -> None:
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


def _column_bytes(values: Iterable["RangeValue"], reasons: _Reasons) -> bytes:
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
    reasons: _Reasons = {}
    columns = [_column_bytes(_wanted(workbook, sheet, column, runs), reasons) for sheet, column, runs in order["cells"]]
    return b"".join((b"IPPA", _framed(json.dumps(list(reasons)).encode()), *map(_framed, columns)))


def _framed(content: bytes) -> bytes:
    """*content* behind its length."""
    return len(content).to_bytes(8, "little") + content


def main() -> None:
    """Reads the order, answers it and ends without tidying up: freeing a large workbook piece by piece takes time."""
    standard_input = sys.stdin.buffer
    order: _Order = json.loads(standard_input.read(int.from_bytes(standard_input.read(8), "little")))
    _limit_myself(order)
    _die_with(order["parent"])
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
    main()
