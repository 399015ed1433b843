"""The process in which formulon works: a script, never imported by ippbook. Order and answers are those of `child_wire`.

The order also holds `day` [year, month, day].
"""
# ruff: noqa: PLC0415 - nothing is imported before the limits hold

import functools
import importlib.util
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cellrune import RangeValue
    from formulon import Workbook

    from ippbook.formulas.engines import child_wire as wire
else:
    _spec = importlib.util.spec_from_file_location("wire", __file__.replace("formulon_child.py", "child_wire.py"))
    wire = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(wire)

_ERRORS = [
    "#NULL!",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#N/A",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#VALUE!",
    "#BUSY!",
    "#PYTHON!",
    "#UNKNOWN!",
]
"""By formulon's number; it has one of its own for links, which Excel does not."""
_UNKNOWN_NAME = 4
_CALL = re.compile(r"([A-Za-z_][\w.]*)\(")
_NO_CODE = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\[\]]*\]")
"""Texts, names of sheets and of columns."""
_SYNTAX = frozenset({"LET", "LAMBDA", "SINGLE", "ANCHORARRAY"})


class _Order(wire.EngineOrder):
    day: tuple[int, int, int]


def _unknown_function(formula: str | None) -> str | None:
    """A function of *formula* that formulon does not know; None where it knows all of them."""
    if not formula or "(" not in formula:
        return None
    found = map(str.upper, _CALL.findall(_NO_CODE.sub("", formula)))
    return next((name for name in found if not _is_known(name)), None)


@functools.cache
def _is_known(name: str) -> bool:
    from formulon import Workbook

    plain = name.removeprefix("_XLFN.").removeprefix("_XLWS.")
    return plain in _SYNTAX or Workbook.function_metadata(plain) is not None


def _wanted(workbook: "Workbook", sheet: int, column: int, runs: list[list[int]]) -> Iterator["RangeValue"]:
    """The values of the wanted rows as `cellrune` would give them."""
    from formulon import ValueKind

    for row in wire.all_rows(runs):
        value = workbook.get_value(sheet, row - 1, column - 1)
        if unknown := _unknown_function(workbook.get_formula(sheet, row - 1, column - 1)):
            yield {"kind": "unavailable", "code": "unknown", "message": "", "detail": unknown}
        elif value.kind is ValueKind.NUMBER and value.number is not None:
            yield {"kind": "number", "value": value.number}
        elif value.kind is ValueKind.TEXT and value.text is not None:
            yield {"kind": "text", "value": value.text}
        elif value.kind is ValueKind.BOOL:
            yield {"kind": "logical", "value": bool(value.boolean)}
        elif value.kind is ValueKind.ERROR and value.error_code != _UNKNOWN_NAME:
            yield {"kind": "error", "value": _ERRORS[value.error_code or 0]}
        elif value.kind is ValueKind.BLANK:
            yield {"kind": "blank"}
        else:
            yield {"kind": "unavailable", "code": "unknown", "message": "", "detail": None}


def _answers(order: _Order, content: bytes) -> bytes:
    from formulon import Workbook

    workbook = Workbook.load(content)
    workbook.set_pinned_now(*order["day"])
    workbook.recalc()
    sheets = {workbook.sheet_name(number): number for number in range(workbook.sheet_count())}
    reasons: wire.Reasons = {}
    columns = [
        wire.column_bytes(_wanted(workbook, sheets[sheet], column, runs), reasons)
        for sheet, column, runs in order["cells"]
    ]
    return wire.answer_bytes(reasons, columns)


def _answer(order: _Order, content: bytes) -> bytes:
    from formulon import FormulonError

    try:
        return _answers(order, content)
    except (FormulonError, KeyError) as problem:
        return wire.failure_bytes("unreadable", str(problem))


if __name__ == "__main__":
    wire.serve(_answer)
