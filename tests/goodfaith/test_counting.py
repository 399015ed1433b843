"""How statuses are counted, what is excluded, and how links, numbers and days are counted."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.errors import UserError
from ippbook.goodfaith import History, Terms, assess, assess_reasons, rolling_counts

TODAY = date(2026, 11, 23)
FILED = date(2026, 11, 2)
BY_NUMBER = Terms(unit="complaint", min_complaints=0)


def one(status, *, filed=FILED, decided=None, as_of=TODAY, account="acme", **terms):
    history = History.of([account], ["C1"], [filed], [status], ["fake"], [decided])
    return assess(history, as_of, Terms(**terms), accounts=["acme"]).iloc[0].to_dict()


def by_number(*statuses, **columns):
    """One complaint number with a link of each status."""
    many = len(statuses)
    history = History.of(
        ["acme"] * many,
        columns.get("complaint", ["C1"] * many),
        columns.get("filed", [FILED] * many),
        list(statuses),
        ["fake"] * many,
        columns.get("decided"),
    )
    return assess(history, TODAY, BY_NUMBER).iloc[0].to_dict()


@pytest.mark.parametrize(
    ("status", "column"),
    [
        ("submitted", "pending"),
        ("accepted", "taken_down"),
        ("rejected", "rejected"),
        ("counter-noticed", "taken_down"),
        ("intervention", "taken_down"),
        ("upheld", "taken_down"),
        ("reinstated", "taken_down"),
        ("withdrawn", "withdrawn"),
        ("link dead", "dead"),
    ],
)
def test_each_status_counts_once_and_in_its_own_column(status, column):
    shown = one(status)
    counts = {name: shown[name] for name in ("taken_down", "rejected", "pending", "withdrawn", "dead")}
    assert counts == {name: int(name == column) for name in counts}
    assert shown["counter_upheld"] == int(status == "reinstated")


def test_no_status_of_the_vocabulary_goes_uncounted_unless_it_is_unfiled():
    for choice in load_vocabulary("statuses"):
        assert one(choice.code)["complaints"] == (0 if choice.facts["outcome"] == "unfiled" else 1), choice.code


@pytest.mark.parametrize("status", ["", None, float("nan"), pd.NA, " \u200b"])
def test_a_filed_complaint_with_a_blank_status_is_pending(status):
    assert one(status)["pending"] == 1


@pytest.mark.parametrize(
    ("status", "filed", "account", "why"),
    [
        ("draft", FILED, "acme", "not filed yet"),
        ("ready", FILED, "acme", "not filed yet"),
        ("", None, "acme", "not filed yet"),
        (" \u200b", pd.NaT, "acme", "not filed yet"),
        ("submitted", None, "acme", "no filing date"),
        ("accepted", None, "acme", "no filing date"),
        ("accepted", "", "acme", "no filing date"),
        ("accepted", pd.NaT, "acme", "no filing date"),
        ("accepted", FILED, "", "no account"),
        ("accepted", FILED, None, "no account"),
        ("accepted", FILED, " \u200b", "no account"),
        ("accepted", FILED, "acme", ""),
    ],
)
def test_a_row_that_cannot_count_says_why(status, filed, account, why):
    history = History.of([account], ["C1"], [filed], [status])
    assert history.excluded.tolist() == [why]
    assert assess(history, TODAY)["complaints"].sum() == (1 if why == "" else 0)


def test_a_complaint_filed_after_the_day_does_not_count_on_it():
    assert one("accepted", filed=date(2026, 11, 24))["complaints"] == 0


def test_a_decision_after_the_day_is_still_pending_on_it():
    shown = one("rejected", decided=date(2026, 11, 24))
    assert (shown["pending"], shown["rejected"]) == (1, 0)
    assert one("rejected", decided=date(2026, 11, 24), later_decisions="counted")["rejected"] == 1
    assert one("rejected", decided=TODAY)["rejected"] == 1


def test_a_decision_before_its_filing_counts_from_the_filing_on():
    early = date(2020, 1, 1)
    assert one("accepted", decided=early)["taken_down"] == 1
    assert one("accepted", decided=early, window_date="decided")["taken_down"] == 1


def test_by_decision_date_an_old_filing_decided_lately_counts():
    filed, decided = date(2026, 6, 1), date(2026, 11, 2)
    assert one("rejected", filed=filed, decided=decided)["complaints"] == 0
    assert one("rejected", filed=filed, decided=decided, window_date="decided")["rejected"] == 1


@pytest.mark.parametrize("account", ["ACME", " acme ", "ａｃｍｅ"])
def test_case_width_and_spaces_make_no_second_account(account):
    history = History.of(["acme", account], ["C1", "C2"], [FILED] * 2, ["accepted"] * 2)
    assert assess(history, TODAY)["complaints"].tolist() == [2]


def test_punctuation_does_make_a_second_account():
    history = History.of(["a.b@acme.com", "ab@acme.com"], ["C1", "C2"], [FILED] * 2, ["accepted"] * 2)
    assert assess(history, TODAY)["complaints"].tolist() == [1, 1]


def test_requested_accounts_come_in_that_order_with_their_own_spelling():
    history = History.of(["beta", "acme"], ["C1", "C2"], [FILED] * 2, ["accepted", "rejected"])
    frame = assess(history, TODAY, accounts=["ACME", "nobody", "beta"])
    assert frame["account"].tolist() == ["ACME", "nobody", "beta"]
    assert frame["rejected"].tolist() == [1, 0, 0]
    assert frame["fails"].iloc[1] == "0 of 100 complaints; no decided complaint"


def test_an_empty_history_gives_empty_tables():
    history = History.of([], [], [], [])
    assert len(assess(history, TODAY)) == 0
    assert len(rolling_counts(history)) == 0


def test_with_everything_pending_no_rate_is_shown_and_nothing_is_divided():
    history = History.of(["acme"] * 200, range(200), [FILED] * 200, ["submitted"] * 200)
    shown = assess(history, TODAY).iloc[0]
    assert np.isnan(shown["takedown_rate"])
    assert np.isnan(shown["counter_rate"])
    assert (shown["qualifies"], shown["fails"]) == ("no", "no decided complaint")


def test_columns_of_different_length_are_refused_in_one_sentence():
    with pytest.raises(UserError, match="column status has 1 rows and the column account has 2"):
        History.of(["a", "b"], ["1", "2"], [FILED] * 2, ["accepted"])


def test_links_and_complaint_numbers_are_shown_side_by_side():
    # two numbers of two links, and one link without number
    history = History.of(["acme"] * 5, ["C1", "C1", "c1 ", "C2", ""], [FILED] * 5, ["accepted"] * 5)
    links = assess(history, TODAY).iloc[0]
    numbers = assess(history, TODAY, Terms(unit="complaint")).iloc[0]
    assert (links["complaints"], links["links"], links["complaint_numbers"]) == (5, 5, 3)
    assert (numbers["complaints"], numbers["links"], numbers["complaint_numbers"]) == (3, 5, 3)


@pytest.mark.parametrize("unit", ["link", "complaint"])
def test_a_number_is_shown_if_any_of_its_links_is_in_the_window(unit):
    filed = [date(2026, 1, 12), date(2026, 11, 2), date(2026, 11, 3)]
    history = History.of(["acme"] * 3, ["C1", "C1", "C2"], filed, ["accepted"] * 3)
    shown = assess(history, TODAY, Terms(unit=unit)).iloc[0]
    assert (shown["links"], shown["complaint_numbers"]) == (2, 2)


def outcomes(day, *links):
    """How a number of these links (filed, decided, status; days of November) counts on a day of November."""
    november = [[None if each is None else date(2026, 11, each) for each in link[:2]] for link in links]
    history = History.of(
        ["acme"] * len(links),
        ["C1"] * len(links),
        [filed for filed, _ in november],
        [link[2] for link in links],
        decided=[decided for _, decided in november],
    )
    shown = assess(history, date(2026, 11, day), BY_NUMBER).iloc[0]
    names = ("taken_down", "rejected", "pending", "counter_upheld")
    return {name: int(shown[name]) for name in names if shown[name]}


def test_a_past_day_does_not_know_the_later_decision_of_another_link_of_the_number():
    links = (1, 10, "rejected"), (1, 18, "accepted")
    assert outcomes(9, *links) == {"pending": 1}
    assert outcomes(10, *links) == outcomes(17, *links) == outcomes(18, *links) == {"rejected": 1}
    links = (1, 10, "accepted"), (12, 18, "rejected")
    assert outcomes(10, *links) == outcomes(11, *links) == {"taken_down": 1}, "the second link is not filed yet"
    assert outcomes(12, *links) == outcomes(17, *links) == {"pending": 1}
    assert outcomes(18, *links) == {"rejected": 1}
    links = (1, 10, "reinstated"), (1, 18, "rejected")
    assert outcomes(10, *links) == {"taken_down": 1, "counter_upheld": 1}
    assert outcomes(18, *links) == {"rejected": 1, "counter_upheld": 1}


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("accepted", "accepted"), {"taken_down": 1}),
        (("accepted", "rejected"), {"rejected": 1}),
        (("rejected", "submitted"), {"rejected": 1}),
        (("accepted", "submitted"), {"pending": 1}),
        (("accepted", "withdrawn"), {"taken_down": 1}),
        (("withdrawn", "link dead"), {"withdrawn": 1}),
        (("link dead", "draft"), {"dead": 1}),
        (("accepted", "reinstated"), {"taken_down": 1, "counter_upheld": 1}),
        (("reinstated", "submitted"), {"taken_down": 1, "counter_upheld": 1}),
        (("rejected", "reinstated"), {"rejected": 1, "counter_upheld": 1, "counter_of": 1}),
    ],
)
def test_a_complaint_number_is_as_bad_as_its_worst_link(statuses, expected):
    shown = by_number(*statuses)
    assert shown["complaints"] == 1
    for name in ("taken_down", "rejected", "pending", "withdrawn", "dead", "counter_upheld"):
        assert shown[name] == expected.get(name, 0), name
    if "counter_of" in expected:
        assert shown["counter_of"] == expected["counter_of"]


def test_a_complaint_number_is_filed_with_its_first_link_and_decided_with_its_last():
    # first link out of the window: the whole number is out
    assert by_number("accepted", "accepted", filed=[date(2026, 8, 23), FILED])["complaints"] == 0
    # last decision tomorrow: the whole number is pending
    shown = by_number("accepted", "rejected", decided=[FILED, date(2026, 11, 24)])
    assert (shown["pending"], shown["rejected"]) == (1, 0)


def test_the_same_number_of_two_accounts_is_two_complaints():
    history = History.of(["a", "b"], ["C1", "C1"], [FILED] * 2, ["accepted"] * 2)
    assert assess(history, TODAY, BY_NUMBER)["complaints"].tolist() == [1, 1]


def test_rows_of_one_day_all_count_for_each_other():
    history = History.of(["a"] * 3, ["1", "2", "3"], [FILED, FILED, date(2026, 11, 3)], ["accepted"] * 3)
    assert rolling_counts(history)["complaints"].tolist() == [2.0, 2.0, 3.0]


def test_an_account_stops_qualifying_on_the_very_day_that_one_reason_fails_and_qualifies_again_when_it_recovers():
    # pictures on the 1st: 1 of 1; on the 2nd: 1 of 2 = 50 %; on the 3rd: 3 of 4 = 75 %; the whole is never below 75 %
    days = [1, 1, 1, 2, 3, 3]
    history = History.of(
        ["a"] * 6,
        range(6),
        [date(2026, 11, day) for day in days],
        ["accepted", "accepted", "accepted", "rejected", "accepted", "accepted"],
        ["fake", "fake", "pictures", "pictures", "pictures", "pictures"],
    )
    terms = Terms(min_complaints=1, min_takedown_rate="0.75")
    assert rolling_counts(history, terms)["qualifies"].tolist() == ["yes", "yes", "yes", "no", "yes", "yes"]
    assert (
        rolling_counts(history, Terms(min_complaints=1, min_takedown_rate="0.75", per_reason_check="no"))["qualifies"]
        .eq("yes")
        .all()
    )


def test_a_complaint_number_has_the_reason_of_its_first_link():
    filed = [date(2026, 11, 3), date(2026, 11, 2)]
    history = History.of(["a"] * 2, ["C1"] * 2, filed, ["rejected", "accepted"], ["fake", "pictures"])
    assert assess_reasons(history, TODAY, BY_NUMBER)["reason"].tolist() == ["pictures"]


def test_the_running_figures_keep_the_labels_of_the_rows():
    account = pd.Series(["a", "", "b"], index=[7, 3, 7])
    frame = rolling_counts(History.of(account, ["1", "2", "3"], [FILED] * 3, ["accepted"] * 3))
    assert frame.index.tolist() == [7, 3, 7]
    assert frame["qualifies"].tolist() == ["no", "", "no"]


def test_the_far_ends_of_the_calendar_do_no_harm():
    filed = [date(1, 1, 1), date(9999, 12, 31), FILED]
    history = History.of(["a"] * 3, ["1", "2", "3"], filed, ["accepted"] * 3, decided=[None, None, date(9999, 12, 31)])
    assert assess(history, TODAY)["pending"].tolist() == [1]
    assert rolling_counts(history)["complaints"].tolist() == [1.0, 1.0, 1.0]
