"""Numbers and lists that a page states are those of the catalog, which is the one source of them."""

import re

import pytest

from ippbook.catalog import platforms
from ippbook.declare import registry

LIMITS = platforms.complaint_limits("")
PAGES = {rule.code: rule.page for rule in registry().rules}


def test_the_page_of_evidence_types_lists_the_types_that_the_form_accepts() -> None:
    listed = re.findall(r"[a-z]+", PAGES["LS120"].why.partition("accepts ")[2].replace(" and ", " "))
    assert set(listed) | {"jpeg"} == set(LIMITS.file_types) | {"jpeg"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (PAGES["LS221"].why, LIMITS.files),
        (registry().by_name["Complaints", "links"].page.summary, LIMITS.links),
    ],
)
def test_a_page_states_the_limit_of_the_catalog(text: str, number: int) -> None:
    assert re.search(rf"\b{number}\b", text), text
