"""Names for the values that only a run knows; each says why its type is open."""

from collections.abc import Callable
from typing import Any, TypeAlias

AnyFunction: TypeAlias = Callable[..., Any]
"""A declared function: its own annotations say what it takes and returns."""
ArgumentValue: TypeAlias = Any
"""What a host passes as an argument, and what a cell gets: None, a text, a number, a date, a column, a block, an error."""
WiredValue: TypeAlias = Any
"""What a parameter name means in a run: a column, a setting, a group of settings, a day or a whole table."""
TypeHint: TypeAlias = Any
"""An annotation, as `typing` evaluates it."""

__all__ = ["AnyFunction", "ArgumentValue", "TypeHint", "WiredValue"]
