"""The names and texts of a workbook that is drawn in a language: the drawing code is English, and this is its dictionary.

What a team typed, such as the rows of the sample, is `TypedText` and stays as it is.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import lru_cache
from typing import Final, Self

from xlsxwriter.utility import quote_sheetname

from ippbook.declare import Registry, registry
from ippbook.languages import ENGLISH, Sentence, TextSeries, in_language, say_series
from ippbook.languages.names import CHINESE, OWN_SHEETS, name_in
from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.records import RECORDS
from ippbook.tables.schema import Record, vocabulary_of
from ippbook.tables.settings_table import SETTINGS_COLUMNS, SETTINGS_NAMES

_STRINGS: Final = late_pattern(r'("(?:[^"]|"")*")')
_HEADER: Final = late_pattern(r"\[(@?)([^\[\]#@]+)\]")
_SHEET: Final = late_pattern(r"(?:'((?:[^']|'')+)'|\b([A-Za-z][\w.]*))!")


class TypedText(str):
    """A text that a team typed, or that is in the language already: nothing changes it."""

    __slots__ = ()


class TableName(str):
    """The English name of a table, in a sentence."""

    __slots__ = ()


class HeaderName(str):
    """The English header of a column of the table *table*, in a sentence."""

    __slots__ = ("table",)
    table: str

    def __new__(cls, header: str, table: str) -> Self:
        """The name *header* of a column of *table*."""
        made = super().__new__(cls, header)
        made.table = table
        return made


class SettingName(str):
    """The English name of a setting, in a sentence."""

    __slots__ = ()


class SettingChoice(str):
    """A choice of the setting *setting* (its field name), in a sentence or a list."""

    __slots__ = ("setting",)
    setting: str

    def __new__(cls, choice: str, setting: str) -> Self:
        """The choice *choice* of *setting*."""
        made = super().__new__(cls, choice)
        made.setting = setting
        return made


def text_width(text: str) -> int:
    """How wide a text is, in characters of the Latin alphabet: a Chinese character takes two.

    >>> text_width("Filed"), text_width("投诉时间")
    (5, 8)
    """
    return len(text) if text.isascii() else sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


@dataclass(frozen=True)
class DrawnNames:
    """The names of everything in a workbook of one language, by the English name."""

    language: str
    sheets: Mapping[str, str]
    tables: Mapping[str, str]
    headers: Mapping[str, Mapping[str, str]]
    """English name of the table -> header -> header in the language."""
    settings: Mapping[str, str]
    """Names of settings, which formulas look for as texts."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Words of computed cells, with which colours compare."""

    def text(self, text: str) -> str:
        """A text that people read, in the language."""
        if self.language == ENGLISH or isinstance(text, TypedText):
            return text
        return self._name(text) or in_language(self._sentence(text), self.language)

    def _name(self, text: str) -> str:
        """The name in the language that *text* is; "" where it is a sentence."""
        match text:
            case HeaderName():
                return self.header(text.table, "".join(text))
            case SettingChoice():
                return registry().settings[text.setting].choice_in("".join(text), self.language)
            case Sentence() | TextSeries():
                return ""
        known = (self.sheets, self.tables, self.settings, self.words)
        return next((names[text] for names in known if text in names), "")

    def _sentence(self, text: str) -> str:
        """*text* with its values in the language."""
        match text:
            case Sentence():
                return Sentence(text.template, {name: self.value(value) for name, value in text.values.items()})
            case TextSeries():
                return say_series([TypedText(self.text(part)) for part in text.parts], text.separator)
        return text

    def value(self, value: object) -> object:
        """A value of a sentence, in the language if it is a text of ippbook."""
        known = (TableName, HeaderName, SettingName, SettingChoice, Sentence, TextSeries)
        return self.text(value) if isinstance(value, known) else value

    def header(self, table: str, header: str) -> str:
        """The header in this workbook of the column *header* of *table*."""
        return self.headers.get(table, {}).get(header) or (
            self.text(header) if isinstance(header, Sentence) else header
        )

    def formula(self, formula: str) -> str:
        """A formula with the names of this workbook: sheets, tables, headers, and the names of settings that it looks for."""
        if self.language == ENGLISH:
            return formula
        parts = _STRINGS.split(formula)
        parts[0::2] = [self._references(part) for part in parts[0::2]]
        parts[1::2] = ['"' + self.settings.get(part[1:-1], part[1:-1]) + '"' for part in parts[1::2]]
        return "".join(parts)

    def _references(self, code: str) -> str:
        code = _SHEET.sub(self._sheet, code)
        for name, drawn in self.tables.items():
            pieces = re.split(rf"(?<![\w.]){re.escape(name)}(?=\[)", code)
            code = pieces[0] + "".join(drawn + self._bracketed(name, piece) for piece in pieces[1:])
        return code

    def _sheet(self, found: re.Match[str]) -> str:
        name = (found[1] or found[2]).replace("''", "'")
        return f"{quote_sheetname(self.sheets[name])}!" if name in self.sheets else found[0]

    def _bracketed(self, table: str, code: str) -> str:
        """*code*, which begins with the bracket of a reference to *table*, with its headers in the language."""
        depth, end = 0, len(code)
        for place, sign in enumerate(code):
            depth += (sign == "[") - (sign == "]")
            if depth == 0:
                end = place + 1
                break
        return _HEADER.sub(lambda found: f"[{found[1]}{self.header(table, found[2])}]", code[:end]) + code[end:]


class HeardNames(DrawnNames):
    """The English names; they keep every text of ippbook that is drawn, because a catalogue needs it."""

    def __init__(self) -> None:
        super().__init__(ENGLISH, {}, {}, {}, {})
        object.__setattr__(self, "heard", {})  # the class is frozen

    heard: dict[str, None]
    """The texts in the order of the drawing: constants and templates."""

    def text(self, text: str) -> str:
        """*text*, which is kept."""
        match text:
            case Sentence():
                self.heard[text.template] = None
                for value in text.values.values():
                    if isinstance(value, Sentence | TextSeries):
                        self.text(value)
            case TextSeries():
                for part in text.parts:
                    self.text(part)
            case TypedText() | TableName() | HeaderName() | SettingName() | SettingChoice():
                pass
            case _ if any(letter.isalpha() for letter in text):
                self.heard[text] = None
        return text


@lru_cache
def names_of(language: str) -> DrawnNames:
    """The names of a workbook that is drawn in *language*."""
    if language == ENGLISH:
        return DrawnNames(language, {}, {}, {}, {})
    known = registry()
    tables = {record.table: name_in(record.table, record.chinese, language) for record in RECORDS}
    tables["Settings"] = name_in("Settings", SETTINGS_NAMES[1:], language)
    headers = {record.table: dict(_headers(known, record, language)) for record in RECORDS}
    headers["Settings"] = {own: name_in(own, others, language) for own, others in SETTINGS_COLUMNS.items()}
    sheets = {**tables, **(OWN_SHEETS if language == CHINESE else {})}
    for report in known.reports:
        sheets[report.sheet] = report.sheet_in(language)
        tables[report.table] = name_in(report.table, report.chinese, language)
        headers[report.table] = {each.header: name_in(each.header, each.chinese, language) for each in report.columns}
    settings = {each.header: name_in(each.header, each.chinese, language) for each in known.settings.values()}
    words = {
        entry.code: name_in(entry.code, (entry.zh,), language)
        for name in ("answers", "counts")
        for entry in vocabulary_of(name)
    }
    return DrawnNames(language, sheets, tables, headers, settings, words)


def _headers(known: Registry, record: type[Record], language: str) -> Iterator[tuple[str, str]]:
    for own in record.fields():
        yield own.header, name_in(own.header, own.column.chinese, language)
    for computed in known.columns_of(record.table):
        yield computed.header, name_in(computed.header, computed.chinese, language)
