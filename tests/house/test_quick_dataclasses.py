"""Classes of `quick_dataclasses` do what those of the standard library do."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import field
from typing import Any, ClassVar, Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.quick_dataclasses import dataclass as quick

plain = dataclasses.dataclass
Decorator = Callable[..., Any]
Value = TypeVar("Value")


def declared(make: Decorator, **kind: bool) -> list[type]:
    """One class of each form, made by *make*. Both makers give them the same qualified names."""

    @make(**kind)
    class Nothing:
        """No field."""

    @make(**kind)
    class One:
        """One field, one constant."""

        first: Any
        CONSTANT: ClassVar[int] = 3

    @make(**kind)
    class Several(Generic[Value]):
        """Defaults, a factory, a field that is not compared, and one that no argument sets."""

        first: Any
        second: Any = 2
        third: list[Any] = field(default_factory=list)
        unseen: Any = field(default=None, compare=False, repr=False)
        made: list[int] = field(init=False, default_factory=lambda: [1])
        fixed: int = field(init=False, default=5)

    @make(**kind)
    class More(Several[int]):
        """Inherits fields, adds one, and looks at itself after it was made."""

        fourth: Any = field(default=4, kw_only=True)

        def __post_init__(self) -> None:
            if self.fourth == "wrong":
                raise ValueError("fourth")

    @make(**kind)
    class Own:
        first: Any

        def __repr__(self) -> str:
            return "own"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own)

        def __hash__(self) -> int:
            return 1

    @make(**kind)
    class OwnEquality:  # noqa: PLW1641  # what becomes of the hash is compared
        first: Any

        def __eq__(self, other: object) -> bool:
            return True

    return [Nothing, One, Several, More, Own, OwnEquality]


KINDS: list[dict[str, bool]] = [{}, {"frozen": True}, {"eq": False}, {"frozen": True, "eq": False}]


def heard(action: Callable[..., object], *arguments: object) -> object:
    """What *action* answers, or the type and the text of what it raises."""
    try:
        return action(*arguments)
    except Exception as failure:  # noqa: BLE001  # any is compared
        return type(failure), str(failure)


def behaviour(declared_class: type, values: list[Any], *, by_value: bool) -> list[object]:
    """What an instance with these *values* does; alone what is said where there can be none."""
    made = heard(declared_class, *values)
    if not isinstance(made, declared_class):
        return [made]
    again = declared_class(*values)
    found: list[object] = [made == again, made != again, made == declared_class.__name__, made == made.__class__]
    found.append(repr(made).partition(" at 0x")[0])
    found.append(repr(vars(made)))
    if by_value:
        found.append(heard(hash, made))
    for name in ("first", "unseen", "no field"):
        found += [heard(setattr, made, name, 1), heard(delattr, made, name), heard(delattr, again, name)]
    return found


@pytest.mark.parametrize("kind", KINDS, ids=str)
@given(st.lists(st.one_of(st.integers(0, 2), st.just("wrong"), st.lists(st.none(), max_size=1)), max_size=4))
def test_instances_of_both_do_the_same(kind: dict[str, bool], values: list[Any]) -> None:
    by_value = kind.get("eq", True)
    for ours, theirs in zip(declared(quick, **kind), declared(plain, **kind), strict=True):
        assert behaviour(ours, values, by_value=by_value) == behaviour(theirs, values, by_value=by_value)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_classes_of_both_are_declared_alike(kind: dict[str, bool]) -> None:
    for ours, theirs in zip(declared(quick, **kind), declared(plain, **kind), strict=True):
        assert str(inspect.signature(ours)) == str(inspect.signature(theirs))
        assert ours.__match_args__ == theirs.__match_args__
        assert [(each.name, each.type, each.compare) for each in dataclasses.fields(ours)] == [
            (each.name, each.type, each.compare) for each in dataclasses.fields(theirs)
        ]
        assert (ours.__hash__ is None) == (theirs.__hash__ is None)
        assert ours.__init__.__module__ == theirs.__init__.__module__
        assert ours.__init__.__qualname__ == theirs.__init__.__qualname__


@quick(frozen=True)
class Pair:
    """A class that pickle finds."""

    first: int
    second: "Pair | None" = None


def test_an_instance_is_copied_pickled_and_replaced() -> None:
    pair = Pair(1, Pair(2))
    assert pickle.loads(pickle.dumps(pair)) == copy.deepcopy(pair) == pair  # noqa: S301  # our own bytes
    assert dataclasses.replace(pair, first=3) == Pair(3, Pair(2))
    assert dataclasses.asdict(pair) == {"first": 1, "second": {"first": 2, "second": None}}


def test_an_instance_that_contains_itself_can_be_shown() -> None:
    @quick
    class Ring:
        """It refers to itself."""

        inside: Any = None

    ring = Ring()
    ring.inside = ring
    assert repr(ring).endswith("Ring(inside=...)")


def test_a_frozen_class_cannot_inherit_from_one_of_the_other_kind() -> None:
    for first, second in ((quick, plain), (plain, quick)):
        with pytest.raises(TypeError, match="frozen"):
            second(frozen=True)(type("Heir", (first(frozen=True)(type("Base", (), {})),), {}))


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(TypeError, match="order"):
        quick(order=True)
    with pytest.raises(TypeError, match="guard of its own"):
        quick(frozen=True)(type("Guarded", (), {"__setattr__": lambda *_: None}))
