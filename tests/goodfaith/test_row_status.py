"""The status of each row on a day."""

from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from ippbook.goodfaith import History, Terms, assess, row_status

TODAY = date(2026, 11, 23)


def test_each_row_says_what_it_counts_as_whether_it_is_inside_and_when_it_leaves():
    history = History.of(
        ["a", "a", "a", "a", "", "a"],
        ["C1", "C2", "C3", "C4", "C5", "C6"],
        [date(2026, 11, 2), date(2026, 8, 23), date(2026, 11, 30), None, date(2026, 11, 2), None],
        ["accepted", "rejected", "accepted", "draft", "accepted", "accepted"],
    )
    frame = row_status(history, TODAY)
    assert frame["counts_as"].tolist() == ["taken down", "rejected", "unfiled", "unfiled", "", ""]
    assert frame["in_window"].tolist() == ["yes", "no", "no", "", "", ""]
    # three months on: 2 February, 23 November, and 30 February, which is 1 March
    leaves = ["2027-02-02", "2026-11-23", "2027-03-01", None, None, None]
    assert frame["leaves_on"].tolist() == pd.to_datetime(pd.Series(leaves)).tolist()


def test_a_row_decided_after_the_day_is_pending_on_it():
    history = History.of(["a"], ["C1"], [date(2026, 11, 2)], ["rejected"], decided=[date(2026, 11, 24)])
    assert row_status(history, TODAY)["counts_as"].tolist() == ["pending"]


def test_by_decision_date_a_row_leaves_three_months_after_its_decision():
    history = History.of(["a"], ["C1"], [date(2026, 6, 1)], ["rejected"], decided=[date(2026, 11, 2)])
    frame = row_status(history, TODAY, Terms(window_date="decided"))
    assert (frame["in_window"].iloc[0], frame["leaves_on"].iloc[0]) == ("yes", pd.Timestamp("2027-02-02"))


def test_where_the_unit_is_the_complaint_number_each_link_shows_what_its_number_counts_as():
    history = History.of(["a"] * 3, ["C1", "", "C1"], [date(2026, 11, 2)] * 3, ["accepted", "accepted", "rejected"])
    assert row_status(history, TODAY, Terms(unit="complaint"))["counts_as"].tolist() == [
        "rejected",
        "taken down",
        "rejected",
    ]


def test_a_row_of_a_number_keeps_its_label():
    history = History.of(pd.Series(["a", ""], index=[9, 4]), ["1", "2"], [TODAY] * 2, ["accepted"] * 2)
    assert row_status(history, TODAY).index.tolist() == [9, 4]


@settings(max_examples=settings().max_examples, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dates(date(2026, 5, 1), date(2026, 12, 31)), st.none() | st.dates(date(2026, 5, 1), date(2026, 12, 31))
        )
    ),
    st.sampled_from(["filed", "decided"]),
)
def test_the_rows_inside_are_the_ones_that_the_account_is_judged_by_and_they_leave_when_they_say(rows, window_date):
    many = len(rows)
    terms = Terms(window_date=window_date)
    history = History.of(
        ["a"] * many, range(many), [row[0] for row in rows], ["accepted"] * many, decided=[row[1] for row in rows]
    )
    frame = row_status(history, TODAY, terms)
    assert (frame["in_window"] == "yes").sum() == assess(history, TODAY, terms)["complaints"].sum()
    for place, (inside, leaves) in enumerate(zip(frame["in_window"], frame["leaves_on"], strict=True)):
        decided = rows[place][1]
        unknown = window_date == "decided" and decided is not None and decided > TODAY  # a decision may move the day
        if inside == "yes" and not unknown:
            on_that_day = row_status(history, leaves.date(), terms)["in_window"].iloc[place]
            day_before = row_status(history, (leaves - pd.Timedelta(days=1)).date(), terms)["in_window"].iloc[place]
            assert (day_before, on_that_day) == ("yes", "no")


def test_a_decision_that_is_not_known_yet_does_not_change_the_day_on_which_a_row_leaves():
    history = History.of(["acme"], ["C1"], [date(2026, 11, 2)], ["accepted"], decided=[date(2026, 11, 20)])
    terms = Terms(window_date="decided")
    shown = [row_status(history, date(2026, 11, day), terms)["leaves_on"].item().date() for day in (19, 20)]
    assert shown == [date(2027, 2, 2), date(2027, 2, 20)]
