"""A table that does not fit its record is refused, with each field and what it needs."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import asdict, field
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from ippbook.catalog import platforms
from ippbook.catalog.toml_records import UnfitError, record_of
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Part:
    """A table in a table."""

    name: str
    size: int = 1


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A table with a field of each type."""

    code: str
    kind: Literal["a", "b"] = "a"
    done: bool = False
    day: dt.date = dt.date(2026, 1, 1)
    words: tuple[str, ...] = ()
    pair: tuple[str, int] = ("", 0)
    parts: tuple[Part, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    more: Any = None


SIMPLE = st.one_of(
    st.sampled_from(["a", "b", "c", True, 1, 1.5, dt.date(2026, 2, 3), dt.datetime(2026, 2, 3), None]),  # noqa: DTZ001  # as TOML gives it
    st.lists(st.sampled_from(["a", 1, {"name": "n"}, {"name": 1}, {"size": 2}, {"name": "n", "x": 1}]), max_size=3),
    st.dictionaries(st.sampled_from(["name", "size", "x"]), st.sampled_from(["a", 1]), max_size=2),
)


class PartModel(BaseModel):
    """`Part` for pydantic."""

    model_config = ConfigDict(extra="forbid", strict=True)
    name: str
    size: int = 1


class WholeModel(BaseModel):
    """`Whole` for pydantic."""

    model_config = ConfigDict(extra="forbid", strict=True)
    code: str
    kind: Literal["a", "b"] = "a"
    done: bool = False
    day: dt.date = dt.date(2026, 1, 1)
    words: tuple[str, ...] = ()
    pair: tuple[str, int] = ("", 0)
    parts: tuple[PartModel, ...] = ()
    names: Mapping[str, str] = {}
    more: Any = None


def by_pydantic(table: dict[str, Any]) -> dict[str, Any] | None:
    """The record as pydantic reads the table; None where it does not fit."""
    as_tuples = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    try:
        return WholeModel.model_validate(as_tuples).model_dump()
    except ValidationError:
        return None


@given(
    st.dictionaries(
        st.sampled_from(["code", "kind", "done", "day", "words", "pair", "parts", "names", "more", "x"]), SIMPLE
    )
)
def test_a_table_is_read_or_refused_as_by_pydantic(table: dict[str, Any]) -> None:
    expected = by_pydantic({"code": "c"} | table)
    try:
        found = record_of(Whole, {"code": "c"} | table)
    except UnfitError:
        assert expected is None
    else:
        if isinstance(found.more, list):
            return  # the oracle reads lists as tuples
        assert asdict(found) == expected


def test_all_faults_are_said_with_their_places() -> None:
    table = {"cod": "x", "kind": "c", "parts": [{"name": "n"}, {"size": "big"}], "pair": ["a"], "words": ["a", 2]}
    with pytest.raises(UnfitError) as refusal:
        record_of(Whole, table)
    assert str(refusal.value).split("; ") == [
        "cod: there is no such field",
        "check its spelling",
        "kind: must be one of 'a', 'b'",
        "parts.1.size: must be a whole number",
        "parts.1.name: Field required",
        "pair: must be a list of 2",
        "words.1: must be text",
        "code: Field required",
    ]


@pytest.mark.parametrize("platform", platforms.PLATFORMS.values(), ids=list(platforms.PLATFORMS))
def test_every_expression_of_a_platform_compiles(platform: platforms.Platform) -> None:
    for text in (platform.no_offer, platform.passphrase, *(each for s in platform.shapes for each in (s.sub, s.path))):
        re.compile(text)
