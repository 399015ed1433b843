"""The three tests exactly at their limits, with figures calculated manually."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ippbook.goodfaith import History, Terms, assess, assess_reasons
from ippbook.goodfaith.percent_text import percent_text
from ippbook.tables.setting_marks import declared_settings
from ippbook.tables.settings import read_settings

TODAY = date(2026, 11, 23)
FILED = date(2026, 11, 2)


def history(*blocks):
    """Blocks of (how many, status) or (how many, status, reason), all filed within the window by one account."""
    rows = [(block[1], block[2] if len(block) == 3 else "fake") for block in blocks for _ in range(block[0])]
    statuses, reasons = [row[0] for row in rows], [row[1] for row in rows]
    numbers = [f"C{place}" for place in range(len(rows))]
    return History.of(["acme"] * len(rows), numbers, [FILED] * len(rows), statuses, reasons)


def standing(*blocks, **terms):
    return assess(history(*blocks), TODAY, Terms(**terms), accounts=["acme"]).iloc[0].to_dict()


def test_90_of_100_taken_down_is_exactly_enough():
    shown = standing((90, "accepted"), (10, "rejected"))
    assert (shown["takedown_rate"], shown["qualifies"], shown["fails"]) == (0.9, "yes", "")


def test_89_of_100_taken_down_fails_and_says_so():
    shown = standing((89, "accepted"), (11, "rejected"), per_reason_check="no")
    assert (shown["qualifies"], shown["fails"]) == ("no", "takedown rate 89.0 % < 90 %")


def test_5_of_100_counter_notices_is_exactly_within_the_limit():
    shown = standing((95, "accepted"), (5, "reinstated"))  # 5 / (95 + 5) = 5 %
    assert (shown["counter_rate"], shown["qualifies"]) == (0.05, "yes")


def test_6_of_100_counter_notices_fails_and_says_so():
    shown = standing((94, "accepted"), (6, "reinstated"), per_reason_check="no")
    assert (shown["qualifies"], shown["fails"]) == ("no", "counter-notice rate 6.0 % > 5 %")


def test_99_complaints_fail_and_100_do_not():
    assert standing((99, "accepted"))["fails"] == "99 of 100 complaints"
    assert standing((100, "accepted"))["qualifies"] == "yes"


def test_limits_that_floats_cannot_hold_are_met_exactly():
    # 0.07 * 100 is 7.000000000000001 in floats, and 0.57 * 100 is 56.99999999999999
    assert standing((93, "accepted"), (7, "reinstated"), max_counter_rate="0.07")["qualifies"] == "yes"
    assert standing((57, "accepted"), (43, "rejected"), min_takedown_rate="0.57")["qualifies"] == "yes"
    assert standing((56, "accepted"), (44, "rejected"), min_takedown_rate="0.57")["qualifies"] == "no"


def test_a_rate_just_under_the_limit_never_reads_as_the_limit():
    # 89.99 % would be 90.0 % with one decimal, so it has two
    assert (
        standing((8999, "accepted"), (1001, "rejected"), per_reason_check="no")["fails"]
        == "takedown rate 89.99 % < 90 %"
    )
    shown = standing((9499, "accepted"), (501, "reinstated"), per_reason_check="no")
    assert shown["fails"] == "counter-notice rate 5.01 % > 5 %"
    # 89.96 % is 90.0 % in a cell, and 899.6 of 1,000 are not
    shown = standing((2249, "accepted"), (251, "rejected"), per_reason_check="no")
    assert shown["fails"] == "takedown rate 89.96 % < 90 %"


@given(st.integers(1, 5_000), st.integers(0, 5_000), st.sampled_from(["0.9", "0.95", "0.925", "0.05"]))
def test_a_shown_rate_is_on_the_same_side_of_its_limit_as_the_rate_and_as_near_as_excel_shows_it(whole, part, limit):
    share, edge = Fraction(min(part, whole), whole), Fraction(limit)
    number = Fraction(percent_text(min(part, whole) / whole, Decimal(limit)).removesuffix(" %")) / 100
    assert (number < edge, number == edge) == (share < edge, share == edge)
    assert abs(number - share) <= Fraction(1, 2000)


def test_all_failing_tests_are_named_in_one_line():
    # 8 of 10 taken down = 80 %; 2 of 8 reinstated = 25 %; 10 complaints
    shown = standing((6, "accepted"), (2, "reinstated"), (2, "rejected"), per_reason_check="no")
    assert shown["fails"] == "10 of 100 complaints; takedown rate 80.0 % < 90 %; counter-notice rate 25.0 % > 5 %"


def test_one_bad_reason_loses_a_good_whole():
    # whole: 198 / 200 = 99 %; pictures: 8 / 10 = 80 %
    blocks = ((190, "accepted"), (8, "accepted", "pictures"), (2, "rejected", "pictures"))
    shown = standing(*blocks)
    assert shown["takedown_rate"] == 0.99
    assert shown["worst_reason"] == "pictures"
    assert (shown["qualifies"], shown["fails"]) == ("no", 'reason "pictures": takedown rate 80.0 % < 90 %')
    assert standing(*blocks, per_reason_check="no")["qualifies"] == "yes"


def test_a_reason_with_too_few_decisions_is_not_tested_by_itself():
    blocks = ((190, "accepted"), (8, "accepted", "pictures"), (2, "rejected", "pictures"))
    assert standing(*blocks, per_reason_min_decided=10)["qualifies"] == "no"
    assert standing(*blocks, per_reason_min_decided=11)["qualifies"] == "yes"


def test_a_reason_fails_by_its_counter_notices_too():
    # pictures: 1 of 10 reinstated = 10 %; whole: 1 of 200 = 0.5 %
    shown = standing((190, "accepted"), (9, "accepted", "pictures"), (1, "reinstated", "pictures"))
    assert shown["fails"] == 'reason "pictures": counter-notice rate 10.0 % > 5 %'


def test_complaints_without_reason_count_in_the_whole_but_are_no_reason():
    reasons = assess_reasons(history((95, "accepted"), (5, "rejected", "")), TODAY)
    assert dict(zip(reasons["reason"], reasons["tested"], strict=True)) == {"": "no", "fake": "yes"}
    assert standing((95, "accepted"), (5, "rejected", ""))["qualifies"] == "yes"


def test_without_the_test_of_single_reasons_no_reason_is_tested():
    found = assess_reasons(history((8, "accepted"), (2, "rejected")), TODAY, Terms(per_reason_check="no"))
    assert (found["tested"].tolist(), found["fails"].tolist()) == (["no"], [""])


@pytest.mark.parametrize(
    ("setting", "choice", "takedown"),
    [
        # 80 accepted, 4 reinstated, 6 rejected, 5 pending, 3 withdrawn, 2 dead
        ("pending_counts_as", "excluded", 84 / 90),
        ("pending_counts_as", "not taken down", 84 / 95),
        ("pending_counts_as", "taken down", 89 / 95),
        ("withdrawn_counts_as", "not taken down", 84 / 93),
        ("dead_counts_as", "taken down", 86 / 92),
        ("reinstated_counts_as", "not taken down", 80 / 90),
        ("reinstated_counts_as", "excluded", 80 / 86),
    ],
)
def test_each_reading_of_the_takedown_rate_is_a_setting(setting, choice, takedown):
    blocks = (80, "accepted"), (4, "reinstated"), (6, "rejected"), (5, "submitted"), (3, "withdrawn"), (2, "link dead")
    assert standing(*blocks, **{setting: choice})["takedown_rate"] == takedown


@pytest.mark.parametrize(("choice", "counter"), [("taken down", 4 / 84), ("decided", 4 / 90), ("filed", 4 / 100)])
def test_each_reading_of_the_counter_rate_is_a_setting(choice, counter):
    blocks = (80, "accepted"), (4, "reinstated"), (6, "rejected"), (5, "submitted"), (3, "withdrawn"), (2, "link dead")
    assert standing(*blocks, counter_rate_of=choice)["counter_rate"] == counter


def test_the_volume_may_count_only_what_was_decided():
    blocks = (95, "accepted"), (5, "submitted")
    assert standing(*blocks)["qualifies"] == "yes"
    assert standing(*blocks, volume_counts="decided")["fails"] == "95 of 100 decided complaints"


def test_withdrawals_are_shown_and_leave_the_rates_alone():
    shown = standing((90, "accepted"), (10, "withdrawn"))
    assert (shown["withdrawn"], shown["withdrawn_rate"], shown["takedown_rate"]) == (10, 0.1, 1.0)


@pytest.mark.parametrize("written", ["90 %", "90%", "0,9", " 0.90 ", "９０％", 0.9])
def test_a_share_is_read_as_people_write_it(written):
    assert Terms(min_takedown_rate=written).min_takedown_rate == Terms().min_takedown_rate


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_takedown_rate": "90"},
        {"min_takedown_rate": "much"},
        {"min_takedown_rate": "much %"},
        {"max_counter_rate": "NaN"},
        {"max_counter_rate": -0.1},
        {"window_months": 0},
        {"window_days": 10**9},
        {"min_complaints": -1},
        {"per_reason_min_decided": 0},
        {"unit": "seller"},
        {"no_such_term": 1},
    ],
)
def test_a_term_out_of_its_range_is_refused_by_its_name(wrong):
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        Terms(**wrong)


def test_the_settings_table_reads_every_term_as_people_type_it():
    typed = {"Min takedown rate": 0.95, "MAX COUNTER RATE": "3 %", "Unit": "Complaint", "Window months": 6.0}
    reading = read_settings(typed, (Terms,))
    assert reading.refused == ()
    expected = Terms(min_takedown_rate="0.95", max_counter_rate="0.03", unit="complaint", window_months=6)
    assert reading.groups["terms"] == expected


def test_every_term_says_in_words_what_it_is_where_it_comes_from_and_how_sure_it_is():
    described = Terms.settings()
    assert [each.name for each in described] == list(declared_settings(Terms))
    for each in described:
        assert each.about.endswith(".")
        assert each.source.startswith("ipp-facts 6.")
        assert each.certainty in {"official", "vendor", "inferred", "chosen"}
        assert not each.choices or each.default in each.choices
    assert next(each.choices for each in described if each.name == "unit") == ("link", "complaint")


@pytest.mark.parametrize("written", ["left out", "Left Out", " left  out ", "ｌｅｆｔ ｏｕｔ", "excluded"])
@pytest.mark.parametrize("name", ["pending_counts_as", "withdrawn_counts_as", "dead_counts_as", "reinstated_counts_as"])
def test_excluded_is_read_under_the_name_of_older_workbooks_too(name, written):
    assert getattr(Terms(**{name: written}), name) == "excluded"


def test_a_settings_table_of_an_older_workbook_is_accepted():
    found = read_settings({"Pending counts as": "left out"}, (Terms,))
    assert found.values()["terms"].pending_counts_as == "excluded"
    assert found.refused == ()


@pytest.mark.parametrize("written", ["leftout", "left", "left out today", 0])
def test_another_word_for_excluded_is_refused(written):
    with pytest.raises(ValidationError, match="pending_counts_as"):
        Terms(pending_counts_as=written)
