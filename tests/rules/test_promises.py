"""What the rules promise beyond their examples: whole tables, junk, blanks, data instead of literals, speed."""

import time
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ippbook.catalog import reasons
from ippbook.declare import Wiring, registry
from ippbook.declare.run_rule import run_rule
from ippbook.rules.complaints_reasons import PORTAL_FIELDS
from ippbook.tables.book import Table, Tables
from ippbook.tables.findings import Batch
from ippbook.tables.problems import problem
from ippbook.tables.records import RECORDS
from ippbook.tables.schema import Field, Kind
from ippbook.tables.settings import read_settings
from ippbook.tables.values import blank, series

DAY = date(2026, 6, 30)
KNOWN = registry()
SETTINGS = {name: value for name, value in read_settings({}, KNOWN.groups).values().items() if name != "as_of"}


def found(*tables: Table, as_of: date = DAY) -> dict[str, list[int]]:
    """Rows by code, of every rule over *tables*."""
    wiring = Wiring(Tables.of(*tables), KNOWN, as_of, SETTINGS)
    batches = [batch for rule in KNOWN.rules if (batch := run_rule(rule, wiring)) is not None]
    return {batch.problem.code: [int(row) for row in batch.rows] for batch in batches}


def table(name: str, /, **columns: list) -> Table:
    kind = next(kind for kind in RECORDS if kind.table == name)
    return Table.of(name, {key: series(values, kind.field(key).kind) for key, values in columns.items()})


def a_right(**changes: object) -> Table:
    row = {
        "right": "TM-CN-1", "right_type": "trademark", "office": "CN", "number": "8123456", "name": "NORDLYS",
        "owner": "Nordlys AS", "classes": "18, 25", "filed": date(2018, 1, 5), "registered": date(2019, 1, 7),
        "expires": date(2029, 1, 6), "status": "approved",
    } | changes  # fmt: skip
    return table("Rights", **{name: [value] for name, value in row.items()})


def an_account(**changes: object) -> Table:
    row = {
        "account": "nordlys",
        "role": "right holder",
        "complainant": "Nordlys AS",
        "name_on_id": "Nordlys AS",
    } | changes
    return table("Accounts", **{name: [value] for name, value in row.items()})


def a_listing(**changes: object) -> Table:
    row = {
        "listing": "L1", "url": "https://item.taobao.com/item.htm?id=612345678901", "platform": "taobao",
        "title": "Sunbag nordlys style bag", "seller": "bagking", "right": "TM-CN-1", "first_seen": date(2026, 6, 1),
        "seller_brand": "Sunbag", "quoted_words": "nordlys style", "found_in": "title",
    } | changes  # fmt: skip
    return table("Listings", **{name: [value] for name, value in row.items()})


def a_draft(**changes: object) -> Table:
    row = {
        "complaint": "C-1", "listing": "L1", "right": "TM-CN-1", "account": "nordlys", "platform": "taobao",
        "reason": "keyword abuse", "language": "en", "status": "draft",
    } | changes  # fmt: skip
    return table("Complaints", **{name: [value] for name, value in row.items()})


def test_a_clean_workbook_has_no_finding():
    assert found(a_right(), an_account(), a_listing(), a_draft()) == {}


def test_an_account_that_falls_below_the_good_faith_limits_is_warned_of_it():
    # 10 filed in the window: 8 accepted, 2 rejected -> 80 % < 90 %; 1 of the 8 reinstated -> 12.5 % > 5 %.
    count = 10
    history = table(
        "Complaints", complaint=[f"C-{row}" for row in range(count)], listing=["L1"] * count, right=["TM-CN-1"] * count,
        account=["nordlys"] * count, reason=["keyword abuse"] * count, platform=["taobao"] * count,
        filed=[date(2026, 6, 1)] * count, decided=[date(2026, 6, 3)] * count,
        status=["accepted"] * 7 + ["reinstated"] + ["rejected"] * 2,
    )  # fmt: skip
    codes = found(a_right(), an_account(), a_listing(), history)
    assert {code: rows for code, rows in codes.items() if code.startswith("AC")} == {
        "AC204": [0], "AC205": [0], "AC206": [0], "AC301": [0],
    }  # fmt: skip


def test_a_draft_without_facts_names_the_fields_that_are_blank():
    wiring = Wiring(Tables.of(a_right(), an_account(), a_listing(quoted_words=""), a_draft()), KNOWN, DAY, SETTINGS)
    rule = next(rule for rule in KNOWN.rules if rule.code == "CP130")
    batch = run_rule(rule, wiring)
    assert batch is not None
    assert "quoted words" in batch.messages[0]


@pytest.mark.parametrize(("reason", "code"), [("chat admission", "CP127"), ("counterfeit decision", "CP126")])
def test_a_number_that_only_the_portals_form_asks_for_is_reported_once(reason, code):
    codes = found(a_right(), an_account(), a_listing(), a_draft(reason=reason))
    assert code in codes
    assert "CP130" not in codes


@pytest.mark.parametrize(
    ("rights", "listings", "complaints", "code"),
    [
        ({"expires": date(2026, 6, 29)}, {}, {}, "CP112"),
        ({"status": "pending"}, {}, {}, "CP113"),
        ({"office": "EU", "number": "018123456"}, {}, {}, "CP114"),
        ({"office": "WIPO", "number": "1234567", "china_certificate": "no"}, {}, {}, "CP115"),
        ({}, {"whitelisted": "yes"}, {}, "CP201"),
        ({}, {}, {"reason": "stolen pictures"}, "CP124"),
        ({}, {}, {"reason": "test buy"}, "CP125"),
        ({}, {"seller_brand": "NORDLYS"}, {}, "CP214"),
        ({}, {}, {"platform": "aliexpress"}, "CP117"),
    ],
)
def test_a_draft_is_checked_for_what_a_filed_row_is_not(rights, listings, complaints, code):
    draft = found(a_right(**rights), an_account(), a_listing(**listings), a_draft(**complaints))
    filed = complaints | {"status": "accepted", "filed": date(2026, 6, 2), "decided": date(2026, 6, 5)}
    past = found(a_right(**rights), an_account(), a_listing(**listings), a_draft(**filed))
    assert code in draft
    assert code not in past


def test_a_missing_table_flags_no_row():
    rights = Table.of("Rights", {})
    rights.present = False
    assert not {"CP108", "LS104"} & set(found(rights, an_account(), a_listing(), a_draft()))


def test_a_table_that_is_empty_leads_references_nowhere():
    assert {"CP108", "LS104"} <= set(found(Table.of("Rights", {}), an_account(), a_listing(), a_draft()))


def test_a_blank_row_between_records_is_never_flagged():
    for kind in RECORDS:
        columns = {field.name: blank(field.kind, 3) for field in kind.fields()}
        assert found(Table.of(kind.table, columns)) == {}


def test_a_cell_that_cannot_be_read_is_not_called_empty_as_well():
    complaints = a_draft(status="accepted", filed=date(2026, 6, 2))
    unread = Batch(problem("CL101"), "Complaints", "Decided", np.array([0]), ["“03/04/2026” cannot be read"])
    tables = Tables.of(a_right(), an_account(), a_listing(), complaints)
    rule = next(rule for rule in KNOWN.rules if rule.code == "CP301")
    assert run_rule(rule, Wiring(tables, KNOWN, DAY, SETTINGS)) is not None
    tables.batches = (unread,)
    assert run_rule(rule, Wiring(tables, KNOWN, DAY, SETTINGS)) is None


@pytest.mark.parametrize(("later", "rows", "flagged"), [(1, 1, 1), (5, 20, 5), (6, 20, 0), (6, 120, 6), (7, 120, 0)])
def test_a_check_for_an_earlier_day_does_not_call_all_that_came_later_a_slip(later, rows, flagged):
    # At most five rows, or one in twenty, are slips; more of them show that the check is for an earlier day.
    days = [date(2026, 7, 1)] * later + [date(2026, 6, 1)] * (rows - later)
    listings = table("Listings", listing=[f"L{row}" for row in range(rows)], first_seen=days)
    assert len(found(listings).get("LS201", [])) == flagged


def test_every_field_that_a_portal_asks_for_has_its_rule():
    assert {field for reason in reasons.REASONS.values() for field in reason.portal_fields} <= PORTAL_FIELDS


def _cells(field: Field) -> st.SearchStrategy:
    if field.kind is Kind.DATE:
        return st.none() | st.dates(date(1900, 1, 1), date(9999, 12, 31))
    if field.kind.numeric:
        return st.floats(allow_nan=True)
    if field.kind is Kind.YES_NO:
        return st.sampled_from(["", "yes", "no"])
    if field.vocabulary is not None:
        return st.sampled_from(["", *field.vocabulary.codes])
    if field.name in {"right", "account", "listing", "complaint"}:
        return st.sampled_from(["", "a", "A", "b", "{x}", "nowhere"])
    links = st.sampled_from(
        [
            "https://item.taobao.com/item.htm?id=612345678901",
            "https://m.tb.cn/h.5abcdeF",
            "https://shop12345.taobao.com",
        ]
    )
    return st.sampled_from(["", "8123456", "{0.__class__}", "46", "ZL201710601862.4"]) | links | st.text(max_size=12)


@pytest.mark.slow("every rule runs over each of the drawn workbooks")
@settings(
    max_examples=settings().max_examples // 2,  # each costs a third of a second
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data())
def test_no_rule_fails_whatever_the_tables_hold(data: st.DataObject):
    tables = []
    for kind in RECORDS:
        rows = data.draw(st.integers(0, 4))
        columns = {
            field.name: data.draw(st.lists(_cells(field), min_size=rows, max_size=rows)) for field in kind.fields()
        }
        tables.append(table(kind.table, **columns))
    wiring = Wiring(Tables.of(*tables), KNOWN, data.draw(st.dates(date(1950, 1, 1), date(2100, 1, 1))), SETTINGS)
    for rule in KNOWN.rules:
        batch = run_rule(rule, wiring)
        if batch is not None:
            assert batch.problem.code == rule.code, batch.messages
            assert all(wiring.tables[rule.table].filled[batch.rows])


def test_the_time_of_all_rules_grows_with_the_rows_and_not_faster():
    def seconds(rows: int) -> float:
        names = [f"L{row}" for row in range(rows)]
        listings = table(
            "Listings", listing=names, right=["TM-CN-1"] * rows,
            url=[f"https://item.taobao.com/item.htm?spm=a1&id={600_000_000_000 + row}" for row in range(rows)],
        )  # fmt: skip
        complaints = table(
            "Complaints", complaint=[f"C-{row // 20}" for row in range(rows)], listing=names, right=["TM-CN-1"] * rows,
            account=["nordlys"] * rows, reason=["keyword abuse"] * rows, status=["accepted"] * rows,
            filed=[date(2026, 6, 1)] * rows, decided=[date(2026, 6, 3)] * rows,
        )  # fmt: skip
        wiring = Wiring(Tables.of(a_right(), an_account(), listings, complaints), KNOWN, DAY, SETTINGS)
        for rule in KNOWN.rules:
            wiring.values(rule.table, rule.parameters)
        start = time.process_time()
        for rule in KNOWN.rules:
            run_rule(rule, wiring)
        return time.process_time() - start

    seconds(500)
    assert seconds(20_000) < 30 * seconds(2_000)


def test_rules_leave_their_columns_as_they_were():
    tables = Tables.of(a_right(), an_account(), a_listing(), a_draft())
    before = {
        name: {column: values.copy() for column, values in tables[name].columns.items()} for name in tables.tables
    }
    wiring = Wiring(tables, KNOWN, DAY, SETTINGS)
    for rule in KNOWN.rules:
        run_rule(rule, wiring)
    for name, columns in before.items():
        for column, values in columns.items():
            pd.testing.assert_series_equal(tables[name].columns[column], values)
