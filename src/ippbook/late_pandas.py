"""pandas, loaded when it is first used: a cell or a link is read without it, in a third of the time.

`from ippbook.late_pandas import pd` in place of `import pandas as pd`, in the modules that single values pass. The functions
ask about a value without loading pandas: where it is not loaded, no value can be its own.
"""

import importlib
import sys
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    import pandas as pd
else:

    class _LatePandas:
        """The module, imported when a name of it is first used; each name is looked up once."""

        def __getattr__(self, name: str) -> object:
            value = getattr(importlib.import_module("pandas"), name)
            setattr(self, name, value)
            return value

    pd = _LatePandas()


def is_series(value: object) -> "TypeGuard[pd.Series]":
    """Whether *value* is a pandas Series."""
    return "pandas" in sys.modules and isinstance(value, pd.Series)


def is_frame(value: object) -> "TypeGuard[pd.DataFrame]":
    """Whether *value* is a pandas DataFrame."""
    return "pandas" in sys.modules and isinstance(value, pd.DataFrame)


def is_nat(value: object) -> bool:
    """Whether *value* is pandas' missing time."""
    return "pandas" in sys.modules and value is pd.NaT


def is_na(value: object) -> bool:
    """Whether *value* is pandas' missing value."""
    return "pandas" in sys.modules and value is pd.NA


__all__ = ["is_frame", "is_na", "is_nat", "is_series", "pd"]
