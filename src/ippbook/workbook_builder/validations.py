"""Data validation of cells: a drop-down, a day, a number. The messages say what to type.

A closed list or a day blocks a wrong entry. A reference to another table only warns, because a team may enter the listing after the complaint.
A list with further entries (the offices of WIPO ST.3) only warns too.
"""

from datetime import date
from typing import Final

from ippbook.ooxml.excel_limits import MAX_SHORT_LENGTH
from ippbook.tables.schema import Field, Kind
from ippbook.tables.settings import SettingField
from ippbook.workbook_builder.lists import choice_list_name, key_list_name
from ippbook.workbook_builder.xlsx_types import XlsxOptions

EARLIEST_DATE: Final = date(1985, 1, 1)
"""Every right, listing and complaint is newer than China's patent law, in force since 1985-04-01; ipp-facts 4.2."""
LATEST_DATE: Final = date(2100, 12, 31)


def rule_for(field: Field) -> XlsxOptions | None:
    """The data validation of an input column, for XlsxWriter; None if any text is allowed."""
    if field.column.refers:
        return _list(
            f"={key_list_name(field.column.refers)}",
            f"Not in {field.column.refers} yet",
            f"The sheet {field.column.refers} does not have this name. Choose one of its names, or add this name there. You may keep what you typed.",
            "warning",
        )
    if field.vocabulary is not None and field.vocabulary.further:
        return _list(
            f"={choice_list_name(field.column.choices)}",
            "Not in the drop-down list",
            f"{field.header}: the list has those that are used most. Any other code or name of a country is read too. You may keep what you typed.",
            "warning",
        )
    if field.column.choices:
        return _list(
            f"={choice_list_name(field.column.choices)}",
            "Not one of the choices",
            f"{field.header}: choose a value from the drop-down list, or leave the cell empty.",
        )
    return _plain(field.kind, field.header)


def rule_for_setting(setting: SettingField) -> XlsxOptions | None:
    """The data validation of a setting's value."""
    if setting.choices:
        return _list(
            list(setting.choices),
            "Not one of the choices",
            f"{setting.header}: enter {', '.join(setting.choices)}, or leave the cell empty to use the default.",
        )
    return _plain(setting.kind, setting.header)


def _plain(kind: Kind, header: str) -> XlsxOptions | None:
    match kind:
        case Kind.YES_NO:
            return _list(["yes", "no"], "yes or no", f"{header}: enter yes or no, or leave the cell empty.")
        case Kind.DATE:
            return {
                "validate": "date", "criteria": "between", "minimum": EARLIEST_DATE, "maximum": LATEST_DATE, "ignore_blank": True,
                "error_title": "Not a date", "error_message": f"{header}: enter a date such as 2026-01-31 between {EARLIEST_DATE.year} and {LATEST_DATE.year}, or leave the cell empty.",
            }  # fmt: skip
        case Kind.NUMBER | Kind.COUNT | Kind.PERCENT:
            whole, most = kind is Kind.COUNT, 1 if kind is Kind.PERCENT else 10**12
            wanted = (
                "a percentage between 0 % and 100 %"
                if kind is Kind.PERCENT
                else "a whole number, 0 or more"
                if whole
                else "a number, 0 or more"
            )
            return {
                "validate": "integer" if whole else "decimal", "criteria": "between", "minimum": 0, "maximum": most, "ignore_blank": True,
                "error_title": "Not a valid number", "error_message": f"{header}: enter {wanted}, or leave the cell empty.",
            }  # fmt: skip
    return None


def _list(source: str | list[str], title: str, message: str, style: str = "stop") -> XlsxOptions:
    return {
        "validate": "list", "source": source, "ignore_blank": True, "error_type": style,
        "error_title": title[:32], "error_message": message[:MAX_SHORT_LENGTH],
    }  # fmt: skip
