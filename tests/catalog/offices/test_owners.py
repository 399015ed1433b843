"""Two spellings of one owner are one owner; two companies are two; what cannot be compared is not called different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.catalog.offices import same_owner

SAME = [
    ("Nordlys AS", "NORDLYS A.S."),
    ("Nordlys Trading Co., Ltd.", "Nordlys Trading Company Limited"),
    ("Ｎｏｒｄｌｙｓ ＧｍｂＨ", "nordlys gmbh"),
    ("Société Générale", "SOCIETE GENERALE"),
    ("The Nordlys Company", "Nordlys"),
    ("Nordlys Inc", "Nordlys, Incorporated"),
    ("Nord Lys AS", "Nordlys AS"),
    ("Shenzhen Smith & Sons Ltd", "Smith and Sons, Shenzhen, Limited"),
    ("北光有限公司", "北光 有限公司"),
    ("北光（上海）有限公司", "北光(上海)有限责任公司"),
    ("NORDLYS AS (北光有限公司)", "北光有限公司"),
    ("NORDLYS AS（北光有限公司）", "Nordlys AS"),
    ("NORDLYS AS (北光有限公司)", "Nordlys AS (南光有限公司)"),  # one script agrees: no alarm
    ("NORDLYS AS (北光有限公司)", "Polarlys AS (北光有限公司)"),
]
DIFFERENT = [
    ("Nordlys AS", "Polarlys AS"),
    ("Nordlys AS", "Nordlys GmbH"),
    ("北极光有限公司", "南极光有限公司"),
    ("北光股份有限公司", "北光有限公司"),
    ("Lighthouse Services Pte Ltd", "Lighthouse Service Pte Ltd"),
    ("NORDLYS AS (北光有限公司)", "南光有限公司"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_owner_are_one_owner(one, other):
    assert same_owner(one, other) == same_owner(other, one) == "yes"


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_companies_are_two(one, other):
    assert same_owner(one, other) == same_owner(other, one) == "no"


@pytest.mark.parametrize(
    ("one", "other"), [("", ""), ("Nordlys", ""), ("Nordlys AS", "北光有限公司"), ("…", "Nordlys")]
)
def test_what_cannot_be_compared_is_neither(one, other):
    assert same_owner(one, other) == same_owner(other, one) == ""


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_order_of_the_two_does_not_matter_and_nobody_differs_from_himself(one, other):
    assert same_owner(one, other) == same_owner(other, one)
    assert same_owner(one, one) != "no"
