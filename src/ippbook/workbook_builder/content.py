"""What to draw into the input cells: nothing for a new team, rows for the sample."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

InputValue = str | float | date
"""A text, a number or a day. A text is always written as text, whatever its first character is."""
InputRow = dict[str, InputValue]
"""Field name -> value of one row."""


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Content:
    """The input cells of a workbook."""

    rows: Mapping[str, Sequence[Mapping[str, InputValue]]] = field(default_factory=_nothing)
    """By table, a mapping of field name to value for each row; a field that is not there stays blank."""
    settings: Mapping[str, InputValue] = field(default_factory=_nothing)
    """By the setting's field name; a setting that is not there keeps its default."""
    remark: str = ""
    """What stands at the top of the guide, for example that the data are made up; a sentence a line."""
    macros: bool = False
    """Whether the workbook is to carry macros: the guide then names its buttons, not commands."""
    hidden: Mapping[str, Mapping[str, str]] = field(default_factory=_nothing)
    """By the name of a hidden sheet, the keys and values that a program reads there, a row each."""
