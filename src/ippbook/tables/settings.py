"""Settings: what a team may decide, and what the facts leave open. A group is a pydantic model; one field a setting.

The field's annotation gives its kind and its limits, `setting(...)` its plain sentence, source and certainty. The
*Settings* table of the workbook holds name and value; what it does not name keeps its default. Groups are found by
`ippbook.declare`; their fields are parameters of rules and columns, by name, and so is the group (by its `parameter`).
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ippbook.languages import say
from ippbook.languages.names import CHINESE, name_in
from ippbook.normalize import clean, key
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.headers import header_of
from ippbook.tables.schema import Kind, kind_of, vocabulary_of
from ippbook.tables.values import Unreadable, choice, date_value, quoted, text_value


def setting(
    default: Any,
    about: str,
    source: str,
    certainty: str,
    *,
    chinese: str = "",
    words: Mapping[str, str] = MappingProxyType({}),
    **limits: Any,
) -> Any:
    """A setting: its default, one plain sentence on what it decides, its source tag, and how certain its default is.

    *certainty*: official, vendor, inferred, or chosen (by ippbook, because it is a matter of taste). *chinese*: its Chinese
    name. *words*: its choices in Chinese, by the choice.
    """
    extra: dict[str, Any] = {"source": source, "certainty": certainty, "chinese": chinese, "words": dict(words)}
    return Field(default, description=about, json_schema_extra=extra, **limits)


@dataclass(frozen=True)
class OneOf:
    """Annotation: the setting is a code of this vocabulary; any spelling of it can be typed."""

    choices: str


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


class SettingGroup(BaseModel):
    """Settings that belong together."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)
    title: ClassVar[str] = ""
    """The heading in the Settings table and the documentation."""
    parameter: ClassVar[str] = ""
    """The parameter name under which declarations receive the whole group."""

    @classmethod
    def settings(cls) -> tuple[SettingField, ...]:
        """The settings of the group, in order."""
        return tuple(_field(cls.title, name, info) for name, info in cls.model_fields.items())


def _field(group: str, name: str, info: Any) -> SettingField:
    extra = info.json_schema_extra or {}
    closed_by = next((mark.choices for mark in info.metadata if isinstance(mark, OneOf)), "")
    choices = get_args(info.annotation) if get_origin(info.annotation) is Literal else ()
    choices = vocabulary_of(closed_by).codes if closed_by else choices
    kind = Kind.CHOICE if choices else Kind.PERCENT if info.annotation is Decimal else kind_of(info.annotation)
    return SettingField(
        group,
        name,
        kind,
        info.default,
        choices,
        info.description or "",
        extra.get("source", ""),
        extra.get("certainty", ""),
        closed_by,
        tuple(filter(None, (extra.get("chinese", ""),))),
        extra.get("words", {}),
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
            found |= {name: getattr(group, name) for name in type(group).model_fields}
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
            except (ValidationError, Unreadable) as refusal:
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
    return RunSettings({group.parameter: group(**usable[group]) for group in groups}, tuple(refused))


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
    return getattr(group.model_validate({field.name: value}), field.name)


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
    "int_from_float": say("not a whole number"),
    "int_type": say("not a whole number"),
}
"""What is wrong with a value, by pydantic's type of the fault."""


def _why(refusal: ValidationError | Unreadable, field: SettingField) -> str:
    if isinstance(refusal, Unreadable):
        return refusal.why
    if field.kind is Kind.PERCENT:
        return say("a share has a percent sign, as in 95 %, or is between 0 and 1, as in 0.95")
    fault = refusal.errors()[0]
    plain = _PLAIN.get(fault["type"], "")
    return plain.format(**fault.get("ctx", {})) if plain else str(fault["msg"]).casefold()


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
