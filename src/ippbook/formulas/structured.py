"""Structured references: the brackets of `Listings[[#This Row],[URL]]`."""

import re
from typing import Final

from ippbook.formulas.problems import FormulaError
from ippbook.formulas.tree import ITEMS, THIS_ROW, TableReference
from ippbook.late_patterns import late_pattern

_ESCAPE: Final = late_pattern(r"'(.)", re.DOTALL)
_PART: Final = late_pattern(r"\[((?:[^\[\]']|'.)*+)\]", re.DOTALL)
_ITEMS: Final = {item.casefold(): item for item in ITEMS}

_BARE_COLUMN: Final = late_pattern(r"\[(#[\w ]+)\], *([^\[\]@]+)")
"""`[#This Row],URL`: XlsxWriter spells `[@URL]` so, without the brackets of the column."""


def structured(table: str | None, bracket: str, position: int) -> TableReference:
    """The reference to *table* (None: the formula's own table) that *bracket*, with its brackets, spells.

    Forms: `[URL]`, `[@URL]`, `[@[Right type]]`, `[@]`, `[#All]`, `[[#This Row],[URL]]`, `[[URL]:[Title]]`, `[]`.
    Raises `FormulaError`, naming *position*.
    """
    inner = bracket[1:-1]
    this_row = inner.startswith("@")
    inner = (inner[1:] if this_row else inner).strip(" ")
    items: tuple[str, ...] = (THIS_ROW,) if this_row else ()
    if not inner:
        return TableReference(table, items)
    if not inner.startswith("["):
        if not this_row and (item := _ITEMS.get(inner.casefold())):
            return TableReference(table, (item,))
        return TableReference(table, items, (_header(inner, position),))
    if not this_row and (bare := _BARE_COLUMN.fullmatch(inner)) and bare[1].casefold() in _ITEMS:
        return TableReference(table, (_ITEMS[bare[1].casefold()],), (_header(bare[2], position),))
    more, columns = _parts(inner, position)
    return TableReference(table, items + more, columns)


def _parts(inner: str, position: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The items and the columns out of `[#Headers],[#Data],[A]:[B]`."""
    items: list[str] = []
    columns: list[str] = []
    place = 0
    joint = ""
    while place < len(inner):
        part = _PART.match(inner, place)
        if part is None:
            raise FormulaError("the brackets of this table reference cannot be understood", position)
        if item := _ITEMS.get(part[1].casefold()):
            items.append(item)
        else:
            columns.append(_header(part[1], position))
        rest = inner[part.end() :].lstrip(" ")
        place = len(inner) - len(rest)
        if rest:
            joint = rest[0]
            if joint not in {",", ":"} or len(rest) == 1:
                raise FormulaError("the brackets of this table reference cannot be understood", position)
            place = len(inner) - len(rest[1:].lstrip(" "))
    if len(columns) > 2 or (len(columns) == 2 and joint != ":"):
        raise FormulaError("a table reference names one column, or a first and a last one", position)
    return tuple(items), tuple(columns)


def _header(text: str, position: int) -> str:
    if re.search(r"(?<!')[#\[\]]", _ESCAPE.sub("", text)):
        raise FormulaError("a column header with #, [ or ] needs an apostrophe before that sign", position)
    return _ESCAPE.sub(r"\1", text)
