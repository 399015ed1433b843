"""Where the tables of the sheet Figures are, for the charts that read them. Their first rows are fixed; they grow downwards."""

from collections.abc import Mapping, Sequence

from ippbook.computed.tables.figures import FIGURES_SHEET
from ippbook.declare import Registry, Report
from ippbook.quick_dataclasses import dataclass
from ippbook.workbook_builder.charts import CellRange


@dataclass(frozen=True)
class FigurePlaces:
    """The sheet as this workbook calls it, and the first column (from 0) of each column of its tables, by table and field name."""

    sheet: str
    columns: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, reports: Sequence[Report], sheet: str) -> "FigurePlaces":
        """The places of *reports*, drawn side by side with an empty column after each."""
        left, found = 0, {}
        for report in reports:
            for place, column in enumerate(report.drawn_columns):
                found[report.table, column.name] = left + place
            left += len(report.drawn_columns) + 1
        return cls(sheet, found)

    def rows(self, table: str, column: str, first: int, count: int) -> CellRange:
        """The cells of *count* rows of a table from the row *first* of its data on (from 0)."""
        at = self.columns[table, column]
        return [self.sheet, first + 1, at, first + count, at]


def figure_reports(known: Registry) -> tuple[Report, ...]:
    """The tables of the sheet Figures from left to right."""
    return tuple(report for report in known.reports if report.sheet == FIGURES_SHEET)
