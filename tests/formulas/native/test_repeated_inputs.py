"""A column of formulas that reads the same values again and again costs the engine one formula for each set of values, and shows the same."""

from datetime import date

import numpy as np
import pytest
import xlsxwriter

from ippbook import ooxml
from ippbook.declare import registry
from ippbook.formulas.native import repeated_inputs, stages
from ippbook.formulas.native.request import FormulaRequest
from ippbook.formulas.workbook_formulas import Formulas

VALUES = [1, "1", True, 0, None, "", "x", 1, "1", False, 0, None, "x", "#N/A", 2.5, "https://a.cn", "https://a.cn", 2.5]
ROWS = 60
COLUMNS = {
    "C": '=IF(LEFT(A{row},8)<>"https://","",HYPERLINK(A{row},MID(A{row},9,80)))',
    "D": "=ISBLANK(A{row})&TYPE(A{row})&N(A{row})",
    "E": "=A{row}&B{row}&$A$3",
    "F": "=A{row}+B{row}",
    "G": "=ROW()+N(A{row})",
    "H": "=SUM(A$1:A{row})",
    "I": "=IFERROR(A{row}*2,C{row})",
    "J": "=VENDOR(A{row})",
    "K": '=INDIRECT("A"&ROW())',
    "L": "=A{row}/0",
}
ONCE_FOR_EACH = {"C", "D", "E", "F", "I", "L"}
"""The columns whose answers come from the values of single cells alone."""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("repeated") / "team.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Data")
    for row in range(ROWS):
        for column, value in enumerate((VALUES[row % len(VALUES)], VALUES[row % 3])):
            if value == "#N/A":
                sheet.write_formula(row, column, "=NA()", None, "#N/A")
            elif value is not None:
                sheet.write(row, column, value)
        for letter, text in COLUMNS.items():
            sheet.write_formula(f"{letter}{row + 1}", text.format(row=row + 1), None, 0)
    book.close()
    return path


def calculated(path, monkeypatch, fewest):
    """What all formulas show, what is stale, and the columns that were calculated once for each set of values."""
    monkeypatch.setattr(stages, "LARGE_FORMULA", 10)
    monkeypatch.setattr(repeated_inputs, "_FEWEST_ROWS", fewest)
    few, looked = set(), repeated_inputs.RepeatedInputs.of.__func__

    def look(cls, node, source):
        if (found := looked(cls, node, source)) is not None:
            few.add(chr(64 + node.column))
            assert len(found.first_rows.rows) <= len(VALUES)
        return found

    monkeypatch.setattr(repeated_inputs.RepeatedInputs, "of", classmethod(look))
    outcome = Formulas(ooxml.open(path), registry().functions, FormulaRequest()).calculate((), date(2026, 11, 29))
    monkeypatch.undo()
    shown = {(part.column, row): value for part in outcome.columns for row, value in zip(part.rows.tolist(), part.values.tolist(), strict=True)}  # fmt: skip
    return shown, sorted((part.column, part.rows, part.why) for part in outcome.skipped), few


def test_rows_with_the_same_values_show_what_each_row_would_show_alone(path, monkeypatch):
    quick, stale, few = calculated(path, monkeypatch, 1)
    plain, stale_plainly, none = calculated(path, monkeypatch, 1_000_000)
    assert (few, none) == (ONCE_FOR_EACH, set())
    assert len(quick) == ROWS * (len(COLUMNS) - 1) + 3  # the calls of NA() too
    assert {place: (type(value), value) for place, value in quick.items()} == {
        place: (type(value), value) for place, value in plain.items()
    }
    assert stale == stale_plainly
    assert {column for column, _, _ in stale} == {10}


def test_zero_blank_false_and_texts_of_digits_are_different_values():
    values = np.array([1.0, "1", True, 0.0, -0.0, None, "", False, "0"], dtype=object)
    assert len(set(repeated_inputs._value_keys(values))) == len(values)
