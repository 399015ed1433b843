"""Workbooks that other programs saved, with a team's own sheets and charts around our tables, go through unharmed."""

import warnings
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import openpyxl.chart
import openpyxl.comments
import openpyxl.worksheet.formula
import pandas as pd
import pytest
import xlsxwriter

from ippbook import pipeline

DAY = date(2026, 6, 30)
ROWS = [
    ["L1", "https://item.taobao.com/item.htm?id=612345678901&spm=1", "待投诉", None, None],
    ["L2", "https://www.aliexpress.us/item/3256805782399608.html", "ok", None, None],
]
HEADERS = ["Listing", "商品链接", "Our state", "Item ID", "URL platform"]


def by_xlsxwriter(path: Path) -> None:
    book = xlsxwriter.Workbook(path, {"strings_to_urls": False})
    sheet = book.add_worksheet("Listings")
    sheet.add_table(
        0, 0, 2, 4, {"name": "Listings", "columns": [{"header": header} for header in HEADERS], "data": ROWS}
    )
    sheet.write_comment("A2", "checked by Li")
    sheet.conditional_format("A2:A3", {"type": "duplicate", "format": book.add_format({"bg_color": "#ffcccc"})})
    sheet.data_validation("C2:C3", {"validate": "list", "source": ["ok", "待投诉"]})
    sheet.add_sparkline("F2", {"range": "Own!A1:A3"})
    own = book.add_worksheet("Own")
    own.write_column(0, 0, [1, 2, 3])
    own.write_formula("B1", "=SUM(A1:A3)", None, 6)
    own.write_dynamic_array_formula("C1:C3", "=SORT(A1:A3)", None, 1)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Own!$A$1:$A$3"})
    own.insert_chart("E2", chart)
    book.close()


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Listings"
    sheet.append(HEADERS)
    for row in ROWS:
        sheet.append(row)
    sheet["A2"].comment = openpyxl.comments.Comment("checked", "Li")
    own = book.create_sheet("Own")
    for number in (1, 2, 3):
        own.append([number])
    own["B1"] = "=SUM(A1:A3)"
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(own, min_col=1, min_row=1, max_row=3))
    own.add_chart(chart, "E2")
    book.save(path)


def by_pandas(path: Path) -> None:
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        pd.DataFrame(ROWS, columns=HEADERS).to_excel(writer, sheet_name="Listings", index=False)
        pd.DataFrame({"a": [1, 2, 3]}).to_excel(writer, sheet_name="Own", index=False)


MAKERS = {"XlsxWriter": by_xlsxwriter, "openpyxl": by_openpyxl, "pandas": by_pandas}


OWN_FORMULAS = {"XlsxWriter": {"B1": 6, "C1": 1, "C2": 2, "C3": 3}, "openpyxl": {"B1": 6}, "pandas": {}}
"""The results of the formulas in the team's own sheet: no maker stores all of them."""
SHEET_OF_TABLE, OWN_SHEET = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def localized(value: object) -> object:
    """Openpyxl's array formulas compare by identity; their text and area do not."""
    return (value.text, value.ref) if isinstance(value, openpyxl.worksheet.formula.ArrayFormula) else value


@pytest.mark.parametrize("maker", MAKERS)
def test_only_the_table_and_results_of_formulas_change_and_openpyxl_reads_values_and_formulas(tmp_path, maker):
    MAKERS[maker](tmp_path / "team.xlsx")
    pipeline.recalculate(tmp_path / "team.xlsx", tmp_path / "out.xlsx", DAY, today=DAY)
    before, after = parts(tmp_path / "team.xlsx"), parts(tmp_path / "out.xlsx")
    assert list(before) == list(after)
    changed = {SHEET_OF_TABLE, OWN_SHEET} if OWN_FORMULAS[maker] else {SHEET_OF_TABLE}
    if maker == "openpyxl":
        changed |= {
            "xl/charts/chart1.xml"
        }  # openpyxl writes no cache of a chart's values: it is written, as other results
    assert {name for name in before if before[name] != after[name]} == changed
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says what it would lose; it only reads here
        was, now = openpyxl.load_workbook(tmp_path / "team.xlsx"), openpyxl.load_workbook(tmp_path / "out.xlsx")
        results = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)["Own"]
    assert {name: results[name].value for name in OWN_FORMULAS[maker]} == OWN_FORMULAS[maker]
    for sheet in was.sheetnames:
        for row in was[sheet].iter_rows():
            for cell in row:
                computed = sheet == "Listings" and cell.column in {4, 5} and cell.row > 1
                spilled = sheet == "Own" and cell.coordinate in OWN_FORMULAS[maker].keys() & {"C2", "C3"}
                if not (computed or spilled):
                    assert localized(now[sheet][cell.coordinate].value) == localized(cell.value)
    answers = [[cell.value for cell in row[3:5]] for row in now["Listings"].iter_rows(min_row=2, max_row=3)]
    assert answers == [["612345678901", "taobao"], ["1005005968714360", "aliexpress"]]


def test_macros_come_through_byte_for_byte(tmp_path):
    """A macro project as a workbook holds it: an opaque part that must not change."""
    by_xlsxwriter(tmp_path / "plain.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "plain.xlsx") as source,
        zipfile.ZipFile(tmp_path / "team.xlsm", "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
                data = data.replace(
                    b"</Types>",
                    b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                )
            target.writestr(name, data)
        target.writestr("xl/vbaProject.bin", bytes(range(256)) * 64)
    pipeline.recalculate(tmp_path / "team.xlsm", tmp_path / "out.xlsm", DAY, today=DAY)
    before, after = parts(tmp_path / "team.xlsm"), parts(tmp_path / "out.xlsm")
    assert before["xl/vbaProject.bin"] == after["xl/vbaProject.bin"]
    assert {name for name in before if before[name] != after[name]} == {SHEET_OF_TABLE, OWN_SHEET}
