"""Rows of an export that say what the workbook says, word for word: nearly all rows of an export that is imported once more.

Such a row changes nothing, so its values need not be read one by one. It is found by the text of its link. Every other row goes the
long way, which knows what else means the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from ippbook.imports.export_rows import ExportRow
from ippbook.imports.merge import ExportValues, TargetTable
from ippbook.imports.typed_cell import TypedCell
from ippbook.tables.schema import Kind

_AT_ONCE: Final = 1 << 12


class KnownRows:
    """The rows of a table by the text of their link. *rows*: the first row of each listing, by the key of its link."""

    def __init__(self, target: TargetTable, export: ExportValues, rows: Mapping[str, int]) -> None:
        self._link = export.places.get("url", -1)
        self._row_of: dict[str, int] = {}
        self._columns: list[tuple[int, Sequence[TypedCell]]] = []
        others = [name for name in export.places if name in export.fields and name != "url"]
        if self._link < 0 or not all(_plain(target, export, name) for name in others):
            return
        links = target.values["url"]
        self._row_of = {links[row]: row for row in rows.values() if links[row].isascii() and links[row].isprintable()}
        self._columns = [(export.places[name], target.values[name]) for name in others]

    def each(self, rows: Iterable[ExportRow]) -> Iterator[tuple[ExportRow, bool]]:
        """Each of the rows, and whether the workbook has its link, and the same text in each cell that the row would fill."""
        source = iter(rows)
        while some := list(islice(source, _AT_ONCE)):
            yield from zip(some, self._among(some), strict=True)

    def _among(self, rows: list[ExportRow]) -> list[bool]:
        """The answers for some rows: column by column, which costs a third of row by row."""
        if not self._row_of:
            return [False] * len(rows)
        if any(row.spoiled for row in rows):  # such a row has one value
            return [not row.spoiled and self._among([row])[0] for row in rows]
        values = list(zip(*(row.values for row in rows), strict=True))
        places = [self._row_of.get(link, -1) if type(link) is str else -1 for link in values[self._link]]
        known = [at >= 0 for at in places]
        for place, column in self._columns:
            known = [
                so_far and type(value) is str and value != "" and value == column[at]
                for so_far, value, at in zip(known, values[place], places, strict=True)
            ]
        return known

    def forget(self) -> None:
        """Free the memory, when all rows were looked up."""
        self._row_of.clear()
        self._columns.clear()


def _plain(target: TargetTable, export: ExportValues, name: str) -> bool:
    """Whether the text of a field in the export alone tells its value, and the workbook keeps that text as it is."""
    if name not in target.columns:
        return False
    if export.fields[name].kind is Kind.PRICE:
        return not export.price_currency and name not in export.by_row
    return name in export.words
