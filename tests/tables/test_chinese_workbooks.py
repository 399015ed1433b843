"""Workbooks of a Chinese team, and what teams put around their rows: titles, totals, running numbers."""

import re
from collections import Counter
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table as ExcelTable

from ippbook import ooxml, pipeline, tables
from ippbook.declare import registry
from ippbook.normalize import key, near_names
from ippbook.tables.records import RECORDS
from ippbook.tables.settings_table import SETTINGS_COLUMNS, SETTINGS_NAMES
from ippbook.tables.totals import _TOTAL

CHINESE = re.compile("[\u4e00-\u9fff]")
DAY = date(2026, 11, 1)
LINK = "https://item.taobao.com/item.htm?id=612345678901"
LISTINGS = ["商品编号", "商品链接", "平台", "权利编号", "价格"]


def saved(path, *sheets, tables_too=False):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if tables_too:
            sheet.add_table(ExcelTable(displayName=name, ref=sheet.dimensions))
    book.save(path)
    return path


def read(path):
    return tables.typed_tables(ooxml.open(path), registry().headers)


def codes(path):
    return Counter(found.code for found in pipeline.check(path, DAY, today=DAY).findings)


EVERY_COLUMN = [
    *((kind.table, field.header, field.column.chinese) for kind in RECORDS for field in kind.fields()),
    *((column.table, column.header, column.chinese) for column in registry().columns),
    *((report.table, column.header, column.chinese) for report in registry().reports for column in report.columns),
    *(("Settings", header, names) for header, names in SETTINGS_COLUMNS.items()),
]


def test_every_column_of_every_table_declares_a_chinese_name():
    assert [(table, header) for table, header, names in EVERY_COLUMN if not names] == []
    assert [names for _, _, names in EVERY_COLUMN if not all(map(CHINESE.search, names))] == []


def test_no_two_columns_of_a_table_share_a_chinese_name():
    for name in {table for table, _, _ in EVERY_COLUMN}:
        names = [key(text) for table, _, chinese in EVERY_COLUMN if table == name for text in chinese]
        assert sorted(names) == sorted(set(names)), name


def test_every_table_has_chinese_names_of_its_own():
    of_tables = [*(kind.names() for kind in RECORDS), SETTINGS_NAMES]
    of_tables += [(report.table, *report.chinese) for report in registry().reports]
    names = [key(text) for texts in of_tables for text in texts]
    assert all(CHINESE.search(texts[1]) for texts in of_tables)
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("tables_too", [False, True], ids=["plain sheets", "tables of Excel"])
def test_a_workbook_in_which_every_name_is_chinese_is_read_like_an_english_one(tmp_path, tables_too):
    sheets = [
        (kind.chinese[0], [[field.column.chinese[0] for field in kind.fields()], ["x"] * len(kind.fields())])
        for kind in RECORDS
    ]
    sheets.append((SETTINGS_NAMES[1], [["设置", "值"], ["As of", date(2026, 1, 31)]]))
    found = read(saved(tmp_path / "t.xlsx", *sheets, tables_too=tables_too))
    for kind in RECORDS:
        table = found[kind.table]
        assert (table.present, table.absent, table.unknown) == (True, frozenset(), ())
    assert list(found.settings.values) == ["As of"]


def test_computed_columns_with_chinese_headers_are_filled(tmp_path):
    path = saved(tmp_path / "t.xlsx", ("商品", [[*LISTINGS, "链接平台", "检查结果"], ["A1", LINK], ["A2"]]))
    pipeline.recalculate(path, today=DAY)
    sheet = openpyxl.load_workbook(path)["商品"]
    assert sheet["F2"].value == "淘宝"  # the words of computed cells are in the language of the workbook's sheets
    assert "LS103" in str(sheet["G3"].value)


def test_a_running_number_is_read_as_a_name_only_where_no_other_header_is_there(tmp_path):
    rows = [["序号", *LISTINGS], [7, "A1", LINK]]
    found = read(saved(tmp_path / "t.xlsx", ("商品", rows)))["Listings"]
    assert (found.columns["listing"][0], found.unknown) == ("A1", ("序号",))
    alone = read(saved(tmp_path / "u.xlsx", ("商品", [["序号", "商品链接"], [7, LINK]])))["Listings"]
    assert alone.columns["listing"][0] == "7"


def test_a_running_number_that_is_read_as_a_reference_is_said_once(tmp_path):
    rows = [["投诉单号", "序号"], ["C1", 1], ["C2", 2]]
    found = read(saved(tmp_path / "t.xlsx", ("投诉", rows), ("商品", [LISTINGS, ["1", LINK], ["2", LINK]])))
    assert list(found["Complaints"].columns["listing"]) == ["1", "2"]
    assert [len(batch) for batch in found.batches if batch.problem.code == "TB302"] == [1]


@pytest.mark.parametrize("field", ["Listing", "Right", "Account", "Reason", "Complaint"])
def test_a_missing_required_column_is_one_finding_for_all_rows(tmp_path, field):
    headers = ["Complaint", "Listing", "Right", "Account", "Reason", "Status", "Filed", "Platform"]
    row = ["", "", "R1", "a", "keyword abuse", "draft", None, "taobao"]
    kept = [place for place, header in enumerate(headers) if header != field]
    sheets = [
        (
            "Rights",
            [["Right", "Right type", "Office", "Number", "Name"], ["R1", "trademark", "CN", "8123456", "NORDLYS"]],
        ),
        ("Accounts", [["Account"], ["a"]]),
        ("Listings", [["Listing", "URL"], *[[f"L{number}", f"{LINK}{number}"] for number in range(10, 25)]]),
    ]
    every = [["C1", f"L{number}", *row[2:]] for number in range(10, 25)]
    whole = codes(saved(tmp_path / "whole.xlsx", *sheets, ("Complaints", [headers, *every])))
    rows = [[headers[place] for place in kept], *[[each[place] for place in kept] for each in every]]
    found = codes(saved(tmp_path / "t.xlsx", *sheets, ("Complaints", rows)))
    assert found["TB101"] == 1
    assert {code for code, count in found.items() if count > 2 and code not in whole} == set()


def test_a_missing_column_that_every_row_needs_is_one_piece_of_advice(tmp_path):
    rows = [["Complaint", "Listing", "Status", "Decided"], *[[f"C{n}", f"L{n}", "accepted", DAY] for n in range(40)]]
    found = pipeline.check(saved(tmp_path / "t.xlsx", ("Complaints", rows)), DAY, today=DAY).findings
    about = [each for each in found if each.code == "CP203"]
    assert [each.row for each in about] == [-1]
    assert "no column “Filed”, and 40 rows need it" in about[0].message


@pytest.mark.parametrize(
    "word", ["合计", "总计：", "Total", "TOTALS", "Summe", " 小 计 ", "Gesamtsumme", "Grand total", "合計"]
)
def test_a_totals_row_is_said_and_not_read_as_data(tmp_path, word):
    rows = [["侵权链接登记表"], LISTINGS, ["A1", LINK, None, None, "¥51"], [word, "=COUNTA(B3:B3)", None, "1 条", 51.0]]
    found = read(saved(tmp_path / "t.xlsx", ("商品", rows)))
    assert found["Listings"].filled.sum() == 1
    assert found.notes == (
        "商品: the headers are in row 2; the row above it is not read",
        "商品: row 4 is a totals row; it is not read as data",
    )
    assert [batch.problem.code for batch in found.batches if batch.problem.code.startswith("CL")] == []


def test_rows_below_a_totals_row_are_still_read(tmp_path):
    rows = [LISTINGS, ["A1", LINK], ["合计", 1], ["A2", LINK]]
    found = read(saved(tmp_path / "t.xlsx", ("商品", rows)))["Listings"]
    assert list(found.columns["listing"]) == ["A1", "", "A2"]


@pytest.mark.parametrize(
    "row", [["Total", LINK], ["合计", None, "淘宝"], ["Totally new", None, None, None, 5], ["x", "合计"]]
)
def test_a_record_that_has_such_a_name_stays_a_record(tmp_path, row):
    found = read(saved(tmp_path / "t.xlsx", ("商品", [LISTINGS, row])))["Listings"]
    assert found.filled.tolist() == [True]
    assert found.notes == ()


def test_a_number_in_a_computed_column_of_a_totals_row_stays(tmp_path):
    rows = [[*LISTINGS, "Findings"], ["A1"], ["合计", 1, None, None, None, 12]]
    path = saved(tmp_path / "t.xlsx", ("商品", rows))
    pipeline.recalculate(path, today=DAY)
    sheet = openpyxl.load_workbook(path)["商品"]
    assert sheet["F2"].value
    assert sheet["F3"].value == 12


def test_the_totals_row_of_an_excel_table_is_said(tmp_path):
    path = saved(tmp_path / "t.xlsx", ("Listings", [["Listing", "URL"], ["A1", LINK], ["x", "=SUBTOTAL(3,B2:B2)"]]))
    book = openpyxl.load_workbook(path)
    table = ExcelTable(displayName="Listings", ref="A1:B3", totalsRowCount=1)
    book["Listings"].add_table(table)
    book.save(path)
    found = read(path)
    assert list(found["Listings"].columns["listing"]) == ["A1"]
    assert found.notes == ("Listings: row 3 is a totals row; it is not read as data",)


def test_two_sheets_with_names_of_one_table_are_a_finding(tmp_path):
    found = read(saved(tmp_path / "t.xlsx", ("Listings", [LISTINGS, ["A1", LINK]]), ("商品", [LISTINGS, ["A2", LINK]])))
    assert list(found["Listings"].columns["listing"]) == ["A1"]
    messages = [text for batch in found.batches if batch.problem.code == "TB204" for text in batch.messages]
    assert messages == ["the sheet 商品 also has a name of Listings; only the sheet Listings is read"]


@pytest.mark.parametrize(
    ("wanted", "known", "near"),
    [
        ("nordlys-legl", ["nordlys-legal"], ["nordlys-legal"]),
        ("Platfrom", ["Platform", "Portal"], ["Platform"]),
        ("L0001", ["L0002", "L0041"], []),
        ("L11", ["L1"], ["L1"]),
        ("Budget", ["Object", "Target"], []),
        ("投诉日期", ["投诉时间"], []),
        ("", ["a"], []),
    ],
)
def test_a_name_is_offered_only_where_it_is_a_likely_slip(wanted, known, near):
    assert near_names(wanted, known) == near


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=6))
def test_no_name_fails_and_every_offer_is_a_known_one(wanted, known):
    assert set(near_names(wanted, known)) <= set(known)


@given(st.text(max_size=20))
def test_no_text_is_taken_for_a_total_unless_it_has_nothing_but_the_word(text):
    if _TOTAL.fullmatch(text):
        assert len(key(text)) <= 14


@pytest.mark.parametrize("row", [["合计：5 条"], ["Grand total", "5 links"], ["Total: 130"], [None, "合计", "共130条"]])
def test_a_total_may_state_its_count_in_words(tmp_path, row):
    found = read(saved(tmp_path / "t.xlsx", ("商品", [LISTINGS, ["A1", LINK], row])))
    assert found["Listings"].filled.tolist() == [True, False]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("商品编号\n(必填)", "listing"),
        ("Listing 商品编号", "listing"),
        ("URL/链接", "url"),
        ("商品链接URL", "url"),
        ("平台（站点）", "platform"),
        ("价格(元)", "price"),
        ("First seen (yyyy-mm-dd)", "first_seen"),
        ("发现日期 First seen", "first_seen"),
        ("*商品标题", "title"),
    ],
)
def test_a_header_of_two_languages_or_with_a_remark_is_known(tmp_path, header, field):
    rows = [["Notes", header], ["x", "1"]]
    found = read(saved(tmp_path / "t.xlsx", ("商品", rows)))["Listings"]
    assert (found.unknown, field in found.absent) == ((), False)


@pytest.mark.parametrize(
    "header", ["专利号（公开号）", "Number (application)", "权利人电话", "Name/Owner", "商标（图样）"]
)
def test_a_header_with_a_part_of_another_meaning_is_not_known(tmp_path, header):
    found = read(saved(tmp_path / "t.xlsx", ("权利", [["权利编号", header], ["R1", "x"]])))["Rights"]
    assert found.unknown == (header,)


def test_a_long_or_blank_cell_costs_nothing(tmp_path):
    rows = [LISTINGS, *[["Total" + "!" * 9000, " " * 9000, "", "合" + " " * 9000]] * 40, ["Total"]]
    found = read(saved(tmp_path / "t.xlsx", ("商品", rows)))["Listings"]
    assert found.totals.tolist() == [40]
