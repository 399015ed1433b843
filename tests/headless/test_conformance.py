"""What the engine without Excel does, compared with the documented behaviour of Excel. A row of docs/headless-excel.md for each test."""

import datetime as dt
import inspect
import re
from collections import OrderedDict
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

xw = pytest.importorskip("xlwings", reason="xlwings is not installed: the engine without Excel is not tested")
import pandas as pd  # noqa: E402

from ippbook import headless  # noqa: E402  # after importorskip
from ippbook.headless import coverage, coverage_page, windows  # noqa: E402  # after importorskip
from ippbook.headless.uncovered import UNCOVERED  # noqa: E402  # as above

at = dt.datetime.fromisoformat
PAGE = Path(__file__).parents[2] / "docs" / "headless-excel.md"


@pytest.fixture
def app():
    with headless.excel() as app:
        yield app


@pytest.fixture
def sheet(app):
    return app.books.add().sheets[0]


@pytest.fixture
def three_rows(sheet):
    sheet["A1"].value = [
        ["asin", "price", "listed"],
        ["B01", 9.5, at("2024-01-02")],
        ["B02", None, at("2024-01-03")],
    ]
    return sheet


# values out of cells


def test_every_number_is_a_float(sheet):
    sheet["A1"].value = 7
    assert type(sheet["A1"].value) is float
    assert sheet["A1"].options(numbers=int).value == 7
    assert type(sheet["A1"].options(numbers=int).value) is int


def test_a_number_in_a_date_format_is_a_datetime(sheet):
    sheet["A1"].value = 45293.5
    assert sheet["A1"].value == 45293.5
    sheet["A1"].number_format = "yyyy-mm-dd"
    assert sheet["A1"].value == at("2024-01-02 12:00")
    assert sheet["A1"].options(dates=dt.date).value == dt.date(2024, 1, 2)


def test_a_time_is_a_datetime_of_the_last_day_of_1899_but_one(sheet):
    sheet["A1"].number_format = "h:mm"
    sheet["A1"].value = 0.25
    assert sheet["A1"].value == at("1899-12-30 06:00")


def test_an_amount_in_dollars_is_a_decimal_of_four_places(sheet):
    sheet["A1"].number_format = '"$"#,##0.00'
    sheet["A1"].value = 9.5
    assert sheet["A1"].value == Decimal("9.5000")
    assert isinstance(sheet["A1"].value, Decimal)


def test_value2_gives_days_and_amounts_as_plain_numbers(sheet):
    sheet["A1:A3"].number_format = '"$"#,##0.00'
    sheet["A1"].value = 0.123456789
    sheet["A2"].number_format = "yyyy-mm-dd"
    sheet["A2"].value = at("2024-01-02")
    sheet["A3"].value = "'#N/A"
    assert sheet["A1"].api.Value2 == 0.123456789
    assert sheet["A1:A3"].api.Value2 == ((0.123456789,), (45293.0,), ("#N/A",))
    sheet["A3"].value = "#N/A"
    assert sheet["A3"].api.Value2 == -2146826246


def test_a_blank_cell_is_none(sheet):
    assert sheet["B9"].raw_value is None
    assert sheet["B9"].options(empty="nothing").value == "nothing"


def test_a_truth_value_is_a_bool(sheet):
    sheet["A1"].value = True
    assert sheet["A1"].value is True


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("#NULL!", 2000),
        ("#DIV/0!", 2007),
        ("#VALUE!", 2015),
        ("#REF!", 2023),
        ("#NAME?", 2029),
        ("#NUM!", 2036),
        ("#N/A", 2042),
    ],
)
def test_an_error_is_the_number_that_com_has_for_it(sheet, text, number):
    sheet["A1"].value = text
    com = number - 0x100000000 + 0x800A0000  # CVErr: an SCODE of facility 10, read as a signed number
    assert sheet["A1"].raw_value == com
    assert sheet["A1"].value is None
    assert sheet["A1"].options(err_to_str=True).value == text


def test_a_block_is_a_tuple_of_rows_and_a_cell_is_a_value(three_rows):
    assert three_rows["A1:B2"].raw_value == (("asin", "price"), ("B01", 9.5))
    assert three_rows["A1"].raw_value == "asin"


# places


def test_rows_and_columns_count_from_one(sheet):
    assert sheet.range(1, 1).address == "$A$1"
    assert sheet.range((2, 3)).get_address(False, False) == "C2"
    with pytest.raises(IndexError, match="1-based"):
        sheet.range((0, 1))


def test_corners_may_come_in_any_order(sheet):
    assert sheet.range("C1", "A4").address == "$A$1:$C$4"
    assert sheet.range((4, 1), (1, 3)).address == "$A$1:$C$4"


def test_a_range_beyond_the_sheet_is_an_error(sheet):
    with pytest.raises(headless.ComError) as met:
        sheet.range((1_048_577, 1))
    assert met.value.excepinfo[5] == -2146827284  # 0x800A03EC, run-time error 1004


def test_the_used_range_ends_with_formatted_cells(sheet):
    sheet["B2"].value = 1
    assert sheet.used_range.address == "$B$2"
    sheet["D5"].number_format = "0.00"
    assert sheet.used_range.address == "$B$2:$D$5"


def test_ctrl_arrow_stops_at_the_end_of_a_region_or_of_the_sheet(three_rows):
    assert three_rows["A1"].end("down").address == "$A$3"
    assert three_rows["A3"].end("down").address == "$A$1048576"
    assert three_rows["A1"].end("right").address == "$C$1"
    assert three_rows["E1"].end("left").address == "$C$1"
    three_rows["A6"].value = "far"
    assert three_rows["A3"].end("down").address == "$A$6"


def test_a_table_of_cells_expands_as_xlwings_expands_it(three_rows):
    assert three_rows["A1"].expand().address == "$A$1:$C$3"
    assert three_rows["A1"].expand("down").address == "$A$1:$A$3"
    assert three_rows["A1"].expand("right").address == "$A$1:$C$1"
    assert three_rows["E9"].expand().address == "$E$9"


# what becomes of what is written


def test_a_text_that_begins_with_an_equals_sign_becomes_a_formula(sheet):
    sheet["A1"].value = "=1+1"
    assert sheet["A1"].formula == "=1+1"
    assert sheet["A1"].value is None, "it was not calculated"
    with pytest.raises(headless.ComError):
        sheet["A1"].value = "=>"


def test_an_apostrophe_makes_a_text_and_is_no_part_of_it(sheet):
    sheet["A1"].value = "'=1+1"
    assert sheet["A1"].value == "=1+1"
    assert sheet["A1"].formula == "=1+1", "Excel's Formula of a text is the text"
    assert sheet["A1"].api.HasFormula is False


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("00123", 123.0, "General"),
        ("1,234.50", 1234.5, "#,##0.00"),
        ("5%", 0.05, "0%"),
        ("1e3", 1000.0, "0.00E+00"),
        ("-7", -7.0, "General"),
        ("(7)", -7.0, "General"),
        ("TRUE", True, "General"),
        ("false", False, "General"),
        ("12345678901234567", 12345678901234500.0, "General"),
    ],
)
def test_a_text_that_reads_as_a_number_becomes_one(sheet, text, value, code):
    sheet["A1"].value = text
    assert sheet["A1"].raw_value == value
    assert type(sheet["A1"].raw_value) is type(value)
    assert sheet["A1"].number_format == code


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-31", at("2026-01-31")),
        ("1/31/2026", at("2026-01-31")),
        ("1/31/26", at("2026-01-31")),
        ("31-Jan-2026", at("2026-01-31")),
        ("Jan 31, 2026", at("2026-01-31")),
        ("1-2", at(f"{dt.date.today().year}-01-02")),  # noqa: DTZ011  # the year on the wall
        ("2026-01-31 06:00", at("2026-01-31 06:00")),
    ],
)
def test_a_text_that_reads_as_a_day_becomes_one(sheet, text, day):
    sheet["A1"].value = text
    assert sheet["A1"].value == day


@pytest.mark.parametrize("text", ["Adidas shoes", "2026-13-45", "1.2.3", "B01", "12 apples", "x=1", "May we", "="])
def test_other_texts_stay_texts(sheet, text):
    sheet["A1"].value = text
    assert sheet["A1"].value == text


def test_in_a_cell_of_format_text_everything_stays_text(sheet):
    sheet["A1:A4"].number_format = "@"
    sheet["A1"].value = [["=1+1"], ["00123"], [5], ["2026-01-31"]]
    assert sheet["A1:A4"].options(ndim=1).value == ["=1+1", "00123", "5", "2026-01-31"]


def test_an_empty_text_or_none_empties_the_cell(sheet):
    sheet["A1:A2"].value = [["x"], ["y"]]
    sheet["A1:A2"].value = [[""], [None]]
    assert sheet["A1:A2"].raw_value == ((None,), (None,))


def test_a_day_gives_a_general_cell_the_format_of_a_day(sheet):
    sheet["A1"].value = dt.date(2026, 1, 31)
    assert sheet["A1"].number_format == "m/d/yyyy"
    assert sheet["A1"].value == at("2026-01-31")


def test_a_time_alone_cannot_be_written(sheet):
    with pytest.raises(TypeError, match="COM VARIANT"):
        sheet["A1"].raw_value = dt.time(6, 0)


def test_one_value_fills_a_block_and_a_flat_list_fills_each_row(sheet):
    sheet["A1:B2"].value = "x"
    assert sheet["A1:B2"].value == [["x", "x"], ["x", "x"]]
    sheet["A1:A3"].raw_value = [1, 2, 3]
    assert sheet["A1:A3"].options(ndim=1).value == [1.0, 1.0, 1.0]


def test_cells_that_an_array_does_not_reach_become_not_available(sheet):
    sheet["A1:B2"].raw_value = [["x"]]
    assert sheet["A1:B2"].options(err_to_str=True).value == [["x", "#N/A"], ["#N/A", "#N/A"]]


def test_a_long_text_in_an_array_stops_the_whole_array(sheet):
    with pytest.raises(headless.ComError):
        sheet["A1"].value = [["short"], ["x" * 8204]]
    assert sheet["A1:A2"].value == [None, None]
    sheet["A1"].value = "x" * 8204
    assert len(sheet["A1"].value) == 8204


def test_what_is_written_under_merged_cells_is_lost(app, tmp_path):
    made = openpyxl.Workbook()
    made.active.merge_cells("B2:C3")
    made.save(tmp_path / "merged.xlsx")
    sheet = app.books.open(str(tmp_path / "merged.xlsx")).sheets[0]
    sheet["A1"].value = [["x"] * 3] * 4
    assert sheet["A1:C4"].value == [["x"] * 3, ["x", "x", None], ["x", None, None], ["x"] * 3]
    assert sheet["B2"].merge_area.address == "$B$2:$C$3"


# formulas


def test_the_formula_of_a_constant_is_its_text(sheet):
    sheet["A1"].value = [[0.1, 1e21, True, None, "a", 100000000000.0]]
    assert sheet["A1:F1"].formula == (("0.1", "1E+21", "TRUE", "", "a", "100000000000"),)


def test_a_formula_speaks_of_its_own_row_as_excel_does(sheet):
    sheet["A1"].value = [["Right type", "x"], ["TM", None], ["PT", None]]
    sheet.tables.add(sheet["A1:B3"], name="Rights")
    sheet["B2:B3"].formula = [["=LEN(Rights[[#This Row],[Right type]])"], ["=LEN([@[Right type]])"]]
    assert sheet["B2:B3"].formula == (("=LEN([@[Right type]])",), ("=LEN([@[Right type]])",))
    assert sheet.book.api["Sheet1"]["B3"].value == "=LEN(Rights[[#This Row],[Right type]])"


def test_a_formula_of_ours_shows_what_is_laid_down(sheet):
    sheet["A1:A2"].formula = [["=IPP_PLATFORM(B1)"], ["=IPP_PLATFORM(B2)"]]
    sheet["A1:A2"].impl.set_results([["aliexpress"], [""]])
    assert sheet["A1:A2"].value == ["aliexpress", None]
    assert sheet["A1:A2"].raw_value == (("aliexpress",), ("",))
    with pytest.raises(ValueError, match="without a formula"):
        sheet["B1"].impl.set_results("x")


def test_each_cell_of_an_array_shows_its_formula(app, tmp_path):
    made = openpyxl.Workbook()
    made.active["B2"] = ArrayFormula("B2:C3", "=A1:B2")
    made.save(tmp_path / "array.xlsx")
    sheet = app.books.open(str(tmp_path / "array.xlsx")).sheets[0]
    assert sheet["B2:C3"].formula == (("=A1:B2",) * 2,) * 2
    assert sheet["B2:C3"].api.HasFormula is True
    assert sheet["B2"].has_array is True
    assert sheet.used_range.address == "$B$2:$C$3"
    with pytest.raises(headless.ComError):
        sheet["C3"].value = 1


# tables and names


def test_a_table_has_headers_rows_and_columns(three_rows):
    table = three_rows.tables.add(three_rows["A1"].expand(), name="Offers")
    assert table.range.address == "$A$1:$C$3"
    assert table.header_row_range.value == ["asin", "price", "listed"]
    assert table.data_body_range.address == "$A$2:$C$3"
    assert [column.name for column in table.columns] == ["asin", "price", "listed"]
    assert three_rows.range("Offers[price]").address == "$B$2:$B$3"
    assert "Offers" in three_rows.tables
    assert three_rows["B2"].table.name == "Offers"


def test_a_table_keeps_its_headers_when_it_is_resized(three_rows):
    table = three_rows.tables.add(three_rows["A1"].expand(), name="Offers")
    table.resize(three_rows["A1:C9"])
    assert table.data_body_range.address == "$A$2:$C$9"
    with pytest.raises(headless.ComError, match="Exception occurred"):
        table.resize(three_rows["A2:C9"])


def test_a_name_stands_for_its_block(three_rows):
    three_rows.book.names.add("Prices", "=Sheet1!$B$2:$B$3")
    assert three_rows.range("prices").address == "$B$2:$B$3"
    assert three_rows["B2:B3"].name.name == "Prices"


# the program


def test_the_active_book_and_the_caller_may_be_two(app):
    first, second = app.books.add(), app.books.add()
    first.set_mock_caller()
    assert xw.Book.caller().name == first.name
    assert app.books.active.name == second.name
    first.activate()
    assert app.books.active.name == first.name


def test_only_cells_of_the_active_sheet_can_be_selected(app):
    book = app.books.add()
    book.sheets.add("Other")
    with pytest.raises(headless.ComError):
        book.sheets["Sheet1"]["B2"].select()
    book.sheets["Sheet1"].activate()
    book.sheets["Sheet1"]["B2"].select()
    assert app.selection.address == "$B$2"


def test_while_a_cell_is_edited_every_call_is_refused(app, sheet):
    cell = sheet["A1"]
    app.impl.editing = True
    for call in (lambda: cell.value, lambda: sheet.name, lambda: app.selection, lambda: app.books.active):
        with pytest.raises(headless.ComError) as met:
            call()
        assert met.value.hresult == -2147418111
    with pytest.raises(headless.ComError) as met:
        app.impl.screen_updating = False
    assert met.value.hresult == -2146777998


def test_a_message_is_noted_and_answered(app):
    app.impl.answers.append("no")
    assert app.alert("Go on?", "ippbook", buttons="yes_no") == "no"
    assert app.alert("Done", "ippbook") == "ok"
    assert app.impl.alerts == [("ippbook", "Go on?"), ("ippbook", "Done")]


# converters of xlwings


def test_lists_come_in_the_requested_dimensions(three_rows):
    assert three_rows["A2"].options(ndim=2).value == [["B01"]]
    assert three_rows["A2:B2"].options(ndim=1).value == ["B01", 9.5]
    assert three_rows["A1:A3"].options(ndim=2).value == [["asin"], ["B01"], ["B02"]]
    assert three_rows["A2:B3"].options(transpose=True).value == [["B01", "B02"], [9.5, None]]


def test_dictionaries_go_out_and_in(sheet):
    sheet["A1"].value = {"a": 1, "b": 2}
    assert sheet["A1:B2"].options(dict).value == {"a": 1.0, "b": 2.0}
    assert list(sheet["A1:B2"].options(OrderedDict).value) == ["a", "b"]


def test_arrays_of_numpy_go_out_and_in(sheet):
    sheet["A1"].value = np.array([[1, 2], [3, 4]])
    assert (sheet["A1:B2"].options(np.array, ndim=2).value == np.array([[1.0, 2.0], [3.0, 4.0]])).all()


def test_frames_go_out_and_in(three_rows):
    frame = three_rows["A1"].options(pd.DataFrame, index=False, expand="table").value
    assert frame["asin"].tolist() == ["B01", "B02"]
    assert frame["listed"].tolist() == [pd.Timestamp(2024, 1, 2), pd.Timestamp(2024, 1, 3)]
    assert np.isnan(frame["price"].tolist()[1])
    three_rows["F1"].options(index=False).value = frame
    assert three_rows["F1:H3"].value == three_rows["A1:C3"].value


def test_a_function_gets_what_its_arguments_ask_for(three_rows):
    module = ModuleType("team_functions")
    with windows.xlwings_udfs(module) as udfs:

        def shape(rows, note=None):
            return f"{len(rows)}x{len(rows[0])} {note}"

        def doubled(prices):
            return [[price * 2] for price in prices]

        def table(frame):
            return frame

        module.shape = udfs.xlfunc(udfs.xlarg("rows", ndim=2)(shape))
        module.doubled = udfs.xlfunc(udfs.xlarg("prices", ndim=1, empty=0.0)(doubled))
        module.table = udfs.xlfunc(udfs.xlarg("frame", pd.DataFrame, index=False)(udfs.xlret(index=False)(table)))
        here = three_rows["Z1"].impl

        def call(name, *arguments):
            return udfs.call_udf("team_functions", name, arguments, None, here)

        assert call("shape", three_rows["A1:B3"].impl, headless.MISSING) == [["3x2 None"]]
        assert call("shape", 5.0, "once") == [["1x1 once"]]
        assert call("doubled", three_rows["B2:B3"].impl) == [[19.0], [0.0]]
        assert call("table", three_rows["A1:B2"].impl) == [["asin", "price"], ["B01", 9.5]]
    assert not hasattr(xw, "_xlwindows")


# the page


def rows_of_the_page():
    return re.findall(r"^\|.*\| `(test_\w+)` \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_page_lists_each_of_these_tests_once():
    here = [name for name in globals() if name.startswith("test_") and "the_page" not in name]
    assert rows_of_the_page() == here


def test_the_page_lists_every_member_of_xlwings_own_classes_as_it_is():
    assert coverage_page.section() in PAGE.read_text(encoding="utf-8"), (
        "docs/headless-excel.md is not up to date: run python -m ippbook.headless.coverage_page docs/headless-excel.md"
    )


def test_the_page_says_of_each_member_that_a_file_cannot_be_saved_with_that_it_is_covered_in_part():
    partly = {f"{entry.kind}.{entry.name}" for entry in coverage_page.members() if entry.state == "partly"}
    changes = {"Sheets.add", "Sheet.name", "Sheet.delete", "Names.add", "Range.name", "Tables.add", "Table.resize"}
    assert changes <= partly
    assert "Range.raw_value" not in partly


def test_the_page_and_the_engine_agree_on_what_is_not_covered(sheet):
    from xlwings import base_classes

    for kind, thing in (("Range", sheet["A1"].impl), ("Sheet", sheet.impl), ("Book", sheet.book.impl)):
        declared = [
            name
            for name, member in vars(getattr(base_classes, kind)).items()
            if not name.startswith("_") and not inspect.iscoroutinefunction(member)  # those are xlwings Lite's
        ]
        missing = {
            entry.name for entry in coverage_page.members() if entry.kind == kind and entry.state == "not covered"
        }
        for name in declared:
            try:
                getattr(thing, name)
                raised = ""
            except NotImplementedError as refusal:
                raised = str(refusal)
            assert (name in missing) == bool(raised), f"{kind}.{name}: {raised}"
            assert not raised or raised.endswith("leave it out of the macro."), "an answer in words"


def test_the_page_and_the_table_of_uncovered_members_name_every_member_that_no_class_of_the_engine_has():
    """A new version of xlwings cannot add a member that answers with a bare NotImplementedError or a plain AttributeError."""
    from xlwings import base_classes

    for kind in coverage_page.ENGINE_CLASSES:
        model = coverage.model_of(kind)
        declared = {
            name for name in dir(getattr(base_classes, model)) if not name.startswith("_")
        }  # those of xlwings Lite too
        own = set(coverage.own_members(kind))
        assert declared <= own, f"{model}: neither covered nor in UNCOVERED: {sorted(declared - own)}"
        own_names = {"pivot_tables"}  # xlwings' Sheet has it and its list for engines has not
        assert set(UNCOVERED.get(model, ())) <= declared | own_names, f"{model}: not in xlwings"


def test_the_page_is_not_needed_to_follow_a_member():
    """Members are plain functions and properties of their classes: no attribute is looked up in a special way."""
    for kind in coverage_page.ENGINE_CLASSES:
        assert kind.__getattribute__ is object.__getattribute__
        assert kind.__setattr__ is object.__setattr__
        assert not hasattr(kind, "__getattr__")
