"""A small team's desk: one approved right, one account, and as many listings as a test needs."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from ippbook import pipeline, workbook_builder
from ippbook.tables import Tables
from ippbook.tables.book import Table
from ippbook.tables.records import record
from ippbook.tables.values import series
from ippbook.workbook_builder.content import Content

AS_OF = date(2026, 10, 31)
RIGHT = {
    "right": "TM-CN-1",
    "right_type": "trademark",
    "office": "CN",
    "number": "8123456",
    "name": "NORDLYS",
    "owner": "Nordlys AS",
    "classes": "18",
    "filed": date(2019, 1, 7),
    "registered": date(2020, 2, 3),
    "expires": date(2030, 2, 2),
    "status": "approved",
}
ACCOUNT = {"account": "nordlys-legal", "role": "right holder", "complainant": "Nordlys AS", "name_on_id": "Nordlys AS"}


def listing(number, **changes):
    """A listing that is ready to be filed as counterfeit."""
    return {
        "listing": f"L{number}",
        "url": f"https://item.taobao.com/item.htm?id={612345000000 + number}",
        "seller": f"seller{number}",
        "right": "TM-CN-1",
        "first_seen": date(2026, 10, 1),
        "genuine_model": "Fjord 20",
        "differences": "single seam; grey zip",
        "reason": "counterfeit by comparison",
    } | changes


def complaint(number, of, **changes):
    return {
        "complaint": f"C{number}",
        "listing": of,
        "right": "TM-CN-1",
        "account": "nordlys-legal",
        "reason": "counterfeit by comparison",
    } | changes


def rows(listings=(), complaints=(), rights=(RIGHT,), accounts=(ACCOUNT,)):
    return {"Rights": rights, "Accounts": accounts, "Listings": listings, "Complaints": complaints}


def tables(**tables_of):
    """Typed tables with these rows; a field that a row does not name is blank."""
    found = []
    for name, wanted in rows(**tables_of).items():
        fields = record(name).fields()
        columns = {
            field.name: series([row.get(field.name, "" if field.kind in TEXTS else None) for row in wanted], field.kind)
            for field in fields
        }
        found.append(Table.of(name, columns))
    return Tables.of(*found)


TEXTS = {"text", "choice", "yes / no"}


def study(**tables_of):
    return pipeline.examine(tables(**tables_of), AS_OF)


def workbook(path: Path, **tables_of) -> Path:
    """The same rows as a workbook."""
    workbook_builder.draw(path, content=Content(rows=rows(**tables_of)))
    return path


@pytest.fixture(scope="session")
def desk():
    """The functions above, for tests."""
    return SimpleNamespace(
        AS_OF=AS_OF, RIGHT=RIGHT, ACCOUNT=ACCOUNT, listing=listing, complaint=complaint, study=study, workbook=workbook
    )
