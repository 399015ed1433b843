"""Tables that a formula gives as arguments, read like those of a workbook; each set of them is read and examined once."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from ippbook import tables
from ippbook.declare import registry
from ippbook.declare.parameters import Cells
from ippbook.declare.remembering import remembered
from ippbook.ooxml import Error, Sheet, TableArea
from ippbook.pipeline import Study, day_of, examine
from ippbook.spelling import key
from ippbook.tables.blocks import Block
from ippbook.tables.records import RECORDS
from ippbook.tables.values import Unreadable

ORDER: Final = ("Rights", "Listings", "Complaints", "Accounts", "Settings", "Texts", "Waivers")
"""The tables in the order in which the functions take them; those after Accounts may be left out."""
_SETTINGS: Final = ("Setting", "设置")
NOTES: Final = MappingProxyType(
    {
        "as_of": "the day for which to check; left blank, the setting As of holds",
        "rights": "the whole table Rights with its headers, as in Rights[#All]; blank where the workbook has none",
        "listings": "the whole table Listings, as in Listings[#All]; blank where there is none",
        "complaints": "the whole table Complaints, as in Complaints[#All]; blank where there is none",
        "accounts": "the whole table Accounts, as in Accounts[#All]; blank where there is none",
        "settings": "the whole table Settings; without it every default holds",
        "texts": "the whole table Texts, with the team's own takedown texts",
        "waivers": "the whole table Waivers, with the findings that the team has accepted",
    }
)
"""What the functions over whole tables say of the arguments that they share."""


class Given:
    """The tables given, as `tables.read` asks for them: each on a sheet of its own name, headers in row 1."""

    date1904 = False

    def __init__(self, blocks: Mapping[str, Cells]) -> None:
        self._blocks = {name: _plain(block) for name, block in blocks.items()}
        self.sheets = tuple(Sheet(name, "", "visible", place) for place, name in enumerate(self._blocks))
        self.tables = {name: _area(name, block) for name, block in self._blocks.items()}

    def read(
        self,
        sheet_name: str,
        columns: Iterable[int] | None = None,  # noqa: ARG002  # the protocol's; the cells are in memory, and none costs anything
        first_row: int | None = None,
        last_row: int | None = None,
    ) -> Block:
        """The cells of a table's sheet."""
        first = first_row or 1
        return Block(self._blocks[sheet_name][first - 1 : last_row], first_row=first)


def _plain(block: Cells) -> Cells:
    """Error values as hosts of files spell them."""
    found = block.copy()
    for at in np.argwhere([[isinstance(value, Error) for value in row] for row in block.tolist()]).tolist():
        found[*at] = block[*at].code
    return found


def _area(name: str, block: Cells) -> TableArea:
    headers = tuple(value if isinstance(value, str) else "" for value in block[0].tolist())
    return TableArea(name, name, 1, 1, len(block), block.shape[1], 1, 0, headers)


def blocks_of(*given: Cells | None) -> dict[str, Cells]:
    """The tables given, by name. Raises `Unreadable` where one has no header row that is known, or there is nothing to check."""
    found = {name: block for name, block in zip(ORDER, given, strict=True) if block is not None}
    if found.keys().isdisjoint(kind.table for kind in RECORDS):
        raise Unreadable("no table is given: give whole tables with their headers, as in Rights[#All]")
    for name, block in found.items():
        headers = {key(value) for value in block[0].tolist() if isinstance(value, str)}
        if headers.isdisjoint(_known(name)):
            raise Unreadable(f"{name}: no header in its first row is known; give the whole table, as in {name}[#All]")
    return found


def _known(name: str) -> set[str]:
    kind = next((kind for kind in RECORDS if kind.table == name), None)
    if kind is None:
        return {key(header) for header in _SETTINGS}
    return {spelling for field in kind.fields() for spelling in field.spellings}


@remembered(2)
def typed_of(*given: Cells | None) -> tables.Tables:
    """The typed tables of the blocks given, in `ORDER`; the very same for the very same blocks. Raises `Unreadable`."""
    return tables.read(Given(blocks_of(*given)), registry().headers)


@remembered(2)
def study_of(as_of: date, *given: Cells | None) -> Study:
    """What the checks find in the blocks given, in `ORDER`, on the day *as_of* (NaT: the setting *As of*). Raises `Unreadable`."""
    typed = typed_of(*given)
    return examine(typed, day_in(typed, as_of))


def day_in(typed: tables.Tables, as_of: Any) -> date:
    """The day asked for, else the one that the Settings state. Raises `Unreadable` where neither does."""
    day = day_of(typed, None if pd.isna(as_of) else as_of, date.min)
    if day == date.min:
        raise Unreadable("As of is blank: give the day for which to check, for example DATE(2026,6,30) or TODAY()")
    return day


__all__ = ["NOTES", "ORDER", "Given", "blocks_of", "day_in", "study_of", "typed_of"]
