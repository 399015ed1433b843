"""What the formula bar shows of a column of cells: formulas with `=`, constants as Excel writes them."""

from functools import lru_cache

import numpy as np

from ippbook.headless.cell_display import CellContent
from ippbook.headless.stored_column import StoredColumn
from ippbook.ooxml import Error


def formula_bar_texts(column: StoredColumn, low: int, high: int) -> list[str]:
    """The texts for the rows from *low* to before *high*, from 0."""
    # a sheet has millions of cells, and most are texts or blank
    out = [
        value if type(value) is str else "" if value is None else _constant(value)
        for value in column.values[low:high].tolist()
    ]
    formulas = column.formulas[low:high]
    for row in np.flatnonzero(formulas != "").tolist():
        out[row] = f"={formulas[row]}"
    return out


def _constant(value: CellContent) -> str:
    """The text in the formula bar of a constant that is not a text."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value.code if isinstance(value, Error) else formula_bar_number(value)


@lru_cache(maxsize=65_536)
def formula_bar_number(value: float) -> str:
    """A number as the formula bar has it: up to fifteen digits, no exponent below 1E+21 or above 1E-9."""
    if value == 0:
        return "0"
    if not 1e-9 <= abs(value) < 1e21:
        mantissa, _, power = f"{value:.14E}".partition("E")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        return f"{mantissa}E{int(power):+03d}"
    return np.format_float_positional(float(f"{value:.15g}"), trim="-")
