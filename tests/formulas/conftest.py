"""Stand-ins for the registry and the workbook: functions whose answers are plain to see, cells given by hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ippbook.formulas import CellCache, ExcelError, TablePlace
from ippbook.tables.schema import Kind


@dataclass(frozen=True)
class GivenParameter:
    name: str
    kind: Kind = Kind.TEXT
    whole: bool = False
    block: bool = False


@dataclass(frozen=True)
class GivenFunction:
    """Calls *act* once for single values, once a row where columns are given, as the registry's functions do."""

    name: str
    parameters: tuple[GivenParameter, ...]
    act: Callable[..., Any]

    def call(self, arguments):
        lifted = [
            position
            for position, argument in enumerate(arguments)
            if isinstance(argument, np.ndarray)
            and not (self.parameters[position].whole or self.parameters[position].block)
        ]
        if not lifted:
            return self.act(*arguments)
        answers = np.empty(len(arguments[lifted[0]]), dtype=object)
        for row in range(len(answers)):
            answers[row] = self.act(
                *(argument[row] if place in lifted else argument for place, argument in enumerate(arguments))
            )
        return answers


def vector(values):
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def cells(sheets: Mapping[str, Mapping[int, list[Any]]], tables=(), names=None, *, date1904=False) -> CellCache:
    """A workbook of *sheets*: column number to the values from row 1 on."""

    def read(sheet, columns):
        held = sheets[sheet]
        return {column: vector(held[column]) for column in (held if columns is None else columns & set(held))}

    return CellCache(sheets, read, tables, names, date1904=date1904)


def _told(*values):
    """Every argument as it arrived, so that a test sees what a function was given."""
    return "|".join(
        "[" + ",".join(map(str, value)) + "]" if isinstance(value, np.ndarray) else repr(value) for value in values
    )


def _failing(value):
    raise RuntimeError(value)


_FUNCTIONS = (
    GivenFunction("IPP_UP", (GivenParameter("text"),), lambda text: "" if text is None else str(text).upper()),
    GivenFunction("IPP_TOLD", tuple(GivenParameter(name) for name in "abcd"), _told),
    GivenFunction("IPP_TOTAL", (GivenParameter("numbers", Kind.NUMBER, whole=True),), lambda column: float(sum(one for one in column if isinstance(one, float)))),
    GivenFunction("IPP_COUNTED", (GivenParameter("text"), GivenParameter("texts", whole=True)), lambda text, column: float(sum(one == text for one in column))),
    GivenFunction("IPP_DAY", (GivenParameter("day", Kind.DATE),), lambda day: date.fromordinal(date(1899, 12, 30).toordinal() + int(day))),
    GivenFunction("IPP_DAY_NUMBER", (GivenParameter("day", Kind.DATE),), float),
    GivenFunction("IPP_NEXT", (GivenParameter("number", Kind.NUMBER),), lambda number: (number or 0.0) + 1),
    GivenFunction("IPP_LIST", (), lambda: [[1.0, "a"], [2.0, "b"]]),
    GivenFunction("IPP_NA", (), lambda: ExcelError("#N/A")),
    GivenFunction("IPP_FAILING", (GivenParameter("text"),), _failing),
)  # fmt: skip


@pytest.fixture(scope="session")
def functions():
    return {function.name: function for function in _FUNCTIONS}


@pytest.fixture(scope="session")
def book():
    """A sheet `Listings` with a table of three rows, and a sheet `My sheet`."""
    listings = {
        1: ["URL", "u1", "u2", "u3"],
        2: ["Right type", "patent", None, ExcelError("#N/A")],
        3: ["Price", 1.0, 2.5, True],
    }
    table = TablePlace("Listings", "Listings", 2, 4, 1, ("URL", "Right type", "Price"), header_row=1)
    names = {
        (None, "Urls"): "Listings!$A$2:$A$4",
        (None, "Rate"): "0.5",
        (None, "Moving"): "Listings!A2",
        (None, "Ring"): "Ring",
        (None, "Sum"): "1+1",
        ("My sheet", "Rate"): '"own"',
    }
    return lambda **options: cells({"Listings": listings, "My sheet": {1: ["x", 7.0]}}, (table,), names, **options)


@pytest.fixture(scope="session")
def given():
    """The makers of stand-ins."""
    return SimpleNamespace(cells=cells, vector=vector, function=GivenFunction, parameter=GivenParameter)
