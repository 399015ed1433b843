"""Tables that a formula gives as arguments: each set of them is read and examined once."""

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
"""The tables in the order in which the functions take them; those after Accounts may be left out."""

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
def typed_of(*given: TableBlock | None) -> tables.Tables:
    """The typed tables of the blocks given, in `ORDER`; the very same for the very same blocks.

    Raises `Unreadable` where there is nothing to check, or a table has no header that is known.
    """
    found = {name: block for name, block in zip(ORDER, given, strict=True) if block is not None}
    if found.keys().isdisjoint(kind.table for kind in RECORDS):
        raise Unreadable("no table is given: give whole tables with their headers, as in Rights[#All]")
    return tables.read(ArgumentTables(found), registry().headers)


@remembered(2)
def study_of(as_of: date, *given: TableBlock | None) -> Study:
    """What the checks find in the blocks given, in `ORDER`, on the day *as_of* (NaT: the setting *As of*). Raises `Unreadable`."""
    typed = typed_of(*given)
    return examine(typed, day_in(typed, as_of))


def day_in(typed: tables.Tables, as_of: Any) -> date:
    """The day asked for, else the one that the Settings state. Raises `Unreadable` where neither does."""
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
