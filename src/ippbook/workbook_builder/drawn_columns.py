"""The columns of a drawn table from left to right: the key, the findings, the input, and what is computed; rare columns are grouped."""

import re
import textwrap
from collections.abc import Iterable
from typing import Final

from ippbook.declare import ComputedColumn, Registry
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import FINDINGS_FIELD
from ippbook.tables.schema import Field, Kind, Record
from ippbook.workbook_builder.styles import CellRole

BUTTON: Final = 5
"""Width of the filter button and the indent, in characters."""
SENTENCES: Final = frozenset({FINDINGS_FIELD, "fails", "runs_out_by"})
"""Computed columns with sentences. They wrap: a long text would run out of the table and widen its printed page."""


@dataclass(frozen=True)
class DrawnColumn:
    """A column of a drawn table: an input field or a computed column."""

    header: str
    name: str
    kind: Kind
    width: int
    rare: bool = False
    """It is in a closed group of columns."""
    field: Field | None = None
    computed: ComputedColumn | None = None
    formula: str = ""

    @property
    def drawn_width(self) -> int:
        """Width in characters: as declared, but wide enough for the longest word of the header."""
        return max(self.width, word_width(self.header))

    @property
    def header_lines(self) -> int:
        """The number of lines of the header."""
        return len(textwrap.wrap(self.header, self.drawn_width - BUTTON + 1))

    @property
    def wrap(self) -> bool:
        """Whether its texts may have several lines."""
        return self.field.column.lines and not self.field.column.prose if self.field else self.name in SENTENCES

    @property
    def clickable(self) -> bool:
        """Whether its cells are links."""
        return self.computed is not None and bool(self.computed.native)

    @property
    def role(self) -> CellRole:
        """The style of its cells."""
        if self.clickable:
            return CellRole.LINK
        return CellRole.COMPUTED if self.computed else CellRole.INPUT

    @property
    def header_role(self) -> CellRole:
        """The style of its header."""
        return CellRole.COMPUTED_HEADER if self.computed else CellRole.INPUT_HEADER


def columns_of(record: type[Record], known: Registry) -> tuple[DrawnColumn, ...]:
    """The columns of the drawn table, from left to right.

    Findings are behind the first column, which names the row; links follow. Rare columns are at the end of the input and at the end of
    what is computed, so that each group is one. Every reader finds a column by its header, so the order is free.
    """
    own = [
        DrawnColumn(field.header, field.name, field.kind, field.column.width, field.column.rare, field=field)
        for field in record.fields()
    ]
    found = [
        DrawnColumn(
            each.header, each.name, each.kind, each.width, each.rare, computed=each, formula=known.formula(each)
        )
        for each in known.columns_of(record.table)
    ]
    findings = [column for column in found if column.name == FINDINGS_FIELD]
    links = [column for column in found if column.clickable]
    others = [column for column in found if column.name != FINDINGS_FIELD and not column.clickable]
    return (own[0], *findings, *links, *_rare_last(own[1:]), *_rare_last(others))


def _rare_last(columns: Iterable[DrawnColumn]) -> list[DrawnColumn]:
    return sorted(columns, key=lambda column: column.rare)


def word_width(header: str) -> int:
    """Width of the longest word of a header with its filter button, in characters."""
    return BUTTON + max(len(word) for word in re.split(r"[ -]", header))
