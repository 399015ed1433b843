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

from ippbook.goodfaith import (
    History,
    Terms,
    assess,
    assess_reasons,
    daily_figures,
    explain_account,
    filing_advice,
    forecast,
    outlook,
    qualification_changes,
    rolling_counts,
    row_status,
)
from ippbook.goodfaith.rolling_counts import rolling_failures

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
}
PORTAL = {
    "": "",
    "taobao": "ipp.taobao.com",
    "tmall": "ipp.taobao.com",
    "aliexpress": "ipp.aidcgroup.net",
    "lazada": "ipp.aidcgroup.net",
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


def settles_on(row, terms):
    """The day on which a link's decision is known; None while it is pending."""
    if MEANING[row["status"]] == "pending":
        return None
    if terms.later_decisions == "counted" and terms.window_date == "filed":
        return row["filed"]
    return row["filed"] if row["decided"] is None else max(row["filed"], row["decided"])


def seat_of(row, terms):
    return row["account"], PORTAL[row["platform"]] if terms.scope == "account and portal" else ""


def known_units(rows, as_of, terms):
    """What is known on a day of each unit: what is judged, reason, the date that must be in the window, the outcome, its rows.

    A link that is filed later is not there yet, and one that is decided later is pending.
    """
    made = {}
    for place, row in enumerate(rows):
        if not usable(row) or row["filed"] > as_of:
            continue
        shared = terms.unit == "complaint" and row["complaint"] != ""
        key = (seat_of(row, terms), row["complaint"] if shared else place)
        made.setdefault(key, []).append(place)
    for (seat, _), places in made.items():
        links = [rows[place] for place in places]
        first = min(links, key=lambda link: link["filed"])  # min keeps the first of equals
        days_known = [day for link in links if (day := settles_on(link, terms)) is not None and day <= as_of]
        meanings = {
            MEANING[link["status"]] if (day := settles_on(link, terms)) is not None and day <= as_of else "pending"
            for link in links
        }
        outcome = next(each for each in WORST_FIRST if each in meanings)
        if {"rejected", "back"} <= meanings:
            outcome = "rejected and back"
        dated = max(days_known) if terms.window_date == "decided" and outcome != "pending" else first["filed"]
        yield seat, first["reason"], dated, outcome, places


def counted_units(known, day, terms):
    """What counts on a day if nothing else happens: account and portal -> list of (reason, outcome)."""
    counts = defaultdict(list)
    for seat, reason, dated, outcome, _ in known:
        if inside(dated, day, terms):
            counts[seat].append((reason, outcome))
    return counts


def counted(rows, as_of, terms):
    return counted_units(known_units(rows, as_of, terms), as_of, terms)


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
        whole += have[each] if how != "excluded" else 0
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
        "breaks": (takedown is not None and takedown < Fraction(str(terms.min_takedown_rate)))
        or countered > counter_of * Fraction(str(terms.max_counter_rate)),
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
        if name in {"good", "breaks"}:
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
        "platform": st.sampled_from([*PORTAL]),
        "filed": st.none() | days,
        "decided": st.none() | days,
        "status": st.sampled_from([*MEANING, "accepted", "accepted", "accepted"]),
        "reason": st.sampled_from(["", "fake", "pictures"]),
    }
)
counts_as = st.sampled_from(["excluded", "taken down", "not taken down"])
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
    scope=st.sampled_from(["account", "account and portal"]),
    lock_out_months=st.integers(0, 3),
    lost_by=st.sampled_from(["rates", "any test"]),
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
                "platform": str(rng.choice(["taobao", "tmall", "aliexpress"])),
                "filed": filed,
                "decided": None if rng.random() < 0.5 else filed + timedelta(days=int(rng.integers(-5, 120))),
                "status": str(rng.choice([*MEANING, *["accepted"] * 40, *["rejected"] * 6])),
                "reason": str(rng.choice(["", "fake", "pictures", "keywords"], p=[0.05, 0.7, 0.15, 0.1])),
            }
        )
    return rows


histories = st.lists(one_row, max_size=30) | st.builds(long_history, st.integers(0, 2**32 - 1))


def history_of(rows):
    frame = pd.DataFrame(
        rows, columns=["account", "complaint", "filed", "status", "reason", "decided", "platform"], dtype=object
    )
    frame["filed"], frame["decided"] = pd.to_datetime(frame["filed"]), pd.to_datetime(frame["decided"])
    return History.of(**frame)


@settings(max_examples=2 * settings().max_examples, deadline=None)
@given(histories, days, any_terms)
def test_every_account_stands_where_a_plain_loop_puts_it(rows, as_of, terms):
    frame = assess(history_of(rows), as_of, terms)
    found = counted(rows, as_of, terms)
    assert set(zip(frame["account"], frame["portal"], strict=True)) >= set(found)
    by_link = list(known_units(rows, as_of, terms.with_values(unit="link")))
    for shown in frame.to_dict("records"):
        seat = shown["account"], shown["portal"]
        expected, qualifies = verdict(found[seat], terms)
        same(shown, expected)
        assert shown["qualifies"] == qualifies
        assert (shown["fails"] == "") == (qualifies == "yes")
        links = [places[0] for who, _, dated, _, places in by_link if who == seat and inside(dated, as_of, terms)]
        assert shown["links"] == len(links)
        assert shown["complaint_numbers"] == len({rows[place]["complaint"] or place for place in links})


@settings(max_examples=settings().max_examples, deadline=None)
@given(histories, days, any_terms)
def test_every_row_counts_as_a_plain_loop_says_and_leaves_when_waiting_shows_it(rows, as_of, terms):
    frame = row_status(history_of(rows), as_of, terms)
    known = {place: unit for unit in known_units(rows, as_of, terms) for place in unit[-1]}
    words = {"down": "taken down", "back": "reinstated", "rejected and back": "rejected and reinstated"}
    for place, (row, shown) in enumerate(zip(rows, frame.to_dict("records"), strict=True)):
        if not usable(row):
            assert shown["in_window"] == ""
            continue
        if place not in known:
            assert (shown["counts_as"], shown["in_window"]) == ("unfiled", "no")
            continue
        _, _, dated, outcome, _ = known[place]
        assert shown["counts_as"] == words.get(outcome, outcome)
        assert shown["in_window"] == ("yes" if inside(dated, as_of, terms) else "no")
        day = dated
        while inside(dated, day, terms):
            day += timedelta(days=1)
        assert shown["leaves_on"].date() == day


@settings(max_examples=settings().max_examples, deadline=None)
@given(histories, days, any_terms)
def test_every_reason_has_the_figures_of_a_plain_loop(rows, as_of, terms):
    frame = assess_reasons(history_of(rows), as_of, terms)
    expected = {
        (*seat, reason): [outcome for each, outcome in counts if each == reason]
        for seat, counts in counted(rows, as_of, terms).items()
        for reason in {reason for reason, _ in counts}
    }
    assert set(zip(frame["account"], frame["portal"], frame["reason"], strict=True)) == set(expected)
    for shown in frame.to_dict("records"):
        same(shown, figures(expected[shown["account"], shown["portal"], shown["reason"]], terms))


@pytest.mark.parametrize("free", [0, 3_000, 10**9], ids=["sorted", "mixed", "in cells"])
@settings(max_examples=settings().max_examples, deadline=None)
@given(histories, any_terms)
def test_every_row_shows_what_a_plain_loop_finds_on_its_own_day(free, rows, terms):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(daily_figures, "_CELLS_FREE", free)
        patch.setattr(daily_figures, "_CELLS_PER_ROW", 0)
        frame = rolling_counts(history_of(rows), terms)
    assert len(frame) == len(rows)
    assert ((rolling_failures(frame, terms) != "") == (frame["qualifies"] == "no")).all()
    for row, shown in zip(rows, frame.to_dict("records"), strict=True):
        if not usable(row):
            assert shown["qualifies"] == ""
            assert np.isnan(shown["complaints"])
            continue
        expected, qualifies = verdict(counted(rows, row["filed"], terms)[seat_of(row, terms)], terms)
        same(shown, expected)
        assert shown["qualifies"] == qualifies


def low_takedowns(outcomes, terms):
    rate = figures(outcomes, terms)["takedown_rate"]
    return rate is None or rate < Fraction(str(terms.min_takedown_rate))


def bears(counts, terms, more):
    """Whether this many more rejections leave the takedown rates good, whichever reason with a decision they all fall on."""
    bad = ["rejected"] * more
    if low_takedowns([outcome for _, outcome in counts] + bad, terms):
        return False
    for reason in {reason for reason, _ in counts} - {""}:
        part = [outcome for each, outcome in counts if each == reason]
        if terms.per_reason_check == "yes" and figures(part, terms)["takedown_of"]:
            part += bad
            if figures(part, terms)["takedown_of"] >= terms.per_reason_min_decided and low_takedowns(part, terms):
                return False
    return True


def takedowns_lacking(counts, terms):
    """By adding one at a time: to each failing reason until it is good, then to the whole until all is; None if 200 do not do."""
    counts = list(counts)
    added = 0
    while verdict(counts, terms)[1] == "no" and added < 200:
        low = [
            reason
            for reason in {reason for reason, _ in counts} - {""}
            if (part := figures([outcome for each, outcome in counts if each == reason], terms))["takedown_of"]
            >= terms.per_reason_min_decided
            and not part["good"]
        ]
        counts.append((low[0] if low and terms.per_reason_check == "yes" else "", "down"))
        added += 1
    return None if verdict(counts, terms)[1] == "no" else added


@settings(max_examples=settings().max_examples, deadline=None)
@given(histories, days, any_terms)
def test_head_room_need_and_both_cases_are_those_found_by_trying(rows, as_of, terms):
    found = counted(rows, as_of, terms)
    for shown in outlook(history_of(rows), as_of, terms).to_dict("records"):
        counts = found[shown["account"], shown["portal"]]
        if terms.min_takedown_rate == 0:
            assert np.isnan(shown["headroom"])
        else:
            room = int(shown["headroom"])
            assert room == 0 or bears(counts, terms, room)
            assert not bears(counts, terms, room + 1)
        needed = takedowns_lacking(counts, terms)
        assert np.isnan(shown["needed"]) if needed is None else shown["needed"] == needed
        for case, outcome in (("best", "down"), ("worst", "rejected")):
            decided = [(reason, outcome if each == "pending" else each) for reason, each in counts]
            expected, qualifies = verdict(decided, terms)
            assert shown[case] == qualifies
            same({case: shown[f"{case}_rate"]}, {case: expected["takedown_rate"]})


@settings(max_examples=settings().max_examples, deadline=None)
@given(histories, days, any_terms)
def test_the_lead_runs_out_on_the_day_found_by_waiting_day_by_day(rows, as_of, terms):
    known = list(known_units(rows, as_of, terms))
    for shown in outlook(history_of(rows), as_of, terms).to_dict("records"):
        seat = shown["account"], shown["portal"]
        ours = [unit for unit in known if unit[0] == seat]
        if verdict(counted_units(ours, as_of, terms)[seat], terms)[1] == "no":
            assert pd.isna(shown["runs_out"])
            assert shown["runs_out_by"] == ""
            continue
        day = as_of
        while verdict(counted_units(ours, day, terms)[seat], terms)[1] == "yes":
            day += timedelta(days=1)
        assert shown["runs_out"].date() == day
        assert shown["runs_out_by"] != ""


def breaks(counts, terms):
    parts = [[outcome for _, outcome in counts]]
    if terms.per_reason_check == "yes":
        for reason in {reason for reason, _ in counts} - {""}:
            part = [outcome for each, outcome in counts if each == reason]
            # A tested reason without a good rate fails; one without any rate is never tested, for one decision is the least.
            parts += [part] if figures(part, terms)["takedown_of"] >= terms.per_reason_min_decided else []
    return any(figures(part, terms)["breaks"] for part in parts)


@settings(max_examples=settings().max_examples, deadline=None)
@given(histories, days, any_terms)
def test_the_lock_out_is_the_one_found_by_living_through_every_day(rows, as_of, terms):
    for shown in outlook(history_of(rows), as_of, terms).to_dict("records"):
        seat = shown["account"], shown["portal"]
        ours = [row for row in rows if usable(row) and seat_of(row, terms) == seat]
        member, lost, locked = False, None, None
        day = min((row["filed"] for row in ours), default=as_of)
        while day <= as_of:
            counts = counted(ours, day, terms)[seat]
            passes = verdict(counts, terms)[1] == "yes"
            if member and (breaks(counts, terms) or (terms.lost_by == "any test" and not passes)):
                member, lost, locked = False, day, months_back(day, -terms.lock_out_months)
            if passes and (locked is None or locked <= day):
                member = True
            day += timedelta(days=1)
        assert (None if pd.isna(shown["lost_on"]) else shown["lost_on"].date()) == lost
        until = locked if locked is not None and locked > as_of else None
        assert (None if pd.isna(shown["locked_until"]) else shown["locked_until"].date()) == until


@settings(max_examples=settings().max_examples, deadline=None)
@given(histories, days, any_terms)
def test_changes_are_those_found_by_living_through_every_day(rows, until, terms):
    expected = set()
    for seat in {seat_of(row, terms) for row in rows if usable(row)}:
        ours = [row for row in rows if usable(row) and seat_of(row, terms) == seat]
        before = "no"
        for ordinal in range(min(row["filed"] for row in ours).toordinal(), until.toordinal() + 1):
            day = date.fromordinal(ordinal)
            now = verdict(counted(ours, day, terms)[seat], terms)[1]
            if now != before:
                expected.add((*seat, day, now))
            before = now
    found = qualification_changes(history_of(rows), until, terms)
    shown = zip(found["account"], found["portal"], found["day"].dt.date, found["qualifies"], strict=True)
    assert set(shown) == expected
    assert ((found["fails"] == "") == (found["qualifies"] == "yes")).all()
    assert (found["rows"].map(len) > 0).all()


@settings(max_examples=settings().max_examples, deadline=None)
@given(histories, days, any_terms)
def test_as_many_units_stand_behind_each_figure_as_it_says(rows, on, terms):
    for account in ("anna", "ben"):
        found = explain_account(history_of(rows), account, on, terms)
        counted_once = found.rows[found.rows["figures"] != ""].drop_duplicates("unit")
        for figure in ("complaints", "decided", "pending", "counter_upheld", "takedown_of", "counter_of"):
            behind = sum(each.split(", ").count(figure) for each in counted_once["figures"])
            assert behind == found.summary[figure].sum(), figure
        assert ((found.rows["figures"] == "") == (found.rows["why_not"] != "")).all()


@settings(max_examples=30, deadline=None)
@given(histories, days, any_terms)
def test_whatever_the_history_chances_are_shares_and_every_ready_row_gets_an_advice(rows, as_of, terms):
    history = history_of(rows)
    for pace in ("none", "same pace"):
        found = forecast(history, as_of, terms, new_filings=pace)
        assert found["chance"].between(0, 1).all()
        assert (found["rate_low"].fillna(0) <= found["rate_high"].fillna(0)).all()
    advice = filing_advice(history, as_of, terms)
    ready = [
        row
        for row in rows
        if row["account"] and (MEANING[row["status"]] == "unfiled" or (not row["status"] and row["filed"] is None))
    ]
    assert len(advice.rows) == len(ready)
    assert (advice.rows["advice"] == "file").equals(advice.rows["batch"] > 0)
