"""The results of a check: a `Problem` is a kind of finding with its page, a `Batch` is its findings in one column.

Findings are kept in columns (rows and sentences of one problem), because a hundred thousand rows can have the same problem.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from enum import IntEnum
from typing import Final

from ippbook.languages import KnownWord, say
from ippbook.late_numpy import NDArray, np
from ippbook.ooxml.refs import column_letters
from ippbook.quick_dataclasses import dataclass

FINDINGS_HEADER: Final = "Findings"
"""The header of the computed column that holds the findings of a row, the most severe first."""
FINDINGS_CHINESE: Final = ("检查结果",)
"""The Chinese headers of that column."""
FINDINGS_FIELD: Final = "findings"
"""The field name of that column."""


class Severity(IntEnum):
    """How severe a finding is. The first digit of its code says it: 1 error, 2 warning, 3 advice."""

    ADVICE = 3
    WARNING = 2
    ERROR = 1

    @property
    def word(self) -> str:
        """The word that people read."""
        return KnownWord(self.name.lower(), "severity")

    def reaches(self, threshold: "Severity") -> bool:
        """Whether this is as severe as *threshold*, or more severe."""
        return self <= threshold


def severity_of(code: str) -> Severity:
    """The severity that a code carries in its first digit.

    >>> severity_of("CP101").word, severity_of("LS203").word, severity_of("AC301").word
    ('error', 'warning', 'advice')
    """
    return Severity(int(code[2]))


@dataclass(frozen=True)
class Page:
    """The page of a declaration, read out of its docstring."""

    summary: str
    why: str = ""
    fix: str = ""
    source: str = ""
    certainty: str = ""
    sections: tuple[tuple[str, str], ...] = ()
    """Every other section, by its heading: Flagged, Clean, Arguments, Examples …"""

    def section(self, heading: str) -> str:
        """The text under *heading*, or ""."""
        return dict(self.sections).get(heading, "")


@dataclass(frozen=True)
class Problem:
    """A kind of finding: its code, its sentence and its page."""

    code: str
    table: str
    """The table it is found in; "" where it may be found in any."""
    says: str
    """The sentence, with {placeholders} of the row."""
    page: Page
    severity_override: Severity | None = None
    """The severity that the team set; None: that of its code."""

    @property
    def severity(self) -> Severity:
        """Error, warning or advice."""
        return severity_of(self.code) if self.severity_override is None else self.severity_override


@dataclass(frozen=True)
class Finding:
    """One problem at one cell."""

    code: str
    severity: Severity
    table: str
    sheet: str
    cell: str
    """The address, such as B12; "" where the finding is about a whole table or the file."""
    row: int
    """Position of the row in the table, from 0; -1 where the finding is about no row."""
    header: str
    message: str
    key: str = ""
    """What names the row when rows move (`Table.row_keys`); "" where it is about no row."""

    @property
    def line(self) -> str:
        """The finding in a line, as people read it."""
        return say(
            "{place}: {severity} {code}: {message}",
            place=self.place,
            severity=self.severity.word,
            code=self.code,
            message=self.message,
        )

    @property
    def place(self) -> str:
        """Sheet and cell, as people write them."""
        return f"{self.sheet}!{self.cell}" if self.cell else (self.sheet or self.table)

    def as_dict(self) -> dict[str, str | int]:
        """The finding for programs."""
        return {
            "code": self.code,
            "severity": self.severity.word,
            "table": self.table,
            "sheet": self.sheet,
            "cell": self.cell,
            "row": self.row + 1 if self.row >= 0 else 0,
            "column": self.header,
            "message": self.message,
            "key": self.key,
        }


@dataclass(frozen=True)
class Batch:
    """All findings of one problem in one column of one table.

    `rows` are positions in the table from 0 (int64), or -1 for the table itself; `messages` one sentence each.
    """

    problem: Problem
    table: str
    header: str
    rows: NDArray[np.int64]
    messages: Sequence[str]

    def __len__(self) -> int:
        return len(self.rows)


@dataclass
class Places:
    """The place of a table's cells: the sheet, the first row, and the column number of each header (1-based)."""

    sheet: str
    first_row: int
    columns: dict[str, int] = field(default_factory=dict)

    def cell(self, row: int, header: str) -> str:
        """The address of the cell in table row *row* (from 0, -1: the header row) under *header*; "" when it has none."""
        column = self.columns.get(header)
        return "" if column is None else f"{column_letters(column)}{self.first_row + row}"


def sorted_findings(
    batches: Sequence[Batch],
    places: dict[str, Places],
    keys: Callable[[str], Sequence[str]] = lambda _table: (),
) -> Iterator[Finding]:
    """The batches as single findings: the most severe first, then by table, row and code.

    *places* has the place of each table; *keys* gives the key of each row of a table.
    """
    for number, index in in_order(batches, places):
        batch = batches[number]
        place, row = places.get(batch.table), int(batch.rows[index])
        sheet = place.sheet if place else ""
        cell = place.cell(row, batch.header) if place else ""
        problem = batch.problem
        names = keys(batch.table)
        key = names[row] if 0 <= row < len(names) else ""
        yield Finding(
            problem.code, problem.severity, batch.table, sheet, cell, row, batch.header, batch.messages[index], key
        )


def in_order(batches: Sequence[Batch], places: dict[str, Places]) -> Iterator[tuple[int, int]]:
    """The number of the batch of each finding and its position in the batch: the most severe first, then by table, row and code.

    The order is computed on numbers, so that showing twenty of two hundred thousand findings costs as much as twenty.
    """
    if not batches:
        return
    order = {table: position for position, table in enumerate(places)}
    codes = sorted({batch.problem.code for batch in batches})
    lengths = [len(batch) for batch in batches]
    number = np.repeat(np.arange(len(batches)), lengths)
    index = np.concatenate([np.arange(length) for length in lengths])
    rows = np.concatenate([batch.rows for batch in batches])
    code = np.repeat([codes.index(batch.problem.code) for batch in batches], lengths)
    table = np.repeat([order.get(batch.table, -1) for batch in batches], lengths)
    severity = np.repeat([int(batch.problem.severity) for batch in batches], lengths)
    for found in np.lexsort((index, number, code, rows, table, severity)):
        yield int(number[found]), int(index[found])
