"""Data validation of cells: a drop-down, a day, a number. The messages say what to type.

A closed list or a day blocks a wrong entry. A reference to another table only warns, because a team may enter the listing after the complaint.
A list with further entries (the offices of WIPO ST.3) only warns too.
"""

from datetime import date
from typing import Final

from ippbook.languages import say, say_series
from ippbook.tables.schema import Field, Kind
from ippbook.tables.settings import SettingField
from ippbook.workbook_builder.drawn_names import HeaderName, SettingChoice, SettingName, TableName
from ippbook.workbook_builder.lists import choice_list_name, key_list_name
from ippbook.workbook_builder.xlsx_types import XlsxOptions

EARLIEST_DATE: Final = date(1985, 1, 1)
"""Every right, listing and complaint is newer than China's patent law, in force since 1985-04-01; ipp-facts 4.2."""
LATEST_DATE: Final = date(2100, 12, 31)


def rule_for(field: Field) -> XlsxOptions | None:
    """The data validation of an input column, for a `LanguageSheet`; None if any text is allowed."""
    header = HeaderName(field.header, field.table)
    if field.column.refers:
        return _list(
            f"={key_list_name(field.column.refers)}",
            say("Not in {table} yet", table=TableName(field.column.refers)),
            say(
                "The sheet {table} does not have this name. Choose one of its names, or add this name there. You may keep what you typed.",
                table=TableName(field.column.refers),
            ),
            "warning",
        )
    if field.vocabulary is not None and field.vocabulary.further:
        return _list(
            f"={choice_list_name(field.column.choices)}",
            say("Not in the drop-down list"),
            say(
                "{header}: the list has those that are used most. Any other code or name of a country is read too. You may keep what you typed.",
                header=header,
            ),
            "warning",
        )
    if field.column.choices:
        return _list(
            f"={choice_list_name(field.column.choices)}",
            say("Not one of the choices"),
            say("{header}: choose a value from the drop-down list, or leave the cell empty.", header=header),
        )
    return _plain(field.kind, header)


def rule_for_setting(setting: SettingField) -> XlsxOptions | None:
    """The data validation of a setting's value, for a `LanguageSheet`."""
    header = SettingName(setting.header)
    choices = [SettingChoice(choice, setting.name) for choice in setting.choices]
    if setting.choices:
        return _list(
            list(choices),
            say("Not one of the choices"),
            say(
                "{header}: enter {choices}, or leave the cell empty to use the default.",
                header=header,
                choices=say_series(choices),
            ),
        )
    return _plain(setting.kind, header)


def _plain(kind: Kind, header: str) -> XlsxOptions | None:
    match kind:
        case Kind.YES_NO:
            message = say("{header}: enter yes or no, or leave the cell empty.", header=header)
            return _list(["yes", "no"], say("yes or no"), message)
        case Kind.DATE:
            return {
                "validate": "date", "criteria": "between", "minimum": EARLIEST_DATE, "maximum": LATEST_DATE, "ignore_blank": True,
                "error_title": say("Not a date"),
                "error_message": say(
                    "{header}: enter a date such as 2026-01-31 between {first} and {last}, or leave the cell empty.",
                    header=header, first=EARLIEST_DATE.year, last=LATEST_DATE.year,
                ),
            }  # fmt: skip
        case Kind.NUMBER | Kind.COUNT | Kind.PERCENT:
            whole, most = kind is Kind.COUNT, 1 if kind is Kind.PERCENT else 10**12
            if kind is Kind.PERCENT:
                message = say(
                    "{header}: enter a percentage between 0 % and 100 %, or leave the cell empty.", header=header
                )
            elif whole:
                message = say("{header}: enter a whole number, 0 or more, or leave the cell empty.", header=header)
            else:
                message = say("{header}: enter a number, 0 or more, or leave the cell empty.", header=header)
            return {
                "validate": "integer" if whole else "decimal", "criteria": "between", "minimum": 0, "maximum": most, "ignore_blank": True,
                "error_title": say("Not a valid number"), "error_message": message,
            }  # fmt: skip
    return None


def _list(source: str | list[str], title: str, message: str, style: str = "stop") -> XlsxOptions:
    return {
        "validate": "list", "source": source, "ignore_blank": True, "error_type": style,
        "error_title": title, "error_message": message,
    }  # fmt: skip
