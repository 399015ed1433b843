"""Records from TOML tables: a frozen dataclass says which fields there are and of which types; a table that does not fit is refused.

The types are text, whole number, yes or no, day, `Literal`, tuples, mappings from text, and other records. A record checks more in
`__post_init__`, and raises `UnfitError` there.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import lru_cache
from typing import Any, Final, Literal, TypeVar, get_args, get_origin

Made = TypeVar("Made")
_Reader = Callable[[object], object]


class UnfitError(ValueError):
    """What does not fit in a table: for each fault the field, with dots between its parts ("" for the whole), and what it needs."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults: Final = tuple(faults)
        super().__init__("; ".join(f"{place}: {why}" if place else why for place, why in self.faults))


def record_of(kind: type[Made], table: Mapping[str, object]) -> Made:
    """Read *table* as a *kind*. Raises `UnfitError` with all its faults."""
    known = _readers(kind)  # type: ignore[arg-type]  # a class can be hashed; mypy looks at its instances
    faults: list[tuple[str, str]] = []
    values: dict[str, object] = {}
    for name, value in table.items():
        if name not in known:
            faults.append((name, "there is no such field; check its spelling"))
            continue
        try:
            values[name] = known[name](value)
        except UnfitError as refusal:
            faults += [(f"{name}.{place}" if place else name, why) for place, why in refusal.faults]
    required = _required(kind)  # type: ignore[arg-type]  # a class can be hashed; mypy looks at its instances
    faults += [(name, "Field required") for name in required if name not in table]
    if faults:
        raise UnfitError(faults)
    return kind(**values)


@lru_cache
def _readers(kind: type) -> dict[str, _Reader]:
    return {each.name: _reader(each.type) for each in fields(kind)}


@lru_cache
def _required(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING)


_PLAIN: Final = {str: "text", int: "a whole number", bool: "true or false", dt.date: "a day"}


def _reader(form: object) -> _Reader:
    """How a value of the type *form* is read. Raises `UnfitError` for another value, `TypeError` for a type that no table has."""
    if form is Any:
        return lambda value: value
    if isinstance(form, type) and form in _PLAIN:
        return _one_of_type(form)
    if isinstance(form, type) and is_dataclass(form):
        return _nested(form)
    if get_origin(form) is Literal:
        return _one_of(get_args(form))
    if get_origin(form) is tuple:
        return _series(get_args(form))
    if get_origin(form) is Mapping:
        return _mapping(_reader(get_args(form)[1]))
    raise TypeError(f"no TOML table has a value of the type {form!r}")


def _one_of_type(kind: type) -> _Reader:
    def read(value: object) -> object:
        if type(value) is not kind:  # a bool is not a number, and a moment is not a day
            raise UnfitError([("", f"must be {_PLAIN[kind]}")])
        return value

    return read


def _one_of(choices: tuple[object, ...]) -> _Reader:
    def read(value: object) -> object:
        if value not in choices:
            raise UnfitError([("", f"must be one of {', '.join(map(repr, choices))}")])
        return value

    return read


def _nested(kind: type) -> _Reader:
    def read(value: object) -> object:
        if isinstance(value, kind):
            return value
        if not isinstance(value, Mapping):
            raise UnfitError([("", "must be a table")])
        return record_of(kind, value)

    return read


def _series(forms: tuple[object, ...]) -> _Reader:
    """Values of one type (`tuple[str, ...]`), or a fixed number of values, each of its own type."""
    each = _reader(forms[0])
    exact = None if forms[1:] == (...,) else tuple(map(_reader, forms))

    def read(value: object) -> object:
        if not isinstance(value, list | tuple) or (exact is not None and len(value) != len(exact)):
            raise UnfitError([("", f"must be a list of {len(exact)}" if exact else "must be a list")])
        found = []
        for place, item in enumerate(value):
            try:
                found.append((exact[place] if exact else each)(item))
            except UnfitError as refusal:
                raise UnfitError((f"{place}.{inner}".rstrip("."), why) for inner, why in refusal.faults) from None
        return tuple(found)

    return read


def _mapping(each: _Reader) -> _Reader:
    def read(value: object) -> object:
        if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
            raise UnfitError([("", "must be a table")])
        return {name: each(item) for name, item in value.items()}

    return read
