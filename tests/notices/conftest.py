"""The complaints that the tests of takedown texts write notices for."""

from types import SimpleNamespace
from typing import Any

import pytest

from ippbook import notices
from ippbook.catalog import reasons

URL = "https://item.taobao.com/item.htm?id=7100000000{:02d}"

HOLDER = {
    "right_type": "trademark",
    "right_name": "AEROLITH",
    "right_number": "12345678",
    "right_office": "CN",
    "right_owner": "Aerolith Outdoor GmbH",
    "right_classes": "18, 25",
    "account_role": "right holder",
    "account_complainant": "Aerolith Outdoor GmbH",
    "platform": "taobao",
    "order_number": "3412345678901234567",
    "order_date": "2026-03-05",
    "examination": "received sealed on 9 March; examined by the right holder",
    "verdict_number": "（2025）浙0110民初1234号",
    "chat_number": "20260305-7781",
}
AGENT = HOLDER | {"account_role": "agent", "account_complainant": "Shenzhen Example IP Agency Co., Ltd."}
ABROAD = AGENT | {"platform": "aliexpress", "right_office": "EU", "right_number": "018000000", "right_classes": ""}
PHOTOGRAPHS = {"right_type": "copyright", "right_name": "Trail 30 product photographs 2026"}
UNREGISTERED = PHOTOGRAPHS | {"right_number": "", "right_office": "none", "right_classes": ""}
REGISTERED = PHOTOGRAPHS | {"right_number": "国作登字-2021-G-00268255", "right_office": "CN", "right_classes": ""}


def link(number: int = 1, **facts: Any) -> dict[str, Any]:
    return {
        "listing_url": URL.format(number),
        "listing_genuine_model": "Trail 30",
        "listing_differences": "red stitching instead of grey; no serial label inside",
        "listing_quoted_words": "AEROLITH同款 backpack",
        "listing_found_in": "title",
        "listing_seller_brand": "Bolang",
        "listing_official_url": "https://www.aerolith.example/trail-30",
        "listing_pictures": "1, 3-5",
        "listing_seller": "bolang_outdoor",
        "listing_explanation": "front view: same outline and pocket; side view: same strap",
    } | facts


DESIGN = {"right_name": "Backpack", "right_number": "ZL202030123456.7", "right_office": "CN", "right_classes": ""}
PORTRAIT = {
    "right_type": "portrait right",
    "right_name": "Portrait of Nora Lind",
    "right_number": "",
    "right_office": "none",
}


def facts_for(reason: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts, with a right on which the reason can rest."""
    entry = reasons.REASONS[reason]
    if reason == "stolen pictures":
        return facts | UNREGISTERED
    if reason == "portrait":
        return facts | PORTRAIT | {"right_classes": ""}
    return (
        facts
        | {
            "trademark": {},
            "other": {},
            "copyright": REGISTERED | {"right_type": entry.right_types[:1] and entry.right_types[0]},
            "patent": DESIGN | {"right_type": entry.right_types[:1] and entry.right_types[0]},
        }[entry.family]
    )


LINKS = [
    link(1),
    link(2),
    link(
        3,
        listing_differences="zip without the brand name",
        listing_quoted_words="像AEROLITH一样",
        listing_found_in="description",
        listing_official_url="https://www.aerolith.example/summit-12",
        listing_pictures="main picture",
    ),
]
LINKS_ABROAD = [link(listing_url="https://www.aliexpress.com/item/1005005968714360.html")]


@pytest.fixture(scope="session")
def cases():
    return SimpleNamespace(
        holder=HOLDER,
        agent=AGENT,
        abroad=ABROAD,
        unregistered=UNREGISTERED,
        registered=REGISTERED,
        link=link,
        links=LINKS,
        links_abroad=LINKS_ABROAD,
        facts_for=facts_for,
    )


@pytest.fixture(scope="session")
def of(cases):
    """Write the notice of one link."""

    def written(language, facts, reason="keyword abuse"):
        return notices.render(reason, language, facts, cases.links[:1]).text

    return written
