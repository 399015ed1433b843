"""openpyxl's objects as read-only views: they show what they contain, and refuse every change, because it would not be saved.

`ApiObject` is the only class of the engine that looks up names when they are used: openpyxl has thousands of them. The
classes of `com_api` build on it and add Excel's own names as plain properties.
"""

from collections.abc import Callable, Iterator
from types import GeneratorType
from typing import Any, Final

OpenpyxlValue = Any
"""An object of openpyxl, or a value out of one: the library has no types."""
_READS: Final = frozenset(
    {"cell", "get", "get_sheet_by_name", "index", "items", "iter_cols", "iter_rows", "keys", "named_ranges", "values"}
)
"""Methods of openpyxl that change nothing."""


class NotCoveredError(NotImplementedError, AttributeError):
    """A name of Excel's own object that the engine does not have; `hasattr` is false for it too."""


def not_covered(name: str, kind: str, *, setting: bool = False) -> NotCoveredError:
    """The sentence about a name that `.api` does not have, or does not change."""
    what = "does not change" if setting else "has no"
    return NotCoveredError(
        f"The engine without Excel {what} api.{name} ({kind}); do this in Excel, or leave it out of the macro."
    )


class ApiObject:
    """What an `.api` gives: its own properties first, then what openpyxl's object has, read-only; a sentence for any other name."""

    def _viewed(self) -> OpenpyxlValue:
        """The object of openpyxl behind it; None where openpyxl has none."""
        return None

    def _kind(self) -> str:
        """What it is, for the sentence."""
        raise NotImplementedError

    def __getattr__(self, name: str) -> OpenpyxlValue:
        """A member of openpyxl's object. Python comes here only for a name that the class itself does not have."""
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            found = getattr(self._viewed(), name)
        except AttributeError:
            raise not_covered(name, self._kind()) from None
        if callable(found) and not _can_change(found):
            if name not in _READS:
                raise not_covered(name, self._kind())
            return _reader(found, name, self._kind())
        return read_only(found)

    def __setattr__(self, name: str, value: OpenpyxlValue) -> None:
        member = getattr(type(self), name, None)
        if not name.startswith("_") and not (isinstance(member, property) and member.fset):
            raise not_covered(name, self._kind(), setting=True)
        object.__setattr__(self, name, value)


class ReadOnlyView(ApiObject):
    """A read-only view of an object of openpyxl."""

    def __init__(self, thing: OpenpyxlValue) -> None:
        self._thing = thing

    def _viewed(self) -> OpenpyxlValue:
        return self._thing

    def _kind(self) -> str:
        return type(self._thing).__name__.lower()

    def __delattr__(self, name: str) -> None:
        raise not_covered(name, self._kind(), setting=True)

    def __setitem__(self, key: object, value: object) -> None:
        raise not_covered(f"[{key!r}]", self._kind(), setting=True)

    def __delitem__(self, key: object) -> None:
        raise not_covered(f"[{key!r}]", self._kind(), setting=True)

    def __getitem__(self, key: object) -> OpenpyxlValue:
        return read_only(self._viewed()[key])

    def __iter__(self) -> Iterator[OpenpyxlValue]:
        return map(read_only, iter(self._viewed()))

    def __len__(self) -> int:
        return len(self._viewed())

    def __bool__(self) -> bool:
        return bool(self._viewed())

    def __contains__(self, item: object) -> bool:
        return item in self._viewed()

    def __eq__(self, other: object) -> bool:
        return bool(self._viewed() == (other._viewed() if isinstance(other, ReadOnlyView) else other))

    def __hash__(self) -> int:
        return hash(self._viewed())

    def __repr__(self) -> str:
        return repr(self._viewed())

    def __str__(self) -> str:
        return str(self._viewed())


def read_only(thing: OpenpyxlValue) -> OpenpyxlValue:
    """*thing* itself where it is a plain value, else a read-only view of it."""
    if isinstance(thing, tuple | GeneratorType) and not hasattr(thing, "_fields"):
        return tuple(map(read_only, thing)) if isinstance(thing, tuple) else map(read_only, thing)
    return ReadOnlyView(thing) if _can_change(thing) else thing


def _can_change(thing: OpenpyxlValue) -> bool:
    return isinstance(thing, list | dict | set) or type(thing).__module__.startswith("openpyxl.")


def _reader(method: OpenpyxlValue, name: str, kind: str) -> Callable[..., OpenpyxlValue]:
    def call(*arguments: OpenpyxlValue, **named: OpenpyxlValue) -> OpenpyxlValue:
        if name == "cell" and (named.get("value") is not None or len(arguments) > 2):
            raise not_covered("cell(value=…)", kind, setting=True)
        return read_only(method(*arguments, **named))

    return call
