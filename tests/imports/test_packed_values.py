"""Values of new records, packed: they come out as they were put in, and texts take a part of the memory of a list."""

import datetime as dt
import tracemalloc
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.imports import packed_values
from ippbook.imports.packed_values import PackedValues

VALUES = st.one_of(
    st.none(),
    st.text(st.sampled_from("aé中\0\1\ud800 \n"), max_size=4),
    st.floats(allow_nan=False),
    st.just(dt.date(2026, 1, 31)),
    st.booleans(),
)


@given(
    values=st.lists(VALUES, max_size=12),
    changes=st.lists(st.tuples(st.integers(0, 11), VALUES), max_size=6),
    cut=st.tuples(st.integers(0, 13), st.integers(0, 13)),
)
def test_values_come_out_as_they_were_put_in(values, changes, cut):
    with mock.patch.object(packed_values, "AT_ONCE", 3):
        plain, packed = list(values), PackedValues()
        for value in values:
            packed.append(value)
        for at, value in changes:
            if at < len(plain):
                packed[at] = plain[at] = value
                assert packed[at] == value
        for found, wanted in ((list(packed), plain), (packed[slice(*cut)], plain[slice(*cut)])):
            assert [(type(value), value) for value in found] == [(type(value), value) for value in wanted]
        assert len(packed) == len(plain)
        assert [packed[at] for at in range(len(plain))] == plain


def memory(fill):
    tracemalloc.start()
    kept = fill()
    found = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(kept) == 4_096
    return found


@pytest.mark.parametrize("form", ["https://item.taobao.com/item.htm?id={}", "新款 防水 双肩包 {} 大容量", "seller{}"])
def test_texts_take_less_than_half_of_the_memory_of_a_list(form):
    texts = (form.format(number) for number in range(4_096))

    def packed():
        values = PackedValues()
        for number in range(4_096):
            values.append(form.format(number))
        return values

    assert memory(packed) < 0.5 * memory(lambda: list(texts))
