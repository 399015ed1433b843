"""Checks of the functions that formulas call: their prefixes, and how many arguments they have."""

from collections.abc import Iterator
from typing import Final

from ippbook.formulas.names import plain_function
from ippbook.formulas.newer_functions import NEWER_FUNCTIONS, SPECIAL_FUNCTIONS
from ippbook.number_words import counted
from ippbook.verification.declaration import integrity_check
from ippbook.verification.faults import Observation
from ippbook.verification.formula_texts import distinct_formulas
from ippbook.verification.views import SheetView

_ARGUMENTS: Final = {
    (0, 0): "TODAY NOW RAND PI NA",
    (0, 1): "ROW COLUMN",
    (1, 1): "LEN UPPER LOWER PROPER TRIM CLEAN ABS INT SQRT EXP LN SIGN FACT EVEN ODD SIN COS TAN ASIN ACOS ATAN RADIANS DEGREES YEAR MONTH DAY "
    "HOUR MINUTE SECOND VALUE CHAR CODE NOT ROWS COLUMNS ISBLANK ISERROR ISERR ISNA ISNUMBER ISTEXT ISNONTEXT ISLOGICAL ISREF N T DATEVALUE "
    "TIMEVALUE COUNTBLANK TRANSPOSE LOG10 ERROR.TYPE TYPE",
    (1, 2): "LEFT RIGHT LOG WEEKDAY WEEKNUM HYPERLINK INDIRECT CELL IRR TRUNC",
    (1, 3): "FIXED NUMBERVALUE",
    (2, 2): "COUNTIF ROUND ROUNDUP ROUNDDOWN MOD TEXT EXACT REPT LARGE SMALL POWER ATAN2 EDATE EOMONTH RANDBETWEEN IFERROR IFNA QUOTIENT COMBIN "
    "PERMUT CORREL PERCENTILE QUARTILE CEILING FLOOR",
    (2, 3): "MATCH SUMIF AVERAGEIF FIND SEARCH RANK NETWORKDAYS WORKDAY DAYS360 YEARFRAC IF PERCENTRANK",
    (2, 4): "INDEX",
    (3, 3): "MID DATE TIME DATEDIF SLN",
    (3, 4): "VLOOKUP HLOOKUP SUBSTITUTE",
    (3, 5): "OFFSET PMT PV FV NPER",
    (4, 4): "REPLACE",
}  # fmt: skip
"""The least and the most arguments of functions that never had others."""
_LIMITS: Final = {name: limits for limits, names in _ARGUMENTS.items() for name in names.split()}
_PAIRS: Final = {"SUMIFS": 1, "AVERAGEIFS": 1, "COUNTIFS": 0}
"""Arguments before the pairs of a range and a condition."""
_PREFIXED: Final = NEWER_FUNCTIONS | SPECIAL_FUNCTIONS


def _wrong_count(name: str, count: int) -> str:
    """How many arguments the function takes, if not *count*; "" where it does, or where it is not known."""
    if name in _LIMITS:
        least, most = _LIMITS[name]
        return "" if least <= count <= most else f"{least}" if least == most else f"{least} to {most}"
    if name in _PAIRS:
        head = _PAIRS[name]
        right = count >= head + 2 and (count - head) % 2 == 0
        return "" if right else f"{'1 and ' if head else ''}pairs of a range and a condition"
    return ""


@integrity_check("XV199", on="sheet")
def wrong_number_of_arguments(sheet: SheetView) -> Iterator[Observation]:
    """A formula calls a function of Excel with more or fewer arguments than it takes.

    Fix: add or take out arguments.
    Source: ECMA-376-1 18.17.7 (functions and their arguments); [MS-OI29500] 18.17.7; Excel repairs the file ("Removed Records: Formula").
    """
    for each, reading in distinct_formulas(sheet.cells):
        for call in reading.calls:
            if wanted := _wrong_count(call.name.upper(), call.arguments):
                yield Observation(
                    each.name, f"{call.name} has {counted(call.arguments, 'argument')}, and takes {wanted}"
                )
                break


@integrity_check("XV261", on="sheet")
def function_without_prefix(sheet: SheetView) -> Iterator[Observation]:
    """A formula calls a newer function of Excel without the prefix that files put before it, so Excel shows #NAME?.

    Fix: write the prefix, as in _xlfn.XLOOKUP or _xlfn._xlws.FILTER.
    Source: [MS-XLSX] 2.2.2 (future-function-list); XlsxWriter's documentation, "Formulas added in Excel 2010 and later".
    """
    for each, reading in distinct_formulas(sheet.cells):
        for call in reading.calls:
            if call.name.upper() in _PREFIXED and plain_function(call.name) == call.name.upper():
                yield Observation(each.name, f"the formula calls {call.name} without its prefix")
                break
