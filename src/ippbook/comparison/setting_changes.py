"""The settings that have another value."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ippbook.comparison.column_values import ShownValue
from ippbook.comparison.sides import Side
from ippbook.declare import registry
from ippbook.normalize import clean, key
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.settings import read_settings


@dataclass(frozen=True)
class SettingChange:
    """A setting before and after."""

    name: str
    old: ShownValue
    """None: not in the Settings table, or blank there."""
    new: ShownValue
    old_default: bool = False
    """Whether `old` is the default, because the workbook states no usable value."""
    new_default: bool = False


@dataclass(frozen=True)
class _Stated:
    """A setting of one workbook: what applies, what was typed where that cannot be used, and whether the default applies."""

    name: str
    value: ShownValue
    typed: str = ""
    default: bool = True


def setting_changes(old: Side, new: Side) -> tuple[SettingChange, ...]:
    """The settings whose effective value differs, in the order of docs/settings.md; then names that are not settings, such as codes of findings.

    A default that the workbook states is the same as one that it does not state.
    """
    before, after = _stated(old), _stated(new)
    found = []
    for name in dict.fromkeys((*after, *before)):
        one, two = before.get(name), after.get(name)
        first, second = one or _Stated(two.name if two else name, None), two or _Stated(one.name if one else name, None)
        if (first.value, first.typed) != (second.value, second.typed):
            found.append(SettingChange(second.name, _shown(first), _shown(second), first.default, second.default))
    return tuple(found)


def _shown(stated: _Stated) -> ShownValue:
    return stated.typed or stated.value


def _stated(side: Side) -> Mapping[str, _Stated]:
    """The settings of one side by their comparable name."""
    known = registry()
    typed = side.tables.settings.values
    read = read_settings(typed, known.groups)
    values, refused = read.values(), {name for name, _ in read.refused}
    entered = {key(name): (name, clean(str(value if value is not None else ""))) for name, value in typed.items()}
    found: dict[str, _Stated] = {}
    for name, field in known.settings.items():
        at = next((key(each) for each in field.spellings if key(each) in entered), key(name))
        typed_name, text = entered.get(at, ("", ""))
        unusable = text if typed_name in refused else ""
        found[key(field.header)] = _Stated(field.header, _value(values[name]), unusable, not text or bool(unusable))
    names = {key(spelling) for field in known.settings.values() for spelling in field.spellings}
    for name, (typed_name, text) in entered.items():
        if name not in names:
            found[name] = _Stated(typed_name, text.casefold() or None, default=False)
    return found


def _value(value: object) -> ShownValue:
    """The value of a setting as people write it."""
    match value:
        case None:
            return None
        case Decimal():
            percent = f"{value * 100:f}"
            return f"{percent.rstrip('0').rstrip('.') if '.' in percent else percent} %"
        case date():
            return value.isoformat()
        case bool():
            return "yes" if value else "no"
        case int() | float() | str():
            return value
    return str(value)


__all__ = ["SettingChange", "setting_changes"]
