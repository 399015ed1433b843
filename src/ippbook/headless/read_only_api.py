"""openpyxl's objects behind glass: they tell what they hold, and nothing can be changed on them, for a change would not be saved."""

from collections.abc import Iterator
from types import GeneratorType
from typing import Any, Final

_READS: Final = frozenset(
    {"cell", "get", "get_sheet_by_name", "index", "items", "iter_cols", "iter_rows", "keys", "named_ranges", "values"}
)
"""Methods of openpyxl that change nothing."""


class NotCoveredError(NotImplementedError, AttributeError):
    """A name of Excel's own object that is not here; `hasattr` says so too."""


def not_covered(name: str, kind: str, *, setting: bool = False) -> NotCoveredError:
    """The sentence about a name that `.api` does not have, or does not change."""
    what = "does not change" if setting else "has no"
    return NotCoveredError(
        f"The engine without Excel {what} api.{name} ({kind}); do this in Excel, or leave it out of the macro."
    )


class Viewed:
    """An object of openpyxl, to be looked at."""

    __slots__ = ("_thing",)

    def __init__(self, thing: Any) -> None:
        object.__setattr__(self, "_thing", thing)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            found = getattr(self._thing, name)
        except AttributeError:
            raise not_covered(name, self._kind) from None
        if callable(found) and not _holds(found):
            if name not in _READS:
                raise not_covered(name, self._kind)
            return _reading(found, name, self._kind)
        return viewed(found)

    @property
    def _kind(self) -> str:
        return type(self._thing).__name__.lower()

    def __setattr__(self, name: str, value: Any) -> None:
        raise not_covered(name, self._kind, setting=True)

    def __delattr__(self, name: str) -> None:
        raise not_covered(name, self._kind, setting=True)

    def __setitem__(self, key: Any, value: Any) -> None:
        raise not_covered(f"[{key!r}]", self._kind, setting=True)

    def __delitem__(self, key: Any) -> None:
        raise not_covered(f"[{key!r}]", self._kind, setting=True)

    def __getitem__(self, key: Any) -> Any:
        return viewed(self._thing[key])

    def __iter__(self) -> Iterator[Any]:
        return map(viewed, iter(self._thing))

    def __len__(self) -> int:
        return len(self._thing)

    def __bool__(self) -> bool:
        return bool(self._thing)

    def __contains__(self, item: Any) -> bool:
        return item in self._thing

    def __eq__(self, other: object) -> bool:
        return bool(self._thing == (other._thing if isinstance(other, Viewed) else other))

    def __hash__(self) -> int:
        return hash(self._thing)

    def __repr__(self) -> str:
        return repr(self._thing)

    def __str__(self) -> str:
        return str(self._thing)


def viewed(thing: Any) -> Any:
    """*thing* as it is where it is a plain value, else behind glass."""
    if isinstance(thing, tuple | GeneratorType) and not hasattr(thing, "_fields"):
        return tuple(map(viewed, thing)) if isinstance(thing, tuple) else map(viewed, thing)
    return Viewed(thing) if _holds(thing) else thing


def _holds(thing: Any) -> bool:
    """Whether something could be changed in *thing*."""
    return isinstance(thing, list | dict | set) or type(thing).__module__.startswith("openpyxl.")


def _reading(method: Any, name: str, kind: str) -> Any:
    def call(*arguments: Any, **named: Any) -> Any:
        if name == "cell" and (named.get("value") is not None or len(arguments) > 2):
            raise not_covered("cell(value=…)", kind, setting=True)
        return viewed(method(*arguments, **named))

    return call
