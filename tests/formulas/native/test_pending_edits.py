"""Formulas see edits that are not written yet exactly as they see the file that has them: the plain way, a written copy, is the oracle."""

from datetime import date

import numpy as np
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ippbook import ooxml
from ippbook.declare import registry
from ippbook.formulas.answered_cells import values_differ
from ippbook.formulas.native.request import FormulaRequest, FormulaScope
from ippbook.formulas.pending_edits import PendingEdits
from ippbook.formulas.workbook_formulas import Formulas, cells_of
from ippbook.ooxml import Error
from ippbook.ooxml.formula_text import moved
from ippbook.saving import current_edits

DAY = date(2026, 11, 29)
ROWS, COLUMNS = 4, 5
PLAIN_ROWS = np.arange(1, 61, dtype=np.int64)
BOARD = {
    "A1": "=SUM(Data[Number])",
    "A2": "=ROWS(Data)&COUNTBLANK(Data[Text])",
    "A3": '=COUNTIFS(Data[Text],"x*")',
    "A4": "=SUM(Data!A:A)",
    "A5": '=SUM(INDIRECT("Data!A1:A50"))',
    "A6": "=SUM(OFFSET(Data!$A$1,1,0,20,1))",
    "A7": "=total",
    "A8": "=A7+1",
    "A9": "=TODAY()",
    "A10": "=SUM(Data[Twice])",
    "A11": "=MAX(Data[#All])",
    "A12": "=Other!A1",
}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A table Data (Number, Text, Link, Twice: a calculated column, Mixed), and a Board that reads it in every way."""
    path = tmp_path_factory.mktemp("pending") / "team.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.use_future_functions = True
    data, board, other = book.add_worksheet("Data"), book.add_worksheet("Board"), book.add_worksheet("Other")
    links = [f"https://item.taobao.com/item.htm?id=60000000{row}" for row in range(ROWS)]
    data.add_table(
        0,
        0,
        ROWS,
        COLUMNS - 1,
        {
            "name": "Data",
            "data": [[row, f"x{row}", links[row], "", None] for row in range(ROWS)],
            "columns": [
                {"header": "Number"},
                {"header": "Text"},
                {"header": "Link"},
                {"header": "Twice", "formula": "=Data[[#This Row],[Number]]*2"},
                {"header": "Mixed"},
            ],
        },
    )
    book.define_name("total", "=SUM(Data[Number])")
    for cell, text in BOARD.items():
        board.write_formula(cell, text, None, 0)
    board.write_dynamic_array_formula("C1", "=Data[Number]", None, 0)
    board.write_array_formula("E1:E3", "{=Data!A2:A4*2}", None, 0)
    board.write_formula("G1", '=COUNTIF(IPP_ITEM_ID(Data[Link]),"6*")', None, 0)
    other.write_formula("A1", "=Board!A1+1", None, 0)
    for row in range(8):
        other.write_formula(row, 1, f"=A{row + 1}&Data!A{row + 1}", None, "")
    book.close()
    return path


VALUES = st.one_of(
    st.none(),
    st.just(""),
    st.floats(-1e6, 1e6),
    st.integers(-9, 9),
    st.booleans(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=5),
    st.just(Error("#N/A")),
    st.just(date(2026, 1, 2)),
)
PUTS = st.lists(
    st.tuples(
        st.sampled_from(["Data", "Board", "Other"]),
        st.integers(1, 12),
        st.sampled_from([1, 2, 4, 5, 8]),
        VALUES,
        st.sampled_from(["value", "value", "replace", "A1+1", "SUM(Data[Number])"]),
    ),
    max_size=8,
)


def edits_of(book, puts, added):
    """*puts* as edits; those that this file refuses are left out, and so are the headers of the table."""
    edits = ooxml.Edits()
    if added:
        edits.grow(book, "Data", added)
    for sheet, row, column, value, how in puts:
        if sheet == "Data" and (row == 1 or row > ROWS + 1 + added):
            continue
        if how in {"value", "replace"}:
            edits.put(sheet, row, column, value, replace_formula=how == "replace")
        else:
            edits.put_formula(sheet, column, [row], how, [value])
    return edits


def cells_with_formulas(runs):
    found = {}
    for run in runs:
        for row, empty in zip(run.rows.tolist(), run.empty.tolist(), strict=True):
            text = run.text if run.kind == "array" else moved(run.text, row - int(run.rows[0]), 0)
            found[row, run.col] = (text, run.kind == "array", run.ref, run.dynamic, empty)
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(puts=PUTS, added=st.integers(0, 4))
def test_the_view_of_pending_edits_is_the_file_that_has_them(path, tmp_path_factory, puts, added):
    book = ooxml.open(path)
    edits = edits_of(book, puts, added)
    copy = tmp_path_factory.getbasetemp() / "copy.xlsx"
    copy.unlink(missing_ok=True)
    try:
        ooxml.save(book, edits, copy)
    except ooxml.EditError:
        return  # it refuses a cell of an array formula, before anything is calculated for a file
    written = ooxml.open(copy)
    pending = PendingEdits(book, edits)
    assert pending.tables == written.tables
    view, plain = cells_of(book, None, pending), cells_of(written)
    for sheet, column in pending.changed:
        view.put_when_read(sheet, column, pending.values_of(sheet, column))
    for sheet in ("Data", "Board", "Other"):
        seen = cells_with_formulas(pending.runs(sheet, book.read(sheet).formula_runs()))
        assert seen == cells_with_formulas(written.read(sheet).formula_runs())
        for column in range(1, 10):
            assert view.cells(sheet, column, PLAIN_ROWS).tolist() == plain.cells(sheet, column, PLAIN_ROWS).tolist()
        assert view.extent(sheet) == plain.extent(sheet)
    with_new = {sheet for sheet in ("Data", "Board", "Other") if written.formulas(sheet)}
    assert pending.sheets_with_formulas <= with_new


def answers_of(parts):
    return {
        (part.sheet, part.column, row): value
        for part in parts
        for row, value in zip(part.rows.tolist(), part.values.tolist(), strict=True)
    }


@pytest.mark.parametrize("scope", [FormulaScope.CHANGED, pytest.param(FormulaScope.EVERYTHING, marks=pytest.mark.deep)])
def test_every_way_to_read_a_table_that_grows_gives_what_the_written_file_gives(path, tmp_path, scope):
    """Structured, whole-column, volatile and named references, spills, arrays, filled-down columns and calls of ippbook."""
    book, request = ooxml.open(path), FormulaRequest(scope=scope)
    edits = edits_of(book, [("Data", 6, 1, 10, "value"), ("Data", 7, 2, "x9", "value"), ("Data", 2, 1, 7, "value")], 3)
    copy = tmp_path / "copy.xlsx"
    ooxml.save(book, edits, copy)
    changed = dict(PendingEdits(book, edits).changed)
    formulas = Formulas(ooxml.open(copy), registry().functions, request)
    plain = formulas.calculate((), DAY, changed=changed)
    wanted = answers_of(formulas.stale(plain))
    current = current_edits(book, edits, DAY, request)
    assert answers_of(current.answers) == wanted
    assert current.outcome.stale_sentences() == plain.stale_sentences()
    assert current.outcome.spills == plain.spills
    shown = {cell: wanted["Board", 1, int(cell[1:])] for cell in ("A1", "A4", "A5", "A6", "A7", "A8", "A10")}
    assert shown == {"A1": 23, "A4": 23, "A5": 23, "A6": 23, "A7": 23, "A8": 24, "A10": 46}
    assert wanted["Board", 1, 2] == "72"
    assert [wanted["Data", 4, row] for row in (6, 7, 8)] == [20, 0, 0]
    assert wanted["Board", 7, 1] == 4
    assert current.outcome.spills[0].until == (7, 3)


CELLS = st.one_of(
    st.none(),
    st.just(""),
    st.sampled_from(["a", "b", "#VALUE!"]),
    st.booleans(),
    st.sampled_from([0.0, -0.0, 1.0, 1.0 + 1e-14, 1.0 + 1e-12, 1e300]),
    st.sampled_from([Error("#N/A"), Error("#VALUE!"), Error("#SPILL!")]),
)


def holds(cell, value, *, near):
    """The rule for one cell, in plain words."""
    if value in (None, ""):
        return cell in (None, "")
    if isinstance(cell, Error) and isinstance(value, Error):
        return cell == value or (cell.code == "#SPILL!" and value.code == "#VALUE!")
    if type(cell) is not type(value):
        return False
    return cell == value or (near and isinstance(cell, float) and abs(cell - value) <= 1e-13 * max(cell, value))


@given(pairs=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6), near=st.booleans())
def test_an_answer_differs_from_its_cell_where_excel_would_show_another_value(pairs, near):
    kinds = {type(None): ooxml.BLANK, str: ooxml.TEXT, bool: ooxml.BOOL, float: ooxml.NUMBER, Error: ooxml.ERROR}
    kind = np.array([kinds[type(cell)] for cell, _ in pairs], dtype=np.uint8)
    number = np.array([cell if isinstance(cell, float | bool) else np.nan for cell, _ in pairs])
    text = np.array([str(cell) if isinstance(cell, str | Error) else "" for cell, _ in pairs] + [None], dtype=object)[
        :-1
    ]
    nothing = np.zeros(len(pairs), dtype=np.int32)
    column = ooxml.CellColumn(1, kind, number, text, nothing > 0, nothing, None)
    values = np.array([value for _, value in pairs] + [None], dtype=object)
    wanted = [not holds(cell, value, near=near) for cell, value in [*pairs, (None, values[-1])]]
    rows = np.arange(1, len(pairs) + 2, dtype=np.int64)
    assert values_differ(column, rows, values, near=near).tolist() == wanted
