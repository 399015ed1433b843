"""Answers ahead of the questions: a column of formulas is answered in one message.

Calc asks cell by cell. After some unknown calls of a function, the open documents are read for formulas of that function whose arguments are
cells without formulas, and ippbook answers all of them at once. The answers are kept by their arguments, so a wrong guess costs time only.
"""

from __future__ import annotations

import re
import time
from typing import Dict, Iterator, List, Optional, Tuple, Union

AheadCell = Union[str, float, None]

_ENOUGH = 12
"""The number of unknown calls of a function before the documents are read."""
_REST = 1.0
"""How many times as long as it took, the documents are not read again."""
_MOST_CALLS = 100_000
_MOST_AREAS = 3000
_CONSTANTS = 1 | 2 | 4  # numbers, dates, texts
_FORMULAS = 16
_ARGUMENT = re.compile(
    r'\s*(?:"(?P<text>(?:[^"]|"")*)"|(?P<number>\d+(?:\.\d+)?)|\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d{1,7})'
    r"|(?P<table>[A-Za-z_][\w.]*)\[\[#This Row\][;,]\[(?P<header>[^\[\]#'@]+)\]\])\s*(?P<end>[;,]|$)"
)


class CallReader:
    """Reads the open documents for calls of one function."""

    def __init__(self, context) -> None:
        self._context = context
        self._due: Dict[str, float] = {}
        self._unknown: Dict[str, int] = {}

    def wanted(self, name: str) -> bool:
        """Whether it is time to read the documents for the function *name*: it had several unknown calls, and they were not read just now."""
        count = self._unknown[name] = self._unknown.get(name, 0) + 1
        if count < _ENOUGH or time.monotonic() < self._due.get(name, 0.0):
            return False
        self._unknown[name] = 0
        return True

    def took(self, name: str, seconds: float) -> None:
        """Note how long the reading for *name* took, so that it never takes most of the time."""
        self._due[name] = time.monotonic() + _REST * seconds

    def calls(self, name: str) -> List[Tuple[AheadCell, ...]]:
        """The distinct arguments of the calls of *name* in all open documents, as Calc will hand them over; at most 100,000."""
        found: Dict[Tuple[AheadCell, ...], None] = {}
        for document in self._documents():
            for sheet in document.Sheets:
                for arguments in _of_sheet(document, sheet, name):
                    found[arguments] = None
                    if len(found) >= _MOST_CALLS:
                        return list(found)
        return list(found)

    def _documents(self):
        desktop = self._context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self._context)
        each = desktop.Components.createEnumeration()
        while each.hasMoreElements():
            document = each.nextElement()
            if document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                yield document


def _of_sheet(document, sheet, name: str) -> Iterator[Tuple[AheadCell, ...]]:
    head = re.compile(r"=(?:IPPX\.)?" + re.escape(name) + r"\(([^()]*)\)$", re.IGNORECASE)
    cells = None
    tables: Dict[Tuple[str, str], Optional[int]] = {}
    for area in sheet.queryContentCells(_FORMULAS).RangeAddresses:
        block = sheet.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
        for offset, line in enumerate(block.getFormulaArray()):
            for text in line:
                call = head.match(text)
                if call is None:
                    continue
                places = _places(call[1], area.StartRow + offset, document, sheet, tables)
                if places is None:
                    continue
                if cells is None:
                    cells = _Constants(sheet)
                values = [cells.value(place) if isinstance(place, tuple) else place for place in places]
                if not any(value is None for value in values):
                    yield tuple(values)


def _places(arguments: str, row: int, document, sheet, tables):
    """Each argument as a value, or as the place (column, row) of a cell; None where one is something else."""
    places: List[object] = []
    at = 0
    while True:
        found = _ARGUMENT.match(arguments, at)
        if found is None:
            return None
        at = found.end()
        if found["text"] is not None:
            places.append(found["text"].replace('""', '"'))
        elif found["number"] is not None:
            places.append(float(found["number"]))
        elif found["column"] is not None:
            places.append((_column(found["column"]), int(found["row"]) - 1))
        else:
            key = (found["table"], found["header"])
            if key not in tables:
                tables[key] = _table_column(document, sheet, *key)
            if tables[key] is None:
                return None
            places.append((tables[key], row))
        if not found["end"]:
            return places


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _table_column(document, sheet, table: str, header: str) -> Optional[int]:
    """The column of *header* in *table*, where the table is in *sheet*."""
    ranges = document.DatabaseRanges
    if not ranges.hasByName(table):
        return None
    area = ranges.getByName(table).DataArea
    if area.Sheet != sheet.RangeAddress.Sheet:
        return None
    heads = sheet.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.StartRow)
    for offset, text in enumerate(heads.getFormulaArray()[0]):
        if text == header:
            return int(area.StartColumn) + offset
    return None


class _Constants:
    """The values of the cells of a sheet that hold no formula. Reading one that holds a formula could begin its calculation."""

    def __init__(self, sheet) -> None:
        self._values: Dict[Tuple[int, int], AheadCell] = {}
        areas = sheet.queryContentCells(_CONSTANTS).RangeAddresses
        for area in areas[:_MOST_AREAS]:
            block = sheet.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
            for row, line in enumerate(block.getDataArray(), area.StartRow):
                for column, value in enumerate(line, area.StartColumn):
                    self._values[column, row] = value
        self._whole = len(areas) <= _MOST_AREAS
        self._formulas = {
            (column, row)
            for area in sheet.queryContentCells(_FORMULAS).RangeAddresses
            for row in range(area.StartRow, area.EndRow + 1)
            for column in range(area.StartColumn, area.EndColumn + 1)
        }

    def value(self, place: Tuple[int, int]) -> AheadCell:
        """The value at (column, row) as Calc hands it over: 0 for a blank cell; None where it is not known."""
        if place in self._values:
            return self._values[place]
        return 0.0 if self._whole and place not in self._formulas else None
