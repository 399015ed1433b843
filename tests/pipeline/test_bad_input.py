"""Input that real teams have: each gives a finding or a clear sentence, and everything else still counts."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from ippbook import ooxml, pipeline

URL = "https://item.taobao.com/item.htm?id=612345678901"
DAY = date(2026, 6, 30)


def listings(path: Path, rows, headers=("Listing", "URL", "First seen", "Item ID"), table=True, shape=None) -> Path:
    """A Listings sheet with *rows*; *shape* may do more to the sheet."""
    book = xlsxwriter.Workbook(path, {"strings_to_urls": False})
    sheet = book.add_worksheet("Listings")
    sheet.write_row(0, 0, headers)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, row)
    if table:
        sheet.add_table(
            0,
            0,
            max(len(rows), 1),
            len(headers) - 1,
            {"name": "Listings", "columns": [{"header": header} for header in headers]},
        )
    if shape:
        shape(book, sheet)
    book.close()
    return path


def codes(path: Path) -> set[str]:
    return {finding.code for finding in pipeline.check(path, DAY, today=DAY).findings}


def findings_of(path: Path, code: str) -> list[tuple[str, str]]:
    return [
        (finding.place, finding.message)
        for finding in pipeline.check(path, DAY, today=DAY).findings
        if finding.code == code
    ]


def first_seen(path: Path) -> list[object]:
    column = pipeline.check(path, DAY, today=DAY).tables["Listings"].columns["first_seen"]
    return [None if value is None or value != value else value.date() for value in column]  # noqa: PLR0124  # NaT differs from itself


def test_a_missing_table_is_reported_and_the_others_are_checked(tmp_path):
    path = listings(tmp_path / "book.xlsx", [["L1", "https://www.ebay.com/itm/1"]])
    assert [message for _, message in findings_of(path, "TB201") if "Rights" in message]
    assert findings_of(path, "LS105")[0][0] == "Listings!B2"


def test_without_a_table_the_header_row_of_the_named_sheet_is_found_below_a_title(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "book.xlsx", {"strings_to_urls": False})
    sheet = book.add_worksheet("LISTINGS")
    sheet.write(0, 0, "Our listings, spring")
    sheet.write_row(3, 1, ["商品链接", "Ｌｉｓｔｉｎｇ　ｒｅｆ", "ITEM id"])
    sheet.write_row(4, 1, [URL, "L1", ""])
    book.close()
    done = pipeline.recalculate(tmp_path / "book.xlsx", tmp_path / "out.xlsx", DAY, today=DAY)
    assert done.changed == 1
    assert ooxml.open(tmp_path / "out.xlsx").cell("LISTINGS!D5").value == "612345678901"


@pytest.mark.parametrize("rows", [[], [["", "", "", ""]]])
def test_a_table_without_rows_is_advice_and_nothing_else(tmp_path, rows):
    assert "TB301" in codes(listings(tmp_path / "book.xlsx", rows))


def test_a_cell_of_32767_characters_is_read_and_written_around(tmp_path):
    path = listings(tmp_path / "book.xlsx", [["L1", URL, "", ""], ["x" * 32_767, URL, "", ""]])
    pipeline.recalculate(path, as_of=DAY, today=DAY)
    assert ooxml.open(path).cell("Listings!A3").value == "x" * 32_767


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026/3/31", date(2026, 3, 31)),
        ("31.3.2026", date(2026, 3, 31)),
        ("31/03/2026", date(2026, 3, 31)),
        ("03/31/2026", date(2026, 3, 31)),
        ("２０２６年３月３１日", date(2026, 3, 31)),
        ("31 March 2026", date(2026, 3, 31)),
        ("Mar 31, 2026", date(2026, 3, 31)),
        ("20260331", date(2026, 3, 31)),
        ("2026-03-31 10:22:05", date(2026, 3, 31)),
        (46112, date(2026, 3, 31)),
        ("46112", date(2026, 3, 31)),
        ("03/04/2026", None),
        ("2026-02-30", None),
        ("soon", None),
    ],
)
def test_dates_are_read_in_every_order_that_has_one_meaning_and_no_other(tmp_path, typed, expected):
    path = listings(tmp_path / "book.xlsx", [["L1", URL, typed, ""]])
    assert first_seen(path) == [expected]
    assert bool(findings_of(path, "CL101")) == (expected is None)


def test_a_number_where_a_text_belongs_keeps_its_digits_and_long_ones_are_warned_about(tmp_path):
    path = listings(tmp_path / "book.xlsx", [[1005005968714360, URL, "", ""], [17, URL, "", ""]])
    column = pipeline.check(path, DAY, today=DAY).tables["Listings"].columns["listing"]
    assert column.tolist() == ["1005005968714360", "17"]
    assert findings_of(path, "CL201")[0][0] == "Listings!A2"


def test_merged_cells_are_reported(tmp_path):
    path = listings(
        tmp_path / "book.xlsx",
        [["L1", URL], ["L2", URL]],
        table=False,
        shape=lambda _book, sheet: sheet.merge_range("B2:B3", URL),
    )
    assert "B2:B3" in findings_of(path, "CL203")[0][1]


def test_hidden_and_filtered_rows_count_like_all_others(tmp_path):
    def hide(_book, sheet):
        sheet.set_row(2, None, None, {"hidden": True})

    path = listings(
        tmp_path / "book.xlsx", [["L1", URL, "", ""], ["L2", "https://www.ebay.com/itm/1", "", ""]], shape=hide
    )
    assert findings_of(path, "LS105")[0][0] == "Listings!B3"


def test_a_formula_that_nobody_has_calculated_is_reported(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Listings"
    sheet.append(["Listing", "URL", "First seen"])
    sheet.append(["L1", URL, "=VENDOR_ADDIN(A2)"])
    book.save(tmp_path / "book.xlsx")
    assert findings_of(tmp_path / "book.xlsx", "CL202")[0][0] == "Listings!C2"


def test_an_empty_row_inside_a_table_is_no_record(tmp_path):
    path = listings(
        tmp_path / "book.xlsx", [["L1", URL, "", ""], ["", "", "", ""], ["L3", URL.replace("901", "902"), "", ""]]
    )
    assert not [place for place, _ in findings_of(path, "LS101") + findings_of(path, "LS103") if place.endswith("3")]


def test_an_unknown_setting_keeps_its_default_and_is_reported(tmp_path):
    def settings(book, _sheet):
        page = book.add_worksheet("Settings")
        page.write_row(0, 0, ["Setting", "Value"])
        page.write_row(1, 0, ["Min complaints", "many"])
        page.write_row(2, 0, ["Colour", "blue"])

    path = listings(tmp_path / "book.xlsx", [["L1", URL, "", ""]], shape=settings)
    assert len(findings_of(path, "TB102")) == 2
    assert pipeline.check(path, DAY, today=DAY).wiring.settings["min_complaints"] == 100


def test_the_1904_date_system_gives_the_same_days(tmp_path):
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path, {"strings_to_urls": False, "date_1904": True})
    sheet = book.add_worksheet("Listings")
    sheet.write_row(0, 0, ["Listing", "URL", "First seen"])
    sheet.write_row(1, 0, ["L1", URL])
    sheet.write_datetime(1, 2, date(2026, 3, 31), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    assert first_seen(path) == [date(2026, 3, 31)]


@pytest.mark.deep
@pytest.mark.slow("a million rows are read")
def test_the_last_row_of_a_sheet_can_be_a_listing(tmp_path):
    def far(_book, sheet):
        sheet.write_row(1_048_575, 0, ["L2", "https://www.ebay.com/itm/1"])

    path = listings(tmp_path / "book.xlsx", [["L1", URL]], headers=("Listing", "URL"), table=False, shape=far)
    assert findings_of(path, "LS105")[0][0] == "Listings!B1048576"


def test_a_formula_in_a_cell_that_checks_read_is_calculated_before_they_read_it(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "book.xlsx", {"strings_to_urls": False})
    sheet = book.add_worksheet("Listings")
    sheet.write_row(0, 0, ["Listing", "URL", "Platform"])
    sheet.write_row(1, 0, ["L1", URL])
    sheet.write_formula(1, 2, "=IPP_PLATFORM(B2)", None, "lazada")  # a stale answer, from before the link was fixed
    book.close()
    assert not findings_of(tmp_path / "book.xlsx", "LS108")
    pipeline.recalculate(tmp_path / "book.xlsx", as_of=DAY, today=DAY)
    assert ooxml.open(tmp_path / "book.xlsx").cell("Listings!C2").value == "taobao"
    assert not pipeline.recalculate(tmp_path / "book.xlsx", as_of=DAY, today=DAY, write=False).changed


def test_a_link_text_that_begins_as_a_formula_is_never_written_as_one(tmp_path):
    path = listings(
        tmp_path / "book.xlsx",
        [["L1", '=cmd|"/c calc"!A1', "", ""]],
        shape=lambda _b, s: s.write_string(1, 1, '=cmd|"/c calc"!A1'),
    )
    pipeline.recalculate(path, as_of=DAY, today=DAY)
    assert not ooxml.open(path).formulas("Listings")


def test_a_sheet_named_as_a_table_but_with_other_headers_is_reported_and_never_called_missing(tmp_path):
    path = listings(tmp_path / "book.xlsx", [["x", "https://example.com/"]], headers=("Web", "Foo"), table=False)
    assert findings_of(path, "TB103") == [
        ("Listings", "the sheet Listings has no known header in its first rows, so ippbook does not read it")
    ]
    assert not [message for _, message in findings_of(path, "TB201") if "Listings" in message]


def test_an_empty_sheet_named_as_a_table_is_a_table_without_rows(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "book.xlsx")
    book.add_worksheet("Listings")
    book.close()
    assert ("Listings", "the table has no rows") in findings_of(tmp_path / "book.xlsx", "TB301")


def test_settings_without_their_header_row_are_reported_as_unread(tmp_path):
    def shape(book, _):
        book.add_worksheet("Settings").write_row(0, 0, ["As of", "2026-01-31"])

    path = listings(tmp_path / "book.xlsx", [["L1", URL]], shape=shape)
    assert [place for place, _ in findings_of(path, "TB103")] == ["Settings"]


def test_an_iso_date_that_no_calendar_has_is_a_finding_at_its_cell_and_the_others_count(tmp_path):
    path = listings(tmp_path / "book.xlsx", [["L1", URL, 46000], ["L2", URL + "9", 46023]])
    with zipfile.ZipFile(path) as box:
        parts = {name: box.read(name) for name in box.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        b'<c r="C2"><v>46000</v></c>', b'<c r="C2" t="d"><v>2026-02-30</v></c>'
    )
    assert parts["xl/worksheets/sheet1.xml"] != sheet
    with zipfile.ZipFile(path, "w") as box:
        for name, data in parts.items():
            box.writestr(name, data)
    ((place, message),) = findings_of(path, "CL101")
    assert place == "Listings!C2"
    assert "2026-02-30" in message
    assert first_seen(path) == [None, date(2026, 1, 1)]
