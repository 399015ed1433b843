"""Checks values of settings with pydantic: text as people type it, numbers within their limits. Loaded where a value is not plain."""

from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model

from ippbook.tables.setting_marks import ReadAs, ShareLimits, UnusableSettingError, declared_settings


@lru_cache(maxsize=64)
def setting_model(group: type) -> type[BaseModel]:
    """The pydantic model of a group of settings, with the same fields and defaults."""
    config = ConfigDict(frozen=True, extra="forbid", validate_default=True)
    found = {
        name: (_annotation(each.annotation, each.marks), Field(each.default, **each.limits))
        for name, each in declared_settings(group).items()
    }
    return create_model(group.__name__, __config__=config, **dict[str, Any](found))


def _annotation(kind: object, marks: tuple[object, ...]) -> object:
    for mark in reversed(marks):  # pydantic calls the last of several first
        if isinstance(mark, ReadAs):
            kind = Annotated[kind, BeforeValidator(mark.read)]
        elif isinstance(mark, ShareLimits):
            kind = Annotated[kind, Field(ge=mark.ge, le=mark.le, decimal_places=mark.decimal_places)]
    return kind


def checked_values(group: type, stated: dict[str, object]) -> dict[str, object]:
    """All values of *group* with those *stated*. Raises pydantic's ValidationError, which names the setting."""
    made = setting_model(group).model_validate(stated)
    return {name: getattr(made, name) for name in declared_settings(group)}


def checked_value(group: type, name: str, value: object) -> object:
    """The value of the setting *name* as the group takes it. Raises `UnusableSettingError`."""
    try:
        return checked_values(group, {name: value})[name]
    except ValidationError as refusal:
        fault = refusal.errors()[0]
        raise UnusableSettingError(fault["type"], str(fault["msg"]), fault.get("ctx", {})) from None
