"""Computed tables: recalculation fills them, they grow and shrink with their rows, and the charts read the rows they show."""

import zipfile
from datetime import date, datetime
from itertools import pairwise

import openpyxl
import pytest

from ippbook import ooxml, pipeline
from ippbook.declare import registry
from ippbook.workbook_builder import Content, draw
from ippbook.workbook_builder.sample import sample_content

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
    columns = REPORTS[table].drawn_columns
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


def series_of(sheet):
    return [series for chart in sheet._charts for series in chart.series]


def test_good_faith_has_a_chart_for_each_rate_with_a_line_for_each_account_and_the_limit(sample_book):
    sheet = sample_book["Good-Faith"]
    figures, ref = area_of(sample_book, "GoodFaithMonths")
    top = figures[ref][0]
    header = {cell.column: cell.value for cell in top}
    takedowns, counters = sheet._charts
    assert takedowns.y_axis.scaling.min == 0.8
    assert takedowns.y_axis.scaling.max == 1
    assert counters.y_axis.scaling.min == 0
    for chart, rate in ((takedowns, "Takedown"), (counters, "Counter")):
        assert len(chart.series) == 4
        for place, series in enumerate(chart.series):
            cells = cells_of(figures, series.val.numRef.f)
            first = top[0].row + 1 + (12 * place if place < 3 else 0)
            assert [cell.row for cell in cells] == list(range(first, first + 12))
            assert header[cells[0].column] == f"{rate} {'rate' if place < 3 else 'limit'}"
            months = cells_of(figures, (series.cat.numRef or series.cat.strRef).f)
            assert header[months[0].column] == "Month end"
        names = [series.tx.strRef.strCache.pt[0].v for series in chart.series[:3]]
        assert names == ["nordlys-legal", "huanyu-ipr", "lighthouse-sea"]


def test_the_verdict_of_each_account_is_in_words(sample_values):
    rows = list(sample_values["Good-Faith"].iter_rows(min_row=4, max_row=7, values_only=True))
    tiles = [[row[column] for row in rows] for column in (0, 2, 5)]
    assert tiles[0] == [
        "nordlys-legal",
        "■ Locked out until 2026-11-04",  # it qualifies, but a lock-out comes first, as on Today
        "Takedown rate 96.5% (at least 90%)",
        "Counter-notices 0.7% (at most 5%)",
    ]
    assert [tile[1] for tile in tiles[1:]] == ["✗ Good-Faith: no"] * 2


def test_every_value_that_a_chart_keeps_is_that_of_its_cell(sample_values, sample_book):
    kept = 0
    for sheet in sample_book:
        for series in series_of(sheet):
            name, area = series.val.numRef.f.rsplit("!", 1)
            cells = [row[0].value for row in sample_values[name.strip("'")][area.replace("$", "")]]
            values = {point.idx: point.v for point in series.val.numRef.numCache.pt}
            expected = {place: value for place, value in enumerate(cells) if isinstance(value, int | float)}
            assert {place: value for place, value in values.items() if value or place in expected} == pytest.approx(
                expected
            )
            kept += len(expected)
    assert kept > 200


@pytest.mark.deep
def test_the_charts_follow_the_chosen_account(tmp_path):
    path = tmp_path / "chosen.xlsx"
    draw(path, content=sample_content())
    book = ooxml.open(path)
    edits = ooxml.Edits()
    edits.put_column("Charts", 2, [4], ["huanyu-ipr"])
    ooxml.save(book, edits)
    pipeline.recalculate(path, today=TODAY)
    months = filled(openpyxl.load_workbook(path, data_only=True), "GoodFaithMonths")
    rates = [row["Takedown rate"] for row in months if row["Account"] == "huanyu-ipr"]
    chart = openpyxl.load_workbook(path)["Charts"]._charts[0]
    values = {point.idx: point.v for point in chart.series[0].val.numRef.numCache.pt}
    assert values == pytest.approx({place: rate for place, rate in enumerate(rates) if rate is not None})


def test_a_workbook_without_complaints_says_so_and_its_charts_keep_no_value(tmp_path):
    path = tmp_path / "empty.xlsx"
    draw(path)
    pipeline.recalculate(path, today=TODAY)
    book = openpyxl.load_workbook(path, data_only=True)
    assert book["Charts"]["B5"].value == "No data yet: no complaint was filed in the last twelve months."
    assert book["Good-Faith"]["A4"].value == "No account yet"
    rates = openpyxl.load_workbook(path)["Charts"]._charts[0].series[0]
    assert rates.val.numRef.numCache.pt == []


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


@pytest.mark.deep
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


@pytest.mark.deep
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


@pytest.mark.deep
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
