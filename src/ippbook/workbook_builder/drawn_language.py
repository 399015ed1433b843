"""The language of a drawn workbook: the drawing code is English, and this border gives Excel the names and texts in the language.

Every name and text passes here on its way to XlsxWriter: names of sheets and tables, headers, formulas, notes, messages of
validations, footers. What a team typed, such as the rows of the sample, is `TypedText` and stays as it is.
"""

import dataclasses
import re
from typing import Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ippbook.declare import Registry
from ippbook.languages import ENGLISH
from ippbook.languages.names import CHINESE, YES_NO, name_in
from ippbook.late_patterns import late_pattern
from ippbook.ooxml.excel_limits import MAX_SHORT_LENGTH
from ippbook.tables.records import RECORDS
from ippbook.tables.schema import Field, Kind
from ippbook.workbook_builder.content import Content, InputValue
from ippbook.workbook_builder.drawn_columns import BUTTON
from ippbook.workbook_builder.drawn_names import DrawnNames, TypedText, names_of, text_width
from ippbook.workbook_builder.xlsx_types import XlsxFormat, XlsxOptions, XlsxSheet, XlsxTarget, XlsxValue

_CHINESE_FONT: Final = "等线"
"""The font of a new workbook in Excel's Chinese version; its lines are as high as those of Calibri."""
_PIXELS: Final = 7
"""Of a character of the workbook's font."""
_WIDEST: Final = 30
"""The widest that a choice makes a column, in characters."""
_COMPARED: Final = late_pattern(r'(\$?[A-Z]+\$?\d+)="([^"]+)"')
_LONGEST: Final = {
    "error_title": 32,
    "error_message": MAX_SHORT_LENGTH,
    "input_title": 32,
    "input_message": MAX_SHORT_LENGTH,
}
"""The most characters of the texts of a validation."""


def content_in(content: Content, known: Registry, language: str) -> Content:
    """*content* for a workbook in *language*: choices and answers in its words, everything else as the team typed it."""
    fields = {record.table: {field.name: field for field in record.fields()} for record in RECORDS}
    rows = {
        table: [{name: _typed(value, fields[table][name], language) for name, value in row.items()} for row in found]
        for table, found in content.rows.items()
    }
    settings = {
        name: TypedText(known.settings[name].choice_in(value, language)) if isinstance(value, str) else value
        for name, value in content.settings.items()
    }
    return dataclasses.replace(content, rows=rows, settings=settings)


def _typed(value: InputValue, field: Field, language: str) -> InputValue:
    if not isinstance(value, str):
        return value
    if language == CHINESE and field.kind is Kind.YES_NO:
        return TypedText(YES_NO.get(value, value))
    if language == CHINESE and field.vocabulary is not None and value in field.vocabulary.codes:
        return ChoiceText(name_in(value, (field.vocabulary[value].zh,), language))
    return TypedText(value)


class ChoiceText(TypedText):
    """A choice in the words of the language; its column is as wide as it."""

    __slots__ = ()


def _in_font(properties: XlsxOptions, language: str) -> XlsxOptions:
    """*properties* with the font of the language, if they name a font: Calibri has no Chinese characters."""
    return (
        properties | {"font_name": _CHINESE_FONT} if language == CHINESE and "font_name" in properties else properties
    )


class LanguageSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter publishes no types
    """A sheet that is drawn in English and written in the language of its workbook."""

    names: DrawnNames = names_of(ENGLISH)
    least: dict[int, int]
    """Column -> how many characters wide it must be."""
    table = ""

    def set_column(self, first: int, last: int, *how: XlsxValue) -> None:
        """Set the width and the format of columns, wide enough for what the language needs there."""
        super().set_column(first, last, *how)
        for column in range(first, last + 1):
            self._widen(column, self.least.get(column, 0))

    def _widen(self, column: int, width: int) -> None:
        """Make *column* at least *width* characters wide, now and when its width is set."""
        self.least[column] = max(width, self.least.get(column, 0))
        known = self.col_info.get(column)
        if width and known is not None and known.width is not None:
            known.width = max(known.width, _PIXELS * width + 5)

    def write_string(self, row: int, col: int, string: str, cell_format: XlsxFormat = None) -> None:
        """Write a text in the language."""
        if isinstance(string, ChoiceText):
            self._widen(col, min(text_width(string) + 3, _WIDEST))
        super().write_string(row, col, self.names.text(string), cell_format)

    def write_formula(
        self, row: int, col: int, formula: str, cell_format: XlsxFormat = None, value: XlsxValue = 0
    ) -> None:
        """Write a formula with the names of this workbook."""
        shown = self.names.text(value) if isinstance(value, str) else value
        super().write_formula(row, col, self.names.formula(formula), cell_format, shown)

    def write_url(self, row: int, col: int, url: str, cell_format: XlsxFormat = None, string: str | None = None, tip: str | None = None) -> None:  # fmt: skip
        """Write a link; within the workbook it has the names of this workbook."""
        super().write_url(row, col, self.names.formula(url) if url.startswith("internal:") else url, cell_format, string and self.names.text(string), tip and self.names.text(tip))  # fmt: skip

    def write_comment(self, row: int, col: int, comment: str, options: XlsxOptions | None = None) -> None:
        """Add a note in the language."""
        super().write_comment(row, col, self.names.text(comment), _in_font(options or {}, self.names.language))

    def set_header(self, header: str = "", options: XlsxOptions | None = None, margin: float | None = None) -> None:
        """Set the header of its pages."""
        super().set_header(self._running(header), options, margin)

    def set_footer(self, footer: str = "", options: XlsxOptions | None = None, margin: float | None = None) -> None:
        """Set the footer of its pages."""
        super().set_footer(self._running(footer), options, margin)

    def _running(self, text: str) -> str:
        """A header or footer of pages: the parts between its codes are texts."""
        parts = re.split(r"(&[LCRFPN])", text)
        return "".join(part if part.startswith("&") else self.names.text(part) for part in parts)

    def data_validation(self, *place: XlsxValue) -> None:
        """Add a validation: its messages and its list are in the language."""
        options = dict(place[-1])
        for name, most in _LONGEST.items():
            if options.get(name):
                options[name] = self.names.text(options[name])[:most]
        for name in ("source", "value", "minimum", "maximum"):
            options |= {name: self._entry(options[name])} if name in options else {}
        super().data_validation(*place[:-1], options)

    def _entry(self, value: XlsxValue) -> XlsxValue:
        if isinstance(value, list):
            return [self.names.text(each) for each in value]
        return self.names.formula(value) if isinstance(value, str) else value

    def conditional_format(self, *place: XlsxValue) -> None:
        """Add a conditional format with the names of this workbook."""
        options = dict(place[-1])
        for name in ("criteria", "value"):
            if isinstance(options.get(name), str):
                options[name] = self.names.formula(self._in_both(options[name]))
        super().conditional_format(*place[:-1], options)
        answer = str(options.get("value", "")).strip('"')
        if self.names.language == CHINESE and answer in YES_NO:  # the language of computed answers is a setting
            super().conditional_format(*place[:-1], options | {"value": f'"{YES_NO[answer]}"'})

    def _in_both(self, criteria: str) -> str:
        """Criteria that compare a cell with a word of ippbook: in the language too, for the language of computed words is a setting."""

        def both(found: re.Match[str]) -> str:
            translated = self.names.text(found[2])
            return found[0] if translated == found[2] else f'OR({found[0]},{found[1]}="{translated}")'

        return criteria if self.names.language == ENGLISH else _COMPARED.sub(both, criteria)

    def add_table(self, first_row: int, first_col: int, last_row: int, last_col: int, options: XlsxOptions) -> None:
        """Add a table under its name and headers in the language."""
        if self.names.language == ENGLISH:
            super().add_table(first_row, first_col, last_row, last_col, options)
            return
        columns: list[XlsxOptions] = []
        for column in options["columns"]:
            drawn = column | {"header": self.names.header(options["name"], column["header"])}
            if options.get("header_row", True):  # two lines of the header, and the filter button
                self._widen(first_col + len(columns), text_width(drawn["header"]) // 2 + 1 + BUTTON)
            columns.append(drawn | ({"formula": self.names.formula(drawn["formula"])} if "formula" in drawn else {}))
        named = {"name": self.names.tables.get(options["name"], options["name"]), "columns": columns}
        super().add_table(first_row, first_col, last_row, last_col, options | named)


class LanguageWorkbook(xlsxwriter.Workbook):  # type: ignore[misc]  # as above
    """XlsxWriter's workbook in a language."""

    def __init__(self, target: XlsxTarget, options: XlsxOptions, names: DrawnNames) -> None:
        self.names = names  # XlsxWriter adds a format at once
        super().__init__(target, options)

    def add_worksheet(self, name: str, worksheet_class: type[XlsxSheet] | None = None) -> Worksheet:
        """Add the sheet that is called *name* in English."""
        sheet = super().add_worksheet(self.names.sheets.get(name, name), worksheet_class or LanguageSheet)
        sheet.names, sheet.least = self.names, {}
        return sheet

    def add_format(self, properties: XlsxOptions | None = None) -> XlsxFormat:
        """A format in the font of the language."""
        return super().add_format(_in_font(properties or {}, self.names.language))

    def define_name(self, name: str, formula: str) -> XlsxValue:
        """Define a name for a formula with the names of this workbook."""
        return super().define_name(name, self.names.formula(formula))

    def set_properties(self, properties: XlsxOptions) -> None:
        """Set the properties of the file in the language."""
        super().set_properties({name: self.names.text(value) if isinstance(value, str) else value for name, value in properties.items()})  # fmt: skip
