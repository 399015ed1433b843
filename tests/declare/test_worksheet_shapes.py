"""Worksheet functions that take tables, and functions whose answer is a column or a table."""

from typing import Annotated

import numpy as np
import pytest

from ippbook.declare import worksheet
from ippbook.declare.parameters import WholeTexts
from ippbook.declare.worksheet_function import FAILED, AnswerShape, OneOnly, TableBlock, declared
from ippbook.tables.blocks import grid
from ippbook.tables.schema import Kind


@worksheet("IPP_TURNED", "Tests")
def turned(cells: TableBlock, times: int = 1) -> TableBlock:
    """Rows as columns.

    Arguments:
        cells: a table
        times: how often
    """
    return cells.T if times % 2 else cells


@worksheet("IPP_UPPER", "Tests")
def upper(texts: WholeTexts, row: int | None = None) -> WholeTexts:
    """Texts in upper case, or the one of a row.

    Arguments:
        texts: a column
        row: which alone
    """
    found = texts.str.upper()
    return found if row is None else found.iloc[[row - 1]]


Alone = Annotated[str, OneOnly("it is long")]


@worksheet("IPP_LONG", "Tests")
def long(text: Alone, mark: str = "") -> str:
    """A text.

    Arguments:
        text: a text
        mark: a mark
    """
    return text + mark


TURNED, UPPER = declared(turned), declared(upper)


def test_the_annotations_say_what_a_function_takes_and_gives():
    assert [TURNED.parameters[0].block, TURNED.parameters[0].lifted, TURNED.parameters[0].whole] == [True, False, False]
    assert [TURNED.shape, UPPER.shape, declared(long).shape] == [
        AnswerShape.TABLE,
        AnswerShape.COLUMN,
        AnswerShape.VALUE,
    ]
    assert [UPPER.returns, UPPER.parameters[0].whole] == [Kind.TEXT, True]
    assert TURNED.parameters[0].takes == "a table with its headers"
    assert [TURNED.gives, UPPER.gives] == ["a table", "text, a column"]


@pytest.mark.parametrize(
    "block", [[["a", 1.0], ["b", None]], grid([["a", 1.0], ["b", None]]), (("a", 1.0), ("b", None))]
)
def test_a_block_arrives_as_rows_from_lists_tuples_and_arrays(block):
    found = TURNED.call([block])
    assert found.tolist() == [["a", "b"], [1.0, ""]]


def test_a_single_value_or_a_column_is_a_block_too():
    assert TURNED.call(["a"]).tolist() == [["a"]]
    assert TURNED.call([np.array(["a", "b"], dtype=object)]).tolist() == [["a", "b"]]


def test_a_table_is_never_returned_row_by_row():
    found = TURNED.call([[["a"]], [1.0, 2.0]])
    assert found == f"{FAILED} IPP_TURNED takes one Times, not a column: the result is a table"


def test_a_column_as_a_result_is_one_value_for_one_row():
    assert list(UPPER.call([["a", "b"]])) == ["A", "B"]
    assert UPPER.call([["a", "b"], 2.0]) == "B"
    assert list(UPPER.call([["a", "b"], [2.0, 1.0, 2.0]])) == ["B", "A", "B"]


def test_a_whole_column_in_a_place_for_one_row_is_refused_in_words():
    found = UPPER.call([["a", "b"], [1.0, None]])
    assert list(found) == ["A", f"{FAILED} IPP_UPPER returns a whole column here; pass one value for each row"]


def test_a_blank_column_gives_a_blank():
    assert UPPER.call([[None]]) == ""
    assert UPPER.call([[]]) == ""


def test_a_value_that_is_to_be_alone_is_refused_as_a_column_with_the_reason_and_the_others_are_not():
    assert declared(long).call(["a", "b"]) == "ab"
    assert declared(long).call([["a", "b"]]) == f"{FAILED} IPP_LONG takes one Text, not a column: it is long"
    assert list(declared(long).call(["a", ["b", "c"]])) == ["ab", "ac"]
