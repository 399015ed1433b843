"""Formulas are written into cells as the file holds them, and no formula goes on which another cell hangs."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from ippbook import ooxml

Make = Callable[..., Path]
MAIN_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"
URL = "Listings[[#This Row],[URL]]"


def live(
    path: Path, col: int, rows: list[int], formula: str, values: list[object], *, out: Path | None = None
) -> ooxml.Saved:
    """The column with the formula in these rows of the first sheet."""
    book = ooxml.open(path)
    edits = ooxml.Edits()
    edits.put_formula(book.sheets[0].name, col, rows, formula, values)
    return ooxml.save(book, edits, out)


def frozen(path: Path, col: int, rows: list[int], values: list[object]) -> ooxml.Saved:
    """The column as plain values in these rows of the first sheet."""
    book = ooxml.open(path)
    edits = ooxml.Edits()
    edits.put_column(book.sheets[0].name, col, rows, values, replace_formula=True)
    return ooxml.save(book, edits)


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as box:
        return box.read(name).decode()


def rows_of(path: Path) -> str:
    return re.search("<sheetData>(.*)</sheetData>", part(path, SHEET), re.DOTALL)[1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<c r="A1" s="4"><v>1</v></c>', '<c r="A1" s="4" t="str"><f>F()</f><v>a</v></c>'),
        ('<c r="A1" s="4" t="s"><v>0</v></c>', '<c r="A1" s="4" t="str"><f>F()</f><v>a</v></c>'),
        ('<c r="A1" s="4"/>', '<c r="A1" s="4" t="str"><f>F()</f><v>a</v></c>'),
        ('<c r="A1"></c>', '<c r="A1" t="str"><f>F()</f><v>a</v></c>'),
        ("", '<c r="A1" t="str"><f>F()</f><v>a</v></c>'),
        ('<c r="A1" t="inlineStr"><is><t>a</t></is></c>', '<c r="A1" t="str"><f>F()</f><v>a</v></c>'),
        ('<c r="A1"><f>G()</f><v>1</v></c>', '<c r="A1" t="str"><f>F()</f><v>a</v></c>'),
        ('<c r="A1"><f>G()</f></c>', '<c r="A1" t="str"><f>F()</f><v>a</v></c>'),
        ('<c r="A1"><f ca="1">F()</f><v>1</v></c>', '<c r="A1" t="str"><f ca="1">F()</f><v>a</v></c>'),
        ('<c r="A1" t="str"><f>F()</f><v>b</v></c>', '<c r="A1" t="str"><f>F()</f><v>a</v></c>'),
        (
            '<c r="A1" cm="1"><f t="array" ref="A1">SEQ()</f><v>1</v></c>',
            '<c r="A1" t="str"><f>F()</f><v>a</v></c>',
        ),
        (
            '<c r="A1" t="str"><f t="shared" ref="A1" si="0">F()</f><v>a</v></c>',
            '<c r="A1" t="str"><f>F()</f><v>a</v></c>',
        ),
        ('<c r="A1">\n<v>1</v>\n</c>', '<c r="A1" t="str">\n<f>F()</f><v>a</v>\n</c>'),
    ],
)
def test_a_formula_takes_the_place_of_what_a_cell_holds_and_its_look_stays(make: Make, before: str, after: str):
    path = make(f'<row r="1">{before}<c r="B1"><v>7</v></c></row>', strings="<si><t>zero</t></si>")
    live(path, 1, [1], "=F()", ["a"])
    assert rows_of(path) == f'<row r="1">{after}<c r="B1"><v>7</v></c></row>'


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, '<c r="C5"><f>F()</f></c>'),
        (2.5, '<c r="C5"><f>F()</f><v>2.5</v></c>'),
        (True, '<c r="C5" t="b"><f>F()</f><v>1</v></c>'),
        ("", '<c r="C5" t="str"><f>F()</f><v></v></c>'),
        (ooxml.Error("#N/A"), '<c r="C5" t="e"><f>F()</f><v>#N/A</v></c>'),
    ],
)
def test_a_formula_makes_its_cell_and_row_with_whatever_value_it_shows(make: Make, value: object, cell: str):
    path = make('<row r="9"><c r="A9"><v>1</v></c></row>')
    live(path, 3, [5], "F()", [value])
    assert rows_of(path) == f'<row r="5">{cell}</row><row r="9"><c r="A9"><v>1</v></c></row>'


def test_a_formula_that_is_there_already_changes_nothing(rich: Path, tmp_path: Path):
    values = [f"V{row}" for row in range(5)]
    live(rich, 5, [2, 3, 4, 5, 6], f"IPP_PLATFORM({URL})", values)
    before = rich.read_bytes()
    saved = live(rich, 5, [2, 3, 4, 5, 6], f"=IPP_PLATFORM({URL})", values)
    assert (saved.changed_cells, saved.changed_parts) == (0, ())
    assert rich.read_bytes() == before
    live(rich, 5, [2], f"IPP_PLATFORM({URL})", ["V0"], out=tmp_path / "copy.xlsx")
    assert (tmp_path / "copy.xlsx").read_bytes() == before


SHARED = (
    '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f><v>1</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
    '<row r="3"><c r="A3"><f t="shared" si="0"/><v>3</v></c></row>'
)


@pytest.mark.parametrize("rows", [[1], [1, 2], [1, 3]])
@pytest.mark.parametrize("exact", [False, True])
def test_the_cell_that_holds_a_shared_formula_does_not_go_from_under_the_others(
    make: Make, rows: list[int], exact: bool
):
    path = make(SHARED + ("<!-- only the exact reader takes this -->" if exact else ""))
    before = path.read_bytes()
    left = next(row for row in (2, 3) if row not in rows)
    for change in (
        lambda: live(path, 1, rows, "F()", [0.0] * len(rows)),
        lambda: frozen(path, 1, rows, [0.0] * len(rows)),
    ):
        with pytest.raises(ooxml.EditError, match=rf"cell A1: .*A1:A3 share, and A{left} would keep it"):
            change()
    assert path.read_bytes() == before


def test_a_shared_formula_goes_as_a_whole_and_its_followers_go_one_by_one(make: Make):
    path = make(SHARED)
    live(path, 1, [2], "F()", [9])
    seen = openpyxl.load_workbook(path)["Sheet1"]
    assert [seen[cell].value for cell in ("A1", "A2", "A3")] == ["=B1*2", "=F()", "=B3*2"]
    live(path, 1, [1, 2, 3], "F()", [7, 8, 9])
    seen = openpyxl.load_workbook(path)["Sheet1"]
    assert [seen[cell].value for cell in ("A1", "A2", "A3")] == ["=F()"] * 3
    whole = make(SHARED, name="frozen.xlsx")
    frozen(whole, 1, [1, 2, 3], [1, 2, 3])
    seen = openpyxl.load_workbook(whole)["Sheet1"]
    assert [seen[cell].value for cell in ("A1", "A2", "A3")] == [1, 2, 3]


def test_a_follower_in_a_later_chunk_of_a_large_sheet_is_found(make: Make):
    rows = "".join(f'<row r="{row}"><c r="B{row}" t="str"><v>{"x" * 60}</v></c></row>' for row in range(2, 40_000))
    first = '<row r="1"><c r="A1"><f t="shared" ref="A1:A40000" si="4">B1</f><v>1</v></c></row>'
    path = make(first + rows + '<row r="40000"><c r="A40000"><f t="shared" si="4"/><v>1</v></c></row>')
    with pytest.raises(ooxml.EditError, match="A40000 would keep it"):
        live(path, 1, [1], "F()", [1])


@pytest.mark.parametrize(
    "fill",
    [
        '<f t="array" ref="C1:C2">B1:B2</f>',
        '<f t="dataTable" ref="C1:C2" dt2D="0" dtr="0" r1="A1"/>',
    ],
)
def test_a_cell_that_an_array_or_a_data_table_fills_gets_no_formula_of_its_own(make: Make, fill: str):
    rows = f'<row r="1"><c r="C1">{fill}<v>1</v></c></row><row r="2">%s</row>'
    for path in (make(rows % '<c r="C2"><v>1</v></c>', name="there.xlsx"), make(rows % "", name="absent.xlsx")):
        for row in (1, 2):
            with pytest.raises(ooxml.EditError, match=f"cell C{row}: .*part of an array formula"):
                live(path, 3, [row], "F()", [1])


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("", "empty"),
        ("=", "empty"),
        (" ", "empty"),
        ("A" * 8_193, "8,193 characters"),
        ("\U0001f600" * 4_097, "8,194 characters"),
        ('"\x01"', r"U\+0001"),
        ("IPP_PLATFORM([@URL])", "#This Row"),
    ],
)
def test_a_text_that_excel_takes_for_no_formula_is_refused(formula: str, says: str):
    with pytest.raises(ooxml.EditError, match=f"column C of sheet 'S'.*{says}"):
        ooxml.Edits().put_formula("S", 3, [1], formula, [1])


def test_a_formula_of_the_longest_length_and_an_at_sign_in_quotes_are_written(make: Make):
    path = make("")
    long = "&".join(['"' + "x" * 252 + '"'] * 32)  # a text in a formula has at most 255 characters
    long += "&" + "1" * (8_192 - len(long) - 1)
    live(path, 1, [1], long, [1])
    live(path, 1, [2], '"[@x]"&A1', [1])
    assert ooxml.open(path).cell("A1").formula == "=" + long
    assert ooxml.open(path).cell("A2").formula == '="[@x]"&A1'


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "us-ascii"])
def test_a_formula_is_written_in_the_encoding_and_with_the_prefix_of_its_part(make: Make, encoding: str):
    text = f'<?xml version="1.0" encoding="{encoding}"?><x:worksheet xmlns:x="{MAIN_NAMESPACE}"><x:sheetData><x:row r="1"><x:c r="A1"><x:f>OLD()</x:f><x:v>1</x:v></x:c><x:c r="B1"/></x:row></x:sheetData></x:worksheet>'
    path = make(text.encode(encoding))
    for col in (1, 2, 3):
        live(path, col, [1, 3], '"品"&"<"', ["品<", 5])
    seen = openpyxl.load_workbook(path)["Sheet1"]
    shown = openpyxl.load_workbook(path, data_only=True)["Sheet1"]
    for cell in ("A1", "A3", "B1", "B3", "C1", "C3"):
        assert seen[cell].value == ooxml.open(path).cell(cell).formula == '="品"&"<"'
        assert shown[cell].value == ooxml.open(path).cell(cell).value == ("品<" if cell[1] == "1" else 5)


def test_rows_and_values_of_different_count_are_refused():
    with pytest.raises(ooxml.EditError, match="2 rows and 1 values"):
        ooxml.Edits().put_formula("S", 3, [1, 2], "F()", [1])


FORMULAS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30),
    st.sampled_from(
        ["</f><v>1</v>", "]]>", "<!--", "&amp;", "_x0041_", "A1&B1<C1", 'IF(A1>1,"&lt;","")', "\ta\n b", "'", '"']
    ),
).filter(lambda text: text.strip() and not text.startswith("=") and "[@" not in text)


@pytest.mark.excel_repairs("the texts are not formulas")
@given(st.lists(FORMULAS, min_size=1, max_size=5))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=settings().max_examples, deadline=None
)
def test_no_text_breaks_out_of_its_formula(make: Make, formulas: list[str]):
    path = make('<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>7</v></c></row>')
    book = ooxml.open(path)
    edits = ooxml.Edits()
    for row, formula in enumerate(formulas, 1):
        edits.put_formula("Sheet1", 1, [row], formula, ["x"])
    ooxml.save(book, edits)
    sheet = etree.fromstring(part(path, SHEET).encode())
    cells = {
        cell.get("r"): [child.tag.rpartition("}")[2] for child in cell] for cell in sheet.iter(f"{{{MAIN_NAMESPACE}}}c")
    }
    assert cells == {f"A{row}": ["f", "v"] for row in range(1, len(formulas) + 1)} | {"B2": ["v"]} | (
        {"A2": ["v"]} if len(formulas) < 2 else {}
    )
    again, theirs = ooxml.open(path), openpyxl.load_workbook(path)["Sheet1"]
    for row, formula in enumerate(formulas, 1):
        assert again.cell(f"A{row}").formula == "=" + formula
        if "_x" not in formula:  # openpyxl leaves these codes as they are
            assert theirs[f"A{row}"].value == "=" + formula
    assert theirs["B2"].value == 7


def test_of_two_puts_the_later_value_and_the_last_word_on_the_formula_hold(make: Make):
    path = make('<row r="1"><c r="A1"><f>OLD()</f><v>1</v></c></row>')
    book = ooxml.open(path)
    edits = ooxml.Edits()
    edits.put_formula("Sheet1", 1, [1, 2, 3], "NEW()", [1, 1, 1])
    edits.put_column("Sheet1", 1, [1, 2], [5, 5])
    edits.put_column("Sheet1", 1, [2, 3], [6, 6], replace_formula=True)
    edits.put("Sheet1", 3, 1, 7)
    ooxml.save(book, edits)
    cells = [ooxml.open(path).cell(f"A{row}") for row in (1, 2, 3)]
    assert [(cell.formula, cell.value) for cell in cells] == [("=NEW()", 5), (None, 6), (None, 7)]


# ---- what the rest of the workbook says of formulas


def chained(folder: Path, package_parts: Callable, pack: Callable, sheet: str, chain: str) -> Path:
    """A workbook of one sheet with a calculation chain."""
    parts = package_parts(sheet.encode(), extra={"xl/calcChain.xml": chain.encode()})
    relation = b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" Target="calcChain.xml"/>'
    override = b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/>'
    for name, end, more in (
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", relation),
        ("[Content_Types].xml", b"</Types>", override),
    ):
        parts[name] = parts[name].replace(end, more + end)
    return pack(folder / "chained.xlsx", parts)


def test_new_formulas_join_the_calculation_chain_and_leave_it_with_its_old_bytes(
    tmp_path: Path, package_parts: Callable, pack: Callable, sheet_xml: Callable
):
    chain = f'<calcChain xmlns="{MAIN_NAMESPACE}"><c r="A2" i="1" l="1"/></calcChain>'
    sheet = sheet_xml('<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><v>2</v></c></row>')
    path = chained(tmp_path, package_parts, pack, sheet, chain)
    live(path, 2, [1, 2], "A2", [1, 2])
    live(path, 1, [2], "2+2", [4])
    new = '<c r="B1" i="1"/><c r="B2" i="1"/>'
    assert part(path, "xl/calcChain.xml") == chain.replace("</calcChain>", new + "</calcChain>")
    with zipfile.ZipFile(path) as box:
        formulas = {
            cell.get("r") for cell in etree.fromstring(box.read(SHEET)).iter(f"{{{MAIN_NAMESPACE}}}c") if len(cell) == 2
        }
        listed = {cell.get("r") for cell in etree.fromstring(box.read("xl/calcChain.xml"))}
    assert formulas == listed
    frozen(path, 2, [1, 2], [1, 2])
    assert part(path, "xl/calcChain.xml") == chain


def test_a_chain_that_cannot_be_changed_in_place_is_left_to_excel_to_make_anew(
    tmp_path: Path, package_parts: Callable, pack: Callable, sheet_xml: Callable
):
    chain = f'<calcChain xmlns="{MAIN_NAMESPACE}"><c r="A2" i="1"/></calcChain>'
    sheet = sheet_xml('<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>')
    path = chained(tmp_path, package_parts, pack, sheet, "")
    with zipfile.ZipFile(path) as box:
        parts = {name: box.read(name) for name in box.namelist()} | {"xl/calcChain.xml": chain.encode("utf-16")}
    live(pack(path, parts), 2, [1, 2], "A2", [1, 2])
    with zipfile.ZipFile(path) as box:
        assert "xl/calcChain.xml" not in box.namelist()
        assert not any(b"calcChain" in box.read(name) for name in box.namelist())


def test_a_table_fills_down_what_its_whole_column_got_and_forgets_it_when_the_column_is_frozen(tmp_path: Path):
    path = tmp_path / "team.xlsx"
    with xlsxwriter.Workbook(path) as book:
        columns = [{"header": "URL"}, {"header": "Platform"}, {"header": "Twice", "formula": f"={URL}&{URL}"}]
        book.add_worksheet().add_table("B2:D5", {"name": "Listings", "columns": columns})
    before = part(path, TABLE)
    live(path, 3, [3, 4], f"UPPER({URL})", ["", ""])
    assert part(path, TABLE) == before, "not all rows have it"
    live(path, 3, [3, 4, 5], f"UPPER({URL})", ["", "", ""])
    column = openpyxl.load_workbook(path).worksheets[0].tables["Listings"].tableColumns[1]
    assert column.calculatedColumnFormula.attr_text == f"UPPER({URL})"
    live(path, 3, [3, 4, 5], f'LOWER({URL})&"<"', ["", "", ""])
    column = openpyxl.load_workbook(path).worksheets[0].tables["Listings"].tableColumns[1]
    assert column.calculatedColumnFormula.attr_text == f'LOWER({URL})&"<"'
    book, edits = ooxml.open(path), ooxml.Edits()
    assert edits.grow(book, "Listings", 1) == 6
    ooxml.save(book, edits)
    assert ooxml.open(path).cell("C6").formula == f'=LOWER({URL})&"<"'
    frozen(path, 3, [3, 4, 5, 6], ["a", "b", "c", "d"])
    assert part(path, TABLE) == before.replace("B2:D5", "B2:D6")
    frozen(path, 4, [3, 4, 5, 6], ["a", "b", "c", "d"])
    assert "calculatedColumnFormula" not in part(path, TABLE)
    assert '<tableColumn id="3" name="Twice"/>' in part(path, TABLE)


def test_values_that_leave_the_formulas_of_a_column_leave_what_the_table_says_of_it(rich: Path):
    before = part(rich, TABLE)
    book, edits = ooxml.open(rich), ooxml.Edits()
    edits.put_column("Listings", 4, [2, 3, 4, 5, 6], ["1688"] * 5)
    edits.put("Listings", 20, 1, "freed", replace_formula=True)
    assert ooxml.save(book, edits).changed_parts == (SHEET,)
    assert "calculatedColumnFormula" in before
    assert part(rich, TABLE) == before


def test_rows_that_a_table_grows_by_take_the_formula_or_the_plain_value_that_is_put(tmp_path: Path):
    path = tmp_path / "team.xlsx"
    with xlsxwriter.Workbook(path) as book:
        columns = [{"header": name, "formula": "=1+1"} for name in ("A", "B", "C")]
        book.add_worksheet().add_table("A1:C3", {"name": "T", "columns": columns})
    book = ooxml.open(path)
    edits = ooxml.Edits()
    edits.grow(book, "T", 1)
    edits.put_formula("Sheet1", 1, [4], "2+2", [4])
    edits.put("Sheet1", 4, 2, 5, replace_formula=True)
    edits.put("Sheet1", 4, 3, 6)
    ooxml.save(book, edits)
    again = ooxml.open(path)
    cells = [again.cell(ref) for ref in ("A4", "B4", "C4", "A3")]
    assert [(cell.formula, cell.value) for cell in cells] == [("=2+2", 4), (None, 5), ("=1+1", 6), ("=1+1", 0)]


def test_a_header_of_a_table_becomes_no_formula(rich: Path):
    before = rich.read_bytes()
    with pytest.raises(ooxml.EditError, match=r"cell B1: .*header"):
        live(rich, 2, [1], '"URL"', ["URL"])
    assert rich.read_bytes() == before


@pytest.mark.hosts
def test_libreoffice_calculates_the_formulas_that_were_written(rich: Path, tmp_path: Path):
    office = shutil.which("soffice")
    assert office is not None, "LibreOffice is missing: install soffice"
    live(rich, 5, [2, 3, 4, 5, 6, 7], 'UPPER("<"&B2)&LEN(A2)', [None] * 6)
    script = ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [office, profile, "--headless", *script, "--outdir", str(tmp_path), str(rich)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    lines = next(tmp_path.glob("*.csv")).read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[4] for line in lines[1:7]] == ["<HTTPS://WWW.1688.COM/1?A=1&B=23"] * 6
