"""The hidden sheet of drop-down lists, and the defined names that validations use.

Every validation has a defined name, not an address: the drop-down grows with its list, and with the keys that a team types
into another table.
"""

from typing import Final

from ippbook.languages import say
from ippbook.languages.names import name_in
from ippbook.ooxml.refs import column_letters
from ippbook.tables.records import RECORDS
from ippbook.tables.schema import vocabulary_of
from ippbook.tables.settings import SettingField
from ippbook.workbook_builder.drawn_names import TypedText
from ippbook.workbook_builder.styles import CellRole, Styles
from ippbook.workbook_builder.xlsx_types import XlsxWorkbook

LISTS_SHEET: Final = "Lists"
AS_OF_NAME: Final = "ipp_as_of"
WARN_UNTIL_NAME: Final = "ipp_warn_until"
_SETTINGS_END: Final = 500
"""The defined names read the Settings table down to this row."""


def choice_list_name(choices: str) -> str:
    """The defined name of a vocabulary's codes."""
    return f"list_{choices}"


def key_list_name(table: str) -> str:
    """The defined name of the key column of *table*."""
    return f"keys_{table.lower()}"


def draw_lists(workbook: XlsxWorkbook, styles: Styles) -> None:
    """Write each vocabulary that a drop-down uses: a column of its choices, then the words in English and the Chinese names."""
    sheet = workbook.add_worksheet(LISTS_SHEET)
    names = dict.fromkeys(
        field.column.choices for record in RECORDS for field in record.fields() if field.column.choices
    )
    for place, name in enumerate(sorted(names)):
        column = 4 * place  # choice, label, Chinese name, a gap
        title = name.replace("_", " ").capitalize()
        titles = (title, say("{list} in words", list=title), say("{list} in Chinese", list=title))
        for offset, (text, width) in enumerate(zip(titles, (24, 36, 24), strict=True)):
            sheet.write_string(0, column + offset, text, styles(CellRole.INPUT_HEADER))
            sheet.set_column(column + offset, column + offset, width)
        choices = tuple(vocabulary_of(name))
        for row, choice in enumerate(choices, start=1):
            shown = name_in(choice.code, (choice.zh,), workbook.names.language)
            for offset, text in enumerate((shown, choice.label, choice.zh)):
                sheet.write_string(row, column + offset, TypedText(text), styles(CellRole.INPUT))
        letter = column_letters(column + 1)
        workbook.define_name(choice_list_name(name), f"={LISTS_SHEET}!${letter}$2:${letter}${len(choices) + 1}")
    sheet.freeze_panes(1, 0)
    sheet.hide()


def define_keys(workbook: XlsxWorkbook) -> None:
    """Define a name for the key column of each table. It is a structured reference, which grows with the table."""
    for record in RECORDS:
        key = record.key_field()
        if key is not None:
            workbook.define_name(key_list_name(record.table), f"={record.table}[{key.header}]")


def define_days(workbook: XlsxWorkbook, settings: dict[str, SettingField]) -> None:
    """Define names for the as-of day of the colours and for the last day that gets a warning; both follow the Settings table."""
    day = _value_of(settings["as_of"].header)
    days = _value_of(settings["expiry_warning_days"].header)
    default = settings["expiry_warning_days"].default
    workbook.define_name(AS_OF_NAME, f'=IF(IFERROR({day},"")="",TODAY(),{day})')
    workbook.define_name(WARN_UNTIL_NAME, f'={AS_OF_NAME}+IF(IFERROR({days},"")="",{default},{days})')


def _value_of(header: str) -> str:
    return f'INDEX(Settings!$B$2:$B${_SETTINGS_END},MATCH("{header}",Settings!$A$2:$A${_SETTINGS_END},0))'
