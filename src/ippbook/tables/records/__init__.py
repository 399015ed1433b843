"""The tables of the workbook, one module each. Settings are in `ippbook.tables.settings`.

To add a column, add a field to its table: the workbook, the documentation and the reading follow.
Chinese headers are those seen in the field (ipp-facts 8).
"""

from ippbook.normalize import key
from ippbook.tables.records.accounts import Account
from ippbook.tables.records.complaints import Complaint
from ippbook.tables.records.listings import Listing
from ippbook.tables.records.rights import Right
from ippbook.tables.records.texts import TeamText
from ippbook.tables.records.waivers import Waiver
from ippbook.tables.schema import Record

RECORDS: tuple[type[Record], ...] = (Right, Account, Listing, Complaint, TeamText, Waiver)
"""The typed tables, in the order of the workbook."""


def record(table: str) -> type[Record]:
    """The record class of *table*. Raises KeyError for a name that is not a table."""
    for candidate in RECORDS:
        if candidate.table == table:
            return candidate
    raise KeyError(table)


def record_named(name: str) -> type[Record] | None:
    """The record class of the table that a person calls *name*, in any spelling of its names; None where there is none."""
    return next((kind for kind in RECORDS if key(name) in map(key, kind.names())), None)


__all__ = ["RECORDS", "Account", "Complaint", "Listing", "Right", "TeamText", "Waiver", "record", "record_named"]
