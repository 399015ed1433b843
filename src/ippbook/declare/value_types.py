"""Names for the values that only a run knows; each says why its type is open."""

from collections.abc import Callable
from inspect import CO_VARARGS, CO_VARKEYWORDS, signature
from typing import Any, TypeAlias

AnyFunction: TypeAlias = Callable[..., Any]
"""A declared function: its own annotations say what it takes and returns."""
ArgumentValue: TypeAlias = Any
"""What a host passes as an argument, and what a cell gets: None, a text, a number, a date, a column, a block, an error."""
WiredValue: TypeAlias = Any
"""What a parameter name means in a run: a column, a setting, a group of settings, a day or a whole table."""
TypeHint: TypeAlias = Any
"""An annotation, as `typing` evaluates it."""


def parameter_names(function: AnyFunction) -> tuple[str, ...]:
    """The names of the parameters of a plain *function*, in order: what `inspect.signature` gives in a tenth of the time.

    >>> parameter_names(lambda filed, *, right_expires=None: filed)
    ('filed', 'right_expires')
    """
    code = getattr(function, "__code__", None)
    if code is None or hasattr(function, "__wrapped__") or code.co_flags & (CO_VARARGS | CO_VARKEYWORDS):
        return tuple(signature(function).parameters)
    names: tuple[str, ...] = code.co_varnames
    return names[: code.co_argcount + code.co_kwonlyargcount]


__all__ = ["AnyFunction", "ArgumentValue", "TypeHint", "WiredValue", "parameter_names"]
