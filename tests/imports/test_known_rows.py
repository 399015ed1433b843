"""Rows that say what the workbook says are found by their link; they are merged exactly as the long way merges them."""

from unittest import mock

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.imports.conftest import export

from ippbook import imports, ooxml
from ippbook.catalog.platforms import parse_link
from ippbook.imports import rejects
from ippbook.imports.known_rows import KnownRows
from ippbook.imports.listings import _Listings, first_rows

HEADERS = ("Listing", "URL", "Title", "Store", "Price")
LINK = "https://item.taobao.com/item.htm?id=7123456789{:02}{}"
TEXTS = st.text(st.sampled_from("aA １1¥.-\u200b中é&"), max_size=4)
ROW = st.tuples(st.integers(0, 20), st.sampled_from(["", "&x=1", " "]), TEXTS, TEXTS, TEXTS)


def merged(team, path, refresh):
    found = imports.import_listings(team, path, None, rejects.write_rejects, refresh=refresh, write=False)
    return found.added, found.updated, found.unchanged, found.kept, found.cells, found.notes, found.refused


@settings(max_examples=12, deadline=None)
@given(rows=st.lists(ROW, min_size=8, max_size=20), others=st.lists(ROW, max_size=4), refresh=st.booleans(), header=st.sampled_from(["Price", "Price (USD)"]))  # fmt: skip
def test_a_row_that_the_workbook_has_is_merged_as_any_other(tmp_path_factory, rows, others, refresh, header):
    folder = tmp_path_factory.mktemp("known")
    with xlsxwriter.Workbook(folder / "team.xlsx") as made:
        sheet = made.add_worksheet("Listings")
        sheet.add_table(0, 0, len(rows), 4, {"name": "Listings", "columns": [{"header": name} for name in HEADERS]})
        for at, (number, end, *texts) in enumerate(rows, start=1):
            for place, text in enumerate((f"L{at}", LINK.format(number, end), *texts)):
                sheet.write_string(at, place, text)
    records = [
        {"URL": LINK.format(number, end), "Title": title, "Store": store, header: price}
        for number, end, title, store, price in (*rows, *others, *rows[:3])
    ]
    path = export(folder / "e.csv", records)
    quick = merged(folder / "team.xlsx", path, refresh)
    with mock.patch.object(KnownRows, "each", lambda _, rows: ((row, False) for row in rows)):
        assert merged(folder / "team.xlsx", path, refresh) == quick


LINKS = ("", "https://item.taobao.com/item.htm?id=71234567890{}", "https://shop{}.taobao.com/", "lazada.sg/products/a-i{}.html", "https://m.tb.cn/h.5abc{}", "x{}")  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(LINKS), st.integers(1, 3)), max_size=12))
def test_the_first_row_of_a_listing_is_found_by_the_key_that_its_link_has_alone(links):
    texts = [link.format(number) for link, number in links]
    wanted = {}
    for row, text in enumerate(texts):
        if key := parse_link(text).key:
            wanted.setdefault(key, row)
    assert first_rows(texts) == wanted


def test_of_an_export_that_is_imported_again_no_value_is_read(desk, monkeypatch):
    path = desk.export(
        "e.csv", [{"URL": LINK.format(at + 30, ""), "Title": f"新款 {at}", "Price": "¥12.50"} for at in range(9)]
    )
    assert desk.listings(path).added == 9
    monkeypatch.setattr(_Listings, "_take", None)
    assert desk.listings(path).unchanged == 9


@pytest.mark.parametrize("headers", [("Listing", "URL", "Title"), ("Listing", "URL", "商品标题", "Price")])
def test_an_export_that_is_read_while_the_workbook_is_scanned_is_merged_as_any_other(tmp_path, headers):
    """The second header is another name of a column, so the export is read again when that is known."""
    team = tmp_path / "team.xlsx"
    with xlsxwriter.Workbook(team) as made:
        sheet = made.add_worksheet("Listings")
        sheet.add_table(
            0, 0, 3, len(headers) - 1, {"name": "Listings", "columns": [{"header": name} for name in headers]}
        )
    path = export(
        tmp_path / "e.csv", [{"URL": LINK.format(at, ""), "Title": f"新款 {at}", "Price": "¥1"} for at in range(9)]
    )
    wanted = merged(team, path, refresh=False)
    book = ooxml.open(team)
    book.ahead = mock.Mock(take=lambda *_: None)
    assert merged(book, path, refresh=False) == wanted
    assert wanted[:2] == (9, 0)
