"""CELLS <-> TYPED TABLES: schemas, the reading of cells, the book and its joins, findings."""

from typing import TYPE_CHECKING, Final

from ippbook.late_names import late_names

if TYPE_CHECKING:
    from ippbook.tables.book import Table, Tables
    from ippbook.tables.read_tables import typed_tables

_HOMES: Final = {
    "Table": "book",
    "Tables": "book",
    "typed_tables": "read_tables",
}
"""The module that defines each name; it is loaded when the name is first used."""

if not TYPE_CHECKING:
    __getattr__ = late_names(__name__, _HOMES)

__all__ = ["Table", "Tables", "typed_tables"]
