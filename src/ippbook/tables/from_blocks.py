"""Tables that a formula gives as arguments: blocks of cells with their headers in the first row, read like those of a workbook."""

from collections.abc import Iterable, Mapping

import numpy as np

from ippbook.normalize import key
from ippbook.ooxml import Error, Sheet, TableArea
from ippbook.tables.blocks import Grid, HostCells
from ippbook.tables.records import RECORDS
from ippbook.tables.settings_table import SETTING_HEADERS
from ippbook.tables.values import Unreadable


class ArgumentTables:
    """The tables given, as `tables.read` asks for them: each on a sheet of its own name, headers in row 1.

    Raises `Unreadable` where the first row of one holds no header that is known.
    """

    date1904 = False

    def __init__(self, blocks: Mapping[str, Grid]) -> None:
        for name, block in blocks.items():
            headers = {key(value) for value in block[0].tolist() if isinstance(value, str)}
            if headers.isdisjoint(_known(name)):
                raise Unreadable(
                    f"{name}: no header in its first row is known; give the whole table, as in {name}[#All]"
                )
        self._blocks = {name: _plain(block) for name, block in blocks.items()}
        self.sheets = tuple(Sheet(name, "", "visible", place) for place, name in enumerate(self._blocks))
        self.tables = {name: _area(name, block) for name, block in self._blocks.items()}

    def read(
        self,
        sheet_name: str,
        columns: Iterable[int] | None = None,  # noqa: ARG002  # the protocol's; the cells are in memory, and none costs anything
        first_row: int | None = None,
        last_row: int | None = None,
    ) -> HostCells:
        """The cells of a table's sheet."""
        first = first_row or 1
        return HostCells(self._blocks[sheet_name][first - 1 : last_row], first_row=first)


def _plain(block: Grid) -> Grid:
    """Error values as hosts of files spell them."""
    found = block.copy()
    for at in np.argwhere([[isinstance(value, Error) for value in row] for row in block.tolist()]).tolist():
        found[*at] = block[*at].code
    return found


def _area(name: str, block: Grid) -> TableArea:
    headers = tuple(value if isinstance(value, str) else "" for value in block[0].tolist())
    return TableArea(name, name, 1, 1, len(block), block.shape[1], 1, 0, headers)


def _known(name: str) -> set[str]:
    kind = next((kind for kind in RECORDS if kind.table == name), None)
    if kind is None:
        return {key(header) for header in SETTING_HEADERS}
    return {spelling for field in kind.fields() for spelling in field.spellings}


__all__ = ["ArgumentTables"]
