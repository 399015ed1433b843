"""Complaints of several workbooks: each is kept once, and differences are reported."""

from datetime import datetime

import pandas as pd

from ippbook.goodfaith import merge_complaints

COLUMNS = ["account", "complaint", "platform", "item", "filed", "status", "reason", "decided"]
FILED, DECIDED = datetime(2026, 6, 1), datetime(2026, 6, 5)  # noqa: DTZ001  # dates of a workbook have no zone


def book(*rows):
    frame = pd.DataFrame(
        [{**dict.fromkeys(COLUMNS, ""), "filed": FILED, "decided": pd.NaT, **row} for row in rows], columns=COLUMNS
    )
    return frame.astype({name: object for name in COLUMNS if name not in {"filed", "decided"}})


ONE = {"account": "acme", "complaint": "C1", "platform": "taobao", "item": "520813250866"}


def test_the_same_complaint_in_two_workbooks_counts_once_and_the_decided_one_is_kept():
    found = merge_complaints(
        {
            "anna.xlsx": book({**ONE, "status": "submitted"}),
            "ben.xlsx": book({**ONE, "account": " ACME", "status": "accepted", "decided": DECIDED}),
        }
    )
    assert found.rows[["status", "workbook"]].values.tolist() == [["accepted", "ben.xlsx"]]
    assert found.duplicates[["workbook", "row", "kept_workbook", "kept_row"]].values.tolist() == [
        ["anna.xlsx", 0, "ben.xlsx", 0]
    ]
    assert found.conflicts[["column", "kept", "workbook", "other"]].values.tolist() == [
        ["status", "accepted", "anna.xlsx", "submitted"]
    ]


def test_dates_that_differ_are_a_conflict_and_blanks_are_filled_without_one():
    found = merge_complaints(
        {
            "anna.xlsx": book({**ONE, "status": "accepted", "decided": DECIDED}),
            "ben.xlsx": book({**ONE, "status": "accepted", "filed": datetime(2026, 6, 2), "reason": "fake"}),  # noqa: DTZ001  # as above
        }
    )
    assert found.rows[["filed", "reason"]].values.tolist() == [[pd.Timestamp(FILED), "fake"]]
    assert found.conflicts[["column", "kept", "other"]].values.tolist() == [["filed", "2026-06-01", "2026-06-02"]]


def test_another_item_or_number_or_account_is_another_complaint():
    others = [
        {**ONE, "item": "1"},
        {**ONE, "complaint": "C2"},
        {**ONE, "account": "bell"},
        {**ONE, "platform": "tmall"},
    ]
    found = merge_complaints({"anna.xlsx": book(ONE), "ben.xlsx": book(*others)})
    assert len(found.rows) == 5
    assert found.duplicates.empty


def test_rows_without_number_or_item_are_never_taken_for_the_same():
    for blank in ("complaint", "item"):
        assert (
            len(merge_complaints({"anna.xlsx": book({**ONE, blank: ""}), "ben.xlsx": book({**ONE, blank: ""})}).rows)
            == 2
        )


def test_what_repeats_in_one_workbook_is_left_to_the_checks_of_that_workbook():
    assert len(merge_complaints({"anna.xlsx": book(ONE, ONE)}).rows) == 2


def test_one_workbook_comes_back_as_it_was_and_none_gives_nothing():
    assert merge_complaints({"anna.xlsx": book(ONE)}).rows[COLUMNS].equals(book(ONE))
    assert merge_complaints({}).rows.empty
