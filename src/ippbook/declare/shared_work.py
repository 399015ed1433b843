"""One result that rules and columns share, made by the second core while this process runs the rules that need no such result.

A copy of this process (`second_core`) makes what `Whole.once` would make here, from the same tables by the same code. A rule that
asks for it before this process waits for it is stopped by `StillMadeError`, and runs again later. Whatever goes wrong with the copy, the
result is made here. So the order of the work changes, and nothing else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from ippbook.declare.value_types import AnyFunction
from ippbook.quick_dataclasses import dataclass
from ippbook.second_core import ForkedWork, Taken, forked, second_core_usable

SharedPlace: TypeAlias = tuple[str, AnyFunction]
"""A table, and what is made of it once a run."""


class StillMadeError(BaseException):
    """The second core still makes what a rule wants. It is not an `Exception`, so that no border takes it for a failure."""


@dataclass
class SharedWork:
    """What a copy makes, and whether this process waits for it."""

    place: SharedPlace
    copy: ForkedWork
    waits: bool = False

    def taken(self, place: SharedPlace) -> Taken | None:
        """What the copy has made for *place*; None where this process must make it. Raises `StillMadeError`."""
        if place != self.place:
            return None
        if not self.waits:
            raise StillMadeError
        return self.copy.take()


@contextmanager
def made_elsewhere(place: SharedPlace, make: Callable[[], object]) -> Iterator[SharedWork | None]:
    """Inside the block the second core makes the result for *place* by *make*; None where there is no second core."""
    if not second_core_usable():
        yield None
        return
    with forked(lambda post: post(make())) as copy:
        yield SharedWork(place, copy)


__all__ = ["SharedPlace", "SharedWork", "StillMadeError", "made_elsewhere"]
