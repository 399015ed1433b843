"""The Settings table: each setting with its value, its default, the source of the default, and how certain that source is."""

from collections.abc import Mapping
from typing import Final

from ippbook.declare import Registry
from ippbook.tables.schema import Kind
from ippbook.workbook_builder import palette
from ippbook.workbook_builder.content import InputValue
from ippbook.workbook_builder.drawn_names import SettingChoice, TypedText, text_width
from ippbook.workbook_builder.finished_package import TABLE_STYLE
from ippbook.workbook_builder.header_notes import write_note
from ippbook.workbook_builder.styles import CellRole, Styles
from ippbook.workbook_builder.table_sheet import header_height, write_cell
from ippbook.workbook_builder.validations import rule_for_setting
from ippbook.workbook_builder.xlsx_types import XlsxWorkbook

_DEFAULT_FITS, _ABOUT_FITS, _SOURCE_FITS = 24, 110, 58
"""Characters that certainly fit on a line of those columns."""
_LINE_HEIGHT: Final = 13.5
"""Points."""
_COLUMNS: Final = (
    ("Setting", 26, "The name of the setting."),
    ("Value", 16, "The value that your team chooses. Leave it empty to use the default."),
    ("Default", 24, "The value that ippbook uses if the cell Value is empty."),
    ("What it decides", 96, ""),
    ("Source", 50, "The source of the default. The sheet Guide explains the codes under “Source codes”."),
    (
        "Certainty",
        12,
        "official: from the platform's own pages. vendor: only a vendor states it. inferred: ippbook's conclusion, because no source states it. chosen: a free choice of ippbook.",
    ),
)


def draw_settings(workbook: XlsxWorkbook, styles: Styles, known: Registry, values: Mapping[str, InputValue]) -> None:
    """Add the sheet Settings with its table; *values*: field name -> value."""
    sheet = workbook.add_worksheet("Settings")
    fields = tuple(known.settings.values())
    described = []
    for place, (header, width, note) in enumerate(_COLUMNS):
        sheet.set_column(place, place, width)
        role = CellRole.INPUT_HEADER if header == "Value" else CellRole.COMPUTED_HEADER
        described.append({"header": header, "header_format": styles.header(role, Kind.TEXT)})
        write_note(sheet, 0, place, note)
    sheet.add_table(
        0, 0, len(fields), len(_COLUMNS) - 1, {"name": "Settings", "style": TABLE_STYLE, "columns": described}
    )
    for row, field in enumerate(fields, start=1):
        value = values.get(field.name, "")
        write_cell(sheet, row, 0, field.header, styles(CellRole.COMPUTED, Kind.TEXT))
        write_cell(sheet, row, 1, value, styles(CellRole.INPUT, field.kind))
        default = SettingChoice(field.shown_default, field.name) if field.choices else TypedText(field.shown_default)
        for place, text in enumerate((default, field.about, TypedText(field.source), field.certainty), start=2):
            write_cell(sheet, row, place, text, styles(CellRole.COMPUTED, Kind.TEXT, wrap=True))
        fits = ((default, _DEFAULT_FITS), (field.about, _ABOUT_FITS), (TypedText(field.source), _SOURCE_FITS))
        lines = (-(-text_width(sheet.names.text(text)) // width) for text, width in fits)
        sheet.set_row(row, _LINE_HEIGHT * max(lines) + 3)
        if rule := rule_for_setting(field):
            sheet.data_validation(row, 1, row, 1, rule)
    sheet.set_row(0, header_height(1))
    sheet.freeze_panes(1, 2)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(palette.TAB_COLOURS["Settings"])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer("&LSettings&C&F&R&P / &N")
