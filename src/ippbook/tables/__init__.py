"""CELLS <-> TYPED TABLES: schemas, the reading of cells, the book and its joins, findings."""

from ippbook.tables.book import Table, Tables
from ippbook.tables.read_tables import typed_tables

__all__ = ["Table", "Tables", "typed_tables"]
