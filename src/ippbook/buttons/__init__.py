"""What a person can start by hand: a function a button, the same in every host. Dropping a function into this room is all it takes."""

import importlib
import pkgutil
from functools import lru_cache
from typing import Final

from ippbook.declare.button import Button
from ippbook.declare.worksheet import MARK

_ORDER: Final = ("checks", "compute", "cases", "cells")
"""The modules in the order of the ribbon, a group each; one that is not named here comes last."""


@lru_cache
def buttons() -> tuple[Button, ...]:
    """Every button, in the order of the ribbon: by module as listed, then as declared."""
    found: list[Button] = []
    names = [entry.name for entry in pkgutil.iter_modules(__path__)]
    for name in sorted(names, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)):
        module = importlib.import_module(f"{__name__}.{name}")
        for value in vars(module).values():
            declared = getattr(value, MARK, ()) if getattr(value, "__module__", "") == module.__name__ else ()
            found += [each for each in declared if isinstance(each, Button)]
    return tuple(found)


__all__ = ["buttons"]
