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
    "B5": "=SUM(OFFSET(D3,0,0,-2,1))",
    "B6": "=SUM(OFFSET(D1,COUNT(D:D)-1,0,-MIN(3,COUNT(D:D)),1))",
    "B7": "=SUM(OFFSET(E3,0,0,-3,-2))",
    "B8": "=SUM(last)",
    "B9": "=SUM(hidden)",
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
    book.define_name("last", "=OFFSET(S!$D$1,COUNT(S!$D:$D)-1,0,-2,1)")
    book.define_name("hidden", '=INDIRECT("T[N]")')
    sheet.write_column("D1", [1, 2, 3])
    for cell, text in FORMULAS.items():
        sheet.write_formula(cell, text, None, "OLD")
    book.close()
    return Filled(path)


def test_a_formula_with_offset_that_reads_no_stale_cell_is_calculated(board):
    assert [board[f"S!B{row}"] for row in (1, 2, 3, 4)] == [6, 3, 6, 12]


def test_a_range_of_negative_height_or_width_goes_up_or_left(board):
    assert [board[f"S!B{row}"] for row in (5, 6, 7, 8)] == [5, 6, 6, 5]


def test_a_name_that_the_engine_gets_wrong_is_stale(board):
    assert board.why("S!B9").startswith("the name hidden: ")


@pytest.mark.parametrize("cell", ["A1", "A2", "C1", "C2", "C3", "C4", "C5"])
def test_one_that_reads_a_stale_cell_is_stale(board, cell):
    assert board.why(f"S!{cell}")
