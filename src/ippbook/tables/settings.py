"""Settings: what a team may decide, and what the facts leave unsure. A group is a pydantic model; one field a setting.

The *Settings* table of the workbook holds name and value; what it does not name keeps its default. A group anywhere in
the content rooms is found by `ippbook.declare`; its fields are the parameters of rules and columns, by name.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict

from ippbook.tables.headers import header_of
from ippbook.tables.schema import Kind, YesNo, kind_of
from ippbook.vocabulary import Vocabulary, load


@dataclass(frozen=True)
class Setting:
    """What the annotation of a setting cannot say."""

    note: str
    """One plain sentence for the analyst."""
    source: str = ""
    certainty: str = ""
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class SettingField:
    """A setting, whole: its name, kind, default, and what its `Setting` says."""

    group: str
    name: str
    kind: Kind
    default: Any
    setting: Setting

    @property
    def header(self) -> str:
        """The name in the Settings table."""
        return header_of(self.name)


class SettingGroup(BaseModel):
    """Settings that belong together. Subclasses state `title` and their fields, each with a `Setting`."""

    model_config = ConfigDict(frozen=True)
    title: ClassVar[str] = ""

    @classmethod
    def settings(cls) -> tuple[SettingField, ...]:
        """The settings of the group, in order."""
        found = []
        for name, info in cls.model_fields.items():
            setting = next(extra for extra in info.metadata if isinstance(extra, Setting))
            kind = next((extra for extra in info.metadata if isinstance(extra, Kind)), None)
            found.append(SettingField(cls.title, name, kind or kind_of(info.annotation), info.default, setting))
        return tuple(found)


class General(SettingGroup):
    """What every check may need to know."""

    title: ClassVar[str] = "General"

    as_of: Annotated[date | None, Setting("The day for which everything is judged; empty means the day of the run.")] = None
    expiry_warning_days: Annotated[int, Setting("Warn when a right or a power of attorney runs out within so many days.", "ipp-facts 10 [O15, O20: OFF; V14: VEN]", "chosen", least=0, most=3650)] = 90
    short_text_characters: Annotated[int, Setting("Warn when a takedown text is shorter than this.", "ipp-facts 11 C07", "inferred", least=0, most=1500)] = 40
    text_language: Annotated[str, Setting("Language of takedown texts where the complaint names none.", "ipp-facts 7", "chosen", choices=load("languages").codes)] = "en"


def vocabulary_of(field: SettingField) -> Vocabulary | None:
    """The closed list of a setting, if it has one."""
    if not field.setting.choices:
        return None
    return Vocabulary.model_validate({"name": field.name, "about": field.setting.note, "choices": [{"code": code, "label": code} for code in field.setting.choices]})


__all__ = ["General", "Setting", "SettingField", "SettingGroup", "YesNo", "vocabulary_of"]
