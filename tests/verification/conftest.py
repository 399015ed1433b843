"""A good workbook with something of everything, as its parts; and the way back to a file."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

_EXTERNAL = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"><sheetNames><sheetName val="Other"/></sheetNames></externalBook></externalLink>"""
_EXTENSION = """<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidations count="1"><x14:dataValidation type="list" errorTitle="Wrong14" error="Choose" allowBlank="1"><x14:formula1><xm:f>"c,d"</xm:f></x14:formula1><xm:sqref>E8</xm:sqref></x14:dataValidation></x14:dataValidations></ext><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="cellIs" priority="9" operator="equal" id="{00000000-000E-0000-0000-000001000000}"><xm:f>Other!$A$2</xm:f><x14:dxf/></x14:cfRule><xm:sqref>G1:G6</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroups><x14:sparklineGroup><x14:colorSeries theme="4"/><x14:sparklines><x14:sparkline><xm:f>Listings!E1:E6</xm:f><xm:sqref>M9</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"""
"""What Excel 2010 and later keep apart: a validation, a conditional format and a sparkline."""
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _drawn(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Listings")
    other = book.add_worksheet("Other")
    bold = book.add_format({"bold": True, "num_format": '0.000 "kg"'})
    red = book.add_format({"font_color": "red"})
    sheet.add_table(
        "A1:C5",
        {
            "name": "Listings",
            "columns": [
                {"header": "Listing"},
                {"header": "URL"},
                {"header": "Twice", "formula": "=LEN(Listings[[#This Row],[URL]])"},
            ],
        },
    )
    for row in range(1, 5):
        sheet.write_row(row, 0, [f"L-{row}", f"https://www.1688.com/{row}"])
    other.add_table("A1:B4", {"name": "Rights", "columns": [{"header": "Right"}, {"header": "Number"}]})
    sheet.set_column("A:B", 20, bold)
    sheet.set_column("D:E", 9)
    sheet.write("E1", 1.5, bold)
    sheet.write_boolean("E2", True)
    sheet.write_formula("E3", "=SUM(E1:E2)+[1]Other!A1", None, 3)
    sheet.write_formula("E4", '=IF(E1>1,"x",SUM(Rights[Number]))', None, "x")
    sheet.write_array_formula("F2:F4", "{=A2:A4}", None, "L-1")
    sheet.write_array_formula("G2:G4", "{=A2:A4}", None, "L-1")
    sheet.write_dynamic_array_formula("K2:K4", "=_xlfn.SEQUENCE(3)", None, 1)
    sheet.merge_range("A12:C13", "merged")
    sheet.merge_range("A15:C16", "merged too")
    sheet.write_comment("A2", "note")
    sheet.write_comment("A3", "second note")
    sheet.write_url("H1", "https://example.com/")
    sheet.data_validation(
        "E5:E6", {"validate": "list", "source": ["a", "b"], "error_title": "Wrong", "error_message": "Choose a or b"}
    )
    sheet.data_validation("E7", {"validate": "custom", "value": "=E7>0"})
    sheet.conditional_format("E1:E6", {"type": "formula", "criteria": "=$E1>1", "format": red})
    sheet.conditional_format("F1:F6", {"type": "cell", "criteria": ">", "value": 5, "format": red})
    other.autofilter("D1:E4")
    other.filter_column("D", "x > 1")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Listings!$E$1:$E$2"})
    sheet.insert_chart("N2", chart)
    book.define_name("Whole", "=Listings!$A$1:$C$5")
    book.define_name("Other!Local", "=Other!$A$1")
    book.close()


def _completed(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Add what XlsxWriter does not write: another workbook, shared formulas, a calculation chain, an inline text."""

    def change(part: str, old: str, new: str) -> None:
        assert old.encode() in parts[part], (part, old)
        parts[part] = parts[part].replace(old.encode(), new.encode(), 1)

    change("xl/worksheets/sheet1.xml", '"A1:K16"', '"A1:K21"')
    change("xl/worksheets/sheet1.xml", '<c r="H1"', '<c r="G1" t="inlineStr"><is><t>inside</t></is></c><c r="H1"')
    change(
        "xl/worksheets/sheet1.xml",
        "</sheetData>",
        '<row r="20"><c r="A20"><f t="shared" ref="A20:A21" si="0">E1+1</f><v>1</v></c></row><row r="21"><c r="A21"><f t="shared" si="0"/><v>1</v></c></row></sheetData>',
    )
    change("xl/worksheets/sheet1.xml", "</worksheet>", f"{_EXTENSION}</worksheet>")
    parts["xl/externalLinks/externalLink1.xml"] = _EXTERNAL.encode()
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/externalLinkPath" Target="other.xlsx" TargetMode="External"/></Relationships>'.encode()
    )
    parts["xl/calcChain.xml"] = (
        b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="E3" i="1"/><c r="E4" i="1"/><c r="F3" i="1"/></calcChain>'
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    change(
        "[Content_Types].xml",
        "</Types>",
        f'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="{kind}.externalLink+xml"/>'
        f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}.calcChain+xml"/></Types>',
    )
    change(
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId91" Type="{_OFFICE}/externalLink" Target="externalLinks/externalLink1.xml"/>'
        f'<Relationship Id="rId92" Type="{_OFFICE}/calcChain" Target="calcChain.xml"/></Relationships>',
    )
    change(
        "xl/workbook.xml",
        "<definedNames>",
        '<externalReferences><externalReference r:id="rId91"/></externalReferences><definedNames>',
    )
    return parts


@pytest.fixture(scope="session")
def good_parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The parts of a workbook that has no fault. Copy them before you change them."""
    path = tmp_path_factory.mktemp("good") / "good.xlsx"
    _drawn(path)
    with zipfile.ZipFile(path) as package:
        return _completed({name: package.read(name) for name in package.namelist()})


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Path]:
    """Write parts as a file."""

    def write(parts: dict[str, bytes], name: str = "book.xlsx") -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as out:
            for part, data in parts.items():
                out.writestr(part, data)
        return path

    return write
