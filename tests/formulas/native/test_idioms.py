"""Idioms of dashboards: names over tables, totals rows, ranges that Excel sizes itself, errors that are right."""

import numpy as np
import pytest
import xlsxwriter
from tests.formulas.native.test_workbooks import DAY, Filled

from ippbook import ooxml
from ippbook.declare import registry
from ippbook.formulas.native.request import FormulaRequest, FormulaScope
from ippbook.formulas.workbook_formulas import Formulas
from ippbook.ooxml import Error
from ippbook.saving import put_answers


def draw(path):
    book = xlsxwriter.Workbook(str(path))
    book.use_future_functions = True
    data, board = book.add_worksheet("Data"), book.add_worksheet("Board")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Data!$B$2:$B$5"})
    book.add_chartsheet("Chart").set_chart(chart)
    columns = [{"header": "K"}, {"header": "N", "total_function": "sum"}, {"header": "D", "formula": "=[@N]*2"}]
    data.add_table(
        0,
        0,
        5,
        2,
        {"name": "One", "data": [["a", n, None] for n in range(1, 5)], "total_row": True, "columns": columns},
    )
    del columns[1]["total_function"]
    data.add_table(
        10, 0, 14, 2, {"name": "Two", "data": [["b", n * 10, None] for n in range(1, 5)], "columns": columns}
    )
    book.define_name("total", "=SUM(One[N])")
    book.define_name("numbers", "=Two[N]")
    formulas = {
        "A1": "=total*2",
        "A2": "=SUM(numbers)",
        "A3": '=SUMIF(One[K],"a",Data!B2)',
        "A4": '=SUMIF(Data!A2:A5,"a",Data!B2:B3)',
        "A5": '=AVERAGEIF(Data!A2:A5,"a",Data!$B$2)',
        "A6": "=1/0",
        "A7": "=NA()",
        "A8": "=One[@N]",
        "A9": "=One[[#Totals],[N]]",
        "A10": "=SHEETS()",
        "A11": "=SHEET()",
        "A12": "=SUM(Q1:Q3!A1)",
        "B13": '=LET(_xlpm.k,One[K],COUNTIF(_xlpm.k,"a")/ROWS(_xlpm.k))',
        "B14": '=SUM(MAP(One[N],LAMBDA(_xlpm.n,COUNTIF(One[N],">"&_xlpm.n))))',
        "B15": '=LET(_xlpm.n,2,VLOOKUP("a",One[],_xlpm.n,FALSE))',
        "B16": '=LET(_xlpm.n,3,_xlpm.m,SUMIFS(One[N],One[N],">="&_xlpm.n),_xlpm.m*2)',
        "B17": "=SUM(Print_Area)",
        "B18": "=ISFORMULA(A1)",
        "B19": "=FORMULATEXT(A1)",
        "B20": '=CELL("format",A1)',
        "B21": '=CELL("row",A7)',
        "A13": '=COUNTIFS(Data!A:A,"a",Data!B:B,"<>")*2',
    }
    for cell, text in formulas.items():
        board.write_formula(cell, text, None, "OLD")
    for row in (1, 2, 3, 4):
        board.write_formula(f"B{row}", f'=SUMIF(Data!A$2:A{row + 1},"a",Data!B$2)', None, "OLD")
    board.write_dynamic_array_formula("D1", "=SEQUENCE(3)", None, "OLD")
    board.merge_range("D2:E2", "")
    board.write_dynamic_array_formula("G1", "=INDEX(One[N],SEQUENCE(3))", None, "OLD")
    board.write_dynamic_array_formula("H1", "=INDEX(SORT(One[[K]:[N]],2,-1),SEQUENCE(2),{2,1})", None, "OLD")
    book.close()
    return path


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    return Filled(draw(tmp_path_factory.mktemp("idioms") / "board.xlsx"))


def test_a_defined_name_over_a_table_is_calculated(board):
    assert (board["Board!A1"], board["Board!A2"]) == (20, 100)


def test_sumif_and_averageif_give_the_third_range_the_size_of_the_first(board):
    assert [board[f"Board!A{row}"] for row in (3, 4, 5)] == [10, 10, 2.5]
    assert [board[f"Board!B{row}"] for row in (1, 2, 3, 4)] == [1, 3, 6, 10]


def test_a_totals_row_may_name_a_column_without_its_table(board):
    assert board["Data!B6"] == 10
    assert board["Board!A9"] == 10


def test_columns_without_a_table_mean_the_table_around_them(board):
    assert [board[f"Data!C{row}"] for row in (2, 5, 12, 15)] == [2, 8, 20, 80]


def test_a_row_of_a_table_named_from_outside_is_an_error(board):
    assert board["Board!A8"] == Error("#VALUE!")


def test_a_spill_does_not_go_into_merged_cells(board):
    assert board["Board!D1"] == Error("#SPILL!")


@pytest.mark.parametrize("cell", ["Board!A10", "Board!A11"])
def test_a_count_of_sheets_is_stale_because_the_copy_has_others(board, cell):
    assert "counts sheets" in board.why(cell)


def test_sheets_that_look_like_cells_are_not_read_as_cells(board):
    assert "need apostrophes" in board.why("Board!A12")


def test_an_error_that_is_right_is_current_the_second_time(board, tmp_path):
    edits = ooxml.Edits()
    put_answers(edits, board.formulas.stale(board.outcome), board.outcome)
    ooxml.save(board.book, edits, tmp_path / "again.xlsx")
    again = Formulas(
        ooxml.open(tmp_path / "again.xlsx"), registry().functions, FormulaRequest(scope=FormulaScope.EVERYTHING)
    )
    assert again.stale(again.calculate((), DAY)) == []


def test_what_only_the_engine_gets_wrong_is_answered_where_ippbook_does_it(board):
    assert board["Board!A13"] == 8


def test_a_lookup_or_aggregate_takes_variables_of_let_and_lambda(board):
    assert [board[f"Board!B{row}"] for row in (13, 14, 15, 16)] == [1, 6, 1, 14]


def test_a_name_of_excel_s_own_is_not_unknown(board):
    assert "Excel's own name" in board.why("Board!B17")


def test_the_first_of_a_sorted_list_spill(board):
    assert [board[f"Board!G{row}"] for row in (1, 2, 3)] == [1, 2, 3]
    assert [[board[f"Board!{column}{row}"] for column in "HI"] for row in (1, 2)] == [[4, "a"], [3, "a"]]


@pytest.mark.parametrize("cell", ["Board!B18", "Board!B19", "Board!B20"])
def test_what_looks_at_the_workbook_itself_is_stale(board, cell):
    assert "copy of the workbook does not have" in board.why(cell)


def test_the_place_of_a_cell_is_the_same_in_a_copy(board):
    assert board["Board!B21"] == 7


def test_a_grand_total_passes_over_subtotals_that_an_edit_does_not_reach(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "totals.xlsx"))
    sheet = book.add_worksheet("S")
    sheet.write_column("A1", [1, 2])
    sheet.write_formula("A3", "=SUBTOTAL(9,A1:A2)", None, 3)
    sheet.write_column("A4", [10, 20])
    sheet.write_formula("A6", "=SUBTOTAL(9,A4:A5)", None, 31)
    sheet.write_formula("A7", "=SUBTOTAL(9,A1:A6)", None, 34)
    book.close()
    changed = Filled(tmp_path / "totals.xlsx", FormulaScope.CHANGED, {("S", 1): np.array([5])})
    assert (changed["S!A6"], changed["S!A7"]) == (30, 33)
