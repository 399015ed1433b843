"""Results that rules and columns share, made by the second core while this process runs the rules that need none of them.

A copy of this process (`second_core`) makes what `Whole.once` would make here, from the same tables by the same code. A rule that
asks for one before this process waits for it is stopped by `StillMadeError`, and runs again later. Whatever goes wrong with the copy, the
results are made here. So the order of the work changes, and nothing else.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field
from typing import TypeAlias

from ippbook.declare.value_types import AnyFunction
from ippbook.quick_dataclasses import dataclass
from ippbook.second_core import ForkedWork, Post, Taken, forked, second_core_usable

SharedPlace: TypeAlias = tuple[str, AnyFunction]
"""A table, and what is made of it once a run."""


class StillMadeError(BaseException):
    """The second core still makes what a rule wants. It is not an `Exception`, so that no border takes it for a failure."""


@dataclass
class SharedWork:
    """What a copy makes, and whether this process waits for it."""

    coming: list[SharedPlace]
    """What the copy still has to send, in its order."""
    copy: ForkedWork
    waits: bool = False
    _found: dict[SharedPlace, Taken] = field(default_factory=dict)

    def taken(self, place: SharedPlace) -> Taken | None:
        """What the copy has made for *place*; None where this process must make it. Raises `StillMadeError`."""
        if place in self.coming and not self.waits:
            raise StillMadeError
        while place in self.coming:
            found = self.copy.take()
            if found is None:
                self.coming.clear()
            else:
                self._found[self.coming.pop(0)] = found
        return self._found.get(place)


@contextmanager
def made_elsewhere(places: Sequence[SharedPlace], make: Callable[[SharedPlace], object]) -> Iterator[SharedWork | None]:
    """Inside the block the second core makes the results for *places* by *make*, in their order; None where this process has no other core."""
    if not second_core_usable():
        yield None
        return

    def work(post: Post) -> None:
        for place in places:
            post(make(place))

    with forked(work) as copy:
        yield SharedWork(list(places), copy)


__all__ = ["SharedPlace", "SharedWork", "StillMadeError", "made_elsewhere"]
