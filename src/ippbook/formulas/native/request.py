"""Which formulas of a workbook are to be calculated. A workbook without such formulas loads no more than this."""

from collections.abc import Mapping
from enum import StrEnum

from ippbook.formulas.engines import DEFAULT_ENGINE, DEFAULT_LIMITS, EngineLimits
from ippbook.formulas.source import RowNumbers
from ippbook.quick_dataclasses import dataclass

CellPlaces = Mapping[tuple[str, int], RowNumbers]
"""Rows by sheet and column."""


class FormulaScope(StrEnum):
    """Which native formulas are calculated. Those of ippbook's own functions always are."""

    EVERYTHING = "everything"
    CHANGED = "changed"
    """What depends on changed cells or on the day, and what has no value yet."""
    NEEDED = "needed"
    """What the checks read, directly or not."""


@dataclass(frozen=True)
class FormulaRequest:
    """Which formulas are calculated, and by what."""

    engine: str = DEFAULT_ENGINE
    scope: FormulaScope = FormulaScope.EVERYTHING
    limits: EngineLimits = DEFAULT_LIMITS


def name_scope(name: str) -> tuple[str | None, str]:
    """The sheet and the name out of `Sheet1!name`; the sheet is None for a name of the workbook."""
    sheet, mark, own = name.rpartition("!")
    return (sheet, own) if mark else (None, name)
