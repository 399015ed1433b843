"""Results as tuples of dataclasses, and as pandas DataFrames."""

import dataclasses
from typing import Any, TypeVar

import pandas as pd

T = TypeVar("T")


class Rows(tuple[T, ...]):
    """A tuple of dataclasses that can also be a DataFrame."""

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """One row for each item, one column for each field; empty fields are "" or NaN."""
        return frame_of(self)


def frame_of(items: tuple[Any, ...]) -> pd.DataFrame:  # any dataclass
    """A DataFrame of dataclasses of one kind: one row for each, one column for each field."""
    if not items:
        return pd.DataFrame()
    names = [field.name for field in dataclasses.fields(items[0])]
    return pd.DataFrame({name: pd.Series([getattr(item, name) for item in items]) for name in names})
