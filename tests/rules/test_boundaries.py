"""Boundaries and exceptions of rules, beyond the examples on their pages: each table says which of its rows are flagged."""

import dataclasses
from datetime import date

import pytest

from ippbook.declare import Rule, Wiring, registry
from ippbook.declare.examples import example_results
from ippbook.declare.run_rule import run_rule
from ippbook.rules.accounts_practice import withdrawn_too_often
from ippbook.rules.check_settings import CheckSettings
from ippbook.tables.book import Table, Tables
from ippbook.tables.findings import Page
from ippbook.tables.records import record
from ippbook.tables.schema import Kind
from ippbook.tables.settings import read_settings
from ippbook.tables.values import series

KNOWN = registry()
RULES = {rule.code: rule for rule in KNOWN.rules}
SETTINGS = {name: value for name, value in read_settings({}, KNOWN.groups).values().items() if name != "as_of"}
DAY = date(2026, 6, 30)

CASES = {
    # exactly 17 of 100 drafts are expected to be rejected
    "AC303": """
        | Waiting | Head-room | Qualifies | Flagged |
        | 100     | 16        | yes       | yes     |
        | 100     | 17        | yes       | no      |
    """,
    # the first day of the power of attorney; right holders and filed rows
    "CP133": """
        | Status   | Filed      | Account role | Account POA start | Account POA end | As of      | Flagged |
        | draft    |            | agent        | 2026-06-30        | 2027-06-30      | 2026-06-30 | no      |
        | draft    |            | agent        | 2026-07-01        | 2027-06-30      | 2026-06-30 | yes     |
        | draft    |            | right holder | 2026-07-01        | 2027-06-30      | 2026-06-30 | no      |
        | accepted | 2026-05-04 | agent        | 2026-07-01        | 2027-06-30      | 2026-06-30 | no      |
    """,
    # a row without a right
    "CP221": """
        | Complaint | Status | Filed | Account role | Account POA rights | Right | Flagged |
        | C-1       | draft  |       | agent        | TM-CN-2            |       | no      |
    """,
    # a row without a marketplace
    "CP223": """
        | Complaint | Status | Filed | Account portal | Platform | Listing URL platform | Flagged |
        | C-1       | draft  |       | ipp.taobao.com |          |                      | no      |
    """,
    # a row without status and filing date
    "CP203": """
        | Complaint | Status | Filed | Flagged |
        | C-1       |        |       | no      |
    """,
    # filed on the day of the check
    "CP302": """
        | Complaint | Status | Filed      | As of      | Flagged |
        | C-1       |        | 2026-06-30 | 2026-06-30 | yes     |
    """,
    # exactly two listings
    "CP128": """
        | Complaint | Listing | Reason   | Order number | Status | Filed | Flagged |
        | C-1       | L1      | test buy | 34           | draft  |       | yes     |
        | C-2       | L2      | test buy | 34           | draft  |       | yes     |
        | C-3       | L3      | test buy | 35           | draft  |       | no      |
    """,
    # two drafts without status are not open complaints
    "CP212": """
        | Complaint | Account | Listing | Listing canonical URL | Right | Status | Filed | Flagged |
        | C-1       | a       | L1      | https://x/1           | R     |        |       | no      |
        | C-2       | a       | L1      | https://x/1           | R     | draft  |       | no      |
    """,
    # filed on the day of the check, after it, and only planned
    "CP307": """
        | Status    | Filed      | Listing seller | Listing URL platform | Right owner | As of      | Flagged |
        | submitted | 2026-06-30 | today          | taobao               | Nordlys AS  | 2026-06-30 | no      |
        | draft     |            | today          | taobao               | Nordlys AS  | 2026-06-30 | yes     |
        | submitted | 2026-07-01 | tomorrow       | taobao               | Nordlys AS  | 2026-06-30 | no      |
        | draft     |            | tomorrow       | taobao               | Nordlys AS  | 2026-06-30 | no      |
        | draft     | 2026-06-29 | planned        | taobao               | Nordlys AS  | 2026-06-30 | no      |
        | draft     |            | planned        | taobao               | Nordlys AS  | 2026-06-30 | no      |
    """,
    # planned for a day after the last day of the right: CP101 reports it; on the last day it does not
    "CP112": """
        | Status | Filed      | Right expires | As of      | Flagged |
        | draft  | 2026-06-30 | 2026-06-29    | 2026-06-30 | no      |
        | draft  | 2026-06-29 | 2026-06-29    | 2026-06-30 | yes     |
    """,
    # only Madrid marks need the certificate
    "CP115": """
        | Status | Filed | Platform | Right type | Right office | Right china certificate | Flagged |
        | draft  |       | taobao   | trademark  | EU           | no                      | no      |
    """,
    "CP206": """
        | Status | Filed | Platform | Right type | Right office | Right china certificate | Flagged |
        | draft  |       | taobao   | trademark  | EU           |                         | no      |
    """,
    # the same text, which is not a link to a marketplace
    "LS202": """
        | URL                 | Official URL        | Flagged |
        | nordlys.example/bag | nordlys.example/bag | yes     |
    """,
    # a space before the first dot, and one after it
    "LS203": """
        | Official URL              | Flagged |
        | our page.html             | yes     |
        | https://nordlys.no/my bag | no      |
    """,
    # the first row has no right
    "LS109": """
        | Listing | URL                                              | Right | Flagged |
        | L1      | https://item.taobao.com/item.htm?id=612345678901 |       | no      |
        | L2      | https://item.taobao.com/item.htm?id=612345678901 | A     | yes     |
    """,
    # a store has no canonical link of a product page
    "LS301": """
        | URL                                   | Flagged |
        | https://shop12345.taobao.com/?spm=a1  | no      |
    """,
    # expires on the day of registration, of filing
    "RT116": """
        | Filed      | Registered | Expires    | Flagged |
        | 2019-05-02 | 2020-01-01 | 2020-01-01 | no      |
        | 2020-01-01 |            | 2020-01-01 | no      |
    """,
    # the term is over, and the last day that was entered is the day of the check
    "RT208": """
        | Right type    | Office | Filed      | Expires    | As of      | Flagged |
        | utility model | CN     | 2010-01-07 | 2026-06-30 | 2026-06-30 | yes     |
        | utility model | CN     | 2010-01-07 | 2026-06-29 | 2026-06-30 | no      |
    """,
    # software copyright has no claim statement
    "RT117": """
        | Right type         | Office | Status        | Claim statement | Flagged |
        | software copyright | none   | not submitted |                 | no      |
    """,
    # the last day of the mark
    "RT304": """
        | Right type | Office | Expires    | As of      | Flagged |
        | trademark  | CN     | 2026-06-30 | 2026-06-30 | no      |
    """,
    # exactly the days of the setting; registered on the day of the check and later; paid until the end of the term
    "RT305": """
        | Right type    | Office | Filed      | Registered | Annuities paid until | As of      | Flagged |
        | utility model | CN     | 2020-08-29 | 2021-02-09 |                      | 2026-06-30 | yes     |
        | utility model | CN     | 2020-08-30 | 2021-02-09 |                      | 2026-06-30 | yes     |
        | utility model | CN     | 2020-08-31 | 2021-02-09 |                      | 2026-06-30 | no      |
        | utility model | CN     | 2020-07-15 | 2026-06-30 |                      | 2026-06-30 | yes     |
        | utility model | CN     | 2020-07-15 | 2026-07-01 |                      | 2026-06-30 | no      |
        | utility model | CN     | 2016-07-15 | 2017-02-09 | 2026-07-14           | 2026-06-30 | no      |
    """,
    # only Chinese trademarks
    "RT306": """
        | Right type | Office | Number    | Classes | Flagged |
        | copyright  | CN     | 12345678A |         | no      |
    """,
    "RT307": """
        | Right type | Office | Number   | China certificate | Flagged |
        | trademark  | US     | G1234567 | no                | no      |
        | copyright  | CN     | G1234567 | no                | no      |
    """,
    # only trademarks of the United States
    "RT204": """
        | Right type    | Office | Number     | Flagged |
        | design patent | US     | 88/123,456 | no      |
        | trademark     | EU     | 88/123,456 | no      |
        | trademark     | US     | 88/123,456 | yes     |
    """,
    # each of the three entries alone
    "TX102": """
        | Reason        | Language | Text             | Flagged |
        | keyword abuse |          |                  | yes     |
        |               | en       |                  | yes     |
        |               |          | {{ right_name }} | yes     |
    """,
    # a waiver that lacks its finding or its name has no end to report
    "WV201": """
        | Finding | About   | Reason | Until      | As of      | Flagged |
        |         | TM-CN-1 | agreed | 2026-06-29 | 2026-06-30 | no      |
        | CP305   |         | agreed | 2026-06-29 | 2026-06-30 | no      |
    """,
}


LATER_ROW_WITHOUT_RIGHT = """
    | Listing | URL                                              | Right | Flagged |
    | L1      | https://item.taobao.com/item.htm?id=612345678901 | A     | no      |
    | L2      | https://item.taobao.com/item.htm?id=612345678901 | B     | no      |
    | L3      | https://item.taobao.com/item.htm?id=612345678901 |       | yes     |
"""


def with_example(rule: Rule, text: str) -> Rule:
    """The rule with *text* as its only example."""
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    page = dataclasses.replace(rule.page, sections=(("Flagged", lines),))
    assert isinstance(page, Page)
    return dataclasses.replace(rule, problem=dataclasses.replace(rule.problem, page=page))


@pytest.mark.parametrize(("code", "text"), [*CASES.items(), ("LS109", LATER_ROW_WITHOUT_RIGHT)])
def test_exactly_the_named_rows_are_flagged(code: str, text: str) -> None:
    results = example_results(with_example(RULES[code], text), KNOWN, SETTINGS)
    assert [result.wrong for result in results] == [()]


def found(code: str, *tables: Table) -> list[str]:
    """The messages of the rule *code* over *tables*."""
    batch = run_rule(RULES[code], Wiring(Tables.of(*tables), KNOWN, DAY, SETTINGS))
    return [] if batch is None else list(batch.messages)


def table(name: str, /, **columns: list[object]) -> Table:
    kinds = {field.name: field.kind for field in record(name).fields()}
    return Table.of(name, {column: series(values, kinds[column]) for column, values in columns.items()})


def test_an_alarm_of_zero_flags_no_account_without_withdrawals() -> None:
    share, filed = series([0.0, 0.01], Kind.PERCENT), series([50.0, 50.0], Kind.COUNT)
    assert list(withdrawn_too_often(share, filed, CheckSettings(withdrawal_alarm=0))) == [False, True]


@pytest.mark.parametrize(
    ("code", "missing"), [("CP107", "Listings"), ("CP108", "Rights"), ("CP109", "Accounts"), ("LS104", "Rights")]
)
def test_a_reference_to_a_table_that_the_workbook_lacks_is_not_flagged(code: str, missing: str) -> None:
    rows = {
        "Complaints": table("Complaints", complaint=["C-1"], listing=["L1"], right=["R1"], account=["a"]),
        "Listings": table("Listings", listing=["L2"], right=["R1"]),
        "Rights": table("Rights", right=["R2"]),
        "Accounts": table("Accounts", account=["b"]),
    }
    assert len(found(code, *rows.values())) == 1
    rows[missing].present = False
    assert found(code, *rows.values()) == []


@pytest.mark.parametrize(("reason", "flagged"), [("storefront", 0), ("keyword abuse", 1)])
def test_a_store_in_a_storefront_complaint_is_not_flagged(reason: str, flagged: int) -> None:
    stores = table("Listings", listing=["L1"], url=["https://shop12345.taobao.com"])
    complaints = table("Complaints", complaint=["C-1"], listing=["l1"], reason=[reason])
    assert len(found("LS302", stores, complaints)) == flagged


@pytest.mark.parametrize(("number", "name"), [("C-1", "complaint C-1"), ("", "another row")])
def test_an_open_complaint_is_named_by_its_number(number: str, name: str) -> None:
    complaints = table(
        "Complaints",
        complaint=[number, "C-2"],
        account=["a", "a"],
        listing=["L1", "L1"],
        right=["R", "R"],
        status=["submitted", "draft"],
        filed=[date(2026, 5, 4), None],
    )
    assert found("CP212", complaints) == [
        f"{name} about the same product page and right is still open; wait for its outcome"
    ]


@pytest.mark.parametrize(
    ("paid", "sentence"),
    [(date(2025, 12, 30), "pay with a surcharge by 2026-06-30"), (date(2025, 12, 29), "the grace period ended on")],
)
def test_the_last_day_of_grace_counts(paid: date, sentence: str) -> None:
    patent = table("Rights", right=["P"], right_type=["utility model"], annuities_paid_until=[paid])
    assert sentence in found("RT214", patent)[0]
