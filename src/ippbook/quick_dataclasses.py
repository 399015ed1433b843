"""`dataclass` of the standard library, made in a third of the time: a run makes more than two hundred such classes before it reads a cell.

The standard library writes each method of a class as source text and compiles it, six texts for a frozen class. Here only
`__init__`, which runs often, is compiled. Comparison, hash, text and the guard of a frozen class are ordinary functions that know
the names of the fields. The fields and their defaults, and so `fields`, `replace` and `asdict`, come from the standard library. A test makes
classes both ways and compares what they do.

Write `from ippbook.quick_dataclasses import dataclass`. Only `frozen`, `eq` and `kw_only` can be stated; for other features use the standard
library's. A class of one kind cannot inherit from a frozen class of the other kind; that is refused when the module is loaded.
"""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from reprlib import recursive_repr
from types import FunctionType
from typing import TYPE_CHECKING

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        declared: type | None = None, /, *, frozen: bool = False, eq: bool = True, kw_only: bool = False
    ) -> object:
        """As `dataclasses.dataclass`."""
        if declared is None:
            return lambda later: _made(later, frozen=frozen, eq=eq, kw_only=kw_only)
        return _made(declared, frozen=frozen, eq=eq, kw_only=kw_only)


def _made(declared: type, *, frozen: bool, eq: bool, kw_only: bool) -> type:
    own = vars(declared)
    has_hash = "__hash__" in own and not (own["__hash__"] is None and "__eq__" in own)
    declared.__doc__ = declared.__doc__ or declared.__name__  # the standard library would write the signature
    dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only)(declared)
    known = dataclasses.fields(declared)
    methods: dict[str, object] = {
        "__init__": _init(declared, known, frozen=frozen),
        "__repr__": _repr([each.name for each in known if each.repr]),
    }
    if eq:
        methods["__eq__"] = _eq(_values_of([each.name for each in known if each.compare]))
    for name, method in methods.items():
        if name not in own:
            setattr(declared, name, method)
    if eq and not has_hash:
        hashed = [each.name for each in known if (each.compare if each.hash is None else each.hash)]
        setattr(declared, "__hash__", _hash(_values_of(hashed)) if frozen else None)  # noqa: B010  # of any class
    if frozen:
        _guard(declared, frozenset(each.name for each in known))
    return declared


def _values_of(names: Sequence[str]) -> Callable[[object], tuple[object, ...]]:
    """The values of the fields *names* of an instance, as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return lambda _: ()
    one = attrgetter(names[0])
    return lambda instance: (one(instance),)


def _eq(values: Callable[[object], tuple[object, ...]]) -> Callable[[object, object], bool]:
    def __eq__(self: object, other: object) -> bool:  # noqa: N807  # the name is in tracebacks
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hash(values: Callable[[object], tuple[object, ...]]) -> Callable[[object], int]:
    def __hash__(self: object) -> int:  # noqa: N807  # as above
        return hash(values(self))

    return __hash__


def _repr(names: Sequence[str]) -> Callable[[object], str]:
    def __repr__(self: object) -> str:  # noqa: N807  # as above
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({shown})"

    return recursive_repr()(__repr__)


def _guard(declared: type, names: frozenset[str]) -> None:
    """Let every change to a field of a frozen class raise."""
    if {"__setattr__", "__delattr__"} & vars(declared).keys():
        raise TypeError(f"{declared.__name__} is frozen and has a guard of its own")

    def __setattr__(self: object, name: str, value: object) -> None:  # noqa: N807  # as above
        if type(self) is declared or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(declared, self).__setattr__(name, value)  # type: ignore[arg-type]  # the class is a value here

    def __delattr__(self: object, name: str) -> None:  # noqa: N807  # as above
        if type(self) is declared or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(declared, self).__delattr__(name)  # type: ignore[arg-type]  # as above

    setattr(declared, "__setattr__", __setattr__)  # noqa: B010  # of any class
    setattr(declared, "__delattr__", __delattr__)  # noqa: B010  # as above


class _Absent:
    """In place of an argument whose default is made by a factory; signatures show it."""

    def __repr__(self) -> str:
        return "<factory>"


_ABSENT = _Absent()


def _init(declared: type, known: "Sequence[dataclasses.Field[object]]", *, frozen: bool) -> Callable[..., None]:
    """`__init__`, compiled once, with the parameters in the order of the standard library."""
    names: dict[str, object] = {"_set": object.__setattr__, "_absent": _ABSENT, "__name__": declared.__module__}
    body = list(_assignments(known, names, frozen=frozen))
    if hasattr(declared, "__post_init__"):
        body.append("_self.__post_init__()")
    positional = [_parameter(each, names) for each in known if each.init and not each.kw_only]
    named = [_parameter(each, names) for each in known if each.init and each.kw_only]
    parameters = ", ".join(["_self", *positional, *(["*", *named] if named else [])])
    exec(f"def __init__({parameters}):\n " + "\n ".join(body or ["pass"]), names)  # noqa: S102  # as the standard library does; the text has only names of fields
    made = names["__init__"]
    if not isinstance(made, FunctionType):
        raise TypeError(f"a field of {declared.__name__} has the name __init__")
    made.__qualname__ = f"{declared.__qualname__}.__init__"
    made.__annotations__ = {each.name: each.type for each in known if each.init} | {"return": None}
    return made


def _parameter(field: "dataclasses.Field[object]", names: dict[str, object]) -> str:
    if field.default is not dataclasses.MISSING:
        names[f"_default_{field.name}"] = field.default
        return f"{field.name}=_default_{field.name}"
    return field.name if field.default_factory is dataclasses.MISSING else f"{field.name}=_absent"


def _assignments(
    known: "Sequence[dataclasses.Field[object]]", names: dict[str, object], *, frozen: bool
) -> Iterator[str]:
    """A line for each field that an instance gets a value of its own for."""
    for field in known:
        value = field.name
        if field.default_factory is not dataclasses.MISSING:
            names[f"_factory_{field.name}"] = field.default_factory
            made = f"_factory_{field.name}()"
            value = f"{made} if {field.name} is _absent else {field.name}" if field.init else made
        elif not field.init:
            continue
        yield f'_set(_self, "{field.name}", {value})' if frozen else f"_self.{field.name} = {value}"
