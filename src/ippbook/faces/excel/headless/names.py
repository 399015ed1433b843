"""Defined names."""
# mypy: disable-error-code="misc"
# xlwings declares setters that this engine does not have: `hosted` answers for them with a sentence.

import re
from collections.abc import Iterator
from typing import Any, Final

from xlwings import base_classes

from ippbook.faces.excel.headless.errors import refused
from ippbook.faces.excel.headless.hosted import Hosted, partly
from ippbook.faces.excel.headless.model import BookState, SheetState
from ippbook.faces.excel.headless.ranges import Range
from ippbook.faces.excel.headless.viewing import viewed
from ippbook.ooxml import refs

_PLACE: Final = re.compile(
    r"=(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)", re.IGNORECASE
)


def place(book: BookState, name: str) -> Range:
    """The block that a name stands for. Raises Excel's error 1004 where it stands for none."""
    found = _PLACE.fullmatch(book.names[name])
    area = refs.area(found[3]) if found else None
    if found is None or area is None:
        raise refused("Application-defined or object-defined error")
    return Range.of(book.sheet((found[1] or found[2]).replace("''", "'")), area)


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
            if name.name.casefold() == name_or_index.casefold():
                return name
        raise refused("Application-defined or object-defined error")

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
        return name_or_index.casefold() in (name.name.casefold() for name in self._list())

    @partly("in a new book; a book of a file is not saved with it")
    def add(self, name: str, refers_to: str) -> Name:
        """A new name. A book of a file cannot be saved with it."""
        self._book.add_name(name, refers_to if refers_to.startswith("=") else f"={refers_to}")
        return self(name)
