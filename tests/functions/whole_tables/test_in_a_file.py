"""Functions over whole tables, as formulas of a file: recalculated without Excel, they show what Excel would show."""

from datetime import date
from shutil import copyfile

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from ippbook import pipeline
from ippbook.declare import registry

pytestmark = pytest.mark.deep

DAY = date(2026, 10, 31)
TABLES = "Rights[#All],Listings[#All],Complaints[#All],Accounts[#All]"
ALL = f"DATE(2026,10,31),{TABLES},Settings[#All],Texts[#All],Waivers[#All]"


@pytest.fixture(scope="module")
def book(sample_path, tmp_path_factory):
    """The sample with a sheet of formulas, recalculated; and the file."""
    path = tmp_path_factory.mktemp("formulas") / "team.xlsx"
    copyfile(sample_path, path)
    known = openpyxl.load_workbook(path)
    names = {table for sheet in known for table in sheet.tables}
    everything = ALL if {"Settings", "Texts", "Waivers"} <= names else f"DATE(2026,10,31),{TABLES}"
    sheet = known.create_sheet("Overview")
    sheet["A1"] = f"=IPP_FINDINGS({everything})"
    sheet["B1"] = ArrayFormula("B1:G4", f"=IPP_FINDINGS({everything})")
    sheet["A2"] = "=IPP_DUPLICATE_OF(Listings[URL],Listings[Listing])"
    sheet["I1"] = ArrayFormula("I1:I400", "=IPP_DUPLICATE_OF(Listings[URL],Listings[Listing])")
    for row in range(1, 6):
        sheet[f"J{row}"] = f'=IPP_ROW_FINDINGS("Rights",{row},{everything})'
        sheet[f"K{row}"] = row
        sheet[f"L{row}"] = f'=IPP_ROW_FINDINGS("Listings",K{row},{everything})'
    number = next(
        each
        for each in known["Complaints"].iter_rows(min_row=1, max_col=1, values_only=True)
        if each[0] != "Complaint" and each[0]
    )
    sheet["A3"] = number[0]
    sheet["A4"] = f"=IPP_TAKEDOWN_TEXT(A3,DATE(2026,10,31),{TABLES})"
    known.save(path)
    pipeline.recalculate(path, as_of=DAY, today=DAY)
    return openpyxl.load_workbook(path, data_only=True)["Overview"], path


def test_a_table_for_an_answer_shows_its_first_value_in_one_cell_and_fills_an_array_formula(book, sample_study):
    sheet, _ = book
    assert sheet["A1"].value == "Severity"
    shown = [[cell.value for cell in row] for row in sheet["B1:G4"]]
    assert shown[0] == ["Severity", "Code", "Table", "Row", "Column", "Finding"]
    wanted = [
        [each.severity.word, each.code, each.table, each.row + 1, each.header, each.message]
        for each in sample_study.findings[:3]
    ]
    assert shown[1:] == wanted


def test_a_column_for_an_answer_fills_an_array_formula_row_by_row(book, sample_study):
    sheet, _ = book
    wanted = list(sample_study.computed["Listings", "Duplicate of"])
    assert any(wanted[:400])
    assert [row[0].value or "" for row in sheet["I1:I400"]] == wanted[:400]


def test_a_row_is_named_by_number_and_by_cell(book, sample_study):
    sheet, _ = book
    for column, table in (("J", "Rights"), ("L", "Listings")):
        assert [sheet[f"{column}{row}"].value or "" for row in range(1, 6)] == list(
            sample_study.computed[table, "Findings"][:5]
        )


def test_the_takedown_text_stands_whole_in_its_cell(book):
    sheet, path = book
    wanted = pipeline.takedown_text(path, sheet["A3"].value, "", DAY, today=DAY)
    assert sheet["A4"].value == (wanted.text or f"#IPP! {wanted['problem']}")


def test_a_workbook_that_counts_days_from_1904_is_left_as_it_is_with_the_reason(sample_path, tmp_path):
    path = tmp_path / "mac.xlsx"
    known = openpyxl.load_workbook(sample_path)
    known.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    known.create_sheet("Overview")["A1"] = f"=IPP_FINDINGS(DATE(2026,10,31),{TABLES})"
    known.save(path)
    found = pipeline.recalculate(path, as_of=DAY, today=DAY, write=False)
    assert any(
        "IPP_FINDINGS reads whole tables, and the days of this workbook count from 1904" in each
        for each in found.failed_formulas
    )


def test_every_function_over_whole_tables_says_that_it_takes_them():
    over = {name for name, each in registry().functions.items() if any(p.block for p in each.parameters)}
    figures = {name for name in registry().functions if name.startswith("IPP_GF_")}  # they take the table Settings
    assert over == {"IPP_FINDINGS", "IPP_ROW_FINDINGS", "IPP_TAKEDOWN_TEXT"} | figures
    for name in over:
        assert "#All]" in " ".join(p.note for p in registry().functions[name].parameters)
