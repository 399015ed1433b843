"""A team's own names: which of its sheets or tables is which table of ippbook, and which of its headers is which column.

They are in a table of the workbook itself, `IPP_Names`, so that everybody sees them and every run follows them. `ippbook
adopt` writes it; a person can edit it. A row without a column names a sheet or table, the others name a header.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from ippbook.languages import say, say_series
from ippbook.normalize import clean, key
from ippbook.ooxml import TableArea
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.find_table import cells_in, find_table, value_at
from ippbook.tables.findings import Batch
from ippbook.tables.problem_log import ProblemLog
from ippbook.tables.records import record_named
from ippbook.tables.workbook import Readable

NAMES_TABLE: Final = "IPP_Names"
NAMES_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "Table": ("表", "表格"),
    "Column": ("列", "字段"),
    "Your name": ("你的名称", "贵方名称"),
}
"""The columns of that table, each with its Chinese names."""


@dataclass(frozen=True)
class OwnNames:
    """The names by table of ippbook: sheets or tables, and the headers of its columns (ippbook's header to the team's)."""

    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def names_table(book: Readable) -> TableArea | None:
    """The table of the team's own names; None where the workbook has none."""
    return next((table for table in book.tables.values() if key(table.name) == key(NAMES_TABLE)), None)


def read_own_names(book: Readable) -> tuple[OwnNames, list[Batch]]:
    """The names in the workbook, and what cannot be used of them."""
    spellings = [tuple(map(key, (header, *others))) for header, others in NAMES_COLUMNS.items()]
    if names_table(book) is None:
        return OwnNames(), []
    area = find_table(book, (NAMES_TABLE,), spellings)
    keys = [] if area is None else [key(header) for header in area.headers]
    at = [next((place for place, text in enumerate(keys) if text in names), -1) for names in spellings]
    log = ProblemLog(NAMES_TABLE)
    if area is None or min(at) < 0:
        log.add(
            "TB205",
            say(
                "the table {names_table} needs the columns {names_columns}",
                names_table=NAMES_TABLE,
                names_columns=say_series(NAMES_COLUMNS),
            ),
        )
        return OwnNames(), log.batches()
    numbers = [area.first_column + place for place in at]
    cells = cells_in(book, area, numbers)
    places: dict[str, list[str]] = {}
    headers: dict[str, dict[str, str]] = {}
    for row in range(max(cells.last_row - cells.first_row + 1, 0)):
        table, column, yours = (clean(str(value_at(cells[number], row) or "")) for number in numbers)
        if not table and not column and not yours:
            continue
        kind = record_named(table)
        named = None if kind is None else kind.field_under(column)
        if kind is None:
            log.add("TB205", say("“{table}” is not a table of ippbook", table=table))
        elif column and named is None:
            log.add("TB205", say("“{column}” is not a column of {kind_table}", column=column, kind_table=kind.table))
        elif yours and named is None:
            places.setdefault(kind.table, []).append(yours)
        elif yours and named is not None:
            headers.setdefault(kind.table, {})[named.header] = yours
    return OwnNames({name: tuple(found) for name, found in places.items()}, headers), log.batches()


__all__ = ["NAMES_COLUMNS", "NAMES_TABLE", "OwnNames", "names_table", "read_own_names"]
