"""OFFSET and INDIRECT beside stale cells: only what reads a stale cell is stale."""

import pytest
import xlsxwriter
from tests.formulas.native.test_workbooks import Filled

FORMULAS = {
    "A1": '=CUBEVALUE("a","b")',
    "A2": "=A1+1",
    "B1": "=SUM(OFFSET(D1,0,0,3,1))",
    "B2": '=INDIRECT("D"&3)',
    "B3": "=SUM(rng)",
    "B4": "=B1*2",
    "C1": "=SUM(OFFSET(A1,0,0,1,1))",
    "C2": '=IFERROR(INDIRECT("A2"),"hidden")',
    "C3": "=COUNTIF(OFFSET(A1,0,0,5,1),1)",
    "C4": "=C1*2",
    "C5": '=ISERROR(INDIRECT("C1"))',
}


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    path = tmp_path_factory.mktemp("pointing") / "board.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("S")
    book.define_name("rng", "=OFFSET(S!$D$1,0,0,COUNTA(S!$D:$D),1)")
    sheet.write_column("D1", [1, 2, 3])
    for cell, text in FORMULAS.items():
        sheet.write_formula(cell, text, None, "OLD")
    book.close()
    return Filled(path)


def test_a_formula_with_offset_that_reads_no_stale_cell_is_calculated(board):
    assert [board[f"S!B{row}"] for row in (1, 2, 3, 4)] == [6, 3, 6, 12]


@pytest.mark.parametrize("cell", ["A1", "A2", "C1", "C2", "C3", "C4", "C5"])
def test_one_that_reads_a_stale_cell_is_stale(board, cell):
    assert board.why(f"S!{cell}")
