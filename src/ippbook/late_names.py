"""The public names of a room, each loaded when it is first used: `from ippbook import formulas` alone loads nothing."""

import importlib
import sys
from collections.abc import Callable, Mapping


def late_names(room: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """The module function `__getattr__` (PEP 562) of *room*. *homes* has the module in the room that defines each name.

    Where the name is another one there, write both: `"open": "read.open_book:open_book"`.
    """

    def load(name: str) -> object:
        home, _, there = homes.get(name, "").partition(":")
        if not home:
            message = f"module {room!r} has no attribute {name!r}"
            raise AttributeError(message)
        value = getattr(importlib.import_module(f"{room}.{home}"), there or name)
        vars(sys.modules[room])[name] = value  # the next use finds it without this function
        return value

    return load
