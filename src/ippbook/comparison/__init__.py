"""Two workbooks compared by what they say: rows, settings, findings, Good-Faith, takedown texts; not by the place of a row or the look of a cell."""

from ippbook.comparison.compare import Comparison, compare_workbooks
from ippbook.comparison.sides import Side, absent_side, read_side

__all__ = ["Comparison", "Side", "absent_side", "compare_workbooks", "read_side"]
