"""The Good-Faith worksheet functions answer what-if questions; the figures were computed manually."""

from datetime import date

import pytest

from ippbook.declare import registry
from ippbook.declare.worksheet_function import FAILED

DAY = date(2026, 6, 30)
LIMITS = "min_complaints", "min_takedown_rate", "max_counter_rate"


def ask(name, statuses, *, filed=None, **optional):
    many = len(statuses)
    function = registry().functions[f"IPP_GF_{name}"]
    optional = [optional.get(each) for each in ("reasons", "complaints", "decided", *LIMITS)]
    filed = filed or [date(2026, 6, 1)] * many
    return function.call([["a"] * many, filed, statuses, "a", DAY, *optional])


def test_95_of_100_bear_five_more_rejections_because_95_of_105_are_over_90_percent_and_95_of_106_are_not():
    assert ask("HEADROOM", ["accepted"] * 95 + ["rejected"] * 5) == 5


def test_88_of_100_need_20_takedowns_because_108_of_120_are_90_percent():
    assert ask("NEEDED", ["accepted"] * 88 + ["rejected"] * 12) == 20


def test_no_number_of_takedowns_mends_a_rejection_where_the_limit_is_100_percent():
    assert ask("NEEDED", ["accepted", "rejected"], min_takedown_rate=1) == ""


def test_the_pending_ones_span_the_best_and_the_worst_case():
    statuses = ["accepted"] * 2 + ["rejected"] + ["submitted"]
    assert ask("BEST", statuses) == 0.75
    assert ask("WORST", statuses) == 0.5


def test_what_was_filed_on_1_june_is_gone_on_1_september_and_the_lead_with_it():
    assert ask("RUNS_OUT", ["accepted"] * 100) == date(2026, 9, 1)


def test_a_rate_broken_on_10_june_locks_out_until_10_september():
    found = ask("LOCKED_UNTIL", ["accepted", "rejected"], filed=[date(2026, 6, 1), date(2026, 6, 10)], min_complaints=1)
    assert found == date(2026, 9, 10)


def test_a_limit_in_the_formula_replaces_the_default():
    statuses = ["accepted"] * 8 + ["rejected"] * 2
    assert ask("FAILS", statuses) == "10 of 100 complaints; takedown rate 80.0 % < 90 %"
    assert ask("FAILS", statuses, min_complaints=10, min_takedown_rate=0.8) == ""
    assert ask("QUALIFIES", statuses, min_complaints=10, min_takedown_rate="80 %") == "yes"


@pytest.mark.parametrize("skipped", [None, "", [""], [None]])
def test_an_optional_column_that_was_skipped_is_not_a_column(skipped):
    assert ask("COMPLAINTS", ["accepted"] * 3, reasons=skipped, complaints=skipped, decided=skipped) == 3


def test_a_limit_that_is_no_share_is_refused_in_words():
    refusal = "cannot be used: give a share from 0 to 1, as in 90%"
    assert ask("QUALIFIES", ["accepted"], min_takedown_rate=90) == f"{FAILED} Min takedown rate “90” {refusal}"
    assert ask("QUALIFIES", ["accepted"], max_counter_rate=-0.5) == f"{FAILED} Max counter rate “-0.5” {refusal}"
    assert ask("QUALIFIES", ["accepted"], min_complaints=-1) == (
        f"{FAILED} Min complaints “-1” cannot be used: give a whole number from 0"
    )
