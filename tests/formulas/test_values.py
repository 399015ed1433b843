"""Values turn into one another as Excel turns them; where its answer depends on a language, none is given."""

import subprocess
from datetime import date

import pytest

from ippbook.formulas import ExcelError, Formula, NotCalculatedError, NoWorkbook, evaluate
from ippbook.formulas.parser import parse_expression

AS_OF = date(2026, 1, 31)

KNOWN = [
    ('1&""', "1"),
    ('0.1+0.2&""', "0.3"),
    ('1/3&""', "0.333333333333333"),
    ('123456789012345&""', "123456789012345"),
    ('-0.5&TRUE&""', "-0.5TRUE"),
    ('"a"&"b"', "ab"),
    ("1+2*3-4/2", 5.0),
    ("10%", 0.1),
    ("-2*-3", 6.0),
    ('"5"+1', 6.0),
    ('" 1.5E+1 "*2', 30.0),
    ("TRUE+1", 2.0),
    ('"abc"+1', ExcelError("#VALUE!")),
    ('""+1', ExcelError("#VALUE!")),
    ("1/0", ExcelError("#DIV/0!")),
    ("#N/A+1/0", ExcelError("#N/A")),
    ("1/0&#N/A", ExcelError("#DIV/0!")),
    ('"a"="A"', True),
    ('"a"<>"b"', True),
    ('1="1"', False),
    ('2<"1"', True),
    ('"z"<TRUE', True),
    ("TRUE=1", False),
    ("FALSE<TRUE", True),
    ("1<=1", True),
    ('IF(1,"y","n")', "y"),
    ('IF(0,"y")', False),
    ('IF("true","y","n")', "y"),
    ('IF("x","y","n")', ExcelError("#VALUE!")),
    ('IF(1/0,"y","n")', ExcelError("#DIV/0!")),
    ('IF(1,"y",1/0)', "y"),
    ("IF(1,,5)", 0.0),
    ('IFERROR(1/0,"none")', "none"),
    ('IFERROR(5,"none")', 5.0),
    ("DATE(2026,1,31)", 46053.0),
    ("DATE(2026,14,1)", 46419.0),
    ("DATE(2026,1,0)", 46022.0),
    ("DATE(2024,2,29)+366", 45717.0),
    ("DATE(1900,2,28)", 59.0),
    ("DATE(1900,3,1)", 61.0),
    ("DATE(126,1,31)", 46053.0),
    ("DATE(10000,1,1)", ExcelError("#NUM!")),
    ("TODAY()", 46053.0),
    ("TODAY()-30", 46023.0),
    ("@{7,8}", 7.0),
]


def value_of(text):
    return evaluate(Formula.of(parse_expression(text)), {}, NoWorkbook(), as_of=AS_OF)


@pytest.mark.parametrize(("text", "value"), KNOWN)
def test_what_stands_around_our_functions_is_calculated_as_excel_does(text, value):
    found = value_of(text)
    assert type(found) is type(value)
    assert found == (pytest.approx(value, rel=1e-15) if isinstance(value, float) else value)


@pytest.mark.parametrize("text", ['"1/2/2026"+1', '"a"<"b"', '"1,5"*2', '1E+300&""', "{1,2}+1", "A1+1", "Unknown&1"])
def test_what_excel_answers_by_language_or_place_is_not_answered(text):
    with pytest.raises(NotCalculatedError):
        value_of(text)


def test_without_a_day_to_count_from_today_is_not_answered():
    with pytest.raises(NotCalculatedError, match="today"):
        evaluate(Formula.of(parse_expression("TODAY()")), {}, NoWorkbook())


@pytest.mark.hosts
def test_libreoffice_agrees_on_what_stands_around_our_functions(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    # To LibreOffice TRUE is the number 1, years are two-digit below 100, its 1900 has no 29 February, its years reach 32767.
    other = ("TODAY", "DATE(10000", "DATE(126", "@", "DATE(1900", "-0.5&TRUE", '"z"<TRUE', "TRUE=1")
    other += ("#N/A+1/0",)  # of two errors Excel shows the first, LibreOffice the second
    asked = [(text, value) for text, value in KNOWN if not text.startswith(other)]
    book = openpyxl.Workbook()
    for row, (text, _) in enumerate(asked, start=1):
        book.active.cell(row, 1).value = "=" + text
    book.save(tmp_path / "asked.xlsx")
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run(
        [*command, "--outdir", tmp_path / "out", tmp_path / "asked.xlsx"], check=True, capture_output=True, timeout=120
    )
    told = openpyxl.load_workbook(tmp_path / "out" / "asked.xlsx", data_only=True).active
    differ = []
    for row, (text, value) in enumerate(asked, start=1):
        cell = told.cell(row, 1).value
        cell = "" if cell is None and value == "" else cell
        if hasattr(cell, "year"):
            cell = float((cell.date() - date(1899, 12, 30)).days)
        wanted = value.code if isinstance(value, ExcelError) else value
        if cell != (pytest.approx(wanted) if isinstance(wanted, float) else wanted):
            differ.append((text, value, cell))
    assert not differ
