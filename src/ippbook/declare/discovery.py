"""What modules declare, found by walking packages. A contributor adds a file to a package; no list names it.

A decorator such as `@rule` leaves its declaration on the function, and `discover` finds it there. `discover` also finds a
declaration that a module holds under a name, as in `item_id = column(..., by=urls.item_id)`.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Final, TypeVar

from ippbook.declare.value_types import AnyFunction

_ATTRIBUTE: Final = "__ippbook__"
"""The attribute of a function that holds its declarations."""

_Kind = TypeVar("_Kind")
_Function = TypeVar("_Function", bound=AnyFunction)  # a declared function may take and give anything


def declare_on(function: _Function, declaration: object) -> _Function:
    """Add *declaration* to those of *function*, and return the function unchanged."""
    setattr(function, _ATTRIBUTE, (*declarations_on(function), declaration))
    return function


def declarations_on(function: object) -> tuple[object, ...]:
    """What decorators declared on *function*, in order; empty for everything else."""
    found = getattr(function, _ATTRIBUTE, ())
    return found if isinstance(found, tuple) else ()


def modules_of(*packages: str) -> Iterator[ModuleType]:
    """Every module of *packages*: the package itself, then the modules in it by name, those of subpackages included."""
    for package in packages:
        room = importlib.import_module(package)
        yield room
        for entry in pkgutil.walk_packages(getattr(room, "__path__", ()), f"{package}."):
            yield importlib.import_module(entry.name)


def discover(modules: Iterable[ModuleType], kind: type[_Kind]) -> Iterator[tuple[ModuleType, _Kind]]:
    """Every declaration of *kind* with its module: module by module, and within a module in the order of the file.

    A function that a module only imports is not declared there. Raises `TypeError` where two modules hold the same declaration
    under a name, because then it is not clear which of them declares it.
    """
    owners: dict[int, ModuleType] = {}
    for module in modules:
        for name, value in tuple(vars(module).items()):
            if isinstance(value, kind):
                owner = owners.setdefault(id(value), module)
                if owner is not module:
                    message = f"{name} is declared twice: {owner.__name__} and {module.__name__} both hold it. Import the module, not the name."
                    raise TypeError(message)
                yield module, value
            elif not isinstance(value, type) and getattr(value, "__module__", "") == module.__name__:
                yield from ((module, each) for each in declarations_on(value) if isinstance(each, kind))


def discover_classes(modules: Iterable[ModuleType], parent: type[_Kind]) -> Iterator[type[_Kind]]:
    """Every class that derives from *parent*, in the module that defines it and in the order of the file."""
    for module in modules:
        for value in tuple(vars(module).values()):
            if (
                isinstance(value, type)
                and issubclass(value, parent)
                and value is not parent
                and value.__module__ == module.__name__
            ):
                yield value


__all__ = ["declarations_on", "declare_on", "discover", "discover_classes", "modules_of"]
