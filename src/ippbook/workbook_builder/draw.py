"""Draws a workbook from the declared tables, columns and settings."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from os import PathLike
from typing import Final

from ippbook import ooxml
from ippbook.declare import Registry, registry
from ippbook.languages import ENGLISH
from ippbook.languages.names import CHINESE
from ippbook.tables.records import RECORDS, Complaint
from ippbook.workbook_builder.content import Content
from ippbook.workbook_builder.drawn_language import LanguageWorkbook, content_in
from ippbook.workbook_builder.drawn_names import DrawnNames, HeardNames, names_of
from ippbook.workbook_builder.finished_package import with_named_styles
from ippbook.workbook_builder.guide import draw_guide
from ippbook.workbook_builder.instructions import Instructions
from ippbook.workbook_builder.lists import define_days, define_keys, draw_lists
from ippbook.workbook_builder.report_sheet import draw_reports
from ippbook.workbook_builder.settings_sheet import draw_settings
from ippbook.workbook_builder.styles import Styles
from ippbook.workbook_builder.table_sheet import draw_table
from ippbook.workbook_builder.today_sheet import draw_today
from ippbook.workbook_builder.xlsx_types import XlsxWorkbook

DRAWN: Final = datetime(2026, 11, 1)  # noqa: DTZ001  # a file's properties hold local time; a fixed day keeps the bytes the same
_EXCEL_OF: Final = 191029
"""The calculation engine in the file's properties (Excel 2019 and later). With an older one Excel recalculates the file when it opens it,
and computed cells would show #NAME? on a computer without the functions."""


def draw(
    path: str | PathLike[str], *, live: bool = False, content: Content | None = None, language: str = ENGLISH
) -> tuple[str, ...]:
    """Write a workbook to *path*; a file that is there is overwritten. Gives warnings, as `ooxml.save` does.

    *live*: computed columns have worksheet formulas if every input is a cell of the row; other computed columns have values
    that `recalculate` fills. *content*: the input cells; without it the tables have empty rows. *language*: of all names and texts.
    Raises `ooxml.LockedError` if the file cannot be written; the old file then stays.
    """
    return ooxml.write_whole(path, drawn(registry(), content or Content(), live=live, language=language))


def drawn(known: Registry, content: Content, *, live: bool, language: str = ENGLISH) -> bytes:
    """The workbook as bytes; the same for the same declarations and content."""
    return _drawn(known, content, names_of(language), live=live)


def drawn_texts() -> tuple[str, ...]:
    """Every text of ippbook that a workbook shows, with and without macros, as the catalogues of the languages need it."""
    names = HeardNames()
    for macros in (False, True):
        _drawn(registry(), Content(macros=macros), names, live=False)
    known = names_of(CHINESE)
    own = {*known.sheets, *known.tables, *known.settings, *known.words}
    return tuple(text for text in names.heard if text not in own and not text.startswith("ipp-facts"))


def _drawn(known: Registry, content: Content, names: DrawnNames, *, live: bool) -> bytes:
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = LanguageWorkbook(target, options, names)
    workbook.set_properties(
        {
            "title": "ippbook",
            "subject": "Intellectual property on Alibaba's marketplaces",
            "comments": "",
            "created": DRAWN,
        }
    )
    never_calculated_on_opening(workbook)
    workbook.set_size(2400, 1400)
    styles = Styles(workbook)
    _draw_sheets(workbook, styles, known, content_in(content, known, names.language), live=live)
    workbook.close()
    return with_named_styles(target.getvalue(), styles.named())


def never_calculated_on_opening(workbook: XlsxWorkbook) -> None:
    """Let Excel keep the values of the file when it opens it; then it does not ask to save a file without changes."""
    workbook.set_calc_mode("auto", _EXCEL_OF)
    workbook.calc_on_load = False


def _draw_sheets(workbook: XlsxWorkbook, styles: Styles, known: Registry, content: Content, *, live: bool) -> None:
    instructions = Instructions(content.macros)
    draw_today(workbook, styles, known, instructions)
    draw_guide(workbook, styles, known, content.remark, instructions)
    for record in RECORDS:
        draw_table(workbook, styles, known, record, content.rows.get(record.table, ()), live=live)
        if record is Complaint:  # the reports follow the sheet of their rows
            draw_reports(workbook, styles, known, content, instructions)
    draw_settings(workbook, styles, known, content.settings)
    draw_lists(workbook, styles)
    define_keys(workbook)
    define_days(workbook, dict(known.settings))
    for name, rows in content.hidden.items():
        draw_hidden(workbook, name, rows)


def draw_hidden(workbook: XlsxWorkbook, name: str, rows: Mapping[str, str]) -> None:
    """Add the hidden sheet *name*: a key and its value in each row, from the first row on, all as text."""
    sheet = workbook.add_worksheet(name)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 60)
    for row, (key, value) in enumerate(rows.items()):
        sheet.write_string(row, 0, key)
        if value:
            sheet.write_string(row, 1, value)
    sheet.hide()
