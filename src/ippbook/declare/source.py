"""What a computed table may read of the workbook. `Wiring` implements it; a report knows only this protocol."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ippbook.declare.value_types import WiredValue
from ippbook.tables.book import Tables


class ReportSource(Protocol):
    """The tables of a workbook, and every column of them by name."""

    @property
    def tables(self) -> Tables:
        """The typed tables."""

    @property
    def as_of(self) -> date:
        """The day for which everything is judged."""

    @property
    def settings(self) -> Mapping[str, WiredValue]:
        """Each setting by name, and each group of settings by its parameter name."""

    def value(self, table: str, name: str) -> WiredValue:  # a column, a setting, a day or a whole table
        """What *name* means in declarations on *table*."""

    def rows(self, table: str, referring: str) -> NDArray[np.int64]:
        """The rows of the records that *table* refers to by its column *referring*; -1 where there is none."""


__all__ = ["ReportSource"]
