"""Chances, forecasts and advice at the values where they change."""

from datetime import date
from math import lgamma

import numpy as np
import pytest

from ippbook.goodfaith import History, Terms, forecast, outlook
from ippbook.goodfaith.chances import Chances
from ippbook.goodfaith.forecast import _pace
from ippbook.goodfaith.phases import known_on
from ippbook.goodfaith.window import day_number

TODAY = date(2026, 11, 10)
FILED = date(2026, 11, 2)


def history(*groups, filed=FILED, decided=None):
    rows = [(status, reason) for many, status, reason in groups for _ in range(many)]
    status, reason = zip(*rows, strict=True)
    many = len(rows)
    return History.of(["acme"] * many, range(many), [filed] * many, status, reason, [decided] * many)


@pytest.mark.parametrize(
    ("groups", "sure"),
    [
        ([(1, "submitted", "fake")], "a guess: no complaint was decided yet"),
        ([(1, "accepted", "fake"), (1, "submitted", "fake")], "a rough guess: only 1 complaint decided"),
        ([(19, "accepted", "fake"), (1, "submitted", "fake")], "a rough guess: only 19 complaints decided"),
        ([(20, "accepted", "fake"), (1, "submitted", "fake")], "from 20 decided complaints"),
        ([(20, "accepted", "fake"), (1, "submitted", "pics")], "1 of 1 pending kinds have no decided complaint"),
        (
            [(20, "accepted", "fake"), (1, "submitted", "fake"), (2, "submitted", "pics")],
            "1 of 2 pending kinds have no decided complaint",
        ),
    ],
)
def test_a_forecast_says_how_many_decisions_it_rests_on(groups, sure):
    assert forecast(history(*groups), TODAY, months=1)["sure"].item().startswith(sure)


@pytest.mark.parametrize(("decided", "known"), [(date(2026, 11, 10), 3), (date(2026, 11, 11), 0), (None, 3)])
def test_a_decision_counts_for_the_chances_from_its_own_day_on(decided, known):
    assert Chances.of(history((3, "accepted", "fake"), decided=decided), TODAY, Terms()).decided.tolist() == [known]


@pytest.mark.parametrize(("filed", "known"), [(TODAY, 3), (date(2026, 11, 11), 0)])
def test_a_complaint_counts_for_the_chances_from_its_filing_on(filed, known):
    assert Chances.of(history((3, "accepted", "fake"), filed=filed), TODAY, Terms()).decided.tolist() == [known]


def test_before_any_decision_the_chances_are_the_published_rate_with_the_weight_of_two():
    found = Chances.of(history((1, "submitted", "fake")), TODAY, Terms())
    assert found.taken_down.tolist() == pytest.approx([2 * 0.83])
    assert found.rejected.tolist() == pytest.approx([2 * 0.17])
    assert found.overturned == pytest.approx((2 * 0.05, 2 * 0.95))


def test_one_kind_alone_is_mixed_with_the_pool_by_a_weight_of_eight():
    found = Chances.of(history((10, "accepted", "fake"), (2, "rejected", "fake")), TODAY, Terms())
    mean = (10 + 2 * 0.83) / 14
    assert found.taken_down.tolist() == pytest.approx([10 + 8 * mean])
    assert found.rejected.tolist() == pytest.approx([2 + 8 * (1 - mean)])


def test_the_pool_never_weighs_more_than_its_own_complaints():
    found = Chances.of(history((3, "accepted", "fake")), TODAY, Terms())
    mean = (3 + 2 * 0.83) / 5
    assert found.taken_down.tolist() == pytest.approx([3 + 5 * mean])


@pytest.mark.parametrize(("good", "bad"), [([40, 10, 3], [1, 9, 2]), ([40, 2], [1, 9])], ids=["three", "two"])
def test_the_weight_of_the_pool_is_the_one_under_which_the_decisions_are_most_likely(good, bad):
    groups = [
        (many, status, f"reason {place}")
        for place, pair in enumerate(zip(good, bad, strict=True))
        for many, status in zip(pair, ("accepted", "rejected"), strict=True)
    ]
    found = Chances.of(history(*groups), TODAY, Terms())
    mean = (sum(good) + 2 * 0.83) / (sum(good) + sum(bad) + 2)

    def log_beta(one, two):
        return lgamma(one) + lgamma(two) - lgamma(one + two)

    def likelihood(weight):
        return sum(
            log_beta(yes + mean * weight, no + (1 - mean) * weight) - log_beta(mean * weight, (1 - mean) * weight)
            for yes, no in zip(good, bad, strict=True)
        )

    best = max((2.0**power for power in range(11)), key=likelihood)
    assert best not in {8, 1024}
    assert found.taken_down.tolist() == pytest.approx([yes + mean * best for yes in good])
    assert found.rejected.tolist() == pytest.approx([no + (1 - mean) * best for no in bad])


def test_an_overturned_takedown_counts_as_a_takedown_and_for_the_chance_of_being_overturned():
    found = Chances.of(
        history((6, "accepted", "fake"), (2, "reinstated", "fake"), (2, "rejected", "fake")), TODAY, Terms()
    )
    assert found.decided.tolist() == [10]
    assert found.overturned == pytest.approx((2 + 2 * 0.05, 6 + 2 * 0.95))


def test_by_decision_date_a_pending_complaint_counts_while_a_decision_from_tomorrow_on_would():
    # The window of 31 January opens after 31 October: a decision on 1 November is the first one inside.
    terms = Terms(window_date="decided")
    found = forecast(history((1, "submitted", "fake"), filed=date(2026, 8, 15)), date(2026, 10, 31), terms, months=4)
    assert [str(day.date()) for day in found["day"]] == ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]
    assert found["pending"].tolist() == [1, 1, 1, 0]


@pytest.mark.parametrize(("ahead", "expected"), [(20, 20), (92, 92), (200, 92)])
def test_at_the_same_pace_as_much_is_filed_a_day_as_in_the_window_and_at_most_a_whole_window(ahead, expected):
    # On 10 November the window has 92 days.
    terms = Terms()
    known = known_on(history((92, "accepted", "fake")), terms, day_number(TODAY))
    found = _pace(known, np.arange(92), TODAY, day_number(TODAY) + ahead, terms, np.random.default_rng(0))
    assert found.many.mean() == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize(
    ("reinstated", "limit", "needed"),
    [
        (1, "0 %", [np.nan]),  # no number of takedowns undoes a counter-notice where none is allowed
        (0, "0 %", [0.0]),
        (1, "5 %", [0.0]),  # 1 of 20
        (2, "5 %", [20.0]),  # 2 of 40
    ],
)
def test_takedowns_needed_where_counter_notices_use_up_the_limit(reinstated, limit, needed):
    groups = [(20 - reinstated, "accepted", "fake"), (reinstated, "reinstated", "fake")]
    terms = Terms(min_complaints=1, per_reason_check="no", max_counter_rate=limit)
    assert outlook(history(*groups), TODAY, terms)["needed"].tolist() == pytest.approx(needed, nan_ok=True)
