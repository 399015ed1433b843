"""The columns agree with a plain loop over rows, written apart from them with dates and fractions."""

import calendar
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ippbook.goodfaith import History, Terms, assess, assess_reasons, rolling

MEANING = {
    "draft": "unfiled",
    "ready": "unfiled",
    "submitted": "pending",
    "accepted": "down",
    "rejected": "rejected",
    "counter-noticed": "down",
    "intervention": "down",
    "upheld": "down",
    "reinstated": "back",
    "withdrawn": "withdrawn",
    "link dead": "dead",
    "": "pending",
    "no such status": "pending",
}
WORST_FIRST = ("rejected", "back", "pending", "down", "withdrawn", "dead")


def months_back(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def inside(day, as_of, terms):
    if terms.window_by == "months":
        edge = months_back(as_of, terms.window_months)
    else:
        edge = as_of - timedelta(days=terms.window_days)
    return (edge <= day if terms.window_first_day == "in" else edge < day) and day <= as_of


def usable(row):
    return row["account"] != "" and row["filed"] is not None and MEANING[row["status"]] != "unfiled"


def units(rows, terms):
    """Each unit: account, reason, filed, decided, and the set of what its links have come to."""
    made = {}
    for place, row in enumerate(rows):
        if not usable(row):
            continue
        shared = terms.unit == "complaint" and row["complaint"] != ""
        made.setdefault((row["account"], row["complaint"] if shared else place), []).append(row)
    for (account, _), links in made.items():
        first = min(links, key=lambda link: link["filed"])  # min keeps the first of equals
        decisions = [link["decided"] for link in links if link["decided"] is not None]
        meanings = {MEANING[link["status"]] for link in links}
        worst = next(each for each in WORST_FIRST if each in meanings)
        if {"rejected", "back"} <= meanings:
            worst = "rejected and back"
        yield account, first["reason"], first["filed"], max(decisions, default=None), worst


def counted(rows, as_of, terms):
    """What counts on a day: account -> list of (reason, outcome)."""
    found = defaultdict(list)
    for account, reason, filed, decided, outcome in units(rows, terms):
        settled = filed if decided is None else max(filed, decided)
        waits = outcome == "pending" or (
            settled > as_of and (terms.later_decisions == "pending" or terms.window_date == "decided")
        )
        dated = settled if terms.window_date == "decided" and not waits else filed
        if inside(dated, as_of, terms):
            found[account].append((reason, "pending" if waits else outcome))
    return found


def figures(outcomes, terms):
    have = {each: outcomes.count(each) for each in (*WORST_FIRST, "rejected and back")}
    success, whole = have["down"], have["down"] + have["rejected"] + have["rejected and back"]
    for each, how in (
        ("pending", terms.pending_counts_as),
        ("withdrawn", terms.withdrawn_counts_as),
        ("dead", terms.dead_counts_as),
        ("back", terms.reinstated_counts_as),
    ):
        success += have[each] if how == "taken down" else 0
        whole += have[each] if how != "left out" else 0
    countered = have["back"] + have["rejected and back"]
    decided = have["down"] + have["back"] + have["rejected"] + have["rejected and back"]
    counter_of = {
        "taken down": have["down"] + countered,
        "decided": decided,
        "filed": len(outcomes),
    }[terms.counter_rate_of]
    takedown = Fraction(success, whole) if whole else None
    counter = Fraction(countered, counter_of) if counter_of else None
    good = (
        takedown is not None
        and takedown >= Fraction(str(terms.min_takedown_rate))
        and (counter is None or counter <= Fraction(str(terms.max_counter_rate)))
    )
    return {
        "complaints": len(outcomes),
        "decided": decided,
        "taken_down": have["down"] + have["back"],
        "rejected": have["rejected"] + have["rejected and back"],
        "pending": have["pending"],
        "withdrawn": have["withdrawn"],
        "dead": have["dead"],
        "counter_upheld": countered,
        "takedown_of": whole,
        "takedown_rate": takedown,
        "counter_rate": counter,
        "good": good,
    }


def verdict(counts, terms):
    """The figures of one account's (reason, outcome) list, and whether it qualifies."""
    whole = figures([outcome for _, outcome in counts], terms)
    volume = whole["complaints"] if terms.volume_counts == "filed" else whole["decided"]
    qualifies = whole["good"] and volume >= terms.min_complaints
    if terms.per_reason_check == "yes":
        for reason in {reason for reason, _ in counts} - {""}:
            part = figures([outcome for each, outcome in counts if each == reason], terms)
            if part["takedown_of"] >= terms.per_reason_min_decided and not part["good"]:
                qualifies = False
    return whole, "yes" if qualifies else "no"


def same(shown, expected):
    for name, value in expected.items():
        if name == "good":
            continue
        if value is None:
            assert np.isnan(shown[name]), name
        else:
            assert shown[name] == pytest.approx(float(value), abs=1e-12), name


days = st.dates(date(2023, 11, 20), date(2024, 6, 5))  # holds 29 February and four month ends that clip
one_row = st.fixed_dictionaries(
    {
        "account": st.sampled_from(["", "anna", "ben"]),
        "complaint": st.sampled_from(["", "C1", "C2", "C3", "C4"]),
        "filed": st.none() | days,
        "decided": st.none() | days,
        "status": st.sampled_from([*MEANING, "accepted", "accepted", "accepted"]),
        "reason": st.sampled_from(["", "fake", "pictures"]),
    }
)
counts_as = st.sampled_from(["left out", "taken down", "not taken down"])
any_terms = st.builds(
    Terms,
    min_complaints=st.integers(0, 6),
    min_takedown_rate=st.sampled_from(["0", "0.5", "0.75", "0.9", "1"]),
    max_counter_rate=st.sampled_from(["0", "0.05", "0.25", "0.5", "1"]),
    window_by=st.sampled_from(["months", "days"]),
    window_months=st.integers(1, 4),
    window_days=st.sampled_from([1, 30, 90]),
    window_first_day=st.sampled_from(["in", "out"]),
    unit=st.sampled_from(["link", "complaint"]),
    window_date=st.sampled_from(["filed", "decided"]),
    later_decisions=st.sampled_from(["pending", "counted"]),
    volume_counts=st.sampled_from(["filed", "decided"]),
    pending_counts_as=counts_as,
    withdrawn_counts_as=counts_as,
    dead_counts_as=counts_as,
    reinstated_counts_as=counts_as,
    counter_rate_of=st.sampled_from(["taken down", "decided", "filed"]),
    per_reason_check=st.sampled_from(["yes", "no"]),
    per_reason_min_decided=st.integers(1, 3),
)


def long_history(seed):
    """A busy account and a quiet one over four months: long enough for reasons to fail while the whole passes."""
    rng = np.random.default_rng(seed)
    start = date(2023, 11, 20)
    rows = []
    for _ in range(80):
        filed = start + timedelta(days=int(rng.integers(0, 130)))
        rows.append(
            {
                "account": str(rng.choice(["anna", "ben"], p=[0.8, 0.2])),
                "complaint": str(rng.choice(["", *(f"C{each}" for each in range(25))])),
                "filed": filed,
                "decided": None if rng.random() < 0.5 else filed + timedelta(days=int(rng.integers(-5, 120))),
                "status": str(rng.choice([*MEANING, *["accepted"] * 40, *["rejected"] * 6])),
                "reason": str(rng.choice(["", "fake", "pictures", "keywords"], p=[0.05, 0.7, 0.15, 0.1])),
            }
        )
    return rows


histories = st.lists(one_row, max_size=30) | st.builds(long_history, st.integers(0, 2**32 - 1))


def history_of(rows):
    frame = pd.DataFrame(rows, columns=["account", "complaint", "filed", "status", "reason", "decided"], dtype=object)
    frame["filed"], frame["decided"] = pd.to_datetime(frame["filed"]), pd.to_datetime(frame["decided"])
    return History.of(**frame)


@settings(max_examples=150, deadline=None)
@given(histories, days, any_terms)
def test_every_account_stands_where_a_plain_loop_puts_it(rows, as_of, terms):
    frame = assess(history_of(rows), as_of, terms, accounts=["anna", "ben"])
    found = counted(rows, as_of, terms)
    for shown in frame.to_dict("records"):
        expected, qualifies = verdict(found[shown["account"]], terms)
        same(shown, expected)
        assert shown["qualifies"] == qualifies
        assert (shown["fails"] == "") == (qualifies == "yes")


@settings(max_examples=100, deadline=None)
@given(histories, days, any_terms)
def test_every_reason_has_the_figures_of_a_plain_loop(rows, as_of, terms):
    frame = assess_reasons(history_of(rows), as_of, terms)
    expected = {
        (account, reason): [outcome for each, outcome in counts if each == reason]
        for account, counts in counted(rows, as_of, terms).items()
        for reason in {reason for reason, _ in counts}
    }
    assert set(zip(frame["account"], frame["reason"], strict=True)) == set(expected)
    for shown in frame.to_dict("records"):
        same(shown, figures(expected[shown["account"], shown["reason"]], terms))


@settings(max_examples=150, deadline=None)
@given(histories, any_terms)
def test_every_row_shows_what_a_plain_loop_finds_on_its_own_day(rows, terms):
    frame = rolling(history_of(rows), terms)
    assert len(frame) == len(rows)
    for row, shown in zip(rows, frame.to_dict("records"), strict=True):
        if not usable(row):
            assert shown["qualifies"] == ""
            assert np.isnan(shown["complaints"])
            continue
        expected, qualifies = verdict(counted(rows, row["filed"], terms)[row["account"]], terms)
        same(shown, expected)
        assert shown["qualifies"] == qualifies
