"""Figures over months of a workbook: offers that come back after a takedown, last days, and the accounts that a chart can show."""

from datetime import date

import pytest

from ippbook.pipeline import check
from ippbook.trends import ALL_ACCOUNTS, account_names, comebacks_by_month, last_days_by_month, outcome_figures
from ippbook.workbook_builder import Content, draw

DAY = date(2026, 3, 10)


def listing(number, seller, first, last=None, right="TM"):
    url = f"https://item.taobao.com/item.htm?id={210_000_000_000 + number}"
    seen = {"first_seen": first} | ({"last_seen": last} if last else {})
    return {"listing": f"L{number}", "url": url, "seller": seller, "right": right, **seen}


@pytest.fixture(scope="module")
def wiring(tmp_path_factory):
    path = tmp_path_factory.mktemp("trends") / "team.xlsx"
    rows = {
        "Rights": [
            {
                "right": "TM",
                "right_type": "trademark",
                "office": "CN",
                "number": "8123456",
                "expires": date(2026, 3, 31),
            },
            {"right": "D", "right_type": "design patent", "office": "CN", "expires": date(2027, 2, 28)},
            {"right": "gone", "right_type": "trademark", "office": "CN", "expires": date(2026, 3, 9)},
            {"right": "far", "right_type": "trademark", "office": "CN", "expires": date(2027, 3, 1)},
        ],
        "Accounts": [{"account": "two"}, {"account": "one", "poa_end": date(2026, 3, 10)}, {"account": "idle"}],
        "Listings": [
            listing(1, "nova", date(2026, 1, 1), date(2026, 2, 20)),
            listing(2, "nova", date(2026, 2, 3)),
            listing(3, "nova", date(2026, 1, 3)),
            listing(4, "other", date(2026, 2, 3)),
        ],
        "Complaints": [
            {
                "complaint": "C1",
                "listing": "L1",
                "right": "TM",
                "account": "one",
                "filed": date(2026, 1, 10),
                "status": "accepted",
                "decided": date(2026, 1, 20),
            },
            {
                "complaint": "C2",
                "listing": "L4",
                "right": "TM",
                "account": "three",
                "filed": date(2026, 3, 1),
                "status": "submitted",
            },
        ],
    }
    draw(path, content=Content(rows))
    return check(path, DAY, today=DAY).wiring


def test_a_new_offer_counts_in_the_month_in_which_it_was_first_seen_after_the_takedown(wiring):
    found = comebacks_by_month(wiring).set_index("month_end")
    counted = {str(month.date()): row for month, row in found.iterrows() if row.sum()}
    assert {month: row.tolist() for month, row in counted.items()} == {"2026-01-31": [1, 0, 0], "2026-02-28": [0, 1, 1]}


def test_last_days_count_from_the_day_of_the_check_for_twelve_months(wiring):
    found = last_days_by_month(wiring)
    assert found["month_end"].dt.date.tolist()[::11] == [date(2026, 3, 31), date(2027, 2, 28)]
    sums = {name: [at for at, count in enumerate(found[name]) for _ in range(count)] for name in found.columns[1:]}
    assert sums == {"trademarks": [0], "patents_and_designs": [11], "other_rights": [], "powers_of_attorney": [0]}


def test_accounts_have_the_order_of_their_sheet_and_those_only_in_complaints_come_last(wiring):
    assert account_names(wiring) == ["two", "one", "idle", "three"]
    assert list(dict.fromkeys(outcome_figures(wiring)["account"])) == [ALL_ACCOUNTS, "one", "three"]
