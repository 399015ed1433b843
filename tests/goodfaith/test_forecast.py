"""The chances of a forecast come true on histories with known truth, and the advice files what helps."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ippbook import ooxml, tables
from ippbook.declare import registry
from ippbook.goodfaith import History, Terms, assess, filing_advice, forecast
from ippbook.goodfaith.chances import Chances

SAMPLE = Path(__file__).parents[2] / "workbook" / "ippbook.xlsx"
TODAY = date(2026, 11, 10)
FILED = date(2026, 11, 2)


def history(*groups, ready=()):
    """Complaints of one account: groups of (how many, status, reason), and ready ones of (how many, reason)."""
    rows = [(FILED, status, reason) for many, status, reason in groups for _ in range(many)]
    rows += [(None, "ready", reason) for many, reason in ready for _ in range(many)]
    filed, status, reason = zip(*rows, strict=True)
    many = len(rows)
    return History.of(["acme"] * many, range(many), filed, status, reason, None, ["taobao"] * many, right=["R1"] * many)


def test_without_pending_complaints_the_chance_is_certain_and_says_so():
    sure = forecast(history((95, "accepted", "fake"), (5, "rejected", "fake")), TODAY)
    assert sure["chance"].tolist() == [1, 1, 1]
    assert sure["rate_low"].tolist() == sure["rate_high"].tolist() == [0.95] * 3
    assert sure["sure"].unique().tolist() == ["nothing is pending, so this is exact"]
    assert [day.date() for day in sure["day"]] == [date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31)]


def test_what_has_left_the_window_by_a_month_end_no_longer_helps():
    found = forecast(history((100, "accepted", "fake")), TODAY, months=4)
    # Filed on 2 November, gone on 2 February.
    assert found["chance"].tolist() == [1, 1, 1, 0]


def test_a_pending_complaint_that_decides_alone_has_the_chance_of_its_kind():
    # 90 of 100 and one pending: a rejection gives 90 of 101, below the limit. The chance of its kind: one kind alone,
    # so the pool (90 + 2 x 0.83) / 102 = 0.8986 weighs 8: (90 + 8 x 0.8986) / 108 = 0.8999.
    found = forecast(
        history((90, "accepted", "fake"), (10, "rejected", "fake"), (1, "submitted", "fake")),
        TODAY,
        Terms(max_counter_rate=1),
    )
    assert found["chance"].to_numpy() == pytest.approx(0.8999, abs=0.02)


def test_a_kind_with_few_decisions_is_drawn_towards_the_pool_and_one_with_many_keeps_its_own_rate():
    found = history(
        (500, "accepted", "fake"),
        (100, "rejected", "pics"),
        (300, "accepted", "words"),
        (1, "rejected", "rare"),
        ready=[(1, "new")],
    )
    chances = Chances.of(found, TODAY, Terms())
    mean = dict(zip([kind[2] for kind in found.kinds], chances.mean, strict=True))
    assert mean["fake"] > 0.99
    assert mean["pics"] < 0.02
    assert mean["pics"] < mean["rare"] < mean["new"]
    assert mean["new"] == pytest.approx(800 / 901, abs=0.01)


def test_with_nothing_decided_the_chance_is_the_platforms_own_figure_and_is_called_a_guess():
    found = history((120, "submitted", "fake"))
    assert Chances.of(found, TODAY, Terms()).mean.tolist() == pytest.approx([0.83])
    shown = forecast(found, TODAY)
    assert shown["sure"].str.contains("guess").all()
    assert shown["rate_low"].min() < 0.6
    assert shown["rate_high"].max() > 0.95


def test_the_same_seed_gives_the_same_figures_and_another_seed_nearly_the_same():
    found = history((90, "accepted", "fake"), (8, "rejected", "fake"), (20, "submitted", "fake"))
    first = forecast(found, TODAY, seed=1)
    pd.testing.assert_frame_equal(first, forecast(found, TODAY, seed=1))
    assert first["chance"].to_numpy() == pytest.approx(forecast(found, TODAY, seed=2)["chance"].to_numpy(), abs=0.04)


def test_the_same_pace_keeps_the_number_up_that_would_else_leave_the_window():
    spread = [TODAY - timedelta(days=each % 90) for each in range(150)]
    steady = History.of(["acme"] * 150, range(150), spread, ["accepted"] * 150, ["fake"] * 150)
    assert forecast(steady, TODAY, months=2)["chance"].iloc[1] == 0
    assert forecast(steady, TODAY, months=2, new_filings="same pace")["chance"].iloc[1] > 0.95


def past_and_truth(random):
    """What a team knew on the day, and the true result by the next month end."""
    true = random.beta(18, 2, 3)
    rows = []
    for number in range(160):
        reason = int(random.integers(3))
        waits = random.random() < 0.3
        filed = TODAY - timedelta(days=int(random.integers(0, 60)))
        good = random.random() < true[reason]
        rows.append((filed, "accepted" if good else "rejected", waits, f"R{reason}", number))
    filed, status, waits, right, number = zip(*rows, strict=True)
    columns = {"account": ["acme"] * 160, "complaint": number, "filed": filed, "reason": ["fake"] * 160, "right": right}
    known = History.of(
        **columns, status=["submitted" if wait else each for each, wait in zip(status, waits, strict=True)]
    )
    return known, History.of(**columns, status=status)


@pytest.mark.deep
def test_chances_for_simulated_teams_come_true_as_often_as_they_say_and_beat_the_base_rate():
    random = np.random.default_rng(20261123)
    chances, came, stands = [], [], []
    for _ in range(150):
        known, truth = past_and_truth(random)
        stands.append(assess(known, date(2026, 11, 30))["qualifies"].item() == "yes")
        chances.append(forecast(known, TODAY, months=1)["chance"].item())
        came.append(assess(truth, date(2026, 11, 30))["qualifies"].item() == "yes")
    chances, came = np.array(chances), np.array(came, dtype=float)
    assert 0.1 < came.mean() < 0.9  # else nothing is learnt
    brier, base = ((chances - came) ** 2).mean(), came.mean() * (1 - came.mean())
    assert brier < 0.5 * base
    assert brier < (np.array(stands) != came).mean()
    # Over all, chances promised and met differ by no more than three standard errors.
    assert abs((chances - came).sum()) < 3 * np.sqrt((chances * (1 - chances)).sum())


def test_a_batch_holds_one_platform_right_and_reason_and_at_most_300_links():
    found = filing_advice(
        history((400, "accepted", "fake"), (50, "accepted", "pics"), ready=[(310, "fake"), (5, "pics")]), TODAY
    )
    filed = found.rows[found.rows["advice"] == "file"]
    assert len(filed) == 315
    assert sorted(filed["batch"].value_counts()) == [5, 10, 300]
    assert len(filed[["batch", "platform", "right", "reason"]].drop_duplicates()) == filed["batch"].nunique()


@pytest.mark.parametrize("unit", ["link", "complaint"])
def test_nothing_ready_and_nothing_at_all_give_a_plan_without_rows(unit):
    terms = Terms(unit=unit)
    assert filing_advice(history((3, "accepted", "fake")), TODAY, terms).accounts["file"].tolist() == [0]
    nothing = History.of([], [], [], [])
    assert len(filing_advice(nothing, TODAY, terms).rows) == len(filing_advice(nothing, TODAY, terms).accounts) == 0
    assert len(forecast(nothing, TODAY, terms)) == 0


def test_chances_for_the_sample_team_through_its_past_beat_the_base_rate_and_are_hardly_worse_than_the_days_figures():
    # Little is pending in the sample at any time, so the figures of the day are hard to beat there.
    columns = tables.typed_tables(ooxml.open(SAMPLE), registry().headers)["Complaints"].columns
    names = ("account", "complaint", "filed", "status", "reason", "decided", "platform", "right")
    rows = pd.DataFrame({name: columns[name] for name in names})
    terms = Terms(min_complaints=20, per_reason_check="no")
    chances, came, stands = [], [], []
    for day in pd.date_range("2026-04-01", "2026-08-25", freq="12D"):
        filed = rows[rows["filed"] <= day]
        later = filed["decided"] > day
        known = History.of(
            **filed.assign(status=filed["status"].mask(later, "submitted"), decided=filed["decided"].mask(later))
        )
        found = forecast(known, day.date(), terms, months=1)
        end = found["day"].iloc[0].date()
        chances += found["chance"].tolist()
        came += (assess(History.of(**filed), end, terms)["qualifies"] == "yes").tolist()
        stands += (assess(known, end, terms)["qualifies"] == "yes").tolist()
    chances, came, stands = (np.array(each, dtype=float) for each in (chances, came, stands))
    assert 0.2 < came.mean() < 0.8
    assert ((chances - came) ** 2).mean() < 0.25 * came.mean() * (1 - came.mean())
    assert ((chances - came) ** 2).mean() < ((stands - came) ** 2).mean() + 0.02
