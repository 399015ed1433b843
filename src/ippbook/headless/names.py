"""Defined names."""
# mypy: disable-error-code="misc"
# xlwings declares setters that this engine does not have: `hosted` answers for them with a sentence.

import re
from collections.abc import Iterator
from typing import Any, Final

from xlwings import base_classes

from ippbook.formulas.problems import FormulaError
from ippbook.formulas.tokens import tokens
from ippbook.headless.coverage import Hosted, partly
from ippbook.headless.errors import refused
from ippbook.headless.ranges import Range
from ippbook.headless.read_only_api import viewed
from ippbook.headless.state import BookState, SheetState
from ippbook.headless.tables import part, spelled
from ippbook.ooxml import Area, refs
from ippbook.ooxml.refs import MAX_COL, MAX_ROW

_PLACE: Final = re.compile(
    r"=(?:'((?:[^']|'')+)'|([^'!\[\]:,()]+))!(\$[A-Z]{1,3}\$\d+(?::\$[A-Z]{1,3}\$\d+)?|\$[A-Z]{1,3}:\$[A-Z]{1,3}|\$\d+:\$\d+)",
    re.IGNORECASE,
)
_COLUMNS: Final = re.compile(r"([A-Z]{1,3}):([A-Z]{1,3})", re.IGNORECASE)
_ROWS: Final = re.compile(r"([0-9]{1,7}):([0-9]{1,7})")


def block(text: str) -> Area | None:
    """The cells of `A1`, `A1:B2`, `A:B` or `1:2`; None where a text is none of these."""
    if found := refs.area(text):
        return found
    bare = text.replace("$", "")
    if columns := _COLUMNS.fullmatch(bare):
        low, high = sorted(map(refs.number, columns.groups()))
        return Area(1, low, MAX_ROW, high)
    if rows := _ROWS.fullmatch(bare):
        low, high = sorted(map(int, rows.groups()))
        return Area(low, 1, high, MAX_COL)
    return None


def place(book: BookState, name: str) -> Range:
    """The block that a name stands for.

    Raises Excel's error 1004 where it stands for a value, and NotImplementedError where it stands for what is not read here.
    """
    text = book.names[name]
    if found := _PLACE.fullmatch(text):
        area = block(found[3])
        if area is not None:
            return Range.of(book.sheet((found[1] or found[2]).replace("''", "'")), area)
    if named := spelled(text.removeprefix("=")):
        return part(book.table(named[0]), named[1])
    if _is_value(text.removeprefix("=")):
        raise refused("Application-defined or object-defined error")
    raise NotImplementedError(
        f"The engine without Excel does not look up the name {name!r}: it stands for {text[:80]!r}, which is no plain block; "
        f"name the cells themselves."
    )


def _is_value(text: str) -> bool:
    """Whether a name's text holds constants alone, or a reference that is lost: Excel finds no cells for it."""
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


class Name(Hosted, base_classes.Name):
    """A defined name."""

    def __init__(self, book: BookState, name: str) -> None:
        self._book, self._called = book, name
        self._program = book.program

    @property
    def api(self) -> Any:
        """Openpyxl's defined name; None for a name of one sheet."""
        return viewed(self._book.native().defined_names.get(self._called))

    @property
    def name(self) -> str:
        """The name; one of a sheet's own is called `Sheet1!name`."""
        return self._called

    @property
    def refers_to(self) -> str:
        """What it stands for, with `=`."""
        return self._book.names[self._called]

    @property
    def refers_to_range(self) -> Range:
        """The block that it names. Raises Excel's error where it names none."""
        return place(self._book, self._called)


class Names(Hosted, base_classes.Names):
    """The defined names of a book, or of one sheet."""

    def __init__(self, book: BookState, sheet: SheetState | None = None) -> None:
        self._book, self._sheet = book, sheet
        self._program = book.program

    @property
    def api(self) -> Any:
        """Openpyxl's defined names."""
        return viewed(self._book.native().defined_names)

    def _list(self) -> list[Name]:
        scope = "" if self._sheet is None else f"{self._sheet.name}!".casefold()
        return [Name(self._book, name) for name in self._book.names if name.casefold().startswith(scope)]

    def __call__(self, name_or_index: str | int) -> Name:
        """The name that is called so, or at a place from 1."""
        if isinstance(name_or_index, int):
            return self._list()[name_or_index - 1]
        for name in self._list():
            if name.name.casefold() in self._spellings(name_or_index):
                return name
        raise refused("Application-defined or object-defined error")

    def _spellings(self, asked: str) -> tuple[str, ...]:
        """How the name that is asked for may be kept: one of a sheet's own may leave the sheet out there."""
        own = () if self._sheet is None else (f"{self._sheet.name}!{asked}".casefold(),)
        return (asked.casefold(), *own)

    def __len__(self) -> int:
        return len(self._list())

    def __iter__(self) -> Iterator[Name]:
        return iter(self._list())

    def snapshot(self) -> list[tuple[str, Name]]:
        """Names with their objects, as xlwings walks them."""
        return [(name.name, name) for name in self._list()]

    def contains(self, name_or_index: str | int) -> bool:
        """Whether there is such a name."""
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        return any(name.name.casefold() in self._spellings(name_or_index) for name in self._list())

    @partly("in a new book; a book of a file is not saved with it")
    def add(self, name: str, refers_to: str) -> Name:
        """A new name. A book of a file cannot be saved with it."""
        self._book.add_name(name, refers_to if refers_to.startswith("=") else f"={refers_to}")
        return self(name)
