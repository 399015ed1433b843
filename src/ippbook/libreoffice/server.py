"""The process that LibreOffice asks: worksheet functions over standard input and output.

The form of a message is in `message_frames`. The answers are what `recalc` writes into a cell. Two things are lost before
they come here: Calc hands TRUE over as 1, and a blank cell as 0. So 0 is taken as blank where a parameter takes a text or a day.
"""

import math
from collections.abc import Mapping, Sequence
from typing import BinaryIO, cast

import numpy as np

from ippbook.declare import registry
from ippbook.declare.worksheet_function import FAILED, WorksheetFunction
from ippbook.formulas.calls import call_function
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.recalculate import in_cell
from ippbook.formulas.source import Value
from ippbook.formulas.values import ExcelError, Scalar
from ippbook.languages import say
from ippbook.libreoffice.message_frames import received_framed, send_framed, standard_pipes
from ippbook.ooxml.excel_limits import is_error
from ippbook.tables.schema import Kind
from ippbook.version import __version__

SentCell = str | float | list[str] | None
"""A value in a message: an error is a list with its code."""


class FunctionAnswers:
    """Answers of the worksheet functions, and the ranges that were sent: a range passes once and afterwards its number."""

    def __init__(self, functions: Mapping[str, WorksheetFunction] | None = None) -> None:
        self._functions = registry().functions if functions is None else functions
        self._ranges: dict[int, Value] = {}

    @property
    def hello(self) -> dict[str, object]:
        """The first message: what answers here."""
        return {"ippbook": __version__, "functions": sorted(self._functions)}

    def answer(self, message: Mapping[str, object]) -> dict[str, object]:
        """The rows that answer *message*. Never raises."""
        try:
            for number, rows in cast("Mapping[str, list[list[SentCell]]]", message.get("ranges", {})).items():
                self._ranges[int(number)] = _block(rows)
            for gone in cast("Sequence[int]", message.get("drop", ())):
                self._ranges.pop(gone, None)
            name = str(message["each"] if "each" in message else message["call"])
            function = self._functions.get(name)
            if function is None:
                return _one(
                    say(
                        "{failed} this ippbook ({version}) has no function {name}; run: ippbook libreoffice install",
                        failed=FAILED,
                        version=__version__,
                        name=name,
                    )
                )
            if "each" in message:
                return self._each(function, cast("list[list[SentCell]]", message["columns"]))
            arguments = cast("Sequence[str | float | list[int] | None]", message["with"])
            return self._answered(function, [self._argument(value) for value in arguments])
        except Exception as failure:  # noqa: BLE001  # the border of a cell
            return _one(say("{failed} the call failed: {name}", failed=FAILED, name=type(failure).__name__))

    def _argument(self, value: str | float | list[int] | None) -> Value:
        if isinstance(value, list):
            return self._ranges[value[0]]
        return _value(value)

    @staticmethod
    def _each(function: WorksheetFunction, columns: list[list[SentCell]]) -> dict[str, object]:
        """A row for each call; *columns* has the arguments. None where it is not a call for each row."""
        if not all(parameter.lifted for parameter in function.parameters[: len(columns)]):
            return {"rows": []}
        arguments: list[Value] = []
        for place, column in enumerate(columns):
            block = np.empty((len(column), 1), dtype=object)
            block[:, 0] = [_without_zero(function, place, _value(cast("str | float | None", cell))) for cell in column]
            arguments.append(block)
        found = call_function(function, arguments)
        if not isinstance(found, np.ndarray) or found.size != len(columns[0]):
            return {"rows": []}
        return {"rows": [[_cell(value)] for value in found.ravel().tolist()]}

    @staticmethod
    def _answered(function: WorksheetFunction, values: list[Value]) -> dict[str, object]:
        while len(values) > function.required and values[-1] is None:
            values.pop()  # what the formula leaves out at the end
        arguments = [_without_zero(function, place, value) for place, value in enumerate(values)]
        try:
            found = call_function(function, arguments)
        except FormulaError as refusal:
            return _one(f"{FAILED} {function.name}: {refusal}")
        if not isinstance(found, np.ndarray):
            return {"rows": [[_cell(found)]]}
        rows = found.reshape(-1, 1) if found.ndim == 1 else found
        return {"rows": [[_cell(value) for value in row] for row in rows.tolist()]}


def _without_zero(function: WorksheetFunction, place: int, value: Value) -> Value:
    """*value*, or None for a zero where no zero can be meant: Calc hands a blank cell over as 0."""
    if isinstance(value, np.ndarray) or value != 0.0 or place >= len(function.parameters):
        return value
    parameter = function.parameters[place]
    return None if parameter.block or parameter.is_text or parameter.kind is Kind.DATE else value


def _value(value: str | float | None) -> Scalar:
    if isinstance(value, str):
        return ExcelError(value) if value[:1] == "#" and is_error(value) else value
    return value if value is None or isinstance(value, bool) else float(value)


def _block(rows: list[list[SentCell]]) -> Value:
    """A range. Calc hands a blank cell of a range over as an empty text."""
    width = len(rows[0]) if rows else 0
    block = np.empty((len(rows), width), dtype=object)
    for place, row in enumerate(rows):
        block[place] = [
            None if cell == "" else ExcelError(cell[0]) if isinstance(cell, list) else _value(cell) for cell in row
        ]
    block.flags.writeable = False
    return block


def _cell(value: Scalar) -> SentCell:
    shown = in_cell(value, date1904=False)
    if isinstance(shown, ExcelError):
        return [shown.code]
    if isinstance(shown, str):
        return shown
    number = float(cast("float", shown))
    return number if math.isfinite(number) else ["#NUM!"]


def _one(text: str) -> dict[str, object]:
    return {"rows": [[str(text)]]}


def answer_until_closed(source: BinaryIO, target: BinaryIO, answers: FunctionAnswers) -> None:
    """Answer until the other end closes."""
    send_framed(target, answers.hello)
    while (message := received_framed(source)) is not None:
        send_framed(target, answers.answer(message))


def serve_office() -> None:
    """Serve the office that started this process."""
    answer_until_closed(*standard_pipes(), FunctionAnswers())


if __name__ == "__main__":
    serve_office()

__all__ = ["FunctionAnswers", "answer_until_closed", "serve_office"]
