"""The default engine gives each cell its value, or says why not; it never believes a cached value."""

import io

import numpy as np
import pytest
import xlsxwriter

from ippbook.errors import UserError
from ippbook.formulas.engines import CODES, DEFAULT_LIMITS, EngineJob, engine_named
from ippbook.formulas.values import ExcelError


def test_every_kind_of_value_comes_back_as_it_is(engines):
    found = engines.of_every_kind("cellrune", {"A7": "=NA()", "B2": 2.5, "C1": "=TODAY()", "C2": "=NOW()"})
    assert found == {"A7": ExcelError("#N/A"), "B2": 2.5, "C1": 46096.0, "C2": 46096.0}


def test_the_day_counts_from_1904_where_the_workbook_does(engines):
    assert engines.calculated({"A1": "=TODAY()", "A2": "=YEAR(A1)"}, date1904=True) == {"A1": 44634.0, "A2": 2026.0}


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("=NOSUCH(1)", "function"),
        ("=IFERROR(NOSUCH(1),5)", "function"),
        ("=A1", "circle"),
        ("=RAND()", "volatile"),
        ("=SUM(", "formula"),
        ("=[1]Sheet1!A1", "external"),
    ],
)
def test_what_the_engine_cannot_calculate_has_a_code_and_a_reason_and_so_has_what_reads_it(engines, formula, code):
    found = engines.calculated({"A1": formula, "A2": "=A1&1", "A3": "=2"})
    assert (found["A1"].code, found["A2"].code, found["A3"]) == (code, "upstream", 2.0)
    assert code in CODES
    assert found["A1"].why


def test_a_text_that_is_too_long_for_a_cell_is_an_error_as_in_excel(engines):
    found = engines.calculated(
        {
            "A1": '=REPT("x",32767)',
            "A2": "=A1&1",
            "A3": '=IFERROR(A2,"caught")',
            "A4": '=REPT("🙂",16383)&"x"',
            "A5": '=REPT("🙂",16384)',
            "A6": '=TEXTJOIN("",TRUE,A1,A1)',
            "A7": '=SUBSTITUTE(A1,"x","xy")',
            "A8": "=CONCAT(A1,A1)",
            "A9": '=IF(TRUE,A1&"(",1)',
            "B1": '=IFERROR(A1&1,"caught")',
            "B2": "=B1",
        }
    )
    assert found["A1"] == "x" * 32_767
    assert found["A3"] == "caught"
    assert len(found["A4"]) == 16_384
    assert {found[place] for place in ("A2", "A5", "A6", "A7", "A8", "A9")} == {ExcelError("#VALUE!")}
    assert (found["B1"].code, found["B2"].code) == ("too-large", "too-large"), "what it would have caught is not known"


def test_texts_that_double_from_cell_to_cell_end_at_the_limit(engines):
    doublings = {"A1": "x"} | {f"A{row}": f"=A{row - 1}&A{row - 1}" for row in range(2, 60)}
    found = engines.calculated(doublings)
    assert [len(found[f"A{row}"]) for row in (2, 15)] == [2, 16_384]
    assert {found[f"A{row}"] for row in range(16, 60)} == {ExcelError("#VALUE!")}


def test_a_name_that_is_defined_nowhere_is_the_error_that_excel_shows(engines):
    cells = {
        "A1": "=NONAME",
        "A2": "=A1+1",
        "A3": "=IFERROR(NONAME,3)",
        "A4": "=A3+1",
        "A5": "=SHEETS()",
        "B1": "=LET(x,1,x+y)",
    }
    found = engines.calculated(cells)
    unknown = ExcelError("#NAME?")
    assert found == {"A1": unknown, "A2": unknown, "A3": 3.0, "A4": 4.0, "A5": 1.0, "B1": unknown}


def test_a_name_that_the_engine_cannot_follow_leaves_its_readers_open_too(engines):
    table = ("D1:D3", {"name": "Prices", "data": [[1], [2]]})
    found = engines.calculated(
        {"A1": "=SUM(Prices)", "A2": "=A1+1", "A3": "=IFERROR(A1,0)", "A4": "=SUM(Prices[])"}, tables=[table]
    )
    assert [found[place].code for place in ("A1", "A2", "A3")] == ["name", "upstream", "upstream"]
    assert found["A4"] == 3.0


def test_wanted_rows_may_lie_far_apart_and_outside_the_sheet_s_content(engines):
    rows = np.array([1, 2, 700, 70_000, 1_048_576])
    (columns,) = engine_named().calculate(
        [
            EngineJob(
                engines.workbook({"A1": "=1", "A700": "=700", "A70000": "=7"}), {("S", 1): rows, ("S", 9): rows[:0]}
            )
        ],
        engines.day,
        date1904=False,
    )
    assert [list(column.values) for column in columns] == [[1.0, None, 700.0, 7.0, None], []]
    assert columns[0].rows is rows


def test_jobs_come_back_in_their_order_however_many_run_at_once(engines):
    jobs = [engines.job({"A1": f"={number}", "B2": "=A1*2"}) for number in range(5)]
    found = [engines.by_place(columns) for columns in engine_named().calculate(jobs, engines.day, date1904=False)]
    assert found == [{(1, 1): float(number), (2, 2): 2.0 * number} for number in range(5)]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 rubbish", b"\x00" * 1000], ids=["empty", "broken", "zeros"])
def test_bytes_that_are_no_workbook_make_every_cell_unavailable(engines, content):
    (columns,) = engine_named().calculate(
        [EngineJob(content, {("S", 1): np.array([1, 2])})], engines.day, date1904=False
    )
    assert {value.code for value in columns[0].values} == {"engine"}


def test_an_unknown_engine_is_refused_with_the_names_that_there_are():
    with pytest.raises(UserError, match="cellrune"):
        engine_named("abacus")


def test_the_default_limits_are_stated_once_and_the_engine_is_the_pinned_one():
    assert (DEFAULT_LIMITS.parallel, engine_named().version) == (2, "0.2.0")


def spilling(engines, formula, area, *, dynamic=True, **cells):
    """The answers for A1:A5 where A1 holds an array formula that declares *area*."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"use_future_functions": True}) as book:
        sheet = book.add_worksheet("S")
        for row, number in enumerate((3, 1, 2), 1):
            sheet.write(f"E{row}", number)
        write = sheet.write_dynamic_array_formula if dynamic else sheet.write_array_formula
        write(area, formula, None, 77)
        for place, value in cells.items():
            sheet.write(place, value)
    job = EngineJob(made.getvalue(), {("S", 1): np.arange(1, 6), ("S", 2): np.array([1])})
    ((column, reader),) = engine_named().calculate([job], engines.day, date1904=False)
    return [getattr(value, "code", value) for value in (*column.values, *reader.values)]


def test_an_array_of_the_declared_size_fills_its_cells(engines):
    assert spilling(engines, "=SORT(E1:E3)", "A1:A3", B1="=SUM(A1:A3)") == [1.0, 2.0, 3.0, None, None, 6.0]


@pytest.mark.parametrize("area", ["A1:A2", "A1:A5"])
def test_no_cell_of_an_array_that_does_not_spill_has_an_old_value(engines, area):
    values = spilling(engines, "=SORT(E1:E3)", area, B1="=A1")
    followers = {"A1:A2": ["spill", None, None, None], "A1:A5": ["spill"] * 4}[area]
    assert values == ["#SPILL!", *followers, "#SPILL!"]


def test_no_cell_of_an_array_that_cannot_be_calculated_has_an_old_value(engines):
    assert spilling(engines, "=NOSUCH(E1:E3)", "A1:A3", dynamic=False) == [
        "function",
        "upstream",
        "upstream",
        None,
        None,
        None,
    ]


def test_an_array_with_a_name_that_is_defined_nowhere_is_the_error_in_all_its_cells(engines):
    assert spilling(engines, "=NONAME*E1:E3", "A1:A3", dynamic=False, B1="=A2") == ["#NAME?"] * 3 + [
        None,
        None,
        "#NAME?",
    ]
