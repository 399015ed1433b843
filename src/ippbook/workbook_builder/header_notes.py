"""The notes on headers: what to enter or what is computed, and the source."""

from typing import Final

from ippbook.declare import ComputedColumn, Report, ReportColumn
from ippbook.tables.schema import Field, Kind
from ippbook.workbook_builder import palette
from ippbook.workbook_builder.xlsx_types import XlsxSheet

_HINT: Final = {
    Kind.DATE: "A date, such as 2026-01-31.",
    Kind.YES_NO: "yes or no.",
    Kind.NUMBER: "A number.",
    Kind.PRICE: "A number, or the price as the page writes it: US $12.99, ¥88-128.",
    Kind.CHOICE: "Choose a value from the drop-down list.",
}
_WIDTH: Final = 280
_LINE: Final = 46
"""Characters that fit on a line of a note with that width."""


def input_note(field: Field | None) -> str:
    """The note on an input column's header."""
    if field is None:
        return ""
    need = "Required." if field.column.required else ""
    refers = f"Enter a name from the sheet {field.column.refers}." if field.column.refers else ""
    example = f"Example: {field.column.example}" if field.column.example else ""
    source = f"Source: {field.column.source}" if field.column.source else ""
    return _joined(
        field.column.note,
        " ".join(part for part in (need, refers or _HINT.get(field.kind, "")) if part),
        example,
        source,
    )


def computed_note(column: ComputedColumn) -> str:
    """The note on a computed column's header."""
    source = f"Source: {column.page.source}" if column.page.source else ""
    return _joined(column.page.summary, "ippbook fills this column. Do not type here.", column.page.certainty, source)


def report_note(report: Report, column: ReportColumn) -> str:
    """The note on the header of a computed table's column."""
    source = f"Source: {report.page.source}" if report.page.source else ""
    return _joined(column.note, "ippbook fills this column. Do not type here.", source)


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def write_note(sheet: XlsxSheet, row: int, column: int, text: str) -> None:
    """Add *text* to a cell as a note that is large enough to read without scrolling."""
    if text:
        lines = sum(-(-len(line) // _LINE) or 1 for line in text.split("\n"))
        sheet.write_comment(
            row,
            column,
            text,
            {
                "author": "ippbook",
                "x_scale": _WIDTH / 128,
                "height": 17 * lines + 14,
                "font_size": 9,
                "font_name": "Calibri",
                "color": palette.BAND,
            },
        )
