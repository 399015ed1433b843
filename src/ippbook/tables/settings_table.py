"""Reads the Settings table: a name and a value in each row. The table may be missing; then every default applies."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ippbook.normalize import clean, key
from ippbook.tables.book import SettingsTyped
from ippbook.tables.find_table import cells_in, find_table, log_unread, sheet_named, value_at
from ippbook.tables.findings import Batch, Places
from ippbook.tables.problem_log import ProblemLog
from ippbook.tables.workbook import Readable

SETTINGS_NAMES: Final = ("Settings", "设置", "参数", "参数设置")
"""The names that the table or its sheet can have; its own first."""
SETTINGS_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Setting": ("设置", "设置项", "参数"),
        "Value": ("值", "设置值", "取值"),
        "Default": ("默认值",),
        "What it decides": ("说明",),
        "Source": ("来源",),
        "Certainty": ("依据",),
    }
)
"""The columns of the table, each with its Chinese names. Only the first two are read."""
SETTING_HEADERS: Final = ("Setting", *SETTINGS_COLUMNS["Setting"])
VALUE_HEADERS: Final = ("Value", *SETTINGS_COLUMNS["Value"])
_NAMES, _VALUES = (tuple(map(key, headers)) for headers in (SETTING_HEADERS, VALUE_HEADERS))


def read_settings_table(book: Readable) -> tuple[SettingsTyped, list[Batch]]:
    """The Settings table as it is typed, and the problems found in it."""
    log = ProblemLog("Settings")
    area = find_table(book, SETTINGS_NAMES, [_NAMES, _VALUES])
    if area is None:
        sheet = sheet_named(book, SETTINGS_NAMES)
        if sheet is None:
            return SettingsTyped(), []
        log_unread(book, "Settings", sheet, log)
        return SettingsTyped(places=Places(sheet, 0, {})), log.batches()
    keys = [key(header) for header in area.headers]
    names = next((position for position, text in enumerate(keys) if text in _NAMES), None)
    values = next((position for position, text in enumerate(keys) if text in _VALUES), None)
    if names is None or values is None:
        log.add("TB101", "“Setting” or “Value” in the Settings table; every default applies")
        return SettingsTyped(places=Places(area.sheet, area.first_row, {})), log.batches()
    first, second = area.first_column + names, area.first_column + values
    cells = cells_in(book, area, [first, second])
    settings = SettingsTyped(places=Places(area.sheet, area.first_row, {"Setting": first, "Value": second}))
    for row in range(max(cells.last_row - cells.first_row + 1, 0)):
        name = clean(str(value_at(cells[first], row) or ""))
        if name:
            settings.values[name] = value_at(cells[second], row)
            settings.rows[name] = row
    return settings, []


__all__ = ["SETTING_HEADERS", "read_settings_table"]
