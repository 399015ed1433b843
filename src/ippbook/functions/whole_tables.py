"""Tables that are arguments of a formula: each set of them is read and checked once."""

from datetime import date
from typing import Annotated, Any, Final

import pandas as pd

from ippbook import tables
from ippbook.declare import registry
from ippbook.declare.cache import remembered
from ippbook.declare.parameters import Note, TableBlock
from ippbook.pipeline import Study, day_of, examine
from ippbook.tables.from_blocks import ArgumentTables
from ippbook.tables.records import RECORDS
from ippbook.tables.values import Unreadable

ORDER: Final = ("Rights", "Listings", "Complaints", "Accounts", "Settings", "Texts", "Waivers")
"""The tables in the order of the functions' arguments; those after Accounts are optional."""

CheckDay = Annotated[date, Note("the day for which to check; if blank, the day in the setting As of")]
RightsTable = Annotated[
    TableBlock | None,
    Note("the whole table Rights with its headers, as in Rights[#All]; blank where the workbook has none"),
]
ListingsTable = Annotated[
    TableBlock | None, Note("the whole table Listings, as in Listings[#All]; blank where there is none")
]
ComplaintsTable = Annotated[
    TableBlock | None, Note("the whole table Complaints, as in Complaints[#All]; blank where there is none")
]
AccountsTable = Annotated[
    TableBlock | None, Note("the whole table Accounts, as in Accounts[#All]; blank where there is none")
]
SettingsTable = Annotated[TableBlock | None, Note("the whole table Settings; without it the defaults apply")]
TextsTable = Annotated[TableBlock | None, Note("the whole table Texts, with the team's own takedown texts")]
WaiversTable = Annotated[
    TableBlock | None, Note("the whole table Waivers, with the findings that the team has accepted")
]


@remembered(2)
def typed_of(*blocks: TableBlock | None) -> tables.Tables:
    """The typed tables of these blocks, in `ORDER`; the same object for the same blocks.

    Raises `Unreadable` if there is nothing to check, or if a table has no known header.
    """
    found = {name: block for name, block in zip(ORDER, blocks, strict=True) if block is not None}
    if found.keys().isdisjoint(kind.table for kind in RECORDS):
        raise Unreadable("there is no table to check: pass whole tables with their headers, as in Rights[#All]")
    return tables.typed_tables(ArgumentTables(found), registry().headers)


@remembered(2)
def study_of(as_of: date, *blocks: TableBlock | None) -> Study:
    """The findings in these blocks, in `ORDER`, on the day *as_of* (NaT: the setting *As of*). Raises `Unreadable`."""
    typed = typed_of(*blocks)
    return examine(typed, day_in(typed, as_of))


def day_in(typed: tables.Tables, as_of: Any) -> date:
    """The day *as_of*, otherwise the day in Settings. Raises `Unreadable` if both are blank."""
    day = day_of(typed, None if pd.isna(as_of) else as_of, date.min)
    if day == date.min:
        raise Unreadable("As of is blank: give the day for which to check, for example DATE(2026,6,30) or TODAY()")
    return day


__all__ = [
    "ORDER",
    "AccountsTable",
    "CheckDay",
    "ComplaintsTable",
    "ListingsTable",
    "RightsTable",
    "SettingsTable",
    "TextsTable",
    "WaiversTable",
    "day_in",
    "study_of",
    "typed_of",
]
