"""`@worksheet`: a scalar gives a scalar, a column a column, and nothing raises into a cell."""

import inspect
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.declare import registry
from ippbook.declare.parameters import Note, RightType, Verbatim, WholeDates, WholeStatuses, WholeTexts
from ippbook.declare.worksheet_function import FAILED, declared, worksheet


@worksheet("IPP_TEST_JOIN", "Test")
def join(left: str, right: str = "none", times: int = 1) -> str:
    """Join two texts."""
    return f"{left}/{right}/{times}"


@worksheet("IPP_TEST_DAY", "Test")
def day(on: date | None) -> date | None:
    """Give a day back."""
    return on


@worksheet("IPP_TEST_TYPE", "Test")
def kind(right_type: RightType) -> str:
    """Give the code of a right type."""
    return right_type


@worksheet("IPP_TEST_COUNT", "Test")
def count(names: WholeTexts, name: str, filed: WholeDates | None = None, status: WholeStatuses | None = None) -> float:
    """Count a name, or what was accepted since 2026."""
    hits = names == name
    if filed is not None:
        hits &= filed >= pd.Timestamp(2026, 1, 1)
    if status is not None:
        hits &= status == "accepted"
    return float(hits.sum())


@worksheet("IPP_TEST_BREAK", "Test")
def broken(text: str) -> bool:
    """Fail on one text."""
    if text == "bad":
        raise RuntimeError("inside")
    return text == "true"


@worksheet("IPP_TEST_RAW", "Test")
def raw(text: Verbatim) -> float:
    """Measure a text as typed."""
    return float(len(text))


def call(function, *arguments):
    return declared(function).call(list(arguments))


def test_the_decorator_returns_the_function_unchanged():
    assert join("a", "b", 2) == "a/b/2"


def test_scalars_give_a_scalar_and_left_out_arguments_their_defaults():
    assert call(join, "a") == "a/none/1"
    assert call(join, "a", None, 3.0) == "a/none/3"


def test_a_column_gives_a_column_row_by_row_and_a_scalar_with_it_is_repeated():
    assert list(call(join, ["a", "b", "a"], "x")) == ["a/x/1", "b/x/1", "a/x/1"]
    assert list(call(join, np.array(["a", "b"], dtype=object), ["x", "y"])) == ["a/x/1", "b/y/1"]
    assert list(call(join, pd.Series(["a", "b"]), ["x"])) == ["a/x/1", "b/x/1"]


def test_an_empty_column_gives_an_empty_column():
    assert list(call(join, [])) == []


def test_columns_of_different_length_are_refused_in_words():
    assert call(join, ["a", "b"], ["x", "y", "z"]).startswith(f"{FAILED} the columns in IPP_TEST_JOIN differ")


def test_the_function_is_called_once_for_each_distinct_row():
    calls = []

    @worksheet("IPP_TEST_ONCE", "Test")
    def once(left: str, right: str) -> str:
        """Note the call."""
        calls.append((left, right))
        return left + right

    assert list(call(once, ["a", "b"] * 50, ["x", "x"] * 50)) == ["ax", "bx"] * 50
    assert sorted(calls) == [("a", "x"), ("b", "x")]


def test_true_and_one_are_different_cells():
    assert list(call(join, [True, 1.0, "1", True])) == ["yes/none/1", "1/none/1", "1/none/1", "yes/none/1"]


def test_hosts_blanks_are_blank():
    assert call(day, None) == call(day, "") == call(day, 0.0) == ""
    assert list(call(day, [None, "", 0.0, float("nan"), pd.NaT])) == [""] * 5


def test_days_arrive_as_serials_texts_and_dates():
    for value in (46053.0, "2026-01-31", "31 January 2026", date(2026, 1, 31), pd.Timestamp(2026, 1, 31)):
        assert call(day, value) == date(2026, 1, 31)
    assert list(call(day, pd.Series(pd.to_datetime(["2026-01-31", None])))) == [date(2026, 1, 31), ""]


def test_a_choice_is_read_in_any_of_its_spellings_and_an_unknown_one_is_refused():
    assert call(kind, "外观设计专利") == "design patent"
    assert call(kind, "") == ""
    assert call(kind, "moon").startswith(f"{FAILED} Right type “moon” cannot be read: use one of: trademark")


def test_a_value_that_cannot_be_read_spoils_its_own_row_alone():
    first, second = call(day, ["2026-01-31", "soon"])
    assert first == date(2026, 1, 31)
    assert second == f"{FAILED} On “soon” cannot be read: not a date; use YYYY-MM-DD, as in 2026-01-31"


def test_a_function_that_fails_says_so_in_its_own_cell_and_truths_are_yes_and_no():
    assert list(call(broken, ["true", "bad", "else"])) == ["yes", f"{FAILED} IPP_TEST_BREAK failed: RuntimeError", "no"]


def test_too_few_and_too_many_arguments_are_refused():
    assert call(day) == f"{FAILED} IPP_TEST_DAY(on) takes 1 argument, not 0"
    assert "takes 1 to 3 arguments, not 4" in call(join, "a", "b", 1, 2)


def test_half_a_piece_is_no_whole_number():
    assert call(join, "a", "b", 1.5).endswith("enter a whole number")
    assert call(join, "a", "b", "x").startswith(FAILED)


def test_a_whole_column_goes_in_whole_and_what_cannot_be_read_in_it_is_blank():
    assert call(count, ["a", " Ａ ", "a", None], "a") == 2.0
    assert call(count, ["a", "a", "a"], "a", ["2026-01-31", "soon", 46053.0]) == 2.0
    assert call(count, ["a", "a"], "a", None, ["审核通过", "nonsense"]) == 1.0


def test_a_whole_column_with_a_column_for_a_scalar_gives_one_result_a_row():
    assert list(call(count, ["a", "b", "a"], ["a", "b", "c"])) == [2.0, 1.0, 0.0]


def test_a_text_taken_as_it_stands_keeps_its_line_breaks_and_width():
    assert call(raw, " ａ\n…") == 4.0


class Odd:
    """Something that no host should hand over."""

    def __str__(self):
        raise RuntimeError("no text")


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(),
    st.text(max_size=20),
    st.dates(),
    st.binary(max_size=4),
    st.builds(Odd),
    st.lists(
        st.one_of(
            st.none(),
            st.floats(),
            st.text(max_size=8),
            st.booleans(),
            st.builds(Odd),
            st.lists(st.integers(), max_size=2),
        ),
        max_size=4,
    ),
    st.just(np.zeros((2, 2))),
    st.just(pd.NaT),
)


@pytest.mark.parametrize("function", [join, day, kind, count, broken, raw])
@given(data=st.data())
def test_nothing_raises_into_a_cell(function, data):
    known = declared(function)
    arguments = data.draw(st.lists(JUNK, min_size=0, max_size=len(known.parameters) + 1))
    found = known.call(arguments)
    answers = found if isinstance(found, np.ndarray) else [found]
    assert all(isinstance(item, str | float | int | date) for item in answers)


@given(
    st.lists(
        st.one_of(st.none(), st.text(max_size=3), st.floats(allow_nan=False, allow_infinity=False), st.booleans()),
        max_size=30,
    )
)
def test_a_column_answers_as_its_cells_would_one_by_one(values):
    assert list(call(join, values)) == [call(join, value) for value in values]


def test_an_array_without_a_dimension_is_one_value_and_raises_nothing():
    for function in registry().functions.values():
        found = function.call([np.array("x")] * len(function.parameters))
        assert isinstance(found, str | int | float | date | np.ndarray), function.name


def test_what_pandas_calls_missing_is_blank():
    platform = registry().functions["IPP_PLATFORM"]
    assert platform.call([pd.NA]) == platform.call([None])
    assert list(platform.call([[pd.NA, "x"]])) == list(platform.call([[None, "x"]]))


Day = Annotated[date, Note("a shared day")]


@dataclass(frozen=True)
class Arguments:
    """Arguments that several functions share."""

    names: Annotated[WholeTexts, Note("the column of names")]
    day: Day
    most: Annotated[int | None, Note("the most rows")] = None


def test_the_fields_of_a_dataclass_are_the_arguments_and_the_function_stays_as_it_is_written():
    @worksheet("RT_ROWS", "Test")
    def rows(of: Arguments) -> int:
        """Rows.

        Examples:
            =RT_ROWS("a", DATE(2026,1,1)) -> 1
        """
        return min(len(of.names), of.most or len(of.names))

    found = declared(rows)
    assert found.signature == "RT_ROWS(names, day, [most])"
    assert [each.whole for each in found.parameters] == [True, False, False]
    assert found.page.sections[0] == ("Arguments", "names: the column of names\nday: a shared day\nmost: the most rows")
    assert found.call([["a", "b", "c"], date(2026, 1, 1)]) == 3
    assert found.call([["a", "b", "c"], date(2026, 1, 1), [1.0, 2.0]]).tolist() == [1, 2]
    assert list(inspect.signature(rows).parameters) == ["of"]


def test_a_docstring_overrides_the_shared_note_of_an_argument():
    @worksheet("RT_DAY", "Test")
    def day_of(day: Day, own: str, other: Day) -> date:
        """Day.

        Arguments:
            day: its own day
            own: what it says itself,
                on two lines

        Examples:
            =RT_DAY(DATE(2026,1,1), "", DATE(2026,1,1)) -> 2026-01-01
        """
        return day if own else other

    assert [each.note for each in declared(day_of).parameters] == [
        "its own day",
        "what it says itself, on two lines",
        "a shared day",
    ]


def test_a_dataclass_with_other_parameters_is_refused():
    with pytest.raises(TypeError, match="Make them fields of the dataclass"):

        @worksheet("RT_MIXED", "Test")
        def mixed(of: Arguments, more: str) -> int:
            """Mixed."""
            return len(of.names) + len(more)
