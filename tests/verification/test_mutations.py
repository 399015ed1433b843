"""Each check sees a small fault planted in a good workbook, and no other check does."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ippbook.verification import integrity_checks, verify
from ippbook.verification.checks import cells, formats, validations

SHEET = "xl/worksheets/sheet1.xml"
OTHER = "xl/worksheets/sheet2.xml"
BOOK = "xl/workbook.xml"
BOOK_RELS = "xl/_rels/workbook.xml.rels"
SHEET_RELS = "xl/worksheets/_rels/sheet1.xml.rels"
TYPES = "[Content_Types].xml"
TABLE = "xl/tables/table1.xml"
STYLES = "xl/styles.xml"
STRINGS = "xl/sharedStrings.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
LIMITS_TEXT = "x" * 32_768


@pytest.fixture
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers that a small workbook can reach."""
    monkeypatch.setattr(cells, "MOST_SHEET_LINKS", 30)
    monkeypatch.setattr(formats, "MOST_FORMATS", 30)
    monkeypatch.setattr(validations, "MOST_VALIDATIONS", 30)


@dataclass(frozen=True)
class Mutation:
    """In *part*, *old* (once) becomes *new*; the file is seen by the checks *code*."""

    code: str
    part: str
    old: str
    new: str
    file: str = "book.xlsx"
    also: tuple[str, ...] = ()
    """Other checks that cannot but see it."""


MUTATIONS = [
    Mutation("XV101", "_rels/.rels", 'Target="xl/workbook.xml"', 'Target="xl/book.xml"', also=("XV204", "XV203")),
    Mutation("XV102", TYPES, '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>', ""),
    Mutation("XV103", TYPES, "<Override", '<Default Extension="XML" ContentType="application/xml"/><Override'),
    Mutation("XV104", SHEET_RELS, 'Id="rId2"', 'Id="rId1"', also=("XV113",)),
    Mutation("XV105", SHEET_RELS, "../comments1.xml", "../comments9.xml", also=("XV203",)),
    Mutation("XV106", TYPES, "spreadsheetml.calcChain+xml", "spreadsheetml.userNames+xml"),
    Mutation("XV107", TYPES, PLAIN_TYPE, MACRO_TYPE),
    Mutation("XV108", BOOK_RELS, "</Relationships>", f'<Relationship Id="rId99" Type="{OFFICE}/vbaProject" Target="sharedStrings.xml"/></Relationships>', also=("XV106",)),
    Mutation("XV111", SHEET, "</worksheet>", ""),
    Mutation("XV111", TABLE, "</table>", ""),
    Mutation("XV111", TABLE, "<tableColumns", "<x:a/><tableColumns"),
    Mutation("XV111", SHEET, "<mergeCells", "<x:a/><mergeCells"),
    Mutation("XV112", TABLE, "<table ", '<table xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="xr" '),
    Mutation("XV113", SHEET, '<legacyDrawing r:id="rId7"/>', '<legacyDrawing r:id="rId77"/>'),
    Mutation("XV121", SHEET, '<mergeCells count="2"><mergeCell ref="A12:C13"/><mergeCell ref="A15:C16"/></mergeCells>', '<mergeCells count="0"/>'),
    Mutation("XV121", BOOK, "<bookViews>", "<calcPr/><bookViews>"),
    Mutation("XV121", TABLE, "<autoFilter", "<filter/><autoFilter"),
    Mutation("XV121", "xl/charts/chart1.xml", "<c:plotVisOnly", "<c:autoTitleDeleted/><c:plotVisOnly"),
    Mutation("XV122", SHEET, '<mergeCell ref="A12:C13"/>', '<mergeCell ref="A12:C13" style="1"/>'),
    Mutation("XV122", SHEET, '<hyperlink ref="H1"', "<hyperlink"),
    Mutation("XV123", BOOK, 'name="Other" sheetId="2"', 'name="Other" sheetId="2" state="unseen"'),
    Mutation("XV123", SHEET, 'sqref="E5:E6"', 'sqref="E5:Z"'),
    Mutation("XV123", SHEET, 'sqref="E5:E6"', 'sqref="E5:"'),
    Mutation("XV124", "xl/calcChain.xml", "calcChain", "sst", also=("XV121",)),
    Mutation("XV125", "docProps/core.xml", "</cp:coreProperties>", "<dc:creator/></cp:coreProperties>"),
    Mutation("XV125", "docProps/core.xml", '"dcterms:W3CDTF">2', '"dcterms:W3CDTF">am 2'),
    Mutation("XV126", BOOK, "</workbook>", '<pivotCaches><pivotCache cacheId="1" r:id="rId1"/><pivotCache cacheId="1" r:id="rId2"/></pivotCaches></workbook>'),
    Mutation("XV123", "xl/drawings/drawing1.xml", "<xdr:col>13</xdr:col>", "<xdr:col>-1</xdr:col>"),
    Mutation("XV127", SHEET, 'width="20.7109375"', 'width="300"'),
    Mutation("XV127", SHEET, '<pageMargins left="0.7"', '<pageMargins left="-0.7"'),
    Mutation("XV127", SHEET, "<sheetView ", '<sheetView zoomScale="401" '),
    Mutation("XV127", STYLES, '<sz val="11"/>', '<sz val="0"/>'),
    Mutation("XV127", STYLES, 'xfId="0"/>', 'xfId="0"><alignment textRotation="200"/></xf>'),
    Mutation("XV131", SHEET, '<row r="5"', '<row r="3"', also=("XV132", "XV179")),
    Mutation("XV131", SHEET, '<row r="20"', '<row r="16384"', also=("XV132",)),
    Mutation("XV132", SHEET, '<c r="E1" s="1"><v>1.5</v></c>', '<c r="B1" s="1"><v>1.5</v></c>'),
    Mutation("XV132", SHEET, '<c r="E2" t="b">', '<c r="E7" t="b">'),
    Mutation("XV133", SHEET, '<row r="20"', '<row r="1048577"', also=("XV132",)),
    Mutation("XV133", SHEET, '<c r="K4"', '<c r="K4K"'),
    Mutation("XV133", SHEET, '<c r="K4"', '<c r="XFE4"'),
    Mutation("XV134", SHEET, "<v>1.5</v>", "<v>28.01.2007</v>"),
    Mutation("XV134", SHEET, "<v>1.5</v>", "<v>1e400</v>"),
    Mutation("XV134", SHEET, "<v>1.5</v>", f"<v>-1{'0' * 310}</v>"),
    Mutation("XV134", SHEET, '<c r="E2" t="b"><v>1</v>', '<c r="E2" t="b"><v>yes</v>'),
    Mutation("XV134", SHEET, '<c r="E2" t="b">', '<c r="E2" t="bool">'),
    Mutation("XV134", SHEET, '<c r="E2" t="b"><v>1</v>', '<c r="E2" t="d"><v>1/2/2026</v>'),
    Mutation("XV134", SHEET, '<c r="E2" t="b">', '<c r="E2" t="b" style="1">'),
    Mutation("XV134", SHEET, '<c r="E2" t="b"><v>1</v>', '<c r="E2" t="d"><v>2026-13-01</v>'),
    Mutation("XV135", SHEET, '<c r="A12" s="1" t="s"><v>13</v>', '<c r="A12" s="1" t="s"><v>1300</v>'),
    Mutation("XV136", SHEET, '<c r="E1" s="1">', '<c r="E1" s="99">'),
    Mutation("XV136", SHEET, '<c r="E1" s="1">', '<c r="E1" s="-1">'),
    Mutation("XV136", SHEET, '<row r="12"', '<row s="99" customFormat="1" r="12"'),
    Mutation("XV136", SHEET, 'width="20.7109375" style="1"', 'width="20.7109375" style="7"'),
    Mutation("XV137", SHEET, "<t>inside</t>", f"<t>{LIMITS_TEXT}</t>"),
    Mutation("XV138", SHEET, '<col min="4" max="5"', '<col min="2" max="5"'),
    Mutation("XV141", SHEET, 'ref="A15:C16"', 'ref="B13:C16"'),
    Mutation("XV142", SHEET, 'ref="A15:C16"', 'ref="A15"'),
    Mutation("XV143", SHEET, 'ref="A12:C13"', 'ref="A5:A6"'),
    Mutation("XV144", SHEET, "<hyperlinks>", "<hyperlinks>" + '<hyperlink ref="Z1" location="A1"/>' * 30),
    Mutation("XV145", OTHER, 'colId="0"', 'colId="2"'),
    Mutation("XV146", SHEET, 'cm="1"', 'cm="2"'),
    Mutation("XV147", STRINGS, "<t>merged too</t>", f"<t>{LIMITS_TEXT}</t>"),
    Mutation("XV148", SHEET, '<hyperlink ref="H1"', f'<hyperlink location="{"x" * 2_080}" ref="H1"'),
    Mutation("XV148", SHEET, '<hyperlink ref="H1"', f'<hyperlink tooltip="{"x" * 256}" ref="H1"'),
    Mutation("XV149", SHEET, 'workbookViewId="0"', 'workbookViewId="1"'),
    Mutation("XV150", OTHER, "<tableParts", f"<headerFooter><oddFooter>{'x' * 256}</oddFooter></headerFooter><tableParts"),
    Mutation("XV151", SHEET, '<c r="B1" s="1" t="s"><v>1</v>', '<c r="B1" s="1" t="s"><v>13</v>'),
    Mutation("XV151", SHEET, '<c r="B1" s="1" t="s"><v>1</v>', '<c r="B1" s="1"><v>1</v>'),
    Mutation("XV151", SHEET, '<c r="B1" s="1" t="s"><v>1</v></c>', ""),
    Mutation("XV152", TABLE, 'name="URL"', 'name="LISTING"', also=("XV151", "XV196")),
    Mutation("XV153", TABLE, '<tableColumn id="2" name="URL"/>', "", also=("XV151", "XV196", "XV211")),
    Mutation("XV154", TABLE, 'ref="A1:C5" totals', 'ref="A1:C1" totals', also=("XV155",)),
    Mutation("XV155", TABLE, '<autoFilter ref="A1:C5"/>', '<autoFilter ref="A1:C9"/>'),
    Mutation("XV155", TABLE, 'ref="A1:C5" totals', 'ref="A1:C5" headerRowCount="0" totals'),
    Mutation("XV156", SHEET, '<tablePart r:id="rId8"/>', '<tablePart r:id="rId8"/><tablePart r:id="rId8"/>', also=("XV157", "XV211")),
    Mutation("XV157", "xl/tables/table2.xml", 'id="2" name="Rights"', 'id="1" name="Rights"'),
    Mutation("XV157", BOOK, '<definedName name="Whole">', '<definedName name="rights">'),
    Mutation("XV158", "xl/tables/table2.xml", 'displayName="Rights"', 'displayName="R1C1"', also=("XV196",)),
    Mutation("XV159", TABLE, '<tableColumn id="2"', '<tableColumn id="1"'),
    Mutation("XV160", SHEET, '<c r="B1" s="1" t="s"><v>1</v>', '<c r="B1" s="1" t="str"><f>"URL"</f><v>URL</v>'),
    Mutation("XV161", TABLE, "<calculatedColumnFormula>LEN(", "<calculatedColumnFormula>LEN(("),
    Mutation("XV162", TABLE, '<tableColumn id="2"', '<tableColumn dataDxfId="9" id="2"'),
    Mutation("XV163", SHEET, '"a,b"', f'"{"a," * 128}b"'),
    Mutation("XV163", SHEET, '<xm:f>"c,d"</xm:f>', f'<xm:f>"{"a," * 128}b"</xm:f>'),
    Mutation("XV164", SHEET, 'errorTitle="Wrong14"', f'errorTitle="{"W" * 33}"'),
    Mutation("XV165", SHEET, 'error="Choose" allow', f'error="{"W" * 256}" allow'),
    Mutation("XV166", SHEET, '<xm:f>"c,d"</xm:f>', "<xm:f/>"),
    Mutation("XV168", SHEET, "<xm:f>Other!$A$2</xm:f>", ""),
    Mutation("XV169", SHEET, "<xm:sqref>E8</xm:sqref>", "<xm:sqref>E0</xm:sqref>"),
    Mutation("XV169", SHEET, "<xm:sqref>G1:G6</xm:sqref>", "<xm:sqref>G1:G6 #REF!</xm:sqref>"),
    Mutation("XV169", SHEET, "<xm:sqref>M9</xm:sqref>", "<xm:sqref>M</xm:sqref>"),
    Mutation("XV197", SHEET, "<xm:f>Other!$A$2</xm:f>", "<xm:f>Other!$A$2)</xm:f>"),
    Mutation("XV197", SHEET, "<xm:f>Listings!E1:E6</xm:f>", "<xm:f>Listings!E1:E6,</xm:f>"),
    Mutation("XV198", SHEET, "<xm:f>Other!$A$2</xm:f>", "<xm:f>Rights[Number]</xm:f>"),
    Mutation("XV164", SHEET, 'errorTitle="Wrong"', f'errorTitle="{"W" * 33}"'),
    Mutation("XV165", SHEET, 'error="Choose a or b"', f'error="{"W" * 256}"'),
    Mutation("XV166", SHEET, "<formula1>E7&gt;0</formula1>", ""),
    Mutation("XV167", SHEET, '<dataValidation type="custom"', '<dataValidation sqref="Z1"/>' * 30 + '<dataValidation type="custom"', also=("XV211",)),
    Mutation("XV168", SHEET, "<formula>5</formula>", ""),
    Mutation("XV170", BOOK, "Listings!$A$1:$C$5</definedName>", "Listing!$A$1:$C$5</definedName>"),
    Mutation("XV171", BOOK, 'name="Other" sheetId', 'name="Oth/er" sheetId', also=("XV170",)),
    Mutation("XV171", BOOK, 'name="Other" sheetId', f'name="{"O" * 32}" sheetId', also=("XV170",)),
    Mutation("XV171", BOOK, 'name="Other" sheetId', 'name="Other\'" sheetId', also=("XV170",)),
    Mutation("XV172", BOOK, 'name="Other" sheetId', 'name="LISTINGS" sheetId', also=("XV170",)),
    Mutation("XV172", BOOK, 'name="Other" sheetId="2"', 'name="Other" sheetId="1"', also=("XV179",)),
    Mutation("XV173", BOOK, 'sheetId="2"', 'sheetId="65535"'),
    Mutation("XV174", BOOK, 'sheetId="1" r:id="rId1"/><sheet name="Other"', 'sheetId="1" state="hidden" r:id="rId1"/><sheet name="Other" state="veryHidden"'),
    Mutation("XV175", BOOK, '<definedName name="Whole">', '<definedName name="AB12">'),
    Mutation("XV175", BOOK, '<definedName name="Whole">', '<definedName name="my name">'),
    Mutation("XV176", BOOK, '<definedName name="Whole">', '<definedName name="Twice">1</definedName><definedName name="twice">'),
    Mutation("XV177", BOOK, 'name="Local" localSheetId="1"', 'name="Local" localSheetId="2"'),
    Mutation("XV178", BOOK, "Listings!$A$1:$C$5</definedName>", "Listings!$A$1:$C$5)</definedName>"),
    Mutation("XV179", "xl/calcChain.xml", 'r="E4"', 'r="E5"'),
    Mutation("XV179", "xl/calcChain.xml", 'i="1"', 'i="9"'),
    Mutation("XV253", STYLES, 'rgb="', 'rgb="red'),
    Mutation("XV181", STYLES, '<xf numFmtId="164" fontId="1"', '<xf numFmtId="164" fontId="9"'),
    Mutation("XV182", STYLES, "0.000 &quot;kg&quot;", "0.000 &quot;kg"),
    Mutation("XV183", STYLES, "</numFmts>", '<numFmt numFmtId="164" formatCode="0"/></numFmts>', also=("XV211",)),
    Mutation("XV184", STYLES, "</cellXfs>", "<xf/>" * 30 + "</cellXfs>", also=("XV211",)),
    Mutation("XV185", SHEET, 'type="expression" dxfId="0"', 'type="expression" dxfId="5"'),
    Mutation("XV186", "xl/comments1.xml", 'ref="A3" authorId="0"', 'ref="A3" authorId="4"'),
    Mutation("XV187", "xl/comments1.xml", 'ref="A3"', 'ref="A2"'),
    Mutation("XV188", "xl/charts/chart1.xml", "<c:f>Listings!$E$1:$E$2</c:f>", "<c:f>Listings!$E$1:$E$2,</c:f>"),
    Mutation("XV189", SHEET, '<legacyDrawing r:id="rId7"/>', '<legacyDrawing r:id="rId6"/>'),
    Mutation("XV191", SHEET, "<f>SUM(E1:E2)+[1]Other!A1</f>", "<f>SUM(E1:E2</f>"),
    Mutation("XV191", SHEET, "<f>SUM(E1:E2)+[1]Other!A1</f>", "<f>SUM(E1;E2)</f>"),
    Mutation("XV191", SHEET, "<f>SUM(E1:E2)+[1]Other!A1</f>", "<f>E1 +* 2</f>"),
    Mutation("XV192", SHEET, "<f>SUM(E1:E2)+[1]Other!A1</f>", f"<f>SUM({','.join(['E1'] * 256)})</f>"),
    Mutation("XV192", SHEET, "<f>SUM(E1:E2)+[1]Other!A1</f>", '<f>LEN("' + "x" * 256 + '")</f>'),
    Mutation("XV193", SHEET, '<f t="shared" si="0"/>', '<f t="shared" si="4"/>'),
    Mutation("XV194", SHEET, '<f t="array" ref="G2:G4">', '<f t="array" ref="F4:G4">', also=()),
    Mutation("XV195", SHEET, "[1]Other!A1", "[2]Other!A1"),
    Mutation("XV190", SHEET, "SUM(Rights[Number])", "SUM(Wrongs!A1)"),
    Mutation("XV190", SHEET, "SUM(Rights[Number])", "SUM('Wrong ones'!A1:B2)"),
    Mutation("XV190", SHEET, "SUM(Rights[Number])", "SUM('Rights:Wrongs'!A1)"),
    Mutation("XV196", SHEET, "SUM(Rights[Number])", "SUM(Wrongs[Number])"),
    Mutation("XV196", SHEET, "SUM(Rights[Number])", "SUM(Rights[Numbers])"),
    Mutation("XV196", SHEET, "SUM(Rights[Number])", "SUM(Rights[[#Data],Numbers])"),
    Mutation("XV196", SHEET, "SUM(Rights[Number])", "SUM(Rights[[#Data],[Right]:[Numbers]])"),
    Mutation("XV197", SHEET, "<formula>$E1&gt;1</formula>", "<formula>$E1&gt;</formula>"),
    Mutation("XV198", SHEET, "<formula>$E1&gt;1</formula>", "<formula>Rights[Number]&gt;1</formula>"),
    Mutation("XV198", SHEET, "<formula1>E7&gt;0</formula1>", "<formula1>E7&gt;SUM(Rights[Number])</formula1>"),
    Mutation("XV199", SHEET, "<f>SUM(E1:E2)+[1]Other!A1</f>", "<f>IF(E1)</f>"),
    Mutation("XV199", SHEET, "<f>SUM(E1:E2)+[1]Other!A1</f>", "<f>VLOOKUP(E1,E1:F2)</f>"),
    Mutation("XV199", SHEET, "<f>SUM(E1:E2)+[1]Other!A1</f>", "<f>SUMIFS(E1:E2,E1:E2)</f>"),
    Mutation("XV201", TYPES, "</Types>", '<Override PartName="/xl/gone.xml" ContentType="application/xml"/></Types>'),
    Mutation("XV202", "xl/worksheets/_rels/sheet9.xml.rels", "", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'),
    Mutation("XV203", "xl/lonely.xml", "", "<a/>"),
    Mutation("XV204", BOOK_RELS, "</Relationships>", f'<Relationship Id="rId99" Type="{OFFICE}/printerSettings" Target="gone.bin"/></Relationships>'),
    Mutation("XV211", SHEET, '<mergeCells count="2">', '<mergeCells count="3">'),
    Mutation("XV221", SHEET, '<dimension ref="A1:K21"/>', '<dimension ref="A1:B2"/>'),
    Mutation("XV231", TABLE, 'ref="A1:C5" totals', 'ref="A1:C5" insertRow="1" totals'),
    Mutation("XV241", BOOK, "<workbookView ", '<workbookView activeTab="7" '),
    Mutation("XV251", STYLES, '<xf numFmtId="164" fontId="1"', '<xf numFmtId="170" fontId="1"'),
    Mutation("XV252", STYLES, 'borderId="0" xfId="1"', 'borderId="0" xfId="7"'),
    Mutation("XV261", SHEET, "_xlfn.SEQUENCE(3)", "SEQUENCE(3)"),
    Mutation("XV262", SHEET, "<formula1>E7&gt;0</formula1>", f"<formula1>E7&gt;{'+'.join(['E7'] * 90)}</formula1>"),
    Mutation("XV261", SHEET, "<f>SUM(E1:E2)+[1]Other!A1</f>", "<f>STDEV.S(E1:E2)</f>"),
]  # fmt: skip


def planted(parts: dict[str, bytes], mutation: Mutation) -> dict[str, bytes]:
    changed = dict(parts)
    old, new = mutation.old.encode(), mutation.new.encode()
    if mutation.part not in changed:
        changed[mutation.part] = new
        return changed
    assert old in changed[mutation.part], mutation
    changed[mutation.part] = changed[mutation.part].replace(old, new, 1)
    if mutation.code == "XV124":
        changed[mutation.part] = changed[mutation.part].replace(old, new)
    return changed


def test_a_good_workbook_has_no_fault(good_parts: dict[str, bytes], package: Callable[..., Path]) -> None:
    assert verify(package(good_parts)) == []


@pytest.mark.usefixtures("low_limits")
def test_each_check_sees_its_fault_and_no_other_check_does(
    good_parts: dict[str, bytes], package: Callable[..., Path], subtests: pytest.Subtests
) -> None:
    cache: dict = {}
    for mutation in MUTATIONS:
        with subtests.test(code=mutation.code, new=mutation.new[:60]):
            faults = verify(package(planted(good_parts, mutation), mutation.file), cache=cache)
            seen = {fault.code for fault in faults}
            assert mutation.code in seen, seen
            assert seen - {mutation.code} <= set(mutation.also), [fault.line[:200] for fault in faults]
            assert all(fault.sentence and fault.remedy and len(fault.line) < 1000 for fault in faults)


def test_each_check_has_a_mutation_that_it_sees() -> None:
    assert {mutation.code for mutation in MUTATIONS} == {check.code for check in integrity_checks()}


def test_each_check_says_why_how_to_fix_it_and_who_says_so() -> None:
    for check in integrity_checks():
        assert check.page.summary.endswith("."), check.code
        assert check.page.fix, check.code
        assert re.search(r"ECMA-376|\[MS-|support\.microsoft\.com|XlsxWriter|issue", check.page.source), check.code
