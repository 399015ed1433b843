"""Numbers and lists that a page states are those of the catalog and of the settings, which are the only source of them."""

import re

import pytest

from ippbook.catalog import platforms
from ippbook.declare import registry
from ippbook.tables.records import record
from ippbook.tables.setting_marks import declared_settings
from ippbook.tables.settings import General

LIMITS = platforms.complaint_limits("")
PAGES = {rule.code: rule.page for rule in registry().rules}
COLUMNS = {key: column.page for key, column in registry().by_name.items()}
DEFAULTS = {name: field.default for name, field in registry().settings.items()}


def test_the_page_of_evidence_types_lists_the_types_that_the_form_accepts() -> None:
    listed = re.findall(r"[a-z]+", PAGES["LS120"].why.partition("accepts ")[2].replace(" and ", " "))
    assert set(listed) | {"jpeg"} == set(LIMITS.file_types) | {"jpeg"}


def test_the_setting_on_short_texts_allows_no_text_that_the_portal_does_not() -> None:
    assert declared_settings(General)["short_text_characters"].limits["le"] == LIMITS.text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (PAGES["LS221"].why, LIMITS.files),
        (COLUMNS["Complaints", "links"].summary, LIMITS.links),
        (record("Complaints").__doc__, LIMITS.links),
        (COLUMNS["Accounts", "takedown_rate"].summary, int(DEFAULTS["min_takedown_rate"] * 100)),
        (COLUMNS["Accounts", "counter_rate"].summary, int(DEFAULTS["max_counter_rate"] * 100)),
        (PAGES["AC301"].why, DEFAULTS["min_complaints"]),
        (PAGES["CP303"].why, DEFAULTS["suit_days"]),
        (PAGES["CP341"].why, DEFAULTS["suit_days"]),
    ],
)
def test_a_page_states_the_number_of_its_source(text: str, number: int) -> None:
    assert re.search(rf"\b{number}\b", text), text
