"""Computed tables: recalculation fills them, they grow and shrink with their rows, and the charts read the rows they show."""

import zipfile
from datetime import date, datetime
from itertools import pairwise

import openpyxl
import pytest

from ippbook import pipeline
from ippbook.declare import registry
from ippbook.workbook_builder import Content, draw

TODAY = date(2026, 10, 31)
REPORTS = {report.table: report for report in registry().reports}


def listing(number, seller):
    url = f"https://item.taobao.com/item.htm?id={210_000_000_000 + number}"
    return {"listing": f"L{number}", "url": url, "seller": seller, "first_seen": date(2026, 10, 1)}


def drawn(path, sellers):
    draw(path, content=Content({"Listings": [listing(place, name) for place, name in enumerate(sellers)]}))
    return path


def area_of(book, table):
    sheet = next(sheet for sheet in book if table in sheet.tables)
    return sheet, sheet.tables[table].ref


def rows_of(book, table):
    """The rows of a table by header, blank rows included."""
    sheet, ref = area_of(book, table)
    header, *rows = ([cell.value for cell in row] for row in sheet[ref])
    return [dict(zip(header, row, strict=True)) for row in rows]


def filled(book, table):
    return [row for row in rows_of(book, table) if any(value is not None for value in row.values())]


def sellers_of(path):
    return {row["Seller"] for row in filled(openpyxl.load_workbook(path), "Sellers")}


@pytest.mark.parametrize("table", [name for name, report in REPORTS.items() if report.sheet != "Today"])
def test_each_computed_table_is_drawn_with_its_headers_notes_and_formats(new_book, table):
    sheet, ref = area_of(new_book, table)
    top, first, *_ = sheet[ref]
    columns = REPORTS[table].columns
    assert [cell.value for cell in top] == [column.header for column in columns]
    for cell, below, column in zip(top, first, columns, strict=True):
        assert cell.comment.text.startswith(column.note)
        assert below.number_format == column.kind.number_format
        assert below.fill.fgColor.rgb == new_book["Rights"].cell(2, 2).fill.fgColor.rgb


def test_figures_by_reason_agree_with_a_separate_count(sample_book):
    header, *rows = list(sample_book["Complaints"].iter_rows(values_only=True))
    complaints = [dict(zip(header, row, strict=True)) for row in rows]
    window = [
        row
        for row in complaints
        if row["Account"] == "huanyu-ipr"
        and row["Reason"] == "keyword abuse"
        and isinstance(row["Filed"], datetime)
        and date(2026, 7, 31) < row["Filed"].date() <= TODAY
    ]
    found = next(
        row
        for row in filled(sample_book, "GoodFaithReasons")
        if (row["Account"], row["Reason"]) == ("huanyu-ipr", "keyword abuse")
    )
    rejected = sum(row["Status"] == "rejected" for row in window)
    assert found["Complaints"] == len(window)
    assert found["Rejected"] == rejected
    assert found["Takedown rate"] == pytest.approx(found["Taken down"] / (found["Taken down"] + rejected))
    assert found["Fails"].startswith("takedown rate")


def test_each_account_has_twelve_month_ends_in_the_order_of_accounts(sample_book):
    rows = filled(sample_book, "GoodFaithMonths")
    names = [cell.value for cell in sample_book["Accounts"]["A"][1:]]
    assert [rows[place]["Account"] for place in range(0, 36, 12)] == names
    for first in range(0, len(rows), 12):
        block = rows[first : first + 12]
        assert len({row["Account"] for row in block}) == 1
        assert all(one["Month end"] < other["Month end"] for one, other in pairwise(block))
        assert block[-1]["Month end"].date() == TODAY
    last = rows[11]
    assert (
        last["Takedown rate"]
        == sample_book["Accounts"].cell(2, column_of(sample_book["Accounts"], "Takedown rate")).value
    )


def column_of(sheet, header):
    return next(cell.column for cell in sheet[1] if cell.value == header)


def cells_of(sheet, reference):
    """The cells that a chart's reference names."""
    name, area = reference.rsplit("!", 1)
    assert name.strip("'") == sheet.title
    found = sheet[area.replace("$", "")]
    return [row[0] for row in found] if isinstance(found, tuple) else [found]


def test_each_chart_reads_both_rates_and_their_limits_of_one_account(sample_book):
    sheet, ref = area_of(sample_book, "GoodFaithMonths")
    top = sheet[ref][0]
    header = {cell.column: cell.value for cell in top}
    charts = sheet._charts
    assert len(charts) == 3
    for place, chart in enumerate(charts):
        first = top[0].row + 1 + 12 * place
        assert (chart.y_axis.scaling.min, chart.y_axis.scaling.max) == (0, 1)
        shown = []
        for series in chart.series:
            cells = cells_of(sheet, series.val.numRef.f)
            assert [cell.row for cell in cells] == list(range(first, first + 12))
            shown.append(header[cells[0].column])
            months = cells_of(sheet, (series.cat.numRef or series.cat.strRef).f)
            assert [cell.row for cell in months] == list(range(first, first + 12))
            assert header[months[0].column] == "Month end"
        assert shown == ["Takedown rate", "Takedown limit", "Counter rate", "Counter limit"]
        (title,) = cells_of(sheet, chart.title.tx.strRef.f)
        assert (title.row, header[title.column]) == (first, "Account")


def test_a_table_grows_to_hold_every_row_and_keeps_its_look(tmp_path):
    names = [f"Seller {number:02}" for number in range(35)]
    path = drawn(tmp_path / "many.xlsx", names)
    pipeline.recalculate(path, today=TODAY)
    book = openpyxl.load_workbook(path)
    assert sellers_of(path) == set(names)
    sheet, ref = area_of(book, "Sellers")
    assert len(sheet[ref]) == 1 + 35
    assert sheet.cell(36, 1).fill.fgColor.rgb == sheet.cell(2, 1).fill.fgColor.rgb
    assert sheet.cell(36, 5).number_format == "yyyy-mm-dd"


def test_surplus_rows_become_blank(tmp_path):
    path = drawn(tmp_path / "book.xlsx", ["Anna", "Bert", "Clara"])
    pipeline.recalculate(path, today=TODAY)
    assert sellers_of(path) == {"Anna", "Bert", "Clara"}
    book = openpyxl.load_workbook(path)
    place = column_of(book["Listings"], "Seller")
    for row in (3, 4):
        book["Listings"].cell(row, place).value = "Anna"
    book.save(path)
    pipeline.recalculate(path, today=TODAY)
    assert sellers_of(path) == {"Anna"}
    assert len(filled(openpyxl.load_workbook(path), "Sellers")) == 1


def test_recalculating_twice_changes_nothing_more(tmp_path):
    path = drawn(tmp_path / "book.xlsx", [f"Seller {number}" for number in range(30)])
    assert pipeline.recalculate(path, today=TODAY, write=False).changed > 30
    assert pipeline.recalculate(path, today=TODAY).changed > 30
    once = path.read_bytes()
    again = pipeline.recalculate(path, today=TODAY)
    assert again.changed == 0
    assert path.read_bytes() == once


def test_a_workbook_without_the_tables_is_left_without_them(tmp_path):
    path = drawn(tmp_path / "book.xlsx", ["Anna"])
    book = openpyxl.load_workbook(path)
    del book["Sellers"], book["Good-Faith"]
    book.save(path)
    assert pipeline.recalculate(path, today=TODAY).warnings == ()
    assert not {"Sellers", "Good-Faith"} & set(openpyxl.load_workbook(path).sheetnames)


def test_columns_of_the_teams_own_and_formulas_in_a_computed_table_stay(tmp_path):
    path = drawn(tmp_path / "book.xlsx", ["Anna", "Bert"])
    book = openpyxl.load_workbook(path)
    sheet = book["Sellers"]
    sheet["B2"] = "=1+1"
    sheet.delete_cols(3)
    table = sheet.tables["Sellers"]
    del table.tableColumns[2]
    table.ref = table.autoFilter.ref = "A1:L21"
    book.save(path)
    pipeline.recalculate(path, today=TODAY)
    book = openpyxl.load_workbook(path)
    assert book["Sellers"]["B2"].value == "=1+1"
    assert [row["Listings"] for row in filled(book, "Sellers")] == [1, 1]
    assert "Platforms" not in filled(book, "Sellers")[0]


def test_cells_below_a_table_are_never_overwritten_and_a_warning_says_so(tmp_path):
    path = drawn(tmp_path / "book.xlsx", [f"Seller {number}" for number in range(30)])
    book = openpyxl.load_workbook(path)
    book["Sellers"]["A25"] = "our own sum"
    book.save(path)
    (said,) = pipeline.recalculate(path, today=TODAY).warnings
    assert "The last 10 rows of the table Sellers are missing" in said
    assert "A25" in said
    book = openpyxl.load_workbook(path)
    assert book["Sellers"]["A25"].value == "our own sum"
    assert len(filled(book, "Sellers")) == 20


def test_a_table_that_cannot_be_computed_stops_nothing_else(tmp_path, monkeypatch):
    path = drawn(tmp_path / "book.xlsx", ["Anna"])

    def broken(_wiring):
        raise ZeroDivisionError("no seller")

    monkeypatch.setattr("ippbook.sellers.offenders", broken)
    (said,) = pipeline.recalculate(path, today=TODAY).warnings
    assert "Sellers could not be computed" in said
    assert openpyxl.load_workbook(path)["Listings"]["A2"].value == "L0"


def test_a_table_with_another_name_is_not_filled(tmp_path):
    path = drawn(tmp_path / "book.xlsx", ["Anna"])
    parts = []
    with zipfile.ZipFile(path) as package:
        for entry in package.infolist():
            data = package.read(entry)
            if entry.filename.startswith("xl/tables/"):
                data = data.replace(b'"Sellers"', b'"OurSellers"')
            parts.append((entry, data))
    with zipfile.ZipFile(path, "w") as package:
        for entry, data in parts:
            package.writestr(entry, data)
    pipeline.recalculate(path, today=TODAY)
    assert filled(openpyxl.load_workbook(path), "OurSellers") == []


def test_the_sample_has_no_warning_of_a_table_without_room(sample_path):
    assert pipeline.recalculate(sample_path, today=TODAY, write=False).warnings == ()
