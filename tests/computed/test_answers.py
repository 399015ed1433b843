"""The values of computed columns, on small tables with known answers."""

from datetime import date

import numpy as np
import pytest

from ippbook.declare import Wiring, registry
from ippbook.tables.book import Table, Tables
from ippbook.tables.records import record
from ippbook.tables.settings import read_settings
from ippbook.tables.values import read_value, series


def table(name, header, *rows):
    """A table from lines of cells, read as the workbook's are."""
    fields = [record(name).field(field) for field in header.split()]
    columns = list(zip(*rows, strict=True))
    return Table.of(
        name,
        {
            field.name: series(
                [read_value(value, field.kind, field.vocabulary) for value in columns[place]], field.kind
            )
            for place, field in enumerate(fields)
        },
    )


def wire(*tables, as_of=date(2026, 6, 30), **typed):
    known = registry()
    return Wiring(Tables.of(*tables), known, as_of, read_settings(typed, known.groups).values())


RIGHTS = table(
    "Rights",
    "right right_type office number name owner expires china_certificate",
    ("CN", "trademark", "CN", "第8123456号", "NORDLYS", "Nordlys AS", "2030-01-01", ""),
    ("EU", "trademark", "EU", "018000001", "NORDLYS", "Nordlys AS", "2026-06-29", ""),
    ("WO", "trademark", "WIPO", "1234567", "NORDLYS", "Nordlys AS", "", "yes"),
)
TAOBAO = "https://item.taobao.com/item.htm?id=520813250866"


def test_rights_show_the_printed_number_and_whether_they_are_in_force_on_the_day():
    known = wire(RIGHTS)
    assert known.value("Rights", "number_as_printed")[0] == "8123456"
    assert list(known.value("Rights", "in_force")) == ["yes", "no", ""]
    until = known.value("Rights", "protected_until")
    assert until[1] == np.datetime64("2026-06-29")
    assert np.isnat(until.to_numpy()[2])


def test_a_duplicate_names_the_first_row_with_the_same_listing_however_the_link_is_written():
    listings = table(
        "Listings",
        "listing url right",
        ("L1", TAOBAO, "CN"),
        ("L2", "item.taobao.com/item.htm?spm=1&id=520813250866#x", "EU"),
        ("L3", "https://detail.tmall.com/item.htm?id=520813250866", "WO"),
        ("L4", "https://www.aliexpress.com/item/1005005968714360.html", "EU"),
        ("L5", "https://www.aliexpress.us/item/3256805782399608.html", ""),
        ("L6", "https://nordlys.taobao.com/", "CN"),
        ("L7", "https://nordlys.taobao.com/", "nowhere"),
        ("L8", "", "CN"),
        ("L9", "", "CN"),
        ("L10", TAOBAO, "CN"),
    )
    known = wire(RIGHTS, listings)
    # A Taobao and a Tmall listing with one number are two listings; stores and blank links are not listings.
    assert list(known.value("Listings", "duplicate_of")) == ["", "L1", "", "", "L4", "", "", "", "", "L1"]
    # Chinese marketplaces take Chinese rights, and a Madrid mark with its certificate; AliExpress takes any.
    usable = ["yes", "no", "yes", "yes", "", "yes", "", "", "", "yes"]
    assert list(known.value("Listings", "usable_on_platform")) == usable


def test_lazada_counts_each_country_by_itself():
    listings = table(
        "Listings",
        "listing url",
        ("A", "https://www.lazada.sg/products/shoe-i2748374-s99.html"),
        ("B", "https://www.lazada.com.my/products/shoe-i2748374-s99.html"),
        ("C", "https://www.lazada.sg/products/other-name-i2748374.html"),
    )
    assert list(wire(listings).value("Listings", "duplicate_of")) == ["", "", "A"]


COMPLAINTS = table(
    "Complaints",
    "complaint listing right account platform reason filed status decided",
    ("C1", "L1", "CN", "a", "", "keyword abuse", "2026-06-01", "accepted", "2026-06-05"),
    ("c1", "L2", "CN", "A", "", "keyword abuse", "2026-06-01", "rejected", "2026-06-05"),
    ("C1", "L1", "CN", "b", "", "keyword abuse", "2026-03-30", "accepted", "2026-04-05"),
    ("C2", "L3", "EU", "a", "tmall", "keyword abuse", "2026-06-30", "submitted", ""),
    ("", "L1", "CN", "a", "", "keyword abuse", "2026-07-01", "submitted", ""),
    ("C3", "L1", "CN", "a", "", "keyword abuse", "", "draft", ""),
    ("C4", "L1", "CN", "a", "", "keyword abuse", "2026-06-02", "reinstated", "2026-06-09"),
)
LISTINGS = table(
    "Listings",
    "listing url seller_brand quoted_words found_in",
    ("L1", TAOBAO, "Beiguang", "NORDLYS style jacket", "title"),
    ("L2", "https://item.taobao.com/item.htm?id=520813250867", "Beiguang", "like NORDLYS", "title"),
    ("L3", "https://item.taobao.com/item.htm?id=520813250868", "Beiguang", "NORDLYS", "title"),
)
ACCOUNTS = table(
    "Accounts",
    "account role complainant",
    ("a", "right holder", "Nordlys AS"),
    ("b", "right holder", "B"),
    ("z", "", ""),
)


@pytest.fixture(scope="module")
def known():
    return wire(RIGHTS, ACCOUNTS, LISTINGS, COMPLAINTS)


def test_links_count_the_rows_of_one_complaint_of_one_account(known):
    found = known.value("Complaints", "links")
    # C1 and c1, a and A are the same; account b has a C1 of its own; a row without a number has no count.
    assert [str(value) for value in found] == ["2.0", "2.0", "1.0", "1.0", "nan", "1.0", "1.0"]


def test_the_platform_of_a_complaint_goes_before_that_of_its_link(known):
    assert list(known.value("Complaints", "usable_on_platform"))[:4] == ["yes", "yes", "yes", "no"]


def test_a_row_counts_as_its_status_says_on_the_day_and_in_the_window_of_three_months(known):
    counts = ["taken down", "rejected", "taken down", "pending", "unfiled", "unfiled", "reinstated"]
    assert list(known.value("Complaints", "counts_as")) == counts
    # 30 March is exactly three months before 30 June: out. 1 July is after the day. A draft cannot count.
    assert list(known.value("Complaints", "in_window")) == ["yes", "yes", "no", "yes", "no", "", "yes"]


def test_accounts_show_the_figures_of_their_window(known):
    def column(name):
        return [None if np.isnan(value) else value for value in known.value("Accounts", name)]

    # a on 30 June: C1 accepted, c1 rejected, C2 pending, C4 reinstated = 4 filed, 3 decided, 2 taken down.
    assert column("complaints_filed") == [4, 0, 0]
    assert column("complaints_decided") == [3, 0, 0]
    assert column("complaints_taken_down") == [2, 0, 0]
    assert column("complaints_rejected") == [1, 0, 0]
    assert column("counter_notices_upheld") == [1, 0, 0]
    assert column("takedown_rate") == [2 / 3, None, None]
    assert column("counter_rate") == [1 / 2, None, None]
    assert list(known.value("Accounts", "qualifies")) == ["no", "no", "no"]
    assert known.value("Accounts", "fails")[0].startswith("4 of 100 complaints; takedown rate 66.7 % < 90 %")


def test_the_teams_own_terms_enter_the_accounts_figures():
    loose = {"Min complaints": 1.0, "Min takedown rate": 0.5, "Max counter rate": "50 %"}
    known = wire(RIGHTS, ACCOUNTS, LISTINGS, COMPLAINTS, **loose)
    assert list(known.value("Accounts", "qualifies")) == ["yes", "no", "no"]
    assert known.value("Accounts", "fails")[0] == ""


def test_the_takedown_text_stands_in_the_first_row_of_its_complaint_alone(known):
    texts = list(known.value("Complaints", "takedown_text"))
    assert "NORDLYS style jacket" in texts[0]
    assert "like NORDLYS" in texts[0]
    assert "8123456" in texts[0]
    assert texts[1] == ""
    characters = known.value("Complaints", "characters")
    assert characters[0] == len(texts[0])
    assert np.isnan(characters[1])


def test_missing_data_leaves_the_text_empty_instead_of_a_hole():
    bare = table("Listings", "listing url", ("L1", TAOBAO))
    known = wire(RIGHTS, ACCOUNTS, bare, COMPLAINTS)
    assert known.value("Complaints", "takedown_text")[0] == ""


def test_a_text_is_in_the_language_of_the_row_else_of_the_settings():
    rows = table(
        "Complaints",
        "complaint listing right account reason language",
        ("C1", "L1", "CN", "a", "keyword abuse", ""),
        ("C2", "L1", "CN", "a", "keyword abuse", "en"),
    )
    texts = list(wire(RIGHTS, ACCOUNTS, LISTINGS, rows, **{"Text language": "zh"}).value("Complaints", "takedown_text"))
    assert "注册商标" in texts[0]
    assert "Registration: no." in texts[1]


def test_the_texts_of_one_run_are_written_once(known, monkeypatch):
    from ippbook import notices

    known.value("Complaints", "takedown_text")
    monkeypatch.setattr(notices, "render", lambda *_: pytest.fail("a second text was written"))
    known.value("Complaints", "characters")
