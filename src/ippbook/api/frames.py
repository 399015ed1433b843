"""A dict of pandas DataFrames as a workbook: each frame is a sheet with its headers in row 1.

The cells are read by the same code as those of a file, so a frame is checked as strictly and as forgivingly: dates as
text, other spellings of headers and statuses, and values that cannot be read give the same findings.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.languages import say_series
from ippbook.normalize import key, near_names
from ippbook.ooxml.cell_keys import key_place
from ippbook.tables.blocks import Grid, HostCells
from ippbook.tables.records import RECORDS
from ippbook.tables.settings_table import SETTINGS_NAMES

_TABLES: Final = (*(kind.table for kind in RECORDS), "Settings")


class FramesBook:
    """The frames as a book that ippbook reads and writes. The caller's frames are never changed."""

    date1904 = False
    warnings: tuple[str, ...] = ()
    path = Path("the DataFrames")
    """How error sentences name the source."""

    def __init__(self, frames: Mapping[str, pd.DataFrame], extra: Mapping[str, Iterable[str]] | None = None) -> None:
        """*extra*: headers by table for which an empty column is added where the frame has none.

        Raises `UserError` where a name is not a table of ippbook or a value is not a DataFrame.
        """
        self._grids = {
            _table_name(name): _grid(name, frame, (extra or {}).get(_table_name(name), ()))
            for name, frame in frames.items()
        }
        if len(self._grids) < len(frames):
            raise UserError(
                "Two of the names {frames} mean the same table. Pass each table once.",
                frames=say_series(map(repr, frames)),
            )
        self.sheets = tuple(ooxml.Sheet(name, "", "visible", index) for index, name in enumerate(self._grids))
        self.tables: Mapping[str, ooxml.TableArea] = {}
        self.defined_names: Mapping[str, str] = {}

    def sheet(self, name: str) -> ooxml.Sheet:
        """The sheet of that name, without regard to case."""
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        raise UserError(
            "There is no DataFrame for {name}. The tables passed are {grids}.", name=name, grids=say_series(self._grids)
        )

    def where(self, sheet: ooxml.Sheet) -> str:
        """How an error sentence names the sheet."""
        return f"DataFrame {sheet.name}"

    def read(
        self,
        sheet_name: str,
        columns: Iterable[int] | None = None,
        first_row: int | None = None,
        last_row: int | None = None,
        *,
        formulas: bool = True,  # noqa: ARG002  # a frame has no formulas
    ) -> HostCells:
        """The cells of a sheet; row 1 has the headers."""
        grid = self._grids[self.sheet(sheet_name).name]
        first = first_row or 1
        cells = grid[first - 1 : last_row]
        if last_row is not None and len(cells) < last_row - first + 1:  # blank cells go on below the last row
            below = np.full((last_row - first + 1 - len(cells), grid.shape[1]), None, dtype=object)
            cells = np.concatenate([cells, below])
        if columns is not None:
            cells = cells.copy()
            other = np.setdiff1d(np.arange(1, grid.shape[1] + 1), sorted(set(columns))) - 1
            cells[:, other] = None
        return HostCells(cells, first_row=first, worded=False)

    def formulas(self, sheet_name: str) -> list[ooxml.FormulaCell]:  # noqa: ARG002  # the protocol's
        """No formulas: a frame has values alone."""
        return []

    def write(self, edits: ooxml.Edits) -> ooxml.Saved:
        """Put *edits* into the cells of this book."""
        changed = 0
        for sheet in self.sheets:
            plan = edits.plan(sheet.name, self.where(sheet), date1904=self.date1904)
            if plan is None:
                continue
            grid = self._grids[sheet.name]
            places = np.array([key_place(int(each)) for each in plan.key], dtype=np.int64).reshape(-1, 2)
            missing = int(places[:, 0].max(initial=0)) - len(grid)
            if missing > 0:
                grid = np.concatenate([grid, np.full((missing, grid.shape[1]), None, dtype=object)])
                self._grids[sheet.name] = grid
            values = _cell_values(plan.kind, plan.number, plan.text)
            grid[places[:, 0] - 1, places[:, 1] - 1] = values
            changed += len(places)
        return ooxml.Saved(self.path, changed, ())

    def to_frames(self, dates: Mapping[str, Iterable[str]]) -> dict[str, pd.DataFrame]:
        """The tables with what was written; *dates*: headers by table whose serial numbers become days."""
        found = {}
        for name, grid in self._grids.items():
            frame = pd.DataFrame(grid[1:], columns=[str(header) for header in grid[0]]).infer_objects()
            for header in dates.get(name, ()):
                if header in frame and pd.api.types.is_numeric_dtype(frame[header]):
                    frame[header] = pd.to_datetime(frame[header], unit="D", origin="1899-12-30")
            found[name] = frame
        return found


def _table_name(name: object) -> str:
    known = {key(table): table for table in _TABLES}
    known |= {key(spelling): kind.table for kind in RECORDS for spelling in kind.chinese}
    known |= {key(spelling): SETTINGS_NAMES[0] for spelling in SETTINGS_NAMES}
    if not isinstance(name, str) or key(name) not in known:
        near = near_names(str(name), _TABLES)
        hint = f"Did you mean {near[0]!r}?" if near else f"Use one of: {', '.join(_TABLES)}."
        raise UserError("{name!r} is not a table of ippbook. {hint}", name=name, hint=hint)
    return known[key(name)]


def _grid(name: str, frame: object, extra: Iterable[str]) -> Grid:
    if not isinstance(frame, pd.DataFrame):
        raise UserError("{name}: pass a pandas DataFrame, not {name_2}.", name=name, name_2=type(frame).__name__)
    if frame.columns.nlevels > 1:
        raise UserError(
            "{name}: the columns have {nlevels} levels. Pass a frame with one header per column.",
            name=name,
            nlevels=frame.columns.nlevels,
        )
    headers = [str(header) for header in frame.columns]
    seen = {key(header) for header in headers}
    added = [header for header in extra if key(header) not in seen]
    grid = np.full((len(frame) + 1, len(headers) + len(added)), None, dtype=object)
    grid[0] = [*headers, *added]
    for place in range(len(headers)):
        grid[1:, place] = _cells(frame.iloc[:, place])
    return grid


def _cells(column: "pd.Series[Any]") -> Grid:  # a column of any kind
    """The values as cells: None where one is missing, texts, numbers, True and False, dates."""
    values = column.astype(object).to_numpy(dtype=object, copy=True)
    values[np.asarray(column.isna(), dtype=bool)] = None
    for place, value in enumerate(values):
        if isinstance(value, pd.Timestamp):
            values[place] = value.tz_localize(None).to_pydatetime() if value.tzinfo else value.to_pydatetime()
        elif isinstance(value, np.generic):
            values[place] = value.item()
    return values


def _cell_values(kind: NDArray[np.uint8], number: NDArray[np.float64], text: NDArray[np.object_]) -> Grid:
    """The values of edits, as a frame has them."""
    values = np.full(len(kind), None, dtype=object)
    for code, of_kind in ((ooxml.NUMBER, number), (ooxml.TEXT, text), (ooxml.ERROR, text)):
        values[kind == code] = of_kind[kind == code]
    truths = kind == ooxml.BOOL
    values[truths] = number[truths].astype(bool)
    return values
