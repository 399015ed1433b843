"""The complaints that the tests of takedown texts write notices for. Their values come from the example case of each text."""

from types import SimpleNamespace
from typing import Any

import pytest

from ippbook import notices
from ippbook.notices.example import example_case
from ippbook.notices.template import Template

URL = "https://item.taobao.com/item.htm?id=7100000000{:02d}"
_EXAMPLE = example_case(next(text for text in notices.TAKEDOWN_TEXTS.values() if text.reason == "keyword abuse"))
HOLDER = dict(_EXAMPLE.facts)
AGENT = HOLDER | {"account_role": "agent", "account_complainant": "Shenzhen Example IP Agency Co., Ltd."}
ABROAD = AGENT | {"platform": "aliexpress", "right_office": "EU", "right_number": "018000000", "right_classes": ""}
PHOTOGRAPHS = {"right_type": "copyright", "right_name": "Trail 30 product photographs 2026"}
UNREGISTERED = PHOTOGRAPHS | {"right_number": "", "right_office": "none", "right_classes": ""}
REGISTERED = PHOTOGRAPHS | {"right_number": "国作登字-2021-G-00268255", "right_office": "CN", "right_classes": ""}


def link(number: int = 1, **facts: Any) -> dict[str, Any]:
    return dict(_EXAMPLE.listing) | {"listing_url": URL.format(number)} | facts


def facts_for(reason: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts, with a right that the reason fits and the values of the reason's own example."""
    text = next((text for text in notices.TAKEDOWN_TEXTS.values() if text.reason == reason), None)
    return dict(example_case(text or Template(reason, notices.LANGUAGES["en"], "", ""), facts).facts)


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


def with_examples(text: Template, links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The links, with the values of the text's own example."""
    own = {name: value for name, value in text.text.examples.items() if name.startswith("listing_")}
    return [each | own for each in links]


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
        with_examples=with_examples,
    )


@pytest.fixture(scope="session")
def of(cases):
    """Write the notice of one link."""

    def written(language, facts, reason="keyword abuse"):
        return notices.render(reason, language, facts, cases.links[:1]).text

    return written
