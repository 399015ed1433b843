"""The notes on headers: what to enter or what is computed, and the source."""

from typing import Final

from ippbook.declare import ComputedColumn, Report, ReportColumn
from ippbook.languages import say, say_series
from ippbook.tables.schema import Field, Kind
from ippbook.workbook_builder import palette
from ippbook.workbook_builder.drawn_names import TableName, TypedText, text_width
from ippbook.workbook_builder.xlsx_types import XlsxSheet

_HINT: Final = {
    Kind.DATE: say("A date, such as 2026-01-31."),
    Kind.YES_NO: say("yes or no."),
    Kind.NUMBER: say("A number."),
    Kind.PRICE: say("A number, or the price as the page writes it: US $12.99, ¥88-128."),
    Kind.CHOICE: say("Choose a value from the drop-down list."),
}
_COMPUTED: Final = say("ippbook fills this column. Do not type here.")
_WIDTH: Final = 280
_LINE: Final = 46
"""Characters that fit on a line of a note with that width."""


def input_note(field: Field | None) -> str:
    """The note on an input column's header."""
    if field is None:
        return ""
    need = say("Required.") if field.column.required else ""
    table = TableName(field.column.refers)
    refers = say("Enter a name from the sheet {table}.", table=table) if field.column.refers else ""
    example = say("Example: {example}", example=field.column.example) if field.column.example else ""
    entry = say_series([part for part in (need, refers or _HINT.get(field.kind, "")) if part], " ")
    return _joined(field.column.note, entry, example, _source(field.column.source))


def computed_note(column: ComputedColumn) -> str:
    """The note on a computed column's header."""
    return _joined(column.page.summary, _COMPUTED, column.page.certainty, _source(column.page.source))


def report_note(report: Report, column: ReportColumn) -> str:
    """The note on the header of a computed table's column."""
    return _joined(column.note, _COMPUTED, _source(report.page.source))


def _source(tag: str) -> str:
    return say("Source: {source}", source=tag) if tag else ""


def _joined(*parts: str) -> str:
    return say_series([part for part in parts if part], "\n")


def write_note(sheet: XlsxSheet, row: int, column: int, text: str) -> None:
    """Add *text* to a cell as a note that is large enough to read without scrolling."""
    if text:
        shown = sheet.names.text(text)
        lines = sum(-(-text_width(line) // _LINE) or 1 for line in shown.split("\n"))
        sheet.write_comment(
            row,
            column,
            TypedText(shown),
            {
                "author": "ippbook",
                "x_scale": _WIDTH / 128,
                "height": 17 * lines + 14,
                "font_size": 9,
                "font_name": "Calibri",
                "color": palette.BAND,
            },
        )
