"""The distinct texts of a column are those that pandas finds, whoever knew them first."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ippbook.ooxml import BLANK, TEXT, CellColumn
from ippbook.tables.book import take
from ippbook.tables.distinct_texts import blank_rows, codes_at, distinct_texts, note_cells, rows_equal
from ippbook.tables.schema import Kind
from ippbook.tables.values import blank_column

TEXTS = st.lists(st.sampled_from(["", "acme", "Acme", "nordlys", "店铺"]), min_size=1, max_size=12)
LONG = 300
"""Shorter columns are not remembered."""


def column(texts: list[str]) -> "pd.Series[str]":
    return pd.Series(np.resize(np.array(texts, dtype=object), LONG), dtype=object)


def agrees(found: "pd.Series[str]") -> None:
    """Two answers, one computed and one remembered, are both those of pandas."""
    codes, texts = pd.factorize(found.to_numpy())
    for _ in range(2):
        ours = distinct_texts(found)
        assert ours[0].tolist() == codes.tolist()
        assert ours[1].tolist() == texts.tolist()
    blank = blank_rows(found)
    assert blank.tolist() == (found == "").tolist()
    assert rows_equal(found, "acme").tolist() == (found == "acme").tolist()
    rows = np.array([0, 7, LONG - 1])
    assert len(set(codes_at(found, rows).tolist())) == len(set(found.iloc[rows]))


@given(TEXTS)
def test_distinct_texts_are_those_of_pandas(texts: list[str]) -> None:
    agrees(column(texts))


@given(TEXTS)
def test_a_column_of_different_texts_is_remembered_without_its_codes(texts: list[str]) -> None:
    agrees(pd.Series([f"{texts[0]}{number}" for number in range(LONG)], dtype=object))


@given(TEXTS, st.lists(st.integers(-1, LONG - 1), min_size=1, max_size=9), st.booleans())
def test_a_joined_column_has_the_texts_of_its_rows(texts: list[str], rows: list[int], known: bool) -> None:
    source = column(texts)
    if known:
        distinct_texts(source)
    at = np.resize(np.array(rows, dtype=np.int64), LONG)
    joined = take(source, at, Kind.TEXT)
    assert joined.tolist() == ["" if row < 0 else source[row] for row in at.tolist()]
    agrees(joined)


@given(TEXTS, st.integers(0, 3))
def test_the_codes_of_a_reader_give_the_same_texts(texts: list[str], more: int) -> None:
    found = column(texts)
    kind = np.where(found == "", BLANK, TEXT).astype(np.uint8)
    # a reader may give one text two codes
    code = np.array([texts.index(text) + 100 * (row % (more + 1)) for row, text in enumerate(found)], dtype=np.int32)
    none = np.zeros(LONG)
    cells = CellColumn(1, kind, none, found.to_numpy(), none.astype(bool), none.astype(np.int32), None, code)
    note_cells(found, cells)
    agrees(found)


def test_a_join_of_a_blank_column_is_the_blank_column_of_its_length() -> None:
    rows = np.full(LONG, -1, dtype=np.int64)
    assert take(blank_column(Kind.TEXT, 500), rows, Kind.TEXT) is blank_column(Kind.TEXT, LONG)
    assert take(blank_column(Kind.DATE, 500), rows, Kind.DATE).isna().all()
