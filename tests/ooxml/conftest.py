"""Workbooks made in code: the smallest package around a sheet's XML, and one with everything XlsxWriter can draw."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

MAIN_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def parts_around(
    sheet: bytes, *, strings: str = "", properties: str = "", extra: dict[str, bytes] | None = None
) -> dict[str, bytes]:
    """The parts of a workbook with one sheet, `Sheet1`."""
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/></Types>'
        ).encode(),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN_NAMESPACE}" xmlns:r="{REL}">{properties}<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        ).encode(),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN_NAMESPACE}">{strings}</sst>'.encode(),
        **(extra or {}),
    }


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    """Write the parts as a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(name, data)
    return path


def worksheet(rows: str, before: str = "", after: str = "") -> str:
    """A sheet's XML around its rows."""
    return f'<worksheet xmlns="{MAIN_NAMESPACE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


@pytest.fixture(scope="session")
def sheet_xml() -> Callable[..., str]:
    return worksheet


@pytest.fixture(scope="session")
def package_parts() -> Callable[..., dict[str, bytes]]:
    return parts_around


@pytest.fixture(scope="session")
def pack() -> Callable[[Path, dict[str, bytes]], Path]:
    return packed


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Path]:
    """A workbook file from a sheet's whole XML, or from its rows."""

    def build(sheet: str | bytes, name: str = "book.xlsx", **more: str) -> Path:
        if isinstance(sheet, str):
            sheet = (sheet if "<worksheet" in sheet or ":worksheet" in sheet else worksheet(sheet)).encode()
        return packed(tmp_path / name, parts_around(sheet, **more))

    return build


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """What a real team's workbook holds besides cells: tables, charts, pictures of numbers, rules, comments, dynamic arrays."""
    path = tmp_path / "rich.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Listings")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.add_table(
        "A1:D6",
        {
            "name": "Listings",
            "columns": [
                {"header": "Listing"},
                {"header": "URL"},
                {"header": "Seen", "format": day},
                {"header": "Platform", "formula": '=UPPER("x"&Listings[[#This Row],[URL]])'},
            ],
        },
    )
    for row in range(1, 6):
        sheet.write_row(row, 0, [f"L-{row}", f"https://www.1688.com/{row}?a=1&b=2", 46023 + row])
    sheet.write_dynamic_array_formula("H2:H4", "=_xlfn.SEQUENCE(3)", None, 1)
    sheet.write_array_formula("J2:J4", "{=A2:A4}", None, "L-1")
    sheet.write_rich_string("F9", "plain ", book.add_format({"bold": True}), "bold")
    sheet.merge_range("A12:C13", "merged")
    sheet.write_comment("A2", "note")
    sheet.data_validation("D2:D6", {"validate": "list", "source": ["a", "b"]})
    sheet.conditional_format("C2:C6", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("L2", {"range": "Listings!C2:C6"})
    sheet.set_row(8, None, None, {"hidden": True})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Listings!$C$2:$C$6"})
    sheet.insert_chart("N2", chart)
    book.add_worksheet("Ours").write("A1", "untouched")
    book.define_name("Whole", "=Listings!$A$1:$D$6")
    book.close()
    return path
