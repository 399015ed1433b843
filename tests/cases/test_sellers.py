"""Who sells, what is open, and what came back."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.sellers import COLUMNS, LinkStage, identify, offenders, stage_of


def table(desk, listings, complaints=()):
    """The sellers as rows by name."""
    frame = offenders(desk.study(listings=listings, complaints=complaints).wiring)
    assert list(frame.columns) == list(COLUMNS)
    return {row["seller"]: row for row in frame.to_dict("records")}


def day(text):
    return pd.Timestamp(text)


def test_names_that_differ_in_case_width_spaces_or_punctuation_are_one_seller_on_all_marketplaces(desk):
    rows = [
        desk.listing(1, seller="Nova Bags"),
        desk.listing(2, seller="ＮＯＶＡ_bags", url="https://detail.1688.com/offer/612345678902.html"),
        desk.listing(3, seller="Nova Bag"),
    ]
    found = table(desk, rows)
    assert {name: row["listings"] for name, row in found.items()} == {"Nova Bags": 2, "Nova Bag": 1}
    assert found["Nova Bags"]["platforms"] == "taobao; 1688"


def test_a_store_without_a_seller_belongs_to_the_only_seller_in_its_rows():
    sellers = identify(
        pd.Series(["anna", "", "bob", "", "carl"]), pd.Series(["Lucky", "lucky", "Both", "Both", "Both"])
    )
    assert sellers.codes.tolist() == [0, 0, 1, 2, 3]
    assert sellers.names == ("anna", "bob", "Both", "carl")


def test_rows_without_a_name_are_excluded(desk):
    assert table(desk, [desk.listing(1, seller="", store="")]) == {}


def test_counts_days_and_stages_are_those_counted_by_hand(desk):
    rows = [
        desk.listing(1, seller="anna", first_seen=date(2026, 3, 1), last_seen=date(2026, 3, 9)),
        desk.listing(2, seller="anna", first_seen=date(2026, 2, 1), store="Lucky"),
        desk.listing(3, seller="anna", url=desk.listing(2)["url"], first_seen=None),
    ]
    filed = {"filed": date(2026, 4, 1)}
    complaints = [
        desk.complaint(1, "L1", status="accepted", decided=date(2026, 4, 3), **filed),
        desk.complaint(2, "L2", status="counter-noticed", **filed),
        desk.complaint(3, "L2", status="rejected", **filed),
        desk.complaint(4, "L3", status="draft"),
        desk.complaint(5, "L9", status="accepted", **filed),
    ]
    row = table(desk, rows, complaints)["anna"]
    wanted = {
        "stores": "Lucky", "listings": 2, "unfiled": 1, "open": 1, "closed": 2, "taken_down": 1, "relisted": 0,
        "repeat": "yes", "whitelisted": "", "first_seen": day("2026-02-01"), "last_seen": day("2026-03-09"),
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("seen", "status", "new"),
    [
        (date(2026, 4, 4), "accepted", 1),
        (date(2026, 4, 3), "accepted", 0),
        (None, "accepted", 0),
        (date(2026, 4, 4), "rejected", 0),
        (date(2026, 4, 4), "reinstated", 0),
        (date(2026, 4, 4), "upheld", 1),
    ],
)
def test_a_later_offer_of_the_seller_for_the_same_right_is_a_new_offer_and_no_relisting(desk, seen, status, new):
    down = desk.complaint(1, "L1", status=status, filed=date(2026, 4, 1), decided=date(2026, 4, 3))
    rows = [
        desk.listing(1, seller="anna", first_seen=date(2026, 3, 1)),
        desk.listing(2, seller="Anna", first_seen=seen),
    ]
    found = table(desk, rows, [down])["anna"]
    assert (found["relisted"], found["new_offers_after_a_takedown"]) == (0, new)


def test_another_right_or_another_seller_makes_no_relisting_and_no_new_offer(desk):
    down = desk.complaint(1, "L1", status="accepted", filed=date(2026, 4, 1), decided=date(2026, 4, 3))
    rows = [
        desk.listing(1, seller="anna", first_seen=date(2026, 3, 1)),
        desk.listing(2, seller="anna", right="", first_seen=date(2026, 5, 1)),
        desk.listing(3, seller="bob", first_seen=date(2026, 5, 1)),
    ]
    shown = table(desk, rows, [down]).values()
    assert {row["relisted"] for row in shown} == {row["new_offers_after_a_takedown"] for row in shown} == {0}


def test_the_same_offer_seen_again_after_its_takedown_is_a_relisting(desk):
    down = desk.complaint(1, "L1", status="accepted", filed=date(2026, 4, 1), decided=date(2026, 4, 3))
    again = desk.listing(1, seller="anna", first_seen=date(2026, 3, 1), last_seen=date(2026, 4, 20))
    found = table(desk, [again], [down])["anna"]
    assert (found["relisted"], found["new_offers_after_a_takedown"]) == (1, 0)


def test_two_rows_of_the_same_item_are_one_relisted_offer(desk):
    down = desk.complaint(1, "L1", status="accepted", filed=date(2026, 4, 1), decided=date(2026, 4, 3))
    rows = [
        desk.listing(1, seller="anna", first_seen=date(2026, 3, 1), last_seen=date(2026, 4, 20)),
        desk.listing(1, seller="anna", first_seen=date(2026, 4, 21)) | {"listing": "L1b"},
    ]
    found = table(desk, rows, [down])["anna"]
    assert (found["relisted"], found["new_offers_after_a_takedown"]) == (1, 0)


def test_the_worst_stand_first_and_an_authorised_seller_is_marked(desk):
    rows = [
        desk.listing(1, seller="once"),
        desk.listing(2, seller="worst"),
        desk.listing(3, seller="once", whitelisted="yes"),
    ]
    down = desk.complaint(1, "L2", status="accepted", filed=date(2026, 4, 1), decided=date(2026, 4, 3))
    found = table(desk, rows, [down])
    assert list(found) == ["worst", "once"]
    assert found["once"]["whitelisted"] == "yes"


def test_every_status_has_a_stage_and_what_awaits_somebody_is_open():
    found = {code: stage_of(code, filed=True) for code in load_vocabulary("statuses").codes}
    assert {code for code, stage in found.items() if stage is LinkStage.OPEN} == {
        "submitted",
        "counter-noticed",
        "intervention",
    }
    assert {code for code, stage in found.items() if stage is LinkStage.DOWN} == {"accepted", "upheld"}


NAMES = st.text(alphabet="aA b_Ｂ店.", max_size=3)


@given(st.lists(st.tuples(NAMES, NAMES), max_size=12))
def test_a_row_has_a_seller_exactly_when_it_names_one_and_equal_names_are_equal_sellers(pairs):
    sellers = identify(
        pd.Series([one for one, _ in pairs], dtype=object), pd.Series([two for _, two in pairs], dtype=object)
    )
    assert [code >= 0 for code in sellers.codes] == [bool(one.strip() or two.strip()) for one, two in pairs]
    by_name = {}
    for (one, _), code in zip(pairs, sellers.codes.tolist(), strict=True):
        if one.strip():
            assert by_name.setdefault(one, code) == code
    assert set(sellers.codes.tolist()) - {-1} == set(range(len(sellers.names)))
