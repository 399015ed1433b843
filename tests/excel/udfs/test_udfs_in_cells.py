"""Functions as Excel calls them: through xlwings' own `call_udf`, over ranges of the engine without Excel and over plain values."""

import ast
import datetime as dt
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import xlwings as xw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ippbook.declare import registry
from ippbook.declare.udf_wrapper import wrapper_of
from ippbook.declare.worksheet_function import FAILED
from ippbook.excel import hosts, udf_answer, udfs
from ippbook.formulas.evaluation import evaluate
from ippbook.formulas.parser import parse
from ippbook.formulas.source import NoWorkbook
from ippbook.formulas.tree import Formula, Missing
from ippbook.formulas.values import ExcelError
from ippbook.headless import value_conversion
from ippbook.tables.values import text_value

FUNCTIONS = tuple(registry().functions.values())
EXAMPLES = [
    (function, line.strip())
    for function in FUNCTIONS
    for line in function.page.section("Examples").splitlines()
    if line.strip()
]
LINK = "https://item.taobao.com/item.htm?spm=a&id=520813250866"
NOT_AVAILABLE = -2146826246
REFERENCE = -2146826265
DAY = dt.datetime(2026, 6, 30)  # noqa: DTZ001  # cells have no time zone


def test_there_is_a_function_of_excel_for_every_worksheet_function(decorated):
    assert [function.name for function in FUNCTIONS] == sorted(
        name for name in dir(decorated) if name.startswith("IPP_")
    )
    assert all(callable(getattr(udfs, function.name)) for function in FUNCTIONS), "where xlwings' decorators do nothing"


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_excel_gets_category_description_and_every_argument(function, decorated):
    known = getattr(decorated, function.name).__xlfunc__
    wrapper = wrapper_of(function)
    assert known["name"] == function.name
    assert known["category"] == f"IPP {function.category}"
    assert known["ret"]["doc"] == wrapper.description == function.page.summary.replace("*", "")
    assert known["ret"]["options"] == {"index": False, "header": False}
    assert [each["doc"] for each in known["args"]] == [parameter.note for parameter in function.parameters]
    assert [each["name"] for each in known["args"]] == [argument.name for argument in wrapper.arguments]
    assert ["optional" in each for each in known["args"]] == [not p.required for p in function.parameters]
    assert all(each["options"]["ndim"] == 2 and not each["vararg"] for each in known["args"])
    assert not known["volatile"]
    assert known["async_mode"] is None
    assert "expand" not in known["ret"]["options"]


def as_com(value):
    """A value of a formula as VBA hands it over: arrays as tuples of rows, every number a float."""
    return tuple(map(tuple, value.tolist())) if hasattr(value, "tolist") else value


def shown(found):
    """An answer as the examples write it."""
    if not isinstance(found, list):
        return text_value(found)
    return " ; ".join(" | ".join(text_value(value) for value in row) for row in found).strip()


@pytest.mark.parametrize(("function", "line"), EXAMPLES, ids=lambda item: item if isinstance(item, str) else item.name)
def test_the_examples_hold_when_excel_calls_them(function, line, cell):
    formula, _, wanted = line.partition(" ->")
    arguments = [
        None if isinstance(node, Missing) else evaluate(Formula.of(node), registry().functions, NoWorkbook())
        for node in parse(formula).root.arguments
    ]
    wanted = wanted.strip()
    found = shown(cell(function.name, *map(as_com, arguments)))
    if " ; " in wanted or " | " in wanted:
        wanted = " ; ".join(
            " | ".join(udf_answer._cell(text, 255) for text in row.split(" | ")) for row in wanted.split(" ; ")
        )
    assert found == wanted


def test_a_cell_gives_one_value_a_column_a_column_a_row_a_row_and_a_block_a_block(cell, sheet):
    sheet["A1"].value = [[LINK, "x"], ["https://detail.1688.com/offer/612345678901.html", None]]
    assert cell("IPP_PLATFORM", sheet["A1"]) == "taobao"
    assert cell("IPP_PLATFORM", sheet["A1:A2"]) == [["taobao"], ["1688"]]
    assert cell("IPP_PLATFORM", sheet["A1:B1"]) == [["taobao", ""]]
    assert cell("IPP_PLATFORM", sheet["A1:B2"]) == [["taobao", ""], ["1688", ""]]


def test_an_argument_that_was_left_out_has_its_default(cell):
    monday = dt.datetime(2026, 6, 1)  # noqa: DTZ001  # as above
    assert cell("IPP_REPLY_DUE", monday) == cell("IPP_REPLY_DUE", monday, 3.0) == dt.datetime(2026, 6, 4)  # noqa: DTZ001  # as above
    assert cell("IPP_REPLY_DUE", monday, 4.0) == dt.datetime(2026, 6, 5)  # noqa: DTZ001  # as above


def test_a_column_with_one_value_gives_a_column(cell, sheet):
    sheet["A1"].value = [["taobao"], ["aliexpress"]]
    assert cell("IPP_USABLE_ON", sheet["A1:A2"], "trademark", "EU") == [["no"], ["yes"]]


def test_dates_are_read_from_date_cells_serial_numbers_and_texts_alike(cell, sheet):
    sheet["A1"].value = [[DAY], [46203.0], ["2026-06-30"]]
    found = cell("IPP_SUIT_DUE", sheet["A1:A3"])
    assert found == [[dt.datetime(2026, 7, 15)]] * 3  # noqa: DTZ001  # as above


def test_errors_come_back_in_their_own_rows_as_texts(cell, sheet):
    sheet["A1"].value = [[LINK], ["x"], [None]]
    assert cell("IPP_ITEM_ID", ((LINK,), (NOT_AVAILABLE,), (-2146826243,), (None,))) == [
        ["520813250866"],
        ["#N/A"],
        ["#SPILL!"],
        [""],
    ]
    assert cell("IPP_ITEM_ID", NOT_AVAILABLE) == "#N/A"


@pytest.mark.parametrize(("number", "code"), [*hosts._ERRORS.items(), (2299, "#VALUE!")])
def test_an_error_of_any_age_stays_in_its_own_row_and_counts_as_blank_in_a_whole_column(number, code, cell):
    error = -2146828288 + number
    assert cell("IPP_PLATFORM", ((LINK,), (error,))) == [["taobao"], [code]]
    assert udfs.IPP_PLATFORM([[LINK], [error]]) == [["taobao"], [code]], "also where the number was not cleaned"
    filed, status = ((DAY,), (DAY,)), (("accepted",), (error,))
    assert cell("IPP_GF_COMPLAINTS", (("a",), ("a",)), filed, status, "a", DAY) == 2
    found = cell("IPP_FINDINGS", DAY, (("Right", "Name"), ("R1", error)), None, None, None)
    assert found[0][0] == "Severity"
    assert [row[4] for row in found if row[1] == "CL102"] == ["Name"]


def test_the_engine_without_excel_knows_the_errors_that_xlwings_knows_on_windows_and_no_other():
    source = (Path(xw.__file__).parent / "_xlwindows.py").read_text(encoding="utf-8")
    (known,) = (
        ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "cell_errors"
    )
    assert known == value_conversion._CODES


def test_true_one_and_a_currency_of_one_stay_apart_in_one_column(cell):
    found = cell("IPP_CHARACTERS", ((True,), (1.0,), (Decimal("1.0000"),), (Decimal("12.5000"),)))
    assert found == [[3], [1], [1], [4]]  # yes, 1, 1, 12.5


def test_an_error_in_a_whole_column_counts_as_blank(cell):
    filed = ((DAY,), (DAY,))
    assert cell("IPP_GF_COMPLAINTS", (("a",), (NOT_AVAILABLE,)), filed, (("accepted",), ("accepted",)), "a", DAY) == 1


@pytest.mark.parametrize("place", range(3))
def test_an_error_in_place_of_a_whole_column_comes_back_as_its_text(place, cell):
    columns = [(("a",), ("a",)), ((DAY,), (DAY,)), (("accepted",), ("accepted",))]
    columns[place] = REFERENCE
    assert cell("IPP_GF_COMPLAINTS", *columns, "a", DAY) == "#REF!"
    assert cell("IPP_GF_COMPLAINTS", *columns, (("a",), ("b",)), DAY) == [["#REF!"], ["#REF!"]]


def test_an_error_in_place_of_a_table_comes_back_as_its_text(cell):
    table = (("Right",), ("R1",))
    assert cell("IPP_FINDINGS", DAY, table, REFERENCE, table, table) == "#REF!"
    assert cell("IPP_ROW_FINDINGS", "Rights", ((1.0,), (2.0,)), DAY, REFERENCE) == [["#REF!"], ["#REF!"]]


def test_truth_is_a_text_in_every_answer(cell):
    assert cell("IPP_GF_QUALIFIES", "a", DAY, "accepted", "a", DAY) == "no"


def test_a_text_in_a_spilled_answer_is_cut_at_255_characters_and_whole_in_a_single_cell(cell):
    long = "https://item.taobao.com/" + "x" * 400
    number = cell("IPP_NUMBER", long, "trademark", "CN")
    assert len(number) > 255
    spilled = cell("IPP_NUMBER", ((long,), ("8123456",)), "trademark", "CN")
    assert spilled[0][0] == number[:254] + "…"
    assert len(spilled[0][0]) == 255
    assert spilled[1][0] == "8123456"


def test_a_cut_text_never_ends_in_half_an_emoji():
    found = udf_answer._for_excel(np.array([["👍" * 200], ["a" + "👍" * 200]], dtype=object))
    assert found[0][0] == "👍" * 127 + "…"
    assert found[1][0] == "a" + "👍" * 126 + "…"
    assert all(len(row[0].encode("utf-16-le")) // 2 <= 255 for row in found)


def test_a_single_cell_holds_at_most_32767_characters():
    assert len(udf_answer._for_excel("x" * 40_000)) == 32_767
    assert udf_answer._for_excel("x" * 32_767) == "x" * 32_767


def test_more_rows_than_a_function_can_give_are_refused_in_words(cell):
    links = tuple((f"https://item.taobao.com/item.htm?id={520813250866 + row}",) for row in range(65_536))
    assert cell("IPP_PLATFORM", links) == (
        f"{FAILED} 65,536 rows are more than a function can return (65,535): select fewer rows"
    )
    assert len(cell("IPP_PLATFORM", links[1:])) == 65_535


def test_columns_of_a_whole_sheet_end_where_their_last_cell_is_filled():
    blank = [[None]] * (1_048_576 - 3)
    column = [["a"], ["b"], ["a"], *blank]
    filed, status = [[DAY], [DAY], [None], *blank], [["accepted"], ["accepted"], [None], *blank]
    known = registry().functions["IPP_GF_COMPLAINTS"]
    assert udf_answer.answer_cells(known, [column, filed, status, [["a"]], [[DAY]], *[None] * 6]) == 1


def test_ranges_of_different_size_are_refused_in_words(cell):
    found = cell("IPP_USABLE_ON", (("taobao",), ("tmall",)), (("trademark",), ("patent",), ("x",)), "EU")
    assert found == f"{FAILED} IPP_USABLE_ON: it gives ranges of different size"


def test_a_block_where_a_column_is_expected_is_refused_in_words(cell):
    found = cell("IPP_GF_COMPLAINTS", (("a", "b"), ("c", "d")), DAY, "accepted", "a", DAY)
    assert found == f"{FAILED} IPP_GF_COMPLAINTS: it gives a range of several columns where one column is expected"


def test_what_a_function_raises_is_a_short_text_without_our_paths(monkeypatch):
    broken = registry().functions["IPP_PLATFORM"]
    monkeypatch.setattr(udf_answer, "call_function", lambda *_: 1 / 0)
    assert udf_answer.answer_cells(broken, [[["x"]]]) == f"{FAILED} IPP_PLATFORM failed: ZeroDivisionError"


JUNK = st.one_of(
    st.none(), st.booleans(), st.floats(), st.integers(-(2**31), 2**31), st.text(max_size=8), st.decimals(allow_nan=False, places=4),
    st.sampled_from([NOT_AVAILABLE, -2146826288, "#N/A", "#REF!", "taobao", "trademark", 46053.0, "2026-01-31"]),
    st.datetimes(dt.datetime(1899, 12, 30), dt.datetime(9999, 12, 31)),  # noqa: DTZ001  # as above
)  # fmt: skip
BLOCKS = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.tuples(*[JUNK] * width), min_size=1, max_size=3).map(tuple)
)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_junk_never_raises_and_gives_what_excel_can_show(function, data, cell):
    arguments = [data.draw(st.one_of(JUNK, BLOCKS)) for _ in function.parameters]
    found = cell(function.name, *arguments)
    for value in [value for row in found for value in row] if isinstance(found, list) else [found]:
        assert isinstance(value, str | float | int | dt.datetime)
        assert not isinstance(value, bool)
        assert value == value  # noqa: PLR0124  # a cell cannot hold NaN
        if isinstance(found, list) and isinstance(value, str):
            assert len(value) <= 255


AS_HANDED_OVER_AND_AS_TYPED = [
    (LINK, f'"{LINK}"'), ("x", '"x"'), (None, '""'), (3.0, "3"), (True, "TRUE"), (NOT_AVAILABLE, "#N/A"), (46203.0, "46203"), (DAY, "DATE(2026,6,30)"),
]  # fmt: skip


@pytest.mark.parametrize("name", ["IPP_PLATFORM", "IPP_CHARACTERS", "IPP_LISTING_KEY", "IPP_SUIT_DUE"])
def test_a_formula_in_a_file_and_the_function_in_excel_answer_alike_whatever_the_cell_holds(name, cell):
    column = cell(name, tuple((value,) for value, _ in AS_HANDED_OVER_AND_AS_TYPED))
    for (value, typed), (answer,) in zip(AS_HANDED_OVER_AND_AS_TYPED, column, strict=True):
        wanted = evaluate(parse(f"={name}({typed})"), registry().functions, NoWorkbook())
        wanted = wanted.code if isinstance(wanted, ExcelError) else wanted
        assert text_value(answer) == text_value(wanted), (name, value)


def test_the_decorators_do_nothing_but_note_so_that_the_plain_functions_are_the_same():
    plain = udfs.excel_functions(
        SimpleNamespace(func=lambda **_: lambda f: f, arg=lambda *_, **__: lambda f: f, ret=lambda **_: lambda f: f)
    )
    assert plain["IPP_ITEM_ID"]([[LINK], ["x"]]) == udfs.IPP_ITEM_ID([[LINK], ["x"]]) == [["520813250866"], [""]]
    assert plain["IPP_ITEM_ID"](url=[[LINK]]) == "520813250866"
