"""The worksheet functions of ippbook as Calc calls them: a UNO component with a method for each function.

Calc hands over texts, numbers and ranges; the answers come from ippbook's own process. Nothing is raised into a cell: where there is no
answer, the cell shows `#IPP!` and why.
"""

from __future__ import annotations

import json
import os
import struct
import threading
import time
from typing import Dict, List, Optional, Tuple, Union

import ippbook_ahead as ahead
import ippbook_channel as channel
import unohelper
from com.sun.star.sheet import XFunctionAccess
from org.ippbook.calc import XFunctions

CalcCell = Union[str, float, None]
CalcRows = Tuple[Tuple[CalcCell, ...], ...]
CalcArgument = Union[str, float, None, CalcRows]

_SERVICE = "IPPX"
_MOST_KNOWN = 200_000
_MOST_RANGES = 64
_ERRORS = {"#NULL!": 521, "#DIV/0!": 532, "#VALUE!": 519, "#REF!": 524, "#NAME?": 525, "#NUM!": 503, "#N/A": 32767}
_WIDE_NUMBER = struct.Struct("<Q")
_WIDE_FLOAT = struct.Struct("<d")


def _error_number(code: str) -> float:
    """The number by which Calc knows an error: a NaN that carries Calc's own number of the error."""
    number: float = _WIDE_FLOAT.unpack(_WIDE_NUMBER.pack(0x7FF8000000000000 | _ERRORS.get(code, 519)))[0]
    return number


def _shown(value: Union[str, float, List[str], None]) -> CalcCell:
    """A value as Calc shows it. An error comes as a list with its code."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return _error_number(value[0])
    return "" if value is None else float(value)


def _sent(value: CalcCell) -> Union[str, float, List[str], None]:
    """A cell of a range. Calc hands an error over as a NaN with its own number of the error."""
    if not isinstance(value, float) or value == value:  # noqa: PLR0124  # only a NaN differs from itself
        return value
    bits = _WIDE_NUMBER.unpack(_WIDE_FLOAT.pack(value))[0] & 0xFFFF
    return [next((code for code, known in _ERRORS.items() if known == bits), "#VALUE!")]


class RememberedAnswers:
    """What ippbook answered, remembered by the function and its arguments: the functions are pure."""

    def __init__(self, way: channel.Channel) -> None:
        self._way = way
        self._known: Dict[Tuple[str, Tuple[CalcArgument, ...]], CalcRows] = {}
        self._ranges: Dict[CalcRows, int] = {}
        self._next = 0
        self._of = -1
        self._lock = threading.RLock()
        self.reader: Optional[ahead.CallReader] = None
        self._reading = False

    def answer(self, name: str, arguments: Tuple[CalcArgument, ...]) -> CalcRows:
        """The rows of the answer. Never raises."""
        try:
            found = self._known.get((name, arguments))
            if found is not None:
                return found
            with self._lock:
                return self._fresh_answer(name, arguments)
        except channel.NoAnswerError as failure:
            return (("#IPP! " + str(failure),),)
        except Exception as failure:  # noqa: BLE001  # the border of a cell: Calc would show #VALUE! and no reason
            why = channel.say_inside("{function} failed: {error}", function=name, error=type(failure).__name__)
            return (("#IPP! " + why,),)

    def _fresh_answer(self, name: str, arguments: Tuple[CalcArgument, ...]) -> CalcRows:
        if self._of != self._way.starts or len(self._known) >= _MOST_KNOWN:
            self._known.clear()
            self._of = self._way.starts
        if self.reader is not None and not self._reading and self.reader.wanted(name):
            self._read_ahead(name)
            if (name, arguments) in self._known:
                return self._known[name, arguments]
        question: Dict[str, object] = {"call": name}
        try:
            question["with"] = [
                self._range(value, question) if isinstance(value, tuple) else value for value in arguments
            ]
            found = self._way.ask(question)
        except BaseException:
            self._forget()
            raise
        if self._of != self._way.starts:  # it started again and knows none of the ranges that it had
            self._forget()
        rows = found.get("rows")
        if not isinstance(rows, list):
            return (("#IPP! " + channel.say_inside("{function}: an answer without values", function=name),),)
        shown = tuple(tuple(map(_shown, row)) for row in rows)
        self._of = self._way.starts
        self._known[name, arguments] = shown
        return shown

    def _read_ahead(self, name: str) -> None:
        """Answer the calls of *name* in the open documents in one message. What goes wrong here costs time only."""
        self._reading = True
        started = time.monotonic()
        try:
            calls = self.reader.calls(name) if self.reader is not None else []
            lengths = {len(each) for each in calls}
            for length in lengths:
                same = [each for each in calls if len(each) == length]
                columns = [list(column) for column in zip(*same)]  # noqa: B905  # Python 3.8
                found = self._way.ask({"each": name, "columns": columns})
                rows = found.get("rows")
                if isinstance(rows, list) and len(rows) == len(same):
                    for arguments, row in zip(same, rows):  # noqa: B905  # as above
                        shown = (tuple(map(_shown, row)),)
                        self._known[name, arguments] = shown
                        blank = tuple(None if value == 0.0 else value for value in arguments)  # as Basic hands it over
                        self._known.setdefault((name, blank), shown)
        except channel.NoAnswerError:
            raise
        except Exception:  # noqa: BLE001  # a document that is being closed or loaded; each cell is answered alone
            return
        finally:
            self._reading = False
            if self.reader is not None:
                self.reader.took(name, time.monotonic() - started)

    def _forget(self) -> None:
        """Send every range again: it is not sure what the process knows."""
        self._ranges.clear()
        self._known.clear()

    def _range(self, value: CalcRows, question: Dict[str, object]) -> List[int]:
        """The number of a range, which is sent once."""
        number = self._ranges.pop(value, 0)
        if not number:
            number = self._next = self._next + 1
            new = question.setdefault("ranges", {})
            assert isinstance(new, dict)  # noqa: S101  # made in the line above
            new[number] = [[_sent(one) for one in row] for row in value]
            if len(self._ranges) >= _MOST_RANGES:
                gone = question.setdefault("drop", [])
                assert isinstance(gone, list)  # noqa: S101  # made in the line above
                gone.append(self._ranges.pop(next(iter(self._ranges))))
        self._ranges[value] = number
        return [number]


CHANNEL = channel.Channel(channel.command_of_installation)
ANSWERS = RememberedAnswers(CHANNEL)


def _method(name: str) -> object:
    def call(self: object, *arguments: CalcArgument) -> CalcRows:
        del self
        return ANSWERS.answer(name, arguments)

    call.__name__ = name
    return call


def _names() -> List[str]:
    with open(os.path.join(channel.extension_folder(), "functions.json"), encoding="utf-8") as file:
        names: List[str] = json.load(file)
    return names


def _begin(self: object, context: object, *more: object) -> None:
    del self, more
    channel.speak_like_office(context)
    if ANSWERS.reader is None:
        ANSWERS.reader = ahead.CallReader(context)
    CHANNEL.start()


_FUNCTIONS = type(
    "CalcFunctions", (unohelper.Base, XFunctions), {"__init__": _begin, **{name: _method(name) for name in _names()}}
)


class _BasicCalls(unohelper.Base, XFunctionAccess):
    """The way of the Basic functions: the name of a function and its arguments."""

    def __init__(self, context: object, *more: object) -> None:
        _begin(self, context, *more)

    def callFunction(self, name: str, arguments: Tuple[CalcArgument, ...]) -> Union[CalcCell, CalcRows]:  # noqa: N802  # UNO's name
        """The answer: one value, or rows."""
        rows = ANSWERS.answer(name, arguments)
        return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(_FUNCTIONS, _SERVICE, (_SERVICE, "com.sun.star.sheet.AddIn"))
g_ImplementationHelper.addImplementation(_BasicCalls, _SERVICE + ".Basic", (_SERVICE + ".Basic",))
