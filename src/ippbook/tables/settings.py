"""Settings: what a team may decide, and what the facts leave open. A group is a class; one annotated name a setting.

The annotation gives its kind and its limits, `setting(...)` its plain sentence, source and certainty (`setting_marks`). The
*Settings* table of the workbook holds name and value; what it does not name keeps its default. Groups are found by
`ippbook.declare`; their fields are parameters of rules and columns, by name, and so is the group (by its `parameter`).
"""

import math
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, Literal, Self, get_args, get_origin

from ippbook.languages import say
from ippbook.languages.names import CHINESE, name_in
from ippbook.normalize import clean, key
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.headers import header_of
from ippbook.tables.schema import Kind, kind_of, vocabulary_of
from ippbook.tables.setting_marks import (
    DeclaredSetting,
    OneOf,
    ShareLimits,
    UnusableSettingError,
    declared_settings,
    setting,
)
from ippbook.tables.values import Unreadable, choice, date_value, quoted, text_value


@dataclass(frozen=True)
class SettingField:
    """A setting as a value."""

    group: str
    name: str
    kind: Kind
    default: Any
    choices: tuple[str, ...]
    about: str
    source: str
    certainty: str
    closed_by: str = ""
    """The vocabulary whose codes `choices` are, if any."""
    chinese: tuple[str, ...] = ()
    """Its Chinese names."""
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Choice -> the choice in Chinese; a choice of a vocabulary has its name there."""

    @property
    def header(self) -> str:
        """The name in the Settings table."""
        return header_of(self.name)

    @property
    def spellings(self) -> tuple[str, ...]:
        """The names under which the Settings table may have it."""
        return (self.header, self.name, *self.chinese)

    def choice_in(self, code: str, language: str) -> str:
        """The choice *code* in *language*; as it is where it has no other name."""
        if language != CHINESE:
            return code
        if self.closed_by:
            entries = vocabulary_of(self.closed_by)
            return name_in(code, (entries[code].zh,), language) if code in entries else code
        return self.words.get(code, code)

    @property
    def shown_default(self) -> str:
        """The default as a person writes it."""
        if self.default is None:
            return ""
        if self.kind is Kind.PERCENT:
            return f"{Decimal(self.default) * 100:f}".rstrip("0").rstrip(".") + " %"
        return str(self.default)


class SettingGroup:
    """Settings that belong together. Frozen; compared by type and values."""

    title: ClassVar[str] = ""
    """The heading in the Settings table and the documentation."""
    parameter: ClassVar[str] = ""
    """The parameter name under which declarations receive the whole group."""

    def __init__(self, **stated: object) -> None:
        values = {name: each.default for name, each in declared_settings(type(self)).items()}  # type: ignore[arg-type]  # a class can be hashed; mypy looks at its instances
        if stated:
            from ippbook.tables.setting_models import checked_values  # noqa: PLC0415  # late: the defaults need no check

            values = checked_values(type(self), stated)
        vars(self).update(values)

    @classmethod
    def of_checked(cls, values: Mapping[str, object]) -> Self:
        """The group with *values* that were checked one by one."""
        made = cls()
        vars(made).update(values)
        return made

    def with_values(self, **stated: object) -> Self:
        """The group with other values. Raises pydantic's ValidationError, which names the setting."""
        return type(self)(**(vars(self) | stated))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be set")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"

    @classmethod
    def settings(cls) -> tuple[SettingField, ...]:
        """The settings of the group, in order."""
        return _fields_of_group(cls)  # type: ignore[arg-type]  # a class can be hashed; mypy looks at its instances


@lru_cache(maxsize=64)
def _fields_of_group(group: type[SettingGroup]) -> tuple[SettingField, ...]:
    return tuple(_field(group.title, name, each) for name, each in declared_settings(group).items())  # type: ignore[arg-type]  # a class can be hashed; mypy looks at its instances


def _field(group: str, name: str, declared: DeclaredSetting) -> SettingField:
    kind_of_value = declared.annotation
    closed_by = next((mark.choices for mark in declared.marks if isinstance(mark, OneOf)), "")
    choices = get_args(kind_of_value) if get_origin(kind_of_value) is Literal else ()
    choices = vocabulary_of(closed_by).codes if closed_by else choices
    kind = Kind.CHOICE if choices else Kind.PERCENT if kind_of_value is Decimal else kind_of(kind_of_value)
    return SettingField(
        group,
        name,
        kind,
        declared.default,
        choices,
        declared.about,
        declared.source,
        declared.certainty,
        closed_by,
        tuple(filter(None, (declared.chinese,))),
        declared.words,
    )


class General(SettingGroup):
    """Settings that every check may need."""

    title: ClassVar[str] = "General"
    parameter: ClassVar[str] = "general"

    as_of: date | None = setting(
        None,
        "The day for which everything is judged. Empty: the day of the run.",
        "house",
        "chosen",
        chinese="判断日期",
    )
    expiry_warning_days: int = setting(
        90,
        "Warn when a right or a power of attorney expires within this many days.",
        "ipp-facts 10 [O15, O20: OFF; V14: VEN]",
        "chosen",
        ge=0,
        le=3650,
        chinese="到期提醒天数",
    )
    short_text_characters: int = setting(
        40,
        "Warn when a takedown text is shorter than this.",
        "ipp-facts 11 C07",
        "inferred",
        ge=0,
        le=1500,
        chinese="投诉正文最少字数",
    )
    text_language: Annotated[str, OneOf("languages")] = setting(
        "en",
        "Language of takedown texts if the complaint does not name one.",
        "ipp-facts 7",
        "chosen",
        chinese="投诉正文语言",
    )
    fallback_language: Annotated[str, OneOf("languages")] = setting(
        "en",
        "Language of a takedown text where ippbook has none in the language of the complaint and the portal's own language was not found.",
        "ipp-facts 1, 7",
        "chosen",
        chinese="备用正文语言",
    )
    language_of_findings: Literal["auto", "en", "zh"] = setting(
        "auto",
        "Language of the findings and messages, where colleagues read different ones. auto: the language of the sheets and headers.",
        "house",
        "chosen",
        chinese="检查结果语言",
        words={"auto": "自动", "en": "英文", "zh": "中文"},
    )


def day_by_settings(typed: Mapping[str, object], as_of: date | None, today: date) -> date:
    """The day for which a workbook is judged: *as_of*, else its setting *As of* among *typed* (as `read_settings` takes them), else *today*."""
    if as_of is not None:
        return as_of
    stated = read_settings(typed, (General,)).values()["as_of"]
    return stated if isinstance(stated, date) else today


@dataclass(frozen=True)
class RunSettings:
    """The settings of a run: each group, and those that cannot be used (name as typed, why)."""

    groups: Mapping[str, SettingGroup]
    """By the group's parameter name."""
    refused: tuple[tuple[str, str], ...] = ()

    def values(self) -> dict[str, Any]:
        """Every setting by name, and every group by its parameter name."""
        found: dict[str, Any] = dict(self.groups)
        for group in self.groups.values():
            found |= vars(group)
        return found


def read_settings(typed: Mapping[str, Any], groups: tuple[type[SettingGroup], ...]) -> RunSettings:
    """The settings that *typed* (name as typed to raw value) makes of *groups*; a value that cannot be used keeps its default."""
    refused: list[tuple[str, str]] = []
    known = {
        key(spelling): (group, field) for group in groups for field in group.settings() for spelling in field.spellings
    }
    usable: dict[type[SettingGroup], dict[str, Any]] = {group: {} for group in groups}
    for name, value in typed.items():
        found = known.get(key(name))
        if found is None:
            refused.append((name, say("“{name}” is not known", name=name)))
        elif value is not None and clean(str(value)):
            group, field = found
            try:
                usable[group][field.name] = _usable(group, field, value)
            except (UnusableSettingError, Unreadable) as refusal:
                why = _why(refusal, field)
                refused.append(
                    (
                        name,
                        say(
                            "“{name}” cannot be {value}: {why}; {instead} is used",
                            name=name,
                            value=quoted(value),
                            why=why,
                            instead=_instead(field),
                        ),
                    )
                )
    return RunSettings({group.parameter: group.of_checked(usable[group]) for group in groups}, tuple(refused))


def _usable(group: type[SettingGroup], field: SettingField, value: Any) -> Any:
    """The value as the group's field takes it, checked alone."""
    match field.kind:
        case Kind.DATE:
            value = date_value(value)
        case Kind.CHOICE if field.closed_by:
            value = choice(text_value(value), vocabulary_of(field.closed_by))
        case Kind.CHOICE:
            value = text_value(value).casefold()
            value = {word.casefold(): code for code, word in field.words.items()}.get(value, value)
        case Kind.COUNT:
            value = _without_unit(text_value(value).casefold(), field)
        case Kind.PERCENT if isinstance(value, float):
            value = Decimal(repr(value))
    declared = declared_settings(group)  # type: ignore[arg-type]  # a class can be hashed; mypy looks at its instances
    plain = _plain_value(declared[field.name], field, value)
    if plain is not None:
        return plain
    from ippbook.tables.setting_models import checked_value  # noqa: PLC0415  # late: most values are plain

    return checked_value(group, field.name, value)


def _plain_value(declared: DeclaredSetting, field: SettingField, value: object) -> object:
    """The value, where it is plain that it fits: the check would give the same. None where the check must say."""
    if field.kind is Kind.DATE and type(value) is date:
        return value
    if field.kind is Kind.CHOICE and type(value) is str and value in field.choices:
        return value
    if field.kind is Kind.COUNT and type(value) is str and value.isascii() and value.isdigit() and len(value) < 10:
        least, most = declared.limits.get("ge", 0), declared.limits.get("le", math.inf)
        return int(value) if least <= int(value) <= most else None
    limits = next((mark for mark in declared.marks if isinstance(mark, ShareLimits)), None)
    if field.kind is Kind.PERCENT and limits and type(value) is Decimal and value.is_finite():
        scaled = value.scaleb(limits.decimal_places)
        return value if limits.ge <= value <= limits.le and scaled == scaled.to_integral_value() else None
    return None


def _without_unit(text: str, field: SettingField) -> str:
    """A number without its unit, if the unit is a word of the setting's name: "6 months" under Window months is 6."""
    number, _, unit = text.partition(" ")
    words = field.name.split("_")
    return number if unit and (unit in words or f"{unit}s" in words) else text


def _instead(field: SettingField) -> str:
    if field.shown_default:
        return say("the default {shown_default}", shown_default=field.shown_default)
    return "the default, today," if field.kind is Kind.DATE else say("the default, no value,")


_PLAIN: Final = {
    "literal_error": "use {expected}",
    "greater_than_equal": "the least is {ge}",
    "less_than_equal": "the most is {le}",
    "int_parsing": say("not a whole number"),
    "int_parsing_size": say("the number is too large"),
    "int_from_float": say("not a whole number"),
    "int_type": say("not a whole number"),
}
"""What is wrong with a value, by pydantic's type of the fault."""


def _why(refusal: UnusableSettingError | Unreadable, field: SettingField) -> str:
    if isinstance(refusal, Unreadable):
        return refusal.why
    if field.kind is Kind.PERCENT:
        return say("a share has a percent sign, as in 95 %, or is between 0 and 1, as in 0.95")
    plain = _PLAIN.get(refusal.fault, "")
    return plain.format(**refusal.values) if plain else refusal.sentence.casefold()


__all__ = [
    "General",
    "OneOf",
    "RunSettings",
    "SettingField",
    "SettingGroup",
    "day_by_settings",
    "read_settings",
    "setting",
]
