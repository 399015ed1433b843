"""What every object of the engine has in common: what it answers while a cell is being edited, and what it does not cover."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, TypeVar

from xlwings import base_classes

from ippbook.headless.errors import busy
from ippbook.headless.state import Program

F = TypeVar("F", bound=Callable[..., Any])
_PARTLY: Final = "__partly__"
_ALWAYS: Final = frozenset({"app", "editing", "options", "state", "calls", "alerts", "answers", "notes"})
"""What answers while a cell is being edited: xlwings' own bookkeeping, and what tests look at."""


def partly(what: str) -> Callable[[F], F]:
    """Mark a member that does only a part of what Excel does: *what* it does, for the page. Everything else it refuses."""

    def mark(member: F) -> F:
        setattr(member, _PARTLY, what)
        return member

    return mark


def part_of(member: Any) -> str:
    """What a member that is marked by `partly` does; "" for any other. Of a property its setter may be marked."""
    parts = (member.fget, member.fset) if isinstance(member, property) else (member,)
    return next((str(getattr(part, _PARTLY)) for part in parts if hasattr(part, _PARTLY)), "")


class Hosted:
    """An object of the engine: its public names fail as in Excel while `editing`, and say so where they are not covered."""

    _program: Program | None = None

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("_"):
            _check(self, name, setting=False)
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_"):
            _check(self, name, setting=True)
        object.__setattr__(self, name, value)


def _check(thing: Hosted, name: str, *, setting: bool) -> None:
    program = object.__getattribute__(thing, "_program")
    if program is not None and program.editing and name not in _ALWAYS:
        raise busy(setting=setting)
    if not covered(type(thing), name, setting=setting):  # type: ignore[arg-type]  # a class is hashable; mypy doubts it
        what = "does not change" if setting else "has no"
        raise NotImplementedError(
            f"The engine without Excel {what} {type(thing).__name__}.{name}; do this in Excel, or leave it out of the macro."
        )


@lru_cache(maxsize=4096)
def covered(kind: type, name: str, *, setting: bool = False) -> bool:
    """Whether a class of the engine has a member of its own for *name*, which xlwings declares and leaves to the engines."""
    for owner in kind.__mro__:
        member = owner.__dict__.get(name)
        if member is not None:
            if owner.__module__ == base_classes.__name__:
                return False
            return not (setting and isinstance(member, property) and member.fset is None)
    return True
