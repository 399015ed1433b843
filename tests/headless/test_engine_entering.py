"""Texts that are written into cells: what Excel would make of them, and that the buttons' way of writing texts keeps them."""

import datetime as dt
import inspect
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

pytest.importorskip("xlwings", reason="xlwings is not installed: the engine without Excel is not tested")

from ippbook import headless
from ippbook.excel.cell_literal import text_literal
from ippbook.headless import array_formulas, cell_entry, formula_text
from ippbook.ooxml import Error

TEXTS = st.one_of(
    st.text(max_size=30),
    st.from_regex(r"[-+=@']?[ $(]?[0-9]{0,4}[-/.,: ]?[0-9]{0,4}[-/.,: ]?[0-9]{0,4}[%)eE]?[0-9]{0,2}", fullmatch=True),
    st.from_regex(r"[0-9]{0,2}[- ]?(jan|Feb|MARCH|may|sept)[- ]?[0-9]{0,4}", fullmatch=True),
    st.sampled_from(
        ["TRUE", "false", " true ", "#N/A", "#n/a", "=", "'", "''", "@", "-", "+1", "@SUM(A1)", "=cmd|'/c calc'!A1"]
    ),
)


def entered(text, *, is_text=False):
    return cell_entry.entered(text, "@" if is_text else "General", date1904=False)


@given(TEXTS)
def test_any_text_becomes_a_value_or_a_formula_or_is_refused_as_excel_refuses(text):
    try:
        entry = entered(text)
    except headless.ComError:
        assert text.lstrip()[0] in "=+-@", "only what looks like a formula can be a bad one"
        return
    except NotImplementedError:
        assert text.lstrip()[0] in "=+-@", "only a formula can be one that the engine does not know"
        return
    assert isinstance(entry.value, str | float | bool | Error | None)
    assert not entry.formula or entry.value is None


@given(TEXTS)
@example("1-2")
@example("00123")
@example("May 2026")
@example("2:30 PM")
@example("1 1/2")
@example("12,345")
@example("=1+1")
@example("#N/A")
def test_a_text_that_a_button_writes_stays_that_text(text):
    if text:
        assert entered(text_literal(text)) == cell_entry.EnteredCell(text)


@given(TEXTS.filter(lambda text: text and not text.startswith("'")))
def test_in_a_cell_of_format_text_every_text_stays(text):
    assert entered(text, is_text=True) == cell_entry.EnteredCell(text)


@pytest.mark.parametrize(
    ("text", "serial"),
    [
        ("3/1/1900", None),  # before 1901 cells and COM count otherwise: a text, rather than a wrong day
        ("1/1/1901", 367.0),
        ("12/31/9999", 2958465.0),
        ("2/30/2026", None),
        ("13/1/2026", None),
        ("1/2/29", 47120.0),  # two-digit years to 29 are 20xx
        ("1/2/30", 10960.0),  # from 30 on they are 19xx
        ("24:00", 1.0),
        ("6:30 PM", 18.5 / 24 + 0.0),
        ("6:61", None),
    ],
)
def test_days_and_times_are_the_serial_numbers_that_excel_has(text, serial):
    value = entered(text).value
    if serial is None:
        assert value == text
    else:
        assert value == pytest.approx(serial, abs=1e-9)


def test_a_day_in_a_book_that_counts_from_1904_is_1462_less():
    at = dt.date(2026, 1, 31)
    assert cell_entry.entered(at, "General", date1904=False).value == 46053.0
    assert cell_entry.entered(at, "General", date1904=True).value == 46053.0 - 1462


@pytest.mark.parametrize(
    "bad",
    [
        "=>", "=1+", "=SUM(", "=SUM(A1))", '="open', "=-", "=" + "A1+" * 3000 + "A1", "=SUM(B2;B6)", '=IF(A1="x";1;2)', "={1,2",
        "={1,2;3}", "={A1}", "=#", "=1+1 1", "=A1 1", "=()", "=1==1", "='Data'", "=Data! A1", "=(1)(2)", "+49 170 1234567", "-1 of 3",
    ],
    ids=lambda bad: bad[:16],
)  # fmt: skip
def test_a_formula_that_cannot_be_read_is_error_1004(bad):
    with pytest.raises(headless.ComError) as met:
        entered(bad)
    assert met.value.excepinfo[5] == -2146827284


@pytest.mark.parametrize(
    "good",
    [
        "=A1:B5 B2:C3", "=A1:INDEX(B:B,3)", "=SUM(Sheet1:Sheet3!A1:B2,'It''s'!C1)", '={1,-2;TRUE,"x"}', "=IF(A1,,2)", "=SUM((A1,B1))",
        "=-5%", "=Data!#REF!", "=Rights[[#All],[Number]:[URL]]", '="a""b"&[@[Right type]]', "=NOW()", "=Größe*2", "-A1", "+1+1",
    ],
)  # fmt: skip
def test_a_formula_that_excel_takes_is_one(good):
    assert entered(good).formula == good.removeprefix("=")


@pytest.mark.parametrize(
    "typed", ["=XLOOKUP (A1,A:A,B:B)", "=cmd|'/c calc'!A1", "=€5", "=" + "(" * 101 + "1" + ")" * 101]
)
def test_a_formula_that_cannot_be_judged_is_refused_as_not_covered(typed):
    with pytest.raises(NotImplementedError, match="The engine without Excel"):
        entered(typed)


@pytest.mark.parametrize("value", [float("inf"), float("nan"), "x" * 32_768, dt.date(1800, 1, 1)], ids=str)
def test_what_a_cell_cannot_hold_is_error_1004(value):
    with pytest.raises(headless.ComError):
        cell_entry.entered(value, "General", date1904=False)


@pytest.mark.parametrize("value", [object(), dt.time(1), {"a": 1}, 1j], ids=lambda value: type(value).__name__)
def test_what_com_cannot_carry_is_a_type_error(value):
    with pytest.raises(TypeError):
        cell_entry.entered(value, "General", date1904=False)


def test_texts_inside_formulas_are_no_references():
    typed = 'IF([@URL]="[@Title]",XLOOKUP(1,A:A,B:B),"FILTER(x)")'
    stored = 'IF(Listings[[#This Row],[URL]]="[@Title]",_xlfn.XLOOKUP(1,A:A,B:B),"FILTER(x)")'
    assert formula_text.in_file(typed, "Listings") == stored
    assert formula_text.in_formula_bar(stored, "Listings") == typed
    assert formula_text.in_formula_bar(stored, "") == typed.replace("[@URL]", "Listings[@URL]")


def test_a_row_of_its_own_outside_tables_is_error_1004():
    with pytest.raises(headless.ComError):
        formula_text.in_file("LEN([@URL])", "")


def test_every_function_that_xlsxwriter_writes_with_a_prefix_has_it_in_the_file():
    """XlsxWriter's lists were made from files that Excel wrote."""
    source = inspect.getsource(Worksheet._prepare_formula)  # the list is nowhere else
    theirs = set(re.findall(r'"(_xlfn\.(?:_xlws\.)?[A-Z0-9.]+)\("', source))
    assert len(theirs) > 130
    refused = set()
    for prefixed in theirs:
        name = prefixed.rpartition("_xlws.")[2].removeprefix("_xlfn.")
        try:
            assert formula_text.in_file(f"{name.lower()}(A1)", "") == f"{prefixed}(A1)"
        except NotImplementedError:
            refused.add(name)
    assert refused == {
        "ANCHORARRAY", "BYCOL", "BYROW", "ISOMITTED", "LAMBDA", "LET", "MAKEARRAY", "MAP", "REDUCE", "SCAN", "SINGLE",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("FILTER(A1:A3,B1:B3)", "_xlfn._xlws.FILTER(A1:A3,B1:B3)"),
        ("SORT(A1:A3)", "_xlfn._xlws.SORT(A1:A3)"),
        ("SORTBY(A1:A3,B1:B3)", "_xlfn.SORTBY(A1:A3,B1:B3)"),
        ("_xlfn.STDEV.S(A1:A3)", "_xlfn.STDEV.S(A1:A3)"),
        ("NETWORKDAYS.INTL(A1,B1)", "NETWORKDAYS.INTL(A1,B1)"),
        ("SUM([Price])+T[@a]", "SUM(Offers[Price])+T[[#This Row],[a]]"),
        ("'IFS(x)'!A1&[1]!IPP_X([@a])", "'IFS(x)'!A1&[1]!IPP_X(Offers[[#This Row],[a]])"),
    ],
)
def test_a_formula_is_filed_as_excel_files_it(typed, stored):
    assert formula_text.in_file(typed, "Offers") == stored


@pytest.mark.parametrize(
    "typed",
    [
        "LET(x,1,x)", "LAMBDA(x,x)(1)", "F2#", "@A1:A3", "MODULE1.MINE(1)", "STDEV.X(A1)", "[@[a]:[b]]", "[Other.xlsx]Data!A1",
        "'[Other one.xlsx]Data'!A1",
    ],
)  # fmt: skip
def test_a_formula_that_files_spell_otherwise_is_refused_as_not_covered(typed):
    with pytest.raises(NotImplementedError, match="The engine without Excel"):
        formula_text.in_file(typed, "Offers")


@pytest.mark.parametrize(
    "formula",
    [
        "B2:B6*2", "UNIQUE(A2:A6)", "{1,2}", "Offers[Price]", "SUM(A1:A9*2)", "IF(A1:A9,1,2)", "Rate", "IPP_FINDINGS()", "(A1,B1)",
        "COUNTIF(A1:A9,B1:B9)", "A1:INDEX(A:A,2)", "SUM(A1:A9,B1#)", "[@]", "Data!A1:A2",
    ],
)  # fmt: skip
def test_a_formula_that_may_give_many_values_is_known(formula):
    assert array_formulas.may_spill(formula)


@pytest.mark.parametrize(
    "formula",
    [
        "A1", "Data!A1*2", "[@Price]*2", "SUM(A1:A9)", "SUM(Data!A1:A9,Offers[Price],Rate)", "COUNTIF(A:A,[@URL])", "IF(A1>TRUE,2,3)",
        'TEXTJOIN(",",TRUE,A1:A3)', "VLOOKUP(A1,B:D,2,FALSE)", "Offers[[#This Row],[a]]",
    ],
)  # fmt: skip
def test_a_formula_that_gives_one_value_is_known(formula):
    assert not array_formulas.may_spill(formula)
