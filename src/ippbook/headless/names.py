"""Defined names."""
# mypy: disable-error-code="misc"
# xlwings declares setters that this engine does not have: `EngineObject` adds setters that refuse with a sentence.

import re
from collections.abc import Iterator
from typing import Final

from xlwings import base_classes

from ippbook.formulas.problems import FormulaError
from ippbook.formulas.tokens import tokens
from ippbook.headless.areas import area_of_text
from ippbook.headless.coverage import EngineObject, partly
from ippbook.headless.errors import excel_error
from ippbook.headless.openpyxl_copy import openpyxl_workbook
from ippbook.headless.ranges import HeadlessRange
from ippbook.headless.read_only_api import OpenpyxlValue, read_only
from ippbook.headless.state import BookState, SheetState
from ippbook.headless.table_reference import parse_table_reference, table_part
from ippbook.late_patterns import late_pattern

_PLACE: Final = late_pattern(
    r"=(?:'((?:[^']|'')+)'|([^'!\[\]:,()]+))!(\$[A-Z]{1,3}\$\d+(?::\$[A-Z]{1,3}\$\d+)?|\$[A-Z]{1,3}:\$[A-Z]{1,3}|\$\d+:\$\d+)",
    re.IGNORECASE,
)


def range_of_name(book: BookState, name: str) -> HeadlessRange:
    """The block that a name refers to.

    Raises Excel's error 1004 for a name of a value, and NotImplementedError for a reference that the engine does not read.
    """
    text = book.names[name]
    if found := _PLACE.fullmatch(text):
        area = area_of_text(found[3])
        if area is not None:
            return HeadlessRange.of(book.sheet((found[1] or found[2]).replace("''", "'")), area)
    if named := parse_table_reference(text.removeprefix("=")):
        return table_part(book.table(named[0]), named[1])
    if _is_value(text.removeprefix("=")):
        raise excel_error("Application-defined or object-defined error")
    raise NotImplementedError(
        f"The engine without Excel does not look up the name {name!r}: it refers to {text[:80]!r}, which is not a plain block; "
        f"name the cells themselves."
    )


def _is_value(text: str) -> bool:
    """Whether a name is only of constants, or of a reference that is lost: Excel finds no cells for it."""
    try:
        words = tokens(text)
    except FormulaError:
        return False
    lost = any(word.kind == "error" and word.text.upper() == "#REF!" for word in words)
    plain = all(
        word.kind in ("text", "number", "error", "sign", "end") or word.text.upper() in ("TRUE", "FALSE")
        for word in words
    )
    return lost or plain


class HeadlessName(EngineObject, base_classes.Name):
    """A defined name."""

    def __init__(self, book: BookState, name: str) -> None:
        self._book, self._called = book, name
        self._app = book.app

    @property
    def api(self) -> OpenpyxlValue:
        """Openpyxl's defined name; None for a name of one sheet."""
        return read_only(openpyxl_workbook(self._book).defined_names.get(self._called))

    @property
    def name(self) -> str:
        """The name; one of a sheet's own is called `Sheet1!name`."""
        return self._called

    @property
    def refers_to(self) -> str:
        """What it refers to, with `=`."""
        return self._book.names[self._called]

    @property
    def refers_to_range(self) -> HeadlessRange:
        """The block that it refers to. Raises Excel's error where there is none."""
        return range_of_name(self._book, self._called)


class HeadlessNames(EngineObject, base_classes.Names):
    """The defined names of a book, or of one sheet."""

    def __init__(self, book: BookState, sheet: SheetState | None = None) -> None:
        self._book, self._sheet = book, sheet
        self._app = book.app

    @property
    def api(self) -> OpenpyxlValue:
        """Openpyxl's defined names."""
        return read_only(openpyxl_workbook(self._book).defined_names)

    def _list(self) -> list[HeadlessName]:
        scope = "" if self._sheet is None else f"{self._sheet.name}!".casefold()
        return [HeadlessName(self._book, name) for name in self._book.names if name.casefold().startswith(scope)]

    def __call__(self, name_or_index: str | int) -> HeadlessName:
        """The name with this text, or at a place from 1."""
        if isinstance(name_or_index, int):
            return self._list()[name_or_index - 1]
        for name in self._list():
            if name.name.casefold() in self._spellings(name_or_index):
                return name
        raise excel_error("Application-defined or object-defined error")

    def _spellings(self, name: str) -> tuple[str, ...]:
        """How *name* may be stored: for a name of one sheet, the caller may omit the sheet."""
        own = () if self._sheet is None else (f"{self._sheet.name}!{name}".casefold(),)
        return (name.casefold(), *own)

    def __len__(self) -> int:
        return len(self._list())

    def __iter__(self) -> Iterator[HeadlessName]:
        return iter(self._list())

    def snapshot(self) -> list[tuple[str, HeadlessName]]:
        """Names with their objects, as xlwings walks them."""
        return [(name.name, name) for name in self._list()]

    def contains(self, name_or_index: str | int) -> bool:
        """Whether there is such a name."""
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        return any(name.name.casefold() in self._spellings(name_or_index) for name in self._list())

    @partly("in a new book; a book of a file is not saved with it")
    def add(self, name: str, refers_to: str) -> HeadlessName:
        """A new name. A book of a file cannot be saved with it."""
        self._book.add_name(name, refers_to if refers_to.startswith("=") else f"={refers_to}")
        return self(name)
