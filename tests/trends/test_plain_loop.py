"""Each figure over months is what a plain loop over the rows counts."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from statistics import median

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ippbook.goodfaith import History
from ippbook.trends import ALL_ACCOUNTS, outcomes, takedown_days

AS_OF = date(2026, 3, 10)
DAYS = st.integers(0, 500).map(lambda back: AS_OF + timedelta(days=30 - back))
STATUSES = ("accepted", "rejected", "reinstated", "submitted", "withdrawn", "link dead", "draft", "")
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", ""]),
        DAYS | st.none(),
        st.sampled_from(STATUSES),
        DAYS | st.none(),
        st.sampled_from(["taobao", "1688", ""]),
        st.sampled_from([*map("reason {}".format, range(13)), ""]),
    ),
    max_size=60,
)
GROUP = {
    "accepted": "taken_down",
    "rejected": "rejected",
    "reinstated": "reinstated",
    "submitted": "pending",
    "": "pending",
    "withdrawn": "withdrawn",
    "link dead": "withdrawn",
}


def history_of(rows):
    columns = [pd.Series([row[at] for row in rows], dtype=object) for at in range(6)]
    account, filed, status, decided, platform, reason = columns
    return History.of(account, None, filed, status, reason, decided, platform)


def month_of(day):
    """0 for the month eleven months before that of the check, 11 for its own; None outside."""
    place = (day.year - AS_OF.year) * 12 + day.month - AS_OF.month + 11
    return place if 0 <= place <= 11 and day <= AS_OF else None


def counted(rows):
    """The rows that count: filed, on a known day, by an account."""
    return [row for row in rows if row[0] and row[1] and row[2] != "draft"]


@given(ROWS)
def test_outcomes_are_what_a_loop_counts(rows):
    found = outcomes(history_of(rows), AS_OF)
    expected = defaultdict(Counter)
    for account, filed, status, _, platform, reason in counted(rows):
        if month_of(filed) is None:
            continue
        for who in (account, ALL_ACCOUNTS):
            expected[who, "platform", platform or "unknown"][GROUP[status]] += 1
            expected[who, "reason", reason or "unknown"][GROUP[status]] += 1
    of_account = defaultdict(int)
    for row in found.to_dict("records"):
        counts = {name: row[name] for name in ("taken_down", "reinstated", "rejected", "pending", "withdrawn")}
        assert sum(counts.values()) == row["filed"] > 0
        of_account[row["account"], row["by"]] += row["filed"]
        if row["name"] != "others":
            wanted = expected[row["account"], row["by"], row["name"]]
            assert counts == {name: wanted[name] for name in counts}
    totals = defaultdict(int)
    for (who, by, _), counts in expected.items():
        totals[who, by] += counts.total()
    assert of_account == totals
    for _, part in found.groupby(["account", "by"]):
        assert list(part["place"]) == list(range(1, len(part) + 1))
        assert len(part) <= 8


@given(ROWS)
def test_days_to_a_takedown_are_what_a_loop_measures(rows):
    found = takedown_days(history_of(rows), AS_OF)
    expected = defaultdict(list)
    for account, filed, status, decided, *_ in counted(rows):
        if status in ("accepted", "reinstated") and decided and decided >= filed and month_of(decided) is not None:
            for who in (account, ALL_ACCOUNTS):
                expected[who, month_of(decided)].append((decided - filed).days)
    assert len(found) == 12 * found["account"].nunique()
    for at, row in enumerate(found.to_dict("records")):
        days = sorted(expected[row["account"], at % 12])
        assert row["takedowns"] == len(days)
        if days:
            assert row["median_days"] == median(days)
            within = row["slowest_tenth"]
            assert sum(day <= within for day in days) >= 0.9 * len(days) > sum(day < within for day in days)
        else:
            assert np.isnan(row["median_days"])
            assert np.isnan(row["slowest_tenth"])
