"""The content of the input cells: empty for a new team, rows for the sample."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from types import MappingProxyType
from typing import Any

from ippbook.quick_dataclasses import dataclass

InputValue = str | float | date
"""A text, a number or a day. A text is always written as text, whatever its first character is."""
InputRow = dict[str, InputValue]
"""Field name -> value of one row."""


def _nothing() -> Mapping[str, Any]:  # an empty mapping of whatever type the field has
    return MappingProxyType({})


@dataclass(frozen=True)
class Content:
    """The input cells of a workbook."""

    rows: Mapping[str, Sequence[Mapping[str, InputValue]]] = field(default_factory=_nothing)
    """Table name -> rows, each a mapping of field name to value; a missing field stays blank."""
    settings: Mapping[str, InputValue] = field(default_factory=_nothing)
    """Field name of a setting -> value; a missing setting keeps its default."""
    remark: str = ""
    """Text at the top of the guide, for example that the data are fictitious; one sentence per line."""
    macros: bool = False
    """Whether the workbook has macros: the guide then names its buttons, not commands."""
    hidden: Mapping[str, Mapping[str, str]] = field(default_factory=_nothing)
    """Name of a hidden sheet -> its keys and values, one row each, for a program to read."""
