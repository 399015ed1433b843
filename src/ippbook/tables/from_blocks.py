"""Tables that are arguments of a formula: blocks of cells with headers in the first row, read like the tables of a workbook."""

from collections.abc import Iterable, Mapping

import numpy as np

from ippbook.languages import say
from ippbook.normalize import key
from ippbook.ooxml import Error, Sheet, TableArea
from ippbook.tables.blocks import Grid, HostCells
from ippbook.tables.records import RECORDS
from ippbook.tables.settings_table import SETTING_HEADERS
from ippbook.tables.values import Unreadable


class ArgumentTables:
    """The tables as a `Readable` for `typed_tables`: each on a sheet of its own name, with headers in row 1.

    Raises `Unreadable` where the first row of a table has no known header.
    """

    date1904 = False

    def __init__(self, blocks: Mapping[str, Grid]) -> None:
        for name, block in blocks.items():
            headers = {key(value) for value in block[0].tolist() if isinstance(value, str)}
            if headers.isdisjoint(_known(name)):
                raise Unreadable(
                    say(
                        "{name}: the first row has no known header; pass the whole table with its headers, as in {name}[#All]",
                        name=name,
                    )
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
    """The block with error values as texts, such as `#N/A`."""
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
