"""Totals rows of an export: they are not records."""

from collections.abc import Iterable
from dataclasses import replace

from ippbook.imports.export_rows import ExportFile, ExportRow
from ippbook.imports.large_csv import LargeRows
from ippbook.languages import say
from ippbook.tables.totals import is_totals_row


def without_totals(source: ExportFile) -> tuple[ExportFile, int]:
    """The export without its totals rows, which the notes name; and how many rows it has at most."""
    found, count = [], 0
    for row in source.rows:
        count += 1
        if is_totals_row(row.values):
            found.append(row.place)
    if not found:
        return source, count
    totals = frozenset(found)
    rows: Iterable[ExportRow] = (
        source.rows.without(totals)
        if isinstance(source.rows, LargeRows)
        else tuple(row for row in source.rows if row.place not in totals)
    )
    notes = tuple(
        say("{unit} {place:,} is a totals row; it is not read as data", unit=source.unit, place=place)
        for place in sorted(totals)
    )
    return replace(source, rows=rows, notes=source.notes + notes), count
