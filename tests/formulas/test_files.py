"""The formulas of ours in workbook files have their answers as cached values; the formulas stay."""

from datetime import date

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from ippbook import ooxml
from ippbook.formulas import Formulas

AS_OF = date(2026, 1, 31)


@pytest.fixture
def saved(tmp_path):
    """A workbook as openpyxl writes it: a table, formulas in many spellings, none of them with a cached value."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Listings"
    sheet.append(["URL", "Up", "Plain"])
    for number in range(1, 4):
        sheet.append([f"u{number}", "=_xldudf_IPP_UP(Links[[#This Row],[URL]])", f"=IPP_UP(A{number + 1})"])
    sheet.add_table(Table(displayName="Links", ref="A1:C4"))
    other = book.create_sheet("My sheet")
    other["A1"] = "=[1]!IPP_UP('Listings'!B2&\"!\")"
    other["A2"] = "=SUM(1,2)"
    other["A3"] = "='C:\\AddIns\\ippbook.xlam'!IPP_UP(First)"
    other["B1"] = ArrayFormula("B1:C2", "=IPP_LIST()")
    other["A4"] = "=IPP_DAY(46053)"
    book.defined_names["First"] = openpyxl.workbook.defined_name.DefinedName("First", attr_text="Listings!$A$2")
    book.save(tmp_path / "team.xlsx")
    return tmp_path / "team.xlsx"


def recalculated(path, functions):
    book = ooxml.open(path)
    own = Formulas(book, functions)
    outcome = own.calculate([], AS_OF)
    edits = ooxml.Edits()
    for part in own.stale(outcome):
        edits.put_column(part.sheet, part.column, part.rows, part.values)
    ooxml.save(book, edits, path)
    return outcome


def cells(path, sheet, *, values):
    return {
        cell.coordinate: getattr(cell.value, "text", cell.value)
        for row in openpyxl.load_workbook(path, data_only=values)[sheet].iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_openpyxl_reads_our_answers_beside_the_formulas_as_they_were(saved, functions):
    before = {sheet: cells(saved, sheet, values=False) for sheet in ("Listings", "My sheet")}
    outcome = recalculated(saved, functions)
    after = {sheet: cells(saved, sheet, values=False) for sheet in ("Listings", "My sheet")}
    # The other cells of an array formula hold its values, and openpyxl shows them as such.
    after["My sheet"] = {place: text for place, text in after["My sheet"].items() if place in before["My sheet"]}
    assert after == before
    listings, own = cells(saved, "Listings", values=True), cells(saved, "My sheet", values=True)
    assert [listings[place] for place in ("B2", "B3", "B4", "C2", "C3", "C4")] == ["U1", "U2", "U3"] * 2
    assert own == {"A1": "U1!", "A3": "U1", "A4": 46053, "B1": 1, "C1": "a", "B2": 2, "C2": "b"}
    assert (outcome.calculated, outcome.not_calculated, outcome.skipped) == (10, 1, [])


def test_a_second_recalculation_changes_nothing(saved, functions):
    recalculated(saved, functions)
    once = saved.read_bytes()
    recalculated(saved, functions)
    assert saved.read_bytes() == once


def test_a_formula_that_is_not_ours_keeps_its_cached_value(saved, functions):
    book = ooxml.open(saved)
    edits = ooxml.Edits()
    edits.put("My sheet", 2, 1, 3.0)
    ooxml.save(book, edits, saved)
    recalculated(saved, functions)
    assert cells(saved, "My sheet", values=True)["A2"] == 3
