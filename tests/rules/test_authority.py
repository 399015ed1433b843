"""Who may file what, over whole tables: drafts are checked, filed complaints are not, nor are workbooks without these columns."""

from datetime import date

import pytest

from ippbook import pipeline
from ippbook.tables.book import Table, Tables
from ippbook.tables.records import record
from ippbook.tables.values import series

DAY = date(2026, 6, 30)
CODES = {"CP132", "CP133", "CP219", "CP220", "CP221", "CP222", "CP223", "CP225", "CP308"}


def table(name: str, /, **columns: object) -> Table:
    kind = record(name)
    return Table.of(name, {key: series([value], kind.field(key).kind) for key, value in columns.items()})


def found(account: dict, right: dict, listing: dict, **complaint: object) -> set[str]:
    tables = Tables.of(
        table("Accounts", **({"account": "a", "role": "agent", "poa_start": date(2026, 1, 1)} | account)),
        table(
            "Rights",
            **({"right": "R1", "right_type": "design patent", "office": "CN", "number": "ZL202030456789.1"} | right),
        ),
        table("Listings", **({"listing": "L1", "url": "https://item.taobao.com/item.htm?id=612345678901"} | listing)),
        table("Complaints", complaint="C1", listing="L1", right="R1", account="A", **complaint),
    )
    return {finding.code for finding in pipeline.examine(tables, DAY).findings} & CODES


FAULTS = [
    ("CP132", {"identity_verified": "no"}, {}, {}),
    ("CP133", {"poa_end": date(2026, 6, 29)}, {}, {}),
    ("CP219", {"disclaimer_accepted": "no"}, {}, {}),
    ("CP220", {"role": "right holder", "complainant": "Nordlys AS"}, {"owner": "Polarlys AS"}, {}),
    ("CP221", {"poa_rights": "R2"}, {}, {}),
    ("CP222", {"poa_platforms": "1688, tmall"}, {}, {}),
    ("CP223", {"portal": "ipp.aidcgroup.net"}, {}, {}),
    ("CP225", {}, {"filed": date(2026, 5, 2)}, {"first_seen": date(2026, 5, 1)}),
    ("CP308", {}, {"office": "SG"}, {"url": "https://www.lazada.com.my/products/bag-i123456789.html"}),
]


@pytest.mark.parametrize(("code", "account", "right", "listing"), FAULTS)
def test_a_draft_is_checked_and_a_filed_complaint_is_not(code, account, right, listing):
    assert found(account, right, listing, status="draft") == {code}
    assert found(account, right, listing, status="accepted", filed=date(2026, 6, 1)) == set()


def test_a_workbook_without_these_columns_has_no_finding():
    assert found({}, {}, {}, status="draft") == set()
