"""A team's own workbook: what ippbook reads in it, and what it would add. Nothing that is there is changed."""

from ippbook.adoption.additions import AddedColumns, Additions
from ippbook.adoption.adopt import AdoptionResult, adopt
from ippbook.adoption.look import ColumnReading, ReadingCertainty, TableReading, WorkbookLook

__all__ = [
    "AddedColumns",
    "Additions",
    "AdoptionResult",
    "ColumnReading",
    "ReadingCertainty",
    "TableReading",
    "WorkbookLook",
    "adopt",
]
