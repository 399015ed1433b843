"""What a group of settings declares: for each setting its default, its marks, and what is known about it."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Any, get_args, get_origin

from ippbook.quick_dataclasses import dataclass


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
    return DeclaredSetting(default, about, source, certainty, chinese, words, limits)


@dataclass(frozen=True)
class DeclaredSetting:
    """A setting as its group declares it."""

    default: Any
    about: str
    source: str
    certainty: str
    chinese: str
    words: Mapping[str, str]
    limits: Mapping[str, Any]
    """`ge` and `le`: the least and the most."""
    annotation: Any = None
    """Its type, without the marks."""
    marks: tuple[object, ...] = ()
    """What its annotation says more: `OneOf`, `ReadAs`, `ShareLimits`."""


@dataclass(frozen=True)
class ReadAs:
    """Annotation: how a value is read before it is checked."""

    read: Callable[[Any], Any]


@dataclass(frozen=True)
class ShareLimits:
    """Annotation: the least, the most, and the decimals of a share."""

    ge: int
    le: int
    decimal_places: int


class UnusableSettingError(ValueError):
    """Why a value cannot be a setting: pydantic's type of the fault, its sentence, and the values in it."""

    def __init__(self, fault: str, sentence: str, values: Mapping[str, Any]) -> None:
        super().__init__(sentence)
        self.fault, self.sentence, self.values = fault, sentence, values


@dataclass(frozen=True)
class OneOf:
    """Annotation: the setting is a code of this vocabulary; any spelling of it can be typed."""

    choices: str


@lru_cache(maxsize=64)
def declared_settings(group: type) -> dict[str, DeclaredSetting]:
    """The settings that *group* declares, by name, in order."""
    found: dict[str, DeclaredSetting] = {}
    annotations: dict[str, Any] = inspect.get_annotations(group)
    for name, annotation in annotations.items():
        stated = vars(group).get(name)
        if isinstance(stated, DeclaredSetting):
            kind, *marks = get_args(annotation) if get_origin(annotation) is Annotated else (annotation,)
            found[name] = replace(stated, annotation=kind, marks=tuple(marks))
    return found
