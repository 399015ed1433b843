"""Long tables are counted in other ways than short ones, and show the same."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.goodfaith import History, Terms, daily_figures, outlook, rolling_counts, row_status
from ippbook.tables.book import fold

STATUSES = [choice.code for choice in load_vocabulary("statuses")]


def table(rng, rows, accounts, days):
    """Complaints of which most are accepted; some lack an account, a date or a reason."""
    filed = np.datetime64("2026-01-20") + rng.integers(0, days, rows)
    decided = filed + rng.integers(-3, 60, rows)
    return pd.DataFrame(
        {
            "account": rng.choice([*(f"acme {each}" for each in range(accounts)), ""], rows),
            "complaint": rng.choice(["", "C1", "C2", "C3"], rows),
            "filed": pd.Series(filed.astype("datetime64[ns]")).where(rng.random(rows) < 0.98),
            "status": rng.choice([*STATUSES, *["accepted"] * 60], rows),
            "reason": rng.choice(["", "fake", "pictures"], rows, p=[0.1, 0.8, 0.1]),
            "decided": pd.Series(decided.astype("datetime64[ns]")).where(rng.random(rows) < 0.7),
        }
    ).astype(dict.fromkeys(("account", "complaint", "status", "reason"), object))


@pytest.mark.parametrize(("accounts", "days"), [(1, 30), (3, 40), (60, 200)], ids=["one", "few cells", "many cells"])
@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.builds(
        Terms,
        unit=st.sampled_from(["link", "complaint"]),
        window_date=st.sampled_from(["filed", "decided"]),
        pending_counts_as=st.sampled_from(["excluded", "not taken down"]),
        counter_rate_of=st.sampled_from(["taken down", "filed"]),
        min_complaints=st.sampled_from([0, 20]),
        window_months=st.just(1),
    ),
)
def test_rows_counted_in_cells_show_what_sorted_ones_show(accounts, days, seed, terms):
    made = table(np.random.default_rng(seed), 600, accounts, days)
    day = (pd.Timestamp("2026-01-20") + pd.Timedelta(days=days // 2)).date()
    in_cells, ahead = rolling_counts(History.of(**made), terms), outlook(History.of(**made), day, terms)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(daily_figures, "_CELLS_FREE", 0)
        patch.setattr(daily_figures, "_CELLS_PER_ROW", 0)
        by_sorting, looked = rolling_counts(History.of(**made), terms), outlook(History.of(**made), day, terms)
    pd.testing.assert_frame_equal(ahead, looked)
    pd.testing.assert_frame_equal(in_cells, by_sorting)


def test_counts_that_need_more_than_one_number_of_64_bits_do_not_run_into_each_other():
    rows = 150_000  # 18 bits each for pending and six outcomes
    made = pd.DataFrame(
        {
            "account": ["acme"] * rows,
            "complaint": [""] * rows,
            "filed": pd.to_datetime(["2026-03-02"] * rows),
            "status": [STATUSES[each % len(STATUSES)] for each in range(rows)],
            "reason": ["fake"] * rows,
        }
    ).astype(dict.fromkeys(("account", "complaint", "status", "reason"), object))
    last = rolling_counts(History.of(**made), Terms(later_decisions="counted")).dropna().iloc[-1]
    outcomes = [load_vocabulary("statuses")[status].facts for status in made["status"]]
    expected = {
        "taken_down": sum(each["outcome"] == "taken down" for each in outcomes),
        "counter_upheld": sum(each["countered"] for each in outcomes),
        **{
            name: sum(each["outcome"] == name for each in outcomes)
            for name in ("rejected", "pending", "withdrawn", "dead")
        },
    }
    assert {name: last[name] for name in expected} == expected


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_equal_texts_are_one_name_wherever_they_lie_in_memory(seed, shared):
    rng = np.random.default_rng(seed)
    names = ["acme", " ACME", "ben", "", None]
    picked = rng.integers(0, len(names), 2_000)
    column = np.array([names[each] for each in picked], dtype=object)
    if not shared:
        # Texts joined as the program runs are new ones each time. The first half stays shared, to mislead the sample.
        column[1_000:] = [each and "".join([*each[:1], each[1:]]) for each in column[1_000:]]
    made = History.of(column, None, ["2026-03-02"] * len(column), ["accepted"] * len(column))
    first = list(dict.fromkeys(name.strip().casefold() for name in column if name))
    expected = [first.index(name.strip().casefold()) if name and name.strip() else -1 for name in column]
    assert made.account.tolist() == expected
    assert [fold(each) for each in made.accounts] == first


def test_places_of_an_empty_history_are_an_empty_table():
    nothing = History.of([], [], [], [])
    for terms in (Terms(), Terms(unit="complaint")):
        assert len(row_status(nothing, pd.Timestamp("2026-03-02").date(), terms)) == 0
        assert len(rolling_counts(nothing, terms)) == 0
