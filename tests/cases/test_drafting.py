"""What is drafted, what is excluded, and why."""

from collections import Counter, defaultdict
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ippbook.cases import filing
from ippbook.cases.filing.drafts import packed
from ippbook.errors import UserError


def why(plan):
    return {each.listing: each.kind for each in plan.excluded}


def drafted(plan):
    return {name for draft in plan.drafts for name in draft.listings}


def one(desk, **changes):
    """The plan for one listing that is ready but for *changes*."""
    return filing.draft(desk.study(listings=[desk.listing(1, **changes)]))


def test_a_listing_that_is_ready_becomes_a_draft_with_account_platform_right_and_reason(desk):
    plan = one(desk)
    assert plan.excluded == ()
    (draft,) = plan.drafts
    assert (draft.complaint, draft.account, draft.platform, draft.right, draft.reason, draft.listings) == (
        "P-20261031-001",
        "nordlys-legal",
        "taobao",
        "TM-CN-1",
        "counterfeit by comparison",
        ("L1",),
    )
    assert draft.characters > 100
    assert draft.note == ""


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"listing": ""}, "no name"),
        ({"whitelisted": "yes"}, "whitelisted"),
        ({"right": ""}, "no right"),
        ({"right": "TM-XX"}, "no right"),
        ({"url": ""}, "no link"),
        ({"url": "https://m.tb.cn/h.5abcDEF"}, "unusable link"),
        ({"url": "https://example.com/1"}, "unusable link"),
        ({"url": "https://shop123456.taobao.com/"}, "unusable link"),
        ({"reason": "storefront"}, "unusable link"),
        ({"reason": "stolen pictures"}, "wrong reason"),
        ({"reason": "", "differences": ""}, "no reason"),
        ({"differences": ""}, "facts missing"),
    ],
)
def test_a_listing_that_is_not_ready_is_excluded_and_the_cause_is_named(desk, changes, kind):
    plan = one(desk, **changes)
    assert plan.drafts == ()
    assert [(each.kind, each.place) for each in plan.excluded] == [(kind, "Listings!A2")]
    assert plan.excluded[0].why


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"status": "pending"}, "unusable right"),
        ({"expires": date(2026, 10, 30)}, "unusable right"),
        ({"office": "EU", "number": "018123456"}, "unusable right"),
        ({"status": ""}, None),
        ({"expires": date(2026, 10, 31)}, None),
    ],
)
def test_only_a_right_that_can_be_cited_is_cited(desk, changes, kind):
    plan = filing.draft(desk.study(listings=[desk.listing(1)], rights=[desk.RIGHT | changes]))
    assert why(plan).get("L1") == kind


def test_a_missing_fact_is_named_with_its_table(desk):
    assert one(desk, differences="").excluded[0].why == "its text lacks Differences (Listings)"


def test_what_the_portal_asks_for_in_complaints_does_not_hold_a_listing_back(desk):
    plan = one(desk, reason="test buy")
    assert drafted(plan) == {"L1"}


@pytest.mark.parametrize(
    ("status", "facts", "seen", "kind"),
    [
        ("draft", {}, None, "drafted already"),
        ("", {}, None, "drafted already"),
        ("", {"filed": date(2026, 9, 1)}, None, "open already"),
        ("submitted", {"filed": date(2026, 9, 1)}, None, "open already"),
        ("counter-noticed", {"filed": date(2026, 9, 1)}, None, "open already"),
        ("accepted", {"filed": date(2026, 9, 1), "decided": date(2026, 9, 3)}, None, "taken down"),
        ("accepted", {"filed": date(2026, 9, 1), "decided": date(2026, 9, 3)}, date(2026, 9, 3), "taken down"),
        ("accepted", {"filed": date(2026, 9, 1), "decided": date(2026, 9, 3)}, date(2026, 9, 4), None),
        ("upheld", {"filed": date(2026, 9, 1), "decided": date(2026, 9, 3)}, None, "taken down"),
        ("link dead", {"filed": date(2026, 9, 1)}, None, "link dead"),
        ("link dead", {"filed": date(2026, 9, 1)}, date(2026, 9, 2), None),
        ("rejected", {"filed": date(2026, 9, 1)}, date(2026, 10, 30), "rejected"),
        ("rejected", {"filed": date(2026, 9, 1), "reason": "keyword abuse"}, None, None),
        ("withdrawn", {"filed": date(2026, 9, 1)}, None, "withdrawn"),
        ("reinstated", {"filed": date(2026, 9, 1)}, date(2026, 10, 30), "reinstated"),
    ],
)
def test_what_was_reported_before_is_reported_again_only_where_that_makes_sense(desk, status, facts, seen, kind):
    before = desk.complaint(1, "L1", status=status, **facts)
    plan = filing.draft(
        desk.study(listings=[desk.listing(1, first_seen=date(2026, 8, 1), last_seen=seen)], complaints=[before])
    )
    assert why(plan).get("L1") == kind
    assert bool(plan.drafts) == (kind is None)


def test_an_earlier_complaint_counts_however_its_link_was_written(desk):
    rows = [
        desk.listing(1, url="https://h5.m.taobao.com/awp/core/detail.htm?id=612345000001&spm=a"),
        desk.listing(2, url=desk.listing(1)["url"]),
    ]
    plan = filing.draft(
        desk.study(listings=rows, complaints=[desk.complaint(1, "L1", status="submitted", filed=date(2026, 10, 2))])
    )
    assert plan.drafts == ()


def test_an_open_complaint_on_another_right_holds_nothing_back(desk):
    rights = [desk.RIGHT, desk.RIGHT | {"right": "TM-CN-2", "number": "8123457", "name": "NORDLYS LIGHT"}]
    before = desk.complaint(1, "L1", right="TM-CN-2", status="submitted", filed=date(2026, 10, 2))
    assert drafted(filing.draft(desk.study(listings=[desk.listing(1)], rights=rights, complaints=[before]))) == {"L1"}


def test_an_open_complaint_that_names_no_right_holds_the_offer_back(desk):
    before = desk.complaint(1, "L1", right="", status="submitted", filed=date(2026, 10, 2))
    assert filing.draft(desk.study(listings=[desk.listing(1)], complaints=[before])).drafts == ()


def test_an_authorised_seller_is_spared_in_every_row_however_the_name_is_written(desk):
    rows = [
        desk.listing(1, seller="Nova Bags", whitelisted="yes"),
        desk.listing(2, seller="ｎｏｖａ＿bags"),
        desk.listing(3, seller="Nova Bag"),
    ]
    plan = filing.draft(desk.study(listings=rows))
    assert why(plan) == {"L1": "whitelisted", "L2": "whitelisted"}
    assert drafted(plan) == {"L3"}


def test_an_offer_goes_once_for_a_right(desk):
    rows = [desk.listing(1), desk.listing(2, url=desk.listing(1)["url"] + "&spm=a1z10")]
    assert drafted(filing.draft(desk.study(listings=rows))) == {"L1"}


def test_errors_in_the_row_of_the_right_or_the_account_keep_a_listing_back_and_are_quoted(desk):
    rights = [desk.RIGHT | {"number": "PCT/CN2020/123456", "right_type": "invention patent"}]
    rows = [desk.listing(1, reason="patent infringement")]
    (left,) = filing.draft(desk.study(listings=rows, rights=rights)).excluded
    assert left.kind == "errors"
    assert left.why.startswith("right TM-CN-1: RT")


def test_evidence_that_speaks_for_one_reason_makes_it_the_reason(desk):
    (draft,) = one(desk, reason="").drafts
    assert draft.reason == "counterfeit by comparison"
    rows = {
        "genuine_model": "",
        "differences": "",
        "quoted_words": "NORDLYS style",
        "found_in": "title",
        "seller_brand": "Wolf",
    }
    (draft,) = one(desk, reason="", **rows).drafts
    assert draft.reason == "keyword abuse"


def test_evidence_that_speaks_for_two_reasons_makes_nobody_guess(desk):
    both = {"quoted_words": "NORDLYS style", "found_in": "title", "seller_brand": "Wolf"}
    (left,) = one(desk, reason="", **both).excluded
    assert left.kind == "no reason"
    assert "counterfeit by comparison" in left.why
    assert "keyword abuse" in left.why


def test_a_test_buy_goes_alone(desk):
    rows = [desk.listing(number, seller="same", reason="test buy") for number in (1, 2, 3)]
    assert [draft.listings for draft in filing.draft(desk.study(listings=rows)).drafts] == [("L1",), ("L2",), ("L3",)]


def test_a_chat_proof_or_a_judgment_concerns_one_seller(desk):
    rows = [desk.listing(number, seller=f"s{number % 2}", reason="chat admission") for number in (1, 2, 3, 4)]
    assert [draft.listings for draft in filing.draft(desk.study(listings=rows)).drafts] == [("L1", "L3"), ("L2", "L4")]


def test_what_differs_in_platform_right_or_reason_goes_apart(desk):
    rights = [desk.RIGHT, desk.RIGHT | {"right": "TM-CN-2", "number": "8123457"}]
    words = {"quoted_words": "NORDLYS", "found_in": "title", "seller_brand": "Wolf"}
    rows = [
        desk.listing(1),
        desk.listing(2, url="https://detail.1688.com/offer/612345678902.html"),
        desk.listing(3, right="TM-CN-2"),
        desk.listing(4, reason="keyword abuse", **words),
    ]
    plan = filing.draft(desk.study(listings=rows, rights=rights))
    assert [draft.listings for draft in plan.drafts] == [("L1",), ("L2",), ("L3",), ("L4",)]


def test_texts_too_long_for_the_portal_make_more_complaints_and_keep_sellers_together(desk):
    long = "seam of the left strap sewn once where the genuine bag has it twice; zip puller of grey plastic"
    rows = [
        desk.listing(number, seller=f"s{number // 2}", differences=f"{long}, piece {number}") for number in range(2, 14)
    ]
    plan = filing.draft(desk.study(listings=rows))
    assert len(plan.drafts) > 1
    assert all(0 < draft.characters <= 1500 for draft in plan.drafts)
    at = {name: draft.complaint for draft in plan.drafts for name in draft.listings}
    assert sorted(at) == sorted(f"L{number}" for number in range(2, 14))
    assert all(at[f"L{number}"] == at[f"L{number + 1}"] for number in range(2, 14, 2))


def test_a_text_that_is_too_long_even_alone_is_reported(desk):
    (left,) = one(desk, differences="seam; " * 400).excluded
    assert left.kind == "text too long"


def test_the_account_is_the_requested_one_and_an_unknown_one_is_refused(desk):
    accounts = [desk.ACCOUNT, desk.ACCOUNT | {"account": "agency"}]
    ours = desk.study(listings=[desk.listing(1)], accounts=accounts)
    assert filing.draft(ours, "AGENCY").drafts[0].account == "agency"
    with pytest.raises(UserError, match="agency"):
        filing.draft(ours, "agnecy")


def test_of_several_accounts_the_one_that_has_cited_the_right_files(desk):
    accounts = [desk.ACCOUNT, desk.ACCOUNT | {"account": "agency"}]
    assert why(filing.draft(desk.study(listings=[desk.listing(1)], accounts=accounts))) == {"L1": "no account"}
    before = desk.complaint(
        1, "L2", account="agency", status="accepted", filed=date(2026, 9, 1), decided=date(2026, 9, 2)
    )
    plan = filing.draft(desk.study(listings=[desk.listing(1), desk.listing(2)], accounts=accounts, complaints=[before]))
    assert [draft.account for draft in plan.drafts] == ["agency"]


def test_of_several_accounts_the_one_of_the_owner_files(desk):
    accounts = [desk.ACCOUNT | {"account": "agency", "complainant": "Another Ltd"}, desk.ACCOUNT]
    assert filing.draft(desk.study(listings=[desk.listing(1)], accounts=accounts)).drafts[0].account == "nordlys-legal"


def test_numbers_in_use_are_passed_by(desk):
    before = desk.complaint(1, "L2", complaint="p-20261031-001", status="submitted", filed=date(2026, 10, 30))
    plan = filing.draft(desk.study(listings=[desk.listing(1), desk.listing(2)], complaints=[before]))
    assert [draft.complaint for draft in plan.drafts] == ["P-20261031-002"]
    assert plan.as_of == desk.AS_OF


def test_more_than_three_hundred_links_of_one_seller_fill_complaints_of_three_hundred(desk):
    rows = [
        desk.listing(
            number, seller="one", reason="other trademark", found_in="main picture", explanation="it is on the strap"
        )
        for number in range(700)
    ]
    plan = filing.draft(desk.study(listings=rows))
    assert len(drafted(plan)) == 700
    assert all(len(draft.listings) <= 300 for draft in plan.drafts)


@given(st.lists(st.integers(1, 9), max_size=30), st.integers(1, 7))
def test_packing_loses_nothing_keeps_the_order_and_cuts_only_what_is_longer_than_the_limit(sizes, limit):
    numbers = iter(range(1000))
    blocks = [tuple(next(numbers) for _ in range(size)) for size in sizes]
    bins = packed(blocks, limit)
    assert [row for each in bins for block in each for row in block] == [row for block in blocks for row in block]
    assert all(sum(map(len, each)) <= limit for each in bins)
    homes = defaultdict(set)
    for place, each in enumerate(bins):
        for part in each:
            homes[next(block for block in blocks if part[0] in block)].add(place)
    assert all(len(places) == 1 for block, places in homes.items() if len(block) <= limit)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["taobao", "1688"]),
            st.integers(0, 5),
            st.sampled_from(["a", "b", "", "A "]),
            st.sampled_from(["", "counterfeit by comparison", "test buy", "keyword abuse"]),
            st.sampled_from(["", "yes"]),
        ),
        max_size=14,
    )
)
def test_every_listing_is_drafted_once_or_left_out_with_a_cause_and_no_draft_mixes(desk, cases):
    hosts = {
        "taobao": "https://item.taobao.com/item.htm?id=61234500000{}",
        "1688": "https://detail.1688.com/offer/61234500000{}.html",
    }
    rows = [
        desk.listing(place, url=hosts[site].format(item), seller=seller, reason=reason, whitelisted=white)
        for place, (site, item, seller, reason, white) in enumerate(cases)
    ]
    ours = desk.study(listings=rows)
    plan = filing.draft(ours)
    named = Counter(name for draft in plan.drafts for name in draft.listings) + Counter(
        each.listing for each in plan.excluded
    )
    assert named == Counter(row["listing"] for row in rows)
    assert all(each.kind and each.why for each in plan.excluded)
    by_name = {row["listing"]: row for row in rows}
    for draft in plan.drafts:
        assert {("1688" if "1688" in by_name[name]["url"] else "taobao") for name in draft.listings} == {draft.platform}
        assert not any(by_name[name]["whitelisted"] for name in draft.listings)


def test_nothing_is_drafted_that_the_checks_would_call_an_error_at_once(desk):
    unverified = desk.study(listings=[desk.listing(1)], accounts=[desk.ACCOUNT | {"identity_verified": "no"}])
    (left,) = filing.draft(unverified).excluded
    assert left.kind == "errors"
    assert "identity document" in left.why
    days = {"filed": date(2021, 7, 1), "registered": date(2022, 1, 4), "expires": date(2036, 6, 30)}
    design = {
        "right_type": "design patent",
        "number": "ZL202130271828.1",
        "classes": "",
        "evaluation_report": "negative",
        **days,
    }
    rows = [desk.listing(1, reason="design infringement", explanation="same silhouette in all views")]
    (left,) = filing.draft(desk.study(listings=rows, rights=[desk.RIGHT | design])).excluded
    assert left.kind == "errors"
    assert "evaluation report" in left.why


def test_an_order_number_that_is_still_to_be_entered_is_no_error_of_a_draft(desk):
    assert drafted(one(desk, reason="test buy")) == {"L1"}
    assert drafted(one(desk, reason="chat admission")) == {"L1"}
