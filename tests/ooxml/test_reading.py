"""Every way in which a file may write a cell is read as what Excel shows."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.formula.translate import Translator

from ippbook import ooxml
from ippbook.ooxml import formula_text

MAIN_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Make = Callable[..., Path]
STRINGS = (
    "<si><t>plain</t></si><si><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r><rPh sb='0' eb='1'><t>reading</t></rPh></si>"
    '<si><t xml:space="preserve"> a &amp; b </t></si><si><t>line_x000D_\nend_x005F_x0041_</t></si><si/>'
    '<si><t>\u54c1\u724c</t><phoneticPr fontId="1" type="noConversion"/></si>'
)


@pytest.mark.parametrize(
    ("cell", "value", "kind"),
    [
        ('<c r="B2"><v>12.5</v></c>', 12.5, "number"),
        ('<c r="B2" t="n"><v>-3E-2</v></c>', -0.03, "number"),
        ('<c r="B2"><v>123456789012345</v></c>', 123456789012345, "number"),
        ('<c r="B2"><v>1234567890123456789</v></c>', 1234567890123456789.0, "number"),
        ('<c r="B2"><v>00000000000000000012</v></c>', 12, "number"),
        ('<c r="B2"><v> 7 </v></c>', 7, "number"),
        ('<c r="B2" t="s"><v>0</v></c>', "plain", "text"),
        ('<c r="B2" t="s"><v>1</v></c>', "rich text", "text"),
        ('<c r="B2" t="s"><v>2</v></c>', " a & b ", "text"),
        ('<c r="B2" t="s"><v>3</v></c>', "line\r\nend_x0041_", "text"),
        ('<c r="B2" t="s"><v>4</v></c>', "", "text"),
        ('<c r="B2" t="s"><v>5</v></c>', "品牌", "text"),
        ('<c r="B2" t="str"><v>a&lt;b&#65;</v></c>', "a<bA", "text"),
        ('<c r="B2" t="str"><f>X()</f><v></v></c>', "", "text"),
        ('<c r="B2" t="inlineStr"><is><t>in</t></is></c>', "in", "text"),
        (
            '<c r="B2" t="inlineStr"><is><r><t>ri</t></r><r><t>ch</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c>',
            "rich",
            "text",
        ),
        ('<c r="B2" t="b"><v>1</v></c>', True, "boolean"),
        ('<c r="B2" t="b"><v>false</v></c>', False, "boolean"),
        ('<c r="B2" t="e"><v>#N/A</v></c>', "#N/A", "error"),
        ('<c r="B2" t="d"><v>2026-05-01T12:00:00</v></c>', dt.datetime(2026, 5, 1, 12), "date"),  # noqa: DTZ001 - cells have no zone
        ('<c r="B2" t="d"><v>2026-05-01</v></c>', dt.date(2026, 5, 1), "date"),
        ('<c r="B2" s="3"/>', None, "blank"),
        ('<c r="B2"></c>', None, "blank"),
        ('<c r="B2"><v/></c>', None, "blank"),
        ("<c r='B2' t='str'><v>single</v></c>", "single", "text"),
        ('<c t="str" s="1" r="B2" ><v>order</v></c>', "order", "text"),
        ('<c r="B2" t="str"><v><![CDATA[a<b]]></v></c>', "a<b", "text"),
        ('<c r="B2" t="str"><!-- no <v>x</v> --><v>after</v></c>', "after", "text"),
        ('<c r="B2" t="str"><v>a<?pi?>b</v></c>', "ab", "text"),
        ('\n <c r="B2">\n <v>1</v>\n </c>\n', 1, "number"),
    ],
)
def test_a_cell_is_read_as_excel_shows_it_however_it_is_written(make: Make, cell: str, value: object, kind: str):
    found = ooxml.open(make(f'<row r="2">{cell}</row>', strings=STRINGS)).cell("Sheet1!B2")
    assert (found.value, found.kind) == (value, kind)


def test_cells_and_rows_without_reference_follow_the_one_before(make: Make):
    book = ooxml.open(
        make('<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row r="5"/><row><c><v>4</v></c></row>')
    )
    assert [book.cell(ref).value for ref in ("A1", "D1", "E1", "A6")] == [1, 2, 3, 4]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "iso-8859-1"])
def test_the_encoding_of_a_part_does_not_matter(make: Make, encoding: str):
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><worksheet xmlns="{MAIN_NAMESPACE}"><sheetData><row r="1"><c r="A1" t="str"><v>é</v></c></row></sheetData></worksheet>'
    data = (
        text.encode(encoding)
        if encoding != "utf-16-be"
        else b"\xfe\xff" + text.replace("utf-16-be", "utf-16").encode(encoding)
    )
    assert ooxml.open(make(data)).cell("A1").value == "é"


def test_a_prefix_and_the_strict_namespace_are_the_same_sheet(make: Make):
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    sheet = f'<x:worksheet xmlns:x="{strict}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>hi</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
    assert ooxml.open(make(sheet)).cell("A1").value == "hi"


def test_shared_formulas_read_as_their_own_text_also_when_only_their_column_is_read(make: Make):
    rows = '<row r="1"><c r="A1"><f t="shared" ref="A1:B2" si="0">C1+$D$1</f><v>1</v></c><c r="B1"><f t="shared" si="0"/><v>1</v></c></row><row r="2"><c r="B2"><f t="shared" si="0"/></c></row>'
    column = ooxml.open(make(rows)).read("Sheet1", columns=[2])[2]
    assert column.formula is not None
    assert column.formula.tolist() == ["D1+$D$1", "D2+$D$1"]


@pytest.mark.parametrize(
    ("formula", "text"),
    [('<f t="array" ref="A2:B4">X(D1:D3)</f>', "X(D1:D3)"), ('<f t="dataTable" ref="A2:B4" r1="D1"/>', "TABLE()")],
)
@pytest.mark.parametrize("columns", [None, [2], [1, 3]])
@pytest.mark.parametrize("first", [1, 3])
def test_every_cell_that_an_array_or_a_data_table_fills_has_its_formula_whatever_part_of_the_sheet_is_read(
    make: Make, formula: str, text: str, columns: list[int] | None, first: int
):
    path = make(
        f'<row r="2"><c r="A2">{formula}<v>1</v></c><c r="B2"><v>2</v></c></row><row r="4"><c r="A4"><v>3</v></c><c r="C4"><v>4</v></c></row><row r="5"><c r="A5"><v>5</v></c></row>'
    )
    for only_exact in (False, True):
        cells = ooxml.open(path).read("Sheet1", columns, first, only_exact=only_exact)
        for number in (1, 2) if columns is None else {1, 2} & set(columns):
            column = cells[number].formula
            assert column is not None
            assert column.tolist() == ["", text, text, text, ""][first - 1 :]
        assert cells[3].formula is None
        whole = columns != [2] and first == 1
        assert [(each.row, each.col) for each in cells.formulas()] == ([(2, 1)] if whole else [])
        assert ooxml.open(path).read("Sheet1", columns, first, formulas=False)[1].formula is None


def test_a_formula_that_fills_its_own_cell_alone_is_one_of_that_cell(make: Make):
    book = ooxml.open(
        make('<row r="1"><c r="A1"><f t="array" ref="A1">X()</f><v>1</v></c><c r="B1"><v>2</v></c></row>')
    )
    assert (book.cell("A1").formula, book.cell("B1").formula) == ("=X()", None)


@pytest.mark.parametrize(
    "text",
    [
        "A1*$B$2+C$3-$D4",
        "IF(A1=\"A1\",Sheet1!B2,'My A1'!C3)",
        "SUM(A1:B2,C:C,3:3)",
        "LOG10(A1)+ATAN2(B1,C1)",
        "Name1+A1",
    ],
)
def test_a_shared_formula_moves_as_openpyxl_moves_it(text: str):
    assert "=" + formula_text.moved(text, 2, 3) == Translator("=" + text, origin="A1").translate_formula("D3")


def test_structured_references_do_not_move():
    assert (
        formula_text.moved("Rights[[#This Row],[A1]]&[@[B1]]&[1]!IPP_X(A1#)", 1, 0)
        == "Rights[[#This Row],[A1]]&[@[B1]]&[1]!IPP_X(A2#)"
    )


@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl says so of charts and the like
def test_a_real_workbook_reads_as_openpyxl_reads_it(rich: Path):
    book = ooxml.open(rich)
    for data_only in (False, True):
        oracle = openpyxl.load_workbook(rich, data_only=data_only)["Listings"]
        for row in oracle.iter_rows():
            for theirs in row:
                ours = book.cell(theirs.coordinate, "Listings")
                if theirs.data_type == "f" and not isinstance(theirs.value, str):
                    assert ours.formula == theirs.value.text  # an array formula
                elif theirs.data_type == "f":
                    assert ours.formula == theirs.value
                elif isinstance(theirs.value, dt.datetime):
                    assert ours.value == theirs.value.date()
                elif ours.formula is None or data_only:
                    assert ours.value == theirs.value or (ours.value == "" and theirs.value is None)
    assert book.tables["Listings"].ref == "A1:D6"
    assert book.tables["Listings"].columns == ("Listing", "URL", "Seen", "Platform")
    assert book.defined_names["Whole"] == "Listings!$A$1:$D$6"
    assert [str(area) for area in book.merged("Listings")] == ["A12:C13"]
    assert book.read("Listings").hidden.nonzero()[0].tolist() == [8]


def test_columns_are_dense_and_aligned_on_the_rows_that_were_asked_for(make: Make):
    book = ooxml.open(
        make(
            '<row r="2"><c r="A2"><v>1</v></c></row><row r="4"><c r="A4" t="b"><v>1</v></c><c r="C4"><v>9</v></c></row>'
        )
    )
    cells = book.read("Sheet1", columns=[1], first_row=2, last_row=5)
    assert cells.used == (4, 3)
    assert cells[1].kind.tolist() == [ooxml.NUMBER, ooxml.BLANK, ooxml.BOOL, ooxml.BLANK]
    assert np.array_equal(cells[1].number, [1, np.nan, 1, np.nan], equal_nan=True)
    assert cells[3].kind.tolist() == [ooxml.BLANK] * 4


def test_a_cell_in_the_last_corner_of_the_sheet_costs_no_memory(make: Make):
    book = ooxml.open(make('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert book.read("Sheet1").columns == (16384,)
    assert book.cell("XFD1048576").value == 1


@pytest.mark.parametrize("only_exact", [False, True])
def test_a_date_that_no_calendar_has_is_a_text_and_all_other_cells_are_read(make: Make, only_exact):
    path = make(
        '<row r="1"><c r="A1" t="d"><v>2026-05-01</v></c><c r="B1" t="str"><v>x</v></c></row>'
        '<row r="2"><c r="A2" t="d"><v>2026-02-30</v></c><c r="B2" t="e"><v>#N/A</v></c></row>'
        '<row r="3"><c r="A3" t="d"><v>2026-05-03T24:00:00</v></c><c r="B3" t="d"><v>soon</v></c></row>'
    )
    cells = ooxml.open(path).read("Sheet1", only_exact=only_exact)
    assert cells[1].kind.tolist() == [ooxml.NUMBER, ooxml.TEXT, ooxml.NUMBER]
    assert cells[1].number[[0, 2]].tolist() == [46143, 46146]
    assert cells[1].text.tolist() == ["", "2026-02-30", ""]
    assert cells[1].iso.tolist() == [True, False, True]
    assert cells[2].text.tolist() == ["x", "#N/A", "soon"]


def test_a_length_of_time_is_a_number_and_a_time_of_day_is_none(tmp_path: Path):
    book = openpyxl.Workbook()
    for cell, code in (("A1", "[h]:mm:ss"), ("A2", "h:mm:ss")):
        book.active[cell] = 1.5
        book.active[cell].number_format = code
    book.save(tmp_path / "book.xlsx")
    own = ooxml.open(tmp_path / "book.xlsx")
    assert (own.cell("A1").value, own.cell("A1").kind) == (1.5, "number")
    assert own.cell("A2").kind == "date"


def test_a_cell_without_a_place_after_the_last_column_is_named_by_that_column(make: Make) -> None:
    path = make('<row r="1"><c r="XFD1"><v>1</v></c><c><v>2</v></c></row>')
    with pytest.raises(ooxml.DamagedError, match="has a cell after the last column, XFD, which no sheet has"):
        ooxml.open(path).cell("Sheet1!A1")


def test_two_cells_at_one_place_leave_other_rows_blank(make):
    twice = '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c></row>'
    cells = ooxml.open(make(twice)).read("Sheet1", [1])
    assert (cells[1].kind.tolist(), cells[1].text.tolist()) == ([1, 0], ["", ""])
    assert cells[1].number[0] == 2
    assert str(cells[1].number[1]) == "nan"
