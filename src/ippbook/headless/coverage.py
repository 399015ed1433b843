"""What every object of the engine has in common: it fails as Excel does while a cell is being edited, and it says what it does not cover.

`EngineObject` finishes each class when Python has read it, and no attribute is looked up in a special way afterwards:

- a member that the class has gets a check for an edited cell before its own code;
- a member of `UNCOVERED` becomes a property that refuses with a sentence;
- a property that xlwings can set and the class cannot gets a setter that refuses with a sentence.
"""

import inspect
from collections.abc import Callable, Iterator
from functools import wraps
from types import FunctionType
from typing import ClassVar, Final, NoReturn, TypeVar

from xlwings import base_classes

from ippbook.headless.cell_display import XlwingsValue
from ippbook.headless.errors import busy_error
from ippbook.headless.state import AppState
from ippbook.headless.uncovered import UNCOVERED

Member = Callable[..., XlwingsValue]
_MEMBER = TypeVar("_MEMBER", bound=Member)
_PARTLY: Final = "__partly__"
_ALWAYS: Final = frozenset({"app", "editing", "options", "state", "calls", "alerts", "answers", "notes"})
"""Members that answer while a cell is being edited: xlwings' own bookkeeping, and what tests look at."""


def partly(what: str) -> Callable[[_MEMBER], _MEMBER]:
    """Mark a member that does only a part of what Excel does; *what* is that part, for the page. It refuses everything else."""

    def mark(member: _MEMBER) -> _MEMBER:
        setattr(member, _PARTLY, what)
        return member

    return mark


def part_of(member: XlwingsValue) -> str:
    """What a member that is marked by `partly` does; "" for any other. Of a property its setter may be marked."""
    parts = (member.fget, member.fset) if isinstance(member, property) else (member,)
    return next((str(getattr(part, _PARTLY)) for part in parts if hasattr(part, _PARTLY)), "")


class EngineObject:
    """An object of the engine, with the app in which it is open."""

    _app: AppState
    _read_only: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        model = model_of(cls)
        read_only = set()
        for name in own_members(cls):
            member = inspect.getattr_static(cls, name)
            if isinstance(member, property):
                if member.fset is None:
                    read_only.add(name)
                setattr(cls, name, _checked_property(member, model, name))
            elif isinstance(member, FunctionType) and name not in _ALWAYS:
                setattr(cls, name, _checked(member, setting=False))
        for name in UNCOVERED.get(model, ()):
            setattr(cls, name, property(_refuse_reading(model, name), _refuse_setting(model, name)))
        cls._read_only = frozenset(read_only)


def model_of(kind: type) -> str:
    """The name of the class of xlwings' object model that *kind* implements, such as Range."""
    return next(
        each.__name__
        for each in kind.__mro__
        if each.__module__ == base_classes.__name__ and each.__name__ in base_classes.__dict__
        if each is not base_classes.Collection
    )


def own_members(kind: type) -> Iterator[str]:
    """The public members that *kind* has of its own, not of xlwings' model."""
    for name in dir(kind):
        if name.startswith("_"):
            continue
        owner = next(each for each in kind.__mro__ if name in vars(each))
        if owner.__module__ != base_classes.__name__:
            yield name


def is_read_only(kind: type, name: str) -> bool:
    """Whether *name* is a property of *kind* that cannot be set."""
    return issubclass(kind, EngineObject) and name in kind._read_only  # noqa: SLF001  # this module sets it


def _checked_property(member: property, model: str, name: str) -> property:
    if member.fget is None:
        raise TypeError(f"{model}.{name} cannot be read")
    setter = member.fset
    if name in _ALWAYS:
        return property(member.fget, setter or _refuse_setting(model, name), doc=member.__doc__)
    checked_setter = _checked(setter, setting=True) if setter else _refuse_setting(model, name)
    return property(_checked(member.fget, setting=False), checked_setter, doc=member.__doc__)


def _checked(function: Member, *, setting: bool) -> Member:
    """*function* behind a check whether a cell is being edited: then Excel answers no call."""

    @wraps(function)
    def checked(thing: EngineObject, *arguments: XlwingsValue, **named: XlwingsValue) -> XlwingsValue:
        _refuse_editing(thing, setting=setting)
        return function(thing, *arguments, **named)

    return checked


def _refuse_editing(thing: EngineObject, *, setting: bool) -> None:
    if thing._app.editing:  # noqa: SLF001  # the same class
        raise busy_error(setting=setting)


def _refuse_reading(model: str, name: str) -> Callable[[EngineObject], NoReturn]:
    def refuse(thing: EngineObject) -> NoReturn:
        _refuse_editing(thing, setting=False)
        raise NotImplementedError(
            f"The engine without Excel has no {model}.{name}; do this in Excel, or leave it out of the macro."
        )

    return refuse


def _refuse_setting(model: str, name: str) -> Callable[[EngineObject, XlwingsValue], NoReturn]:
    def refuse(thing: EngineObject, _value: XlwingsValue) -> NoReturn:
        _refuse_editing(thing, setting=True)
        raise NotImplementedError(
            f"The engine without Excel does not change {model}.{name}; do this in Excel, or leave it out of the macro."
        )

    return refuse
