"""A history month by month and row by row, calculated manually."""

from datetime import date

import pandas as pd
import pytest

from ippbook.goodfaith import (
    History,
    Terms,
    assess,
    explain_account,
    filing_advice,
    forecast,
    outlook,
    qualification_changes,
    row_status,
    trend,
)

SMALL = Terms(min_complaints=2)
# Two takedowns on 2 November qualify; a rejection on the 10th (2 of 3) ends it; from 2 February only the rejection is left.
STORY = History.of(
    pd.Series(["acme", "acme", "acme", "bell", "acme", "acme"], index=list("abcdef")),
    ["C1", "C2", "C3", "C9", "C4", "C5"],
    [date(2025, 11, 2), date(2025, 11, 2), date(2025, 11, 10), date(2025, 11, 2), None, date(2026, 5, 1)],
    ["accepted", "accepted", "rejected", "accepted", "accepted", "accepted"],
    ["fake"] * 6,
    platform=["taobao", "aliexpress", "taobao", "taobao", "taobao", "taobao"],
)


def test_each_change_names_its_day_what_fails_and_the_rows_that_tipped_it():
    found = qualification_changes(STORY, date(2026, 6, 30), SMALL)
    assert found[["account", "qualifies", "filed", "left", "rows"]].values.tolist() == [
        ["acme", "yes", 2, 0, ("a", "b")],
        ["acme", "no", 1, 0, ("c",)],
    ]
    assert [day.date() for day in found["day"]] == [date(2025, 11, 2), date(2025, 11, 10)]
    assert found["fails"].tolist() == ["", 'takedown rate 66.7 % < 90 %; reason "fake": takedown rate 66.7 % < 90 %']


def test_a_complaint_that_leaves_the_window_is_named_as_what_tipped_it():
    terms = Terms(min_complaints=1, min_takedown_rate="50 %")
    found = qualification_changes(STORY, date(2026, 3, 1), terms, "ACME")
    # 2 of 3 hold 50 %; on 2 February both takedowns leave and the rejection alone is 0 %.
    assert found[["qualifies", "left", "rows"]].values.tolist() == [["yes", 0, ("a", "b")], ["no", 2, ("a", "b")]]


def test_a_decision_is_named_on_its_own_day():
    late = History.of(
        ["acme"] * 2, ["1", "2"], [date(2025, 11, 2)] * 2, ["accepted"] * 2, None, [None, date(2025, 11, 9)]
    )
    found = qualification_changes(late, date(2025, 12, 1), Terms(min_complaints=2, volume_counts="decided"))
    assert found[["qualifies", "filed", "decided", "rows"]].values.tolist() == [["yes", 0, 1, (1,)]]


def test_the_rows_behind_a_figure_are_as_many_as_the_figure_says():
    found = explain_account(STORY, "acme", date(2025, 11, 30), SMALL)
    standing = found.summary.iloc[0]
    for figure in ("complaints", "decided", "taken_down", "rejected", "takedown_of", "counter_of"):
        behind = [each.split(", ").count(figure) for each in found.rows["figures"]]
        assert sum(behind) == standing[figure], figure


def test_every_row_of_the_account_says_why_it_does_not_count():
    rows = explain_account(STORY, "acme", date(2026, 2, 5), SMALL).rows
    assert rows["why_not"].to_dict() == {
        "a": "left on 2026-02-02",
        "b": "left on 2026-02-02",
        "c": "",
        "e": "no filing date",
        "f": "filed later",
    }


def test_links_of_one_number_share_their_unit():
    links = History.of(["acme"] * 3, ["C1", "C1", "C2"], [date(2025, 11, 2)] * 3, ["accepted", "rejected", "accepted"])
    rows = explain_account(links, "acme", date(2025, 11, 30), Terms(unit="complaint")).rows
    assert rows["unit"].nunique() == 2
    assert rows["counts_as"].tolist() == ["rejected", "rejected", "taken down"]


def test_nobody_of_that_name_gives_empty_tables():
    found = explain_account(STORY, "nobody", date(2026, 2, 5), SMALL)
    assert (len(found.summary), len(found.reasons), len(found.rows), len(found.changes)) == (0, 0, 0, 0)


def test_the_months_show_what_assess_says_of_their_ends():
    found = trend(STORY, date(2026, 1, 15), SMALL, months=3)
    ends = [date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 15)]
    assert [day.date() for day in found["day"]] == ends * 2
    for row in found.to_dict("records"):
        expected = assess(STORY, row["day"].date(), SMALL, [row["account"]]).iloc[0]
        assert (row["complaints"], row["qualifies"]) == (expected["complaints"], expected["qualifies"])
        assert row["takedown_rate"] == pytest.approx(expected["takedown_rate"])
        assert (row["min_takedown_rate"], row["max_counter_rate"]) == (0.9, 0.05)


def test_judged_by_portal_an_account_has_a_standing_on_each():
    found = assess(STORY, date(2025, 11, 30), Terms(scope="account and portal"))
    shown = {tuple(row) for row in found[["account", "portal", "complaints", "takedown_rate"]].values.tolist()}
    assert shown == {
        ("acme", "ipp.taobao.com", 2, 0.5),
        ("acme", "ipp.aidcgroup.net", 1, 1.0),
        ("bell", "ipp.taobao.com", 1, 1.0),
    }
    # Requested by name, an account shows the portal with most complaints.
    one = assess(STORY, date(2025, 11, 30), Terms(scope="account and portal"), ["Acme"])
    assert one[["account", "portal"]].values.tolist() == [["Acme", "ipp.taobao.com"]]


@pytest.mark.parametrize("terms", [Terms(), Terms(unit="complaint"), Terms(scope="account and portal")])
def test_an_empty_history_has_an_empty_story(terms):
    nothing = History.of([], [], [], [])
    assert len(qualification_changes(nothing, date(2026, 1, 1), terms)) == 0
    assert len(trend(nothing, date(2026, 1, 1), terms)) == 0
    assert len(explain_account(nothing, "acme", date(2026, 1, 1), terms).rows) == 0


@pytest.mark.parametrize(("as_of", "until"), [(date(2026, 2, 9), date(2026, 2, 10)), (date(2026, 2, 10), None)])
def test_the_lock_out_ends_three_months_after_the_day_of_the_loss(as_of, until):
    shown = outlook(STORY, as_of, SMALL, ["acme"])["locked_until"].item()
    assert (None if pd.isna(shown) else shown.date()) == until


def test_who_qualifies_on_the_first_day_after_the_lock_out_is_in_and_may_lose_the_status_again_the_next_day():
    filed = [date(2025, 11, 2), date(2025, 11, 3), *[date(2026, 2, 2)] * 30, *[date(2026, 2, 4)] * 9]
    again = History.of(["acme"] * 41, range(41), filed, ["accepted", "rejected", *["accepted"] * 30, *["rejected"] * 9])
    terms = Terms(min_complaints=1)
    # Lost on 3 November, out until 3 February; on the 3rd 30 of 30 qualify, on the 4th 30 of 39 do not.
    shown = outlook(again, date(2026, 2, 20), terms).iloc[0]
    assert (shown["lost_on"].date(), shown["locked_until"].date()) == (date(2026, 2, 4), date(2026, 5, 4))


@pytest.mark.parametrize("filed", [date(1900, 1, 1), date(9999, 12, 31)])
@pytest.mark.parametrize("as_of", [date(1900, 1, 1), date(2026, 1, 1), date(9999, 12, 31)])
def test_the_far_ends_of_the_calendar_do_no_harm_to_any_figure(filed, as_of):
    far = History.of(["acme"] * 2, ["1", "2"], [filed] * 2, ["accepted", "submitted"], ["fake"] * 2)
    terms = Terms(min_complaints=1)
    shown = outlook(far, as_of, terms).iloc[0]
    assert pd.isna(shown["runs_out"]) or shown["runs_out"].date() > as_of
    assert row_status(far, as_of, terms)["leaves_on"].isna().all() == (filed.year == 9999)
    for frame in (qualification_changes(far, as_of, terms), trend(far, as_of, terms), forecast(far, as_of, terms)):
        assert all(day.date().year >= 1899 for day in frame["day"])
    assert len(explain_account(far, "acme", as_of, terms).rows) == 2
    assert len(filing_advice(far, as_of, terms).accounts) == 1
