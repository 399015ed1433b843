"""What uses cells besides formulas in cells: conditional formats, validations, defined names, charts, pivot tables."""

from collections.abc import Iterator

import numpy as np

from ippbook import ooxml
from ippbook.formulas.native.reads import reads_of
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.regions import Region
from ippbook.formulas.source import CellSource, Place
from ippbook.ooxml.formula_text import moved
from ippbook.ooxml.read.cell_users import SheetRule, cell_users, sheet_rules
from ippbook.quick_dataclasses import dataclass
from ippbook.trace.areas import around, meet, place_text, plain_region

_INTERNAL = "_xlnm"


@dataclass(frozen=True)
class OtherUser:
    """Something that uses cells."""

    kind: str
    place: str
    """The cells that it is on, its name, or its part of the file."""
    formula: str
    regions: tuple[Region, ...]
    """The cells that it uses."""


def other_users(book: ooxml.Book, source: CellSource) -> list[OtherUser]:
    """All of them in *book*. What cannot be read as a formula uses nothing but the cells that it is on."""
    found: list[OtherUser] = []
    for sheet in book.sheets:
        if sheet.kind == "worksheet":
            found += [_of_rule(rule, sheet.name, source) for rule in sheet_rules(book, sheet)]
    for name, text in book.defined_names.items():
        scope, mark, own = name.rpartition("!")
        if not own.startswith(_INTERNAL):
            sheet_name = scope if mark else book.sheets[0].name
            regions = tuple(_regions(text.removeprefix("="), source, Place(sheet_name, 1, 1), (1, 1)))
            found.append(OtherUser("defined name", name, "=" + text.removeprefix("="), regions))
    for user in cell_users(book):
        regions = tuple(
            region
            for text in user.references
            for region in _regions(text, source, Place(book.sheets[0].name, 1, 1), (1, 1))
        )
        found.append(OtherUser(user.kind, user.part, ", ".join(user.references[:3]), regions))
    return found


def _of_rule(rule: SheetRule, sheet: str, source: CellSource) -> OtherUser:
    on = tuple(Region(sheet, each.first_row, each.first_col, each.last_row, each.last_col) for each in rule.areas)
    whole = on[0]
    for one in on[1:]:
        whole = around(whole, one)
    home = Place(sheet, on[0].top, on[0].left)
    size = (whole.bottom - home.row + 1, whole.right - home.column + 1)
    read = tuple(region for text in rule.formulas for region in _regions(text.removeprefix("="), source, home, size))
    text = " ".join(place_text(one) for one in on[:3])
    return OtherUser(rule.kind, text, "; ".join(f"={one.removeprefix('=')}" for one in rule.formulas), (*on, *read))


def _regions(text: str, source: CellSource, home: Place, size: tuple[int, int]) -> Iterator[Region]:
    """What a formula written for *home* reads when it is filled to *size* rows and columns."""
    height, width = size
    rows = np.unique(np.array([home.row, home.row + max(height, 1) - 1], dtype=np.int64))
    try:
        first = reads_of(text, source, home, rows).parts
        last = (
            reads_of(
                moved(text, 0, width - 1), source, Place(home.sheet, home.row, home.column + width - 1), rows
            ).parts
            if width > 1
            else first
        )
    except (FormulaError, ooxml.EditError):
        return
    for one, other in zip(first, last, strict=False):
        yield around(plain_region(one.box), other.box)


def users_of(users: list[OtherUser], region: Region) -> Iterator[OtherUser]:
    """Those of *users* that use a cell of *region*."""
    return (user for user in users if any(meet(one, region) for one in user.regions))
