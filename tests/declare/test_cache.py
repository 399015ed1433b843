"""What was worked out of columns is found again for equal columns, never for others, and forgotten in time."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from ippbook.declare import cache as cache_module
from ippbook.declare.cache import _ColumnCache, remembered
from ippbook.tables.blocks import grid


@pytest.fixture
def cache():
    return _ColumnCache()


def rows(*values):
    return [*values, *[None] * 40]


def test_equal_columns_are_read_once(cache):
    read = []
    first = cache.column(rows("a", 1.0), lambda values: read.append(1) or list(values), "text")
    assert cache.column(rows("a", 1.0), lambda values: read.append(1) or list(values), "text") is first
    assert len(read) == 1


@pytest.mark.parametrize(
    ("one", "other"), [(True, 1.0), (False, 0.0), (1, 1.0), ("1", 1.0), (None, ""), (date(2026, 1, 1), "2026-01-01")]
)
def test_values_of_different_kinds_are_different_columns_and_blocks(cache, one, other):
    assert cache.column(rows(one), lambda values: values[0]) is one
    assert cache.column(rows(other), lambda values: values[0]) == other
    assert type(cache.column(rows(other), lambda values: values[0])) is type(other)
    assert cache.block(grid([[one]])) is not cache.block(grid([[other]]))


def test_the_same_column_read_in_another_way_is_read_again(cache):
    assert cache.column(rows("a"), lambda _: "as text", "text") == "as text"
    assert cache.column(rows("a"), lambda _: "as a code", "choice") == "as a code"


def test_blocks_with_the_same_cells_in_another_shape_are_others(cache):
    tall = cache.block(grid([["a"], ["b"]]))
    assert cache.block(grid([["a", "b"]])).shape == (1, 2)
    assert cache.block(grid([["a"], ["b"]])) is tall


def test_what_no_cell_can_hold_is_read_and_not_kept(cache):
    assert cache.column(rows([1]), lambda values: values[0]) == [1]


def test_the_oldest_is_forgotten_when_there_is_too_much(cache, monkeypatch):
    monkeypatch.setattr(cache_module, "_CELLS", 100)
    first = cache.block(grid([["a"] * 60]))
    last = cache.block(grid([["b"] * 60]))
    assert cache.block(grid([["b"] * 60])) is last
    assert cache.block(grid([["a"] * 60])) is not first


def test_one_block_alone_is_kept_however_large(cache, monkeypatch):
    monkeypatch.setattr(cache_module, "_CELLS", 10)
    first = cache.block(grid([["a"] * 60]))
    assert cache.block(grid([["a"] * 60])) is first


def test_columns_differ_by_identity_and_other_arguments_by_value():
    calls = []

    @remembered(4)
    def work(column, day):
        calls.append(day)
        return len(column)

    column, equal = pd.Series(["a"]), pd.Series(["a"])
    assert [work(column, 1), work(column, 1), work(equal, 1), work(column, 2), work(column, True)] == [1] * 5
    assert calls == [1, 1, 2, True]


def test_an_array_that_is_gone_lends_its_place_in_memory_to_no_other():
    @remembered(4)
    def total(column):
        return float(column.sum())

    assert [total(np.full(3, float(value))) for value in range(50)] == [3.0 * value for value in range(50)]
