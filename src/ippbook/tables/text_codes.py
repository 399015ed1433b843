"""Which cells of a column share a text. The reader of the file knows it, so the texts are not compared again."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.ooxml import BLANK, ERROR, TEXT, CellColumn
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import AnyColumn


@dataclass(frozen=True, eq=False)
class TextCodes:
    """A column of texts, and for each row the code of its text: rows with the same code have the same text; -1 is a blank."""

    column: AnyColumn
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, column: AnyColumn, cells: CellColumn) -> "TextCodes | None":
        """The codes of *column*, which was read from *cells*; None where they are unknown or do not cover every value."""
        if cells.text_code is None or not np.isin(cells.kind, (TEXT, BLANK, ERROR)).all():
            return None
        return cls(column, np.where(cells.kind == TEXT, cells.text_code, -1))

    def categorical(self) -> AnyColumn:
        """The column as a pandas Categorical with the same index; blanks are missing values.

        >>> texts = pd.Series(["acme", "", "acme"], dtype=object)
        >>> TextCodes(texts, np.array([7, -1, 7], dtype=np.int32)).categorical().cat.codes.tolist()
        [0, -1, 0]
        """
        places, distinct = pd.factorize(self.codes)
        rows = np.zeros(len(distinct), dtype=np.intp)
        rows[places] = np.arange(len(places))  # any row of a code will do
        texts = self.column.to_numpy()[rows]
        texts[texts == ""] = None  # missing for pandas
        joined, categories = pd.factorize(texts)  # two codes may have one text
        return pd.Series(
            pd.Categorical.from_codes(joined[places], pd.Index(categories, dtype=object)), index=self.column.index
        )


__all__ = ["TextCodes"]
