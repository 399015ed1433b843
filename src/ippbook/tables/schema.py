"""What a table, a column and a kind of value are. The tables are in `ippbook.tables.records`.

A table is a class: one annotated name for each column. The field's annotation gives the kind of value, its `Column` the
rest. The workbook that `ippbook new` draws, the documentation and the reading of cells all follow from it.
"""

import inspect
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Annotated, Any, ClassVar, get_args, get_origin

from ippbook.catalog.vocabulary import Vocabulary, VocabularyEntry, load_vocabulary
from ippbook.late_pandas import pd
from ippbook.normalize import key
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.headers import header_of


class Kind(StrEnum):
    """The kind of value in a column's cells."""

    TEXT = "text"
    NUMBER = "number"
    COUNT = "whole number"
    PERCENT = "percentage"
    PRICE = "price"
    DATE = "date"
    YES_NO = "yes / no"
    CHOICE = "choice"

    @property
    def number_format(self) -> str:
        """The Excel number format of such a column: the one place that names it."""
        return {
            Kind.TEXT: "@",
            Kind.NUMBER: "#,##0.00",
            Kind.COUNT: "#,##0",
            Kind.PERCENT: "0.0%",
            Kind.PRICE: "#,##0.00",
            Kind.DATE: "yyyy-mm-dd",
            Kind.YES_NO: "@",
            Kind.CHOICE: "@",
        }[self]

    @property
    def numeric(self) -> bool:
        """Whether its values are float64 (blank: NaN)."""
        return self in {Kind.NUMBER, Kind.COUNT, Kind.PERCENT, Kind.PRICE}


@dataclass(frozen=True)
class Column:
    """What the annotation of a field cannot say about its column."""

    note: str
    """One plain sentence: what to enter. Shown as the header's note and in the documentation."""
    key: bool = False
    """The table's own name for a row; other tables refer to it."""
    required: bool = False
    """A row without it cannot be used."""
    refers: str = ""
    """The table whose key this column has."""
    choices: str = ""
    """The vocabulary that the column is limited to: a file of `ippbook.catalog.vocabulary`, or "platforms" or "reasons"."""
    chinese: tuple[str, ...] = ()
    """The Chinese headers of the column: those seen in the field (ipp-facts 8), and plain words for the rest. Each column has one."""
    synonyms: tuple[str, ...] = ()
    """Other headers that teams, scrapers and portals use."""
    fallback: tuple[str, ...] = ()
    """Headers that mean this column only if no other header does, such as a running number."""
    yes: str = ""
    """A yes / no column: what means yes in this column, in addition to what means it everywhere; separated by |."""
    no: str = ""
    """A yes / no column: what means no in this column."""
    prose: bool = False
    """Words that a person wrote: letters keep their width, as a Chinese text needs. Only invisible characters are removed."""
    lines: bool = False
    """Whether line breaks are part of the text; in prose, they separate its items."""
    width: int = 16
    """Width in the drawn workbook, in characters."""
    rare: bool = False
    """Seldom filled: the drawn workbook has it in a closed group of columns."""
    example: str = ""
    source: str = ""


Text = str
Date = date | None
Number = float | None
ShownPrice = Annotated[float | None, Kind.PRICE]
YesNo = Annotated[str, Kind.YES_NO]
ChoiceCode = Annotated[str, Kind.CHOICE]

_KINDS: Mapping[Any, Kind] = {str: Kind.TEXT, date: Kind.DATE, float: Kind.NUMBER, int: Kind.COUNT}


def kind_of(annotation: Any) -> Kind:
    """The kind that a type annotation means.

    >>> kind_of(date | None), kind_of(YesNo), kind_of(float)
    (<Kind.DATE: 'date'>, <Kind.YES_NO: 'yes / no'>, <Kind.NUMBER: 'number'>)
    """
    if get_origin(annotation) is Annotated:
        for extra in get_args(annotation)[1:]:
            if isinstance(extra, Kind):
                return extra
        return kind_of(get_args(annotation)[0])
    for candidate in (annotation, *get_args(annotation)):
        if candidate in _KINDS:
            return _KINDS[candidate]
    message = f"no kind of column for {annotation!r}"
    raise TypeError(message)


@dataclass(frozen=True)
class Field:
    """A column of a table: its name, its kind, and its `Column`."""

    table: str
    name: str
    kind: Kind
    column: Column

    @property
    def header(self) -> str:
        """The header in the drawn workbook."""
        return header_of(self.name)

    @property
    def vocabulary(self) -> Vocabulary | None:
        """The closed list of the column, if it has one."""
        return vocabulary_of(self.column.choices) if self.column.choices else None

    @cached_property
    def words(self) -> Vocabulary | None:
        """The words with which its cells are read: those of its closed list, or the words for yes and no of this column."""
        if self.kind is not Kind.YES_NO or not (self.column.yes or self.column.no):
            return self.vocabulary
        pairs = (("yes", self.column.yes), ("no", self.column.no))
        entries = tuple(
            VocabularyEntry(code=code, label=code, synonyms=tuple(words.split("|"))) for code, words in pairs
        )
        return Vocabulary(name=self.name, about=self.column.note, choices=entries)

    @property
    def names(self) -> bool:
        """Whether its texts name something that rows may share: an account, a complaint, a status."""
        return self.kind is Kind.CHOICE or bool(self.column.refers) or (self.kind is Kind.TEXT and self.column.required)

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """The spellings of a header that mean this column; the first is its own."""
        return tuple(dict.fromkeys(map(key, (self.header, *self.other_headers))))

    @property
    def other_headers(self) -> tuple[str, ...]:
        """The other accepted headers, the sure ones first."""
        return (*self.column.chinese, *self.column.synonyms, *self.column.fallback)

    @cached_property
    def fallback_spellings(self) -> frozenset[str]:
        """Those of `spellings` that mean this column only if no other header does."""
        return frozenset(map(key, self.column.fallback))


def vocabulary_of(name: str) -> Vocabulary:
    """The closed list called *name*: platforms and reasons keep their own folders, the rest are plain lists."""
    from ippbook.catalog import platforms, reasons  # noqa: PLC0415  # imported late: start-up stays quick

    if name == "platforms":
        return platforms.platform_vocabulary()
    if name == "reasons":
        return reasons.reason_vocabulary()
    return load_vocabulary(name)


@lru_cache(maxsize=256)
def _fields_of(record: "type[Record]") -> tuple[Field, ...]:
    """The fields of a table. They are needed often, and the class does not change."""
    found: list[Field] = []
    declared: dict[str, Any] = inspect.get_annotations(record)
    for name, annotation in declared.items():
        if get_origin(annotation) is Annotated:  # a constant of the table is not one of its columns
            column = next(extra for extra in get_args(annotation)[1:] if isinstance(extra, Column))
            found.append(Field(record.table, name, kind_of(annotation), column))
    return tuple(found)


class Record:
    """A row of a table. The class is the table: its name, its columns in order, what it is for."""

    table: ClassVar[str]
    prefix: ClassVar[str]
    """How other tables name its fields: prefix `right` makes `right_expires` of `expires`."""
    code: ClassVar[str]
    """The letters that begin the codes of its rules."""
    chinese: ClassVar[tuple[str, ...]]
    """The Chinese names of the table and of its sheet."""
    optional: ClassVar[bool] = False
    """Whether a workbook may lack the table, or have no rows in it."""
    identity: ClassVar[tuple[str, ...]] = ()
    """The fields whose texts together name a row, so that it is known again in another workbook; empty: the key of the table."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names that the table or its sheet can have in a workbook; its own first."""
        return (cls.table, *cls.chinese)

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """The columns, in the order of the drawn workbook."""
        return _fields_of(cls)  # type: ignore[arg-type]  # a class can be hashed; mypy looks at its instances

    @classmethod
    def settled(cls, columns: "Mapping[str, pd.Series[Any]]") -> "dict[str, pd.Series[Any]]":  # noqa: ARG003  # other tables have none
        """The columns whose values other columns of the row decide, by field name; called after a table was read."""
        return {}

    @classmethod
    def field_under(cls, header: str) -> Field | None:
        """The column that a *header* means, in any of its spellings; None where it means none."""
        return next((field for field in cls.fields() if key(header) in field.spellings), None)

    @classmethod
    def field(cls, name: str) -> Field | None:
        """The column called *name*, or None."""
        return next((field for field in cls.fields() if field.name == name), None)

    @classmethod
    def key_field(cls) -> Field | None:
        """The column that other tables refer to, or None."""
        return next((field for field in cls.fields() if field.column.key), None)

    @classmethod
    def identity_fields(cls) -> tuple[Field, ...]:
        """The columns that together name a row: those of `identity`, else the key."""
        names = cls.identity or tuple(field.name for field in cls.fields() if field.column.key)
        return tuple(field for field in cls.fields() if field.name in names)

    @classmethod
    def joined_name(cls, field: str) -> str:
        """How a table that refers to this one names *field*; the prefix is not doubled.

        `right_expires` for `expires`, `right_type` for `right_type`.
        """
        return field if field.startswith(f"{cls.prefix}_") else f"{cls.prefix}_{field}"
