"""A block of whole rows of a sheet part: its bytes, and where each row and cell is in them.

Two readers make blocks: `fast_reader` (numpy, for what Excel and the well-known writers write) and `reference_reader`
(expat, for everything else). Whoever reads or patches a block cannot tell which one made it.
"""

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Final, NamedTuple

from ippbook.late_numpy import NDArray, np
from ippbook.ooxml.refs import Area
from ippbook.quick_dataclasses import dataclass

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
StringArray = NDArray[np.object_]
"""An array of str."""

# what a cell holds
BLANK: Final = 0
NUMBER: Final = 1
TEXT: Final = 2
BOOL: Final = 3
ERROR: Final = 4
# inside this package only: text by its number in the shared strings, and a date written as ISO text
SHARED: Final = 5
DATE: Final = 6

# the `t` of a cell
CELL_TYPES: Final = {"n": 0, "s": 1, "str": 2, "inlineStr": 3, "b": 4, "e": 5, "d": 6}
T_NUMBER, T_SHARED, T_STR, T_INLINE, T_BOOL, T_ERROR, T_DATE = range(7)


FILLING: Final = frozenset({"array", "dataTable"})
"""The kinds of formulas that fill other cells besides their own."""


class FormulaElement(NamedTuple):
    """A formula as the file holds it. `kind` is normal, shared, array or dataTable; `si` numbers a shared formula."""

    text: str
    kind: str = "normal"
    ref: str = ""
    si: int = -1


class BlockValues(NamedTuple):
    """What cells hold: kind, number (for SHARED the number of the string), and the texts of the TEXT and ERROR cells."""

    kind: Bytes
    number: Floats
    texts: list[str]


@dataclass
class RowBlock:
    """Whole rows. Every position counts bytes from the start of `raw`; -1 where there is none."""

    raw: bytes
    # one entry a cell, in the order of the file
    row: Ints
    col: Ints
    start: Ints  # of `<c`
    attr_at: Ints  # where attributes begin that may be rewritten: behind `r="…"`, or behind `<c`
    tag_end: Ints  # of the `>` or `/>` that ends the start tag
    end: Ints  # after the whole cell
    closed: Bools  # `<c …/>`
    style: Ints
    type: Bytes
    f_start: Ints
    f_end: Ints
    v_start: Ints  # of the `<v>` or `<is>` element
    v_end: Ints
    # one entry a row
    row_number: Ints
    row_start: Ints
    row_tag_end: Ints
    row_closed: Bools
    row_end: Ints  # of the `</row>`; of the `/>` when closed
    row_hidden: Bools
    encoding: str = "utf-8"
    prefix: str = ""
    quick: bool = field(default=False)

    def values(self, pick: Ints) -> BlockValues:
        """What the picked cells hold."""
        raise NotImplementedError

    def formula_keys(self, pick: Ints) -> Sequence[bytes | FormulaElement]:
        """For each picked cell, all of which have a formula, what `source` understands; alike where the formulas are alike."""
        raise NotImplementedError

    def source(self, key: bytes | FormulaElement) -> FormulaElement:
        """The formula of a key."""
        raise NotImplementedError

    def sources(self, pick: Ints) -> list[FormulaElement]:
        """The formulas of the picked cells, all of which have one."""
        return [self.source(key) for key in self.formula_keys(pick)]


@dataclass
class SheetHead:
    """The part before the rows: `raw` reaches to the end of the `<sheetData>` tag."""

    raw: bytes
    encoding: str = "utf-8"
    prefix: str = ""
    closed: bool = False  # `<sheetData/>`
    data_start: int = -1  # of `<sheetData`; -1 when the part has no rows at all
    dimension: str = ""
    dimension_start: int = -1


@dataclass
class SheetTail:
    """The part behind the rows: `raw` begins at `</sheetData>`."""

    raw: bytes
    merges: list[Area] = field(default_factory=list)


@dataclass(frozen=True)
class ProvedBlock:
    """A block that an earlier pass over the same bytes proved plain, its cells in order: cells can be put behind its rows."""

    rows: RowBlock
    """The rows without their cells, which are all in the columns up to `widest`."""
    widest: int
    whole: Callable[[], RowBlock]
    """The block with its cells, read and proved again."""
