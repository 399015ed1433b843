"""What a formula needs of its workbook and of the worksheet functions. Rows and columns count from 1."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from ippbook.formulas.values import Scalar
from ippbook.late_numpy import NDArray, np
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.schema import Kind

Vector = NDArray[np.object_]
"""Values in a column, 1-D; each is a `Scalar`."""
ValueBlock = NDArray[np.object_]
"""Values in rows and columns, 2-D."""
RowNumbers = NDArray[np.int64]
"""Row numbers, from 1, rising."""
Value = Scalar | Vector | ValueBlock
"""What a formula or a part of it gives."""
Returned = Any
"""What a function of ippbook returns: any type of Python, numpy or pandas that `as_scalar` reads."""


@dataclass(frozen=True)
class Place:
    """The cell of a formula."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True)
class TablePlace:
    """Where a table is: *first_row* to *last_row* are its data; headers and totals only where it shows them."""

    name: str
    sheet: str
    first_row: int
    last_row: int
    first_column: int
    columns: tuple[str, ...]
    header_row: int | None
    totals_row: int | None = None


class CellSource(Protocol):
    """A workbook as formulas see it. Names are found in any case."""

    @property
    def date1904(self) -> bool:
        """Whether day numbers count from 1904."""

    def sheet(self, name: str) -> str | None:
        """The sheet's name as the workbook spells it, or None where there is none."""

    def sheets_between(self, first: str, last: str) -> list[str]:
        """The sheets from *first* to *last* in the order of the tabs; none where one of the two is not there."""

    def prepare(self, wanted: Mapping[str, Iterable[int]]) -> None:
        """Read these columns, by sheet, together: they will be needed."""

    def extent(self, sheet: str) -> tuple[int, int]:
        """The last row and the last column that are not empty; 0 where all are."""

    def block(self, sheet: str, top: int, left: int, bottom: int, right: int) -> ValueBlock:
        """The values of a range within the sheet, shape (rows, columns)."""

    def cells(self, sheet: str, column: int, rows: RowNumbers) -> Vector:
        """The values of *column* in *rows*, in their order."""

    def table(self, name: str) -> TablePlace | None:
        """The table of that name."""

    def table_at(self, sheet: str, row: int, column: int) -> TablePlace | None:
        """The table whose data or totals row contains the cell."""

    def name(self, name: str, sheet: str | None) -> str | None:
        """The text of a defined name, of *sheet* before the workbook's own."""

    def put(self, sheet: str, column: int, rows: RowNumbers, values: Vector) -> None:
        """From now on, the cells have these *values*; the file does not change."""


class FunctionParameter(Protocol):
    """One parameter of a worksheet function."""

    @property
    def name(self) -> str:
        """Its name, for sentences."""

    @property
    def kind(self) -> Kind:
        """What it takes."""

    @property
    def whole(self) -> bool:
        """Whether it takes a whole column at once; any other parameter that gets a column is called for each row."""

    @property
    def block(self) -> bool:
        """Whether it takes a block of cells: a table with its header row."""


class FormulaFunction(Protocol):
    """A worksheet function of the registry."""

    @property
    def name(self) -> str:
        """`IPP_…`."""

    @property
    def parameters(self) -> Sequence[FunctionParameter]:
        """In the order of the call."""

    def call(self, arguments: list[Value]) -> Returned:
        """The answer: one value, or one a row where a single value's place got a column (1-D array)."""


class NoWorkbook:
    """The source of a formula outside any workbook: every reference is refused with a sentence."""

    date1904 = False

    def sheet(self, name: str) -> str | None:  # noqa: ARG002  # the protocol's parameter; there is nothing to look up
        """None: there are no sheets."""
        return None

    def sheets_between(self, first: str, last: str) -> list[str]:  # noqa: ARG002  # as above
        """None: there are no sheets."""
        return []

    def prepare(self, wanted: Mapping[str, Iterable[int]]) -> None:
        """Nothing is there to read."""

    def extent(self, sheet: str) -> tuple[int, int]:  # noqa: ARG002  # as above
        """Nothing."""
        return 0, 0

    def block(self, sheet: str, top: int, left: int, bottom: int, right: int) -> ValueBlock:  # noqa: ARG002  # as above
        """Blanks."""
        return np.full((bottom - top + 1, right - left + 1), None, dtype=object)

    def cells(self, sheet: str, column: int, rows: RowNumbers) -> Vector:  # noqa: ARG002  # as above
        """Blanks."""
        return np.full(len(rows), None, dtype=object)

    def table(self, name: str) -> TablePlace | None:  # noqa: ARG002  # as above
        """None: there are no tables."""
        return None

    def table_at(self, sheet: str, row: int, column: int) -> TablePlace | None:  # noqa: ARG002  # as above
        """None: there are no tables."""
        return None

    def name(self, name: str, sheet: str | None) -> str | None:  # noqa: ARG002  # as above
        """None: there are no names."""
        return None

    def put(self, sheet: str, column: int, rows: RowNumbers, values: Vector) -> None:
        """Nothing is kept."""
