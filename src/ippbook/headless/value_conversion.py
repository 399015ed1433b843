"""Values on their way into and out of cells, as xlwings converts them for Excel on Windows."""

import datetime as dt
import math
from collections.abc import Callable
from typing import Final

import numpy as np

from ippbook.headless import cell_display
from ippbook.headless.cell_display import XlwingsValue

_CODES: Final = {
    cell_display.COM_ERRORS[code]: code for code in ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
}
"""The errors that xlwings knows (`cell_errors` of its `_xlwindows`); it gives later ones, such as #SPILL!, as their numbers."""


def value_for_cell(value: XlwingsValue, _options: XlwingsValue) -> XlwingsValue:
    """A value on its way into a cell; a missing one is an empty text."""
    if value is None or value is NotImplemented:
        return ""
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[us]").item()
    if isinstance(value, dt.date | str | bool):
        return "" if value != value else value  # noqa: PLR0124  # pandas' NaT is a date that is not equal to itself
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, np.number):
        value = float(value)
    if isinstance(value, float) and math.isnan(value):
        return ""
    return "" if type(value).__name__ == "NAType" else value


def values_from_cells(
    data: XlwingsValue,
    datetime_builder: Callable[..., XlwingsValue],
    empty_as: XlwingsValue,
    number_builder: Callable[[float], XlwingsValue] | None,
    err_to_str: bool,  # xlwings' own signature
) -> XlwingsValue:
    """Values on their way out of cells, by rows."""

    def clean(value: XlwingsValue) -> XlwingsValue:
        if value is None or (isinstance(value, str) and not value):
            return empty_as
        if isinstance(value, dt.datetime):
            return datetime_builder(
                year=value.year, month=value.month, day=value.day, hour=value.hour, minute=value.minute,
                second=value.second, microsecond=value.microsecond, tzinfo=None,
            )  # fmt: skip
        if number_builder is not None and type(value) is float:
            return number_builder(value)
        if type(value) is int and value in _CODES:
            return _CODES[value] if err_to_str else None
        return value

    # a sheet has millions of cells, and most need no cleaning
    plain = {str, float} if number_builder is None else {str}
    return [
        [empty_as if value is None else value if value and type(value) in plain else clean(value) for value in row]
        for row in data
    ]
