"""A history reads the values of a frame like the cells of a workbook: in any spelling, and nothing is dropped in silence."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.errors import UserError
from ippbook.goodfaith import History, assess
from ippbook.goodfaith.history_columns import HistoryColumns
from ippbook.goodfaith.outcome import Outcome, outcome_of
from ippbook.goodfaith.window import NO_DAY, day_number
from ippbook.tables.schema import Kind
from ippbook.tables.values import Unreadable, read_value

FILED = date(2026, 11, 2)
TODAY = date(2026, 11, 23)


def columns(rows=1):
    return HistoryColumns(pd.RangeIndex(rows))


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-02",
        "2.11.2026",
        "2 November 2026",
        "2026年11月2日",
        "２０２６-11-02",
        46328,
        46328.75,
        20261102,
        np.datetime64("2026-11-02"),
        datetime(2026, 11, 2, 23, 59),  # noqa: DTZ001  # dates of a workbook have no zone
        pd.Timestamp("2026-11-02 23:59", tz="Asia/Shanghai"),
    ],
)
def test_a_date_counts_however_it_is_written(written):
    history = History.of(["acme"], ["C1"], [written], ["accepted"])
    assert history.filed.tolist() == [day_number(FILED)]
    assert assess(history, TODAY)["complaints"].tolist() == [1]


def test_a_day_above_twelve_says_which_number_is_the_day():
    history = History.of(["acme"], ["C1"], ["30/11/2026"], ["accepted"], decided=["11/30/2026"])
    assert history.filed.tolist() == history.decided.tolist() == [day_number(date(2026, 11, 30))]


@pytest.mark.parametrize(
    ("column", "written", "part"),
    [
        ("filed", "03/04/2026", "2026-04-03 or 2026-03-04"),
        ("filed", "soon", "“soon” cannot be read"),
        ("filed", "2026-02-30", "“2026-02-30” cannot be read"),
        ("filed", True, "“yes” cannot be read"),
        ("filed", -1, "“-1” cannot be read"),
        ("decided", "31.11.2026", "“31.11.2026” cannot be read"),
        ("status", "acepted", "“acepted” cannot be read"),
        ("status", 7, "“7” cannot be read"),
        ("platform", "ebay", "“ebay” cannot be read"),
        ("account", float("inf"), "“inf” cannot be read"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_with_its_column_row_and_text(column, written, part):
    good = {"account": "acme", "complaint": "C1", "filed": FILED, "status": "accepted", "decided": None, "platform": ""}
    frame = pd.DataFrame([good, {**good, column: written}, good], index=[11, 12, 13], dtype=object)
    with pytest.raises(UserError) as refusal:
        History.of(**frame)
    assert f"Column {column}, row 12: " in str(refusal.value)
    assert part in str(refusal.value)


def test_every_unreadable_value_is_counted_and_the_first_five_are_named():
    status = ["acepted", "acepted", *(f"x{each}" for each in range(7))]
    with pytest.raises(UserError) as refusal:
        History.of(["acme"] * 9, None, [FILED] * 9, status)
    sentence = str(refusal.value)
    assert "Column status, row 0 (and 1 more): “acepted”" in sentence
    assert "row 5: “x3”" in sentence
    assert "x4" not in sentence
    assert sentence.endswith("3 more values cannot be read.")


def test_five_unreadable_values_are_all_named():
    with pytest.raises(UserError) as refusal:
        History.of(["acme"] * 5, None, [FILED] * 5, [f"x{each}" for each in range(5)])
    assert "“x4”" in str(refusal.value)
    assert "more values" not in str(refusal.value)


@pytest.mark.parametrize("written", ["Accepted", " ACCEPTED ", "投诉成立", "ａｃｃｅｐｔｅｄ"])
def test_a_status_counts_in_every_spelling_of_the_vocabulary(written):
    read = load_vocabulary("statuses").read(written)
    if read is None:  # the vocabulary decides; a history must not know more spellings than a cell
        with pytest.raises(UserError):
            History.of(["acme"], ["C1"], [FILED], [written])
    else:
        assert History.of(["acme"], ["C1"], [FILED], [written]).outcome.tolist() == [outcome_of(read)]


def test_a_platform_is_filed_on_its_portal_in_every_spelling():
    history = History.of(["acme"] * 3, None, [FILED] * 3, ["accepted"] * 3, platform=["taobao", "Taobao", "淘宝"])
    assert history.portals == ("ipp.taobao.com",)
    assert history.portal.tolist() == [0, 0, 0]


def test_numbers_are_texts_without_a_decimal_point():
    history = History.of([8123456.0, "8123456", 8123456], range(3), [FILED] * 3, ["accepted"] * 3)
    assert history.accounts == ("8123456",)
    assert history.number.tolist() == [0, 1, 2]


@given(
    st.lists(st.sampled_from(["acme", " ACME", "ben", "", None, "ａｃｍｅ", "Zoë"]), max_size=12),
    st.sampled_from(["object", "category", "ordered", "str", "array"]),
)
def test_a_categorical_or_text_column_gives_the_codes_of_a_plain_one(values, how):
    column = {
        "object": lambda: pd.Series(values, dtype=object),
        "category": lambda: pd.Series(values, dtype="category"),
        # more categories than are used, in another order than they appear
        "ordered": lambda: pd.Categorical(values, categories=["unused", "ben", "acme", " ACME", "", "ａｃｍｅ", "Zoë"]),
        "str": lambda: pd.Series(values, dtype="str"),
        "array": lambda: np.array([*values, None], dtype=object)[:-1],
    }[how]()
    plain, found = columns(len(values)).texts("account", values), columns(len(values)).texts("account", column)
    assert found.codes.tolist() == plain.codes.tolist()
    assert found.names == plain.names


@given(st.lists(st.sampled_from(["2026-01-02", "31/12/2026", 46387, None, "", date(2026, 1, 2)]), max_size=8))
def test_dates_of_a_categorical_are_read_too(values):
    texts = [None if each is None else str(each) if isinstance(each, date) else each for each in values]
    column = pd.Categorical(texts, categories=list(dict.fromkeys(each for each in texts if each is not None)))
    assert columns(len(values)).days("filed", column).tolist() == columns(len(values)).days("filed", texts).tolist()


@given(st.one_of(st.text(max_size=12), st.integers(-10, 10**8), st.floats(), st.booleans(), st.none(), st.dates()))
def test_a_date_is_read_exactly_like_a_cell(value):
    reader = columns()
    found = reader.days("filed", pd.Series([value], dtype=object))
    try:
        day, why = read_value(value, Kind.DATE), ""
    except Unreadable as refusal:
        day, why = None, refusal.why
    assert [why in problem for problem in reader.problems] == ([True] if why else [])
    assert found.tolist() == [NO_DAY if day is None else day_number(day)]


def test_a_status_code_that_does_not_exist_is_refused():
    assert outcome_of("") is Outcome.PENDING
    with pytest.raises(UserError, match="“acepted” is unknown"):
        outcome_of("acepted")
