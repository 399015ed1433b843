"""What a print of the workbook has: all of the short tables, of the long ones what is open or has findings, and nothing of empty sheets."""

import re
import subprocess
from datetime import date

import openpyxl
import pytest

from ippbook import pipeline
from ippbook.computed.tables import open_rows
from ippbook.workbook_builder import Content, draw

TODAY = date(2026, 10, 31)
LONG = {"Listings", "Complaints", "Figures"}


def printed(book):
    """The sheets that print rows: those without a print area of one blank cell."""
    return {sheet.title for sheet in book if sheet.sheet_state == "visible" and "XFD" not in (sheet.print_area or "")}


def rows_of(book, sheet):
    header, *rows = list(book[sheet].iter_rows(values_only=True))
    return [dict(zip(header, row, strict=True)) for row in rows if any(row)]


def test_long_tables_are_printed_on_the_sheet_to_print_alone(sample_book):
    assert printed(sample_book) == {sheet.title for sheet in sample_book if sheet.sheet_state == "visible"} - LONG
    for table in ("Listings", "Complaints"):
        assert "To print" in sample_book[table].oddHeader.left.text


def test_to_print_has_every_row_that_is_open_or_has_findings_and_no_other(sample_book):
    complaints, listings = rows_of(sample_book, "Complaints"), rows_of(sample_book, "Listings")
    open_statuses = {"draft", "ready", "submitted", "counter-noticed", "intervention"}
    expected = {
        (row["Complaint"], row["Listing"]) for row in complaints if row["Findings"] or row["Status"] in open_statuses
    }
    reported = {row["Listing"] for row in complaints}
    expected |= {
        (None, row["Listing"])
        for row in listings
        if row["Findings"] or (row["Listing"] not in reported and row["Whitelisted"] not in {"yes", "是"})
    }
    found = rows_of(sample_book, "To print")
    assert {(row["Complaint"], row["Listing"]) for row in found} == expected
    assert len(found) < 200
    for part in ([row for row in found if row["Complaint"]], [row for row in found if not row["Complaint"]]):
        severities = [(row["Findings"] or "XX9")[2] for row in part]
        assert severities == sorted(severities), "errors come first"


def test_a_very_long_list_ends_with_the_number_of_rows_that_it_leaves_out(tmp_path, monkeypatch):
    monkeypatch.setattr(open_rows, "MOST_OPEN_ROWS", 3)
    path = tmp_path / "book.xlsx"
    draw(path, content=Content({"Listings": [{"listing": f"L{n}"} for n in range(5)]}))
    pipeline.recalculate(path, today=TODAY)
    found = rows_of(openpyxl.load_workbook(path), "To print")
    assert [row["Listing"] for row in found] == ["L0", "L1", "L2", None]
    assert found[-1]["Findings"].startswith("2 more rows are open or have findings")


@pytest.mark.deep
def test_an_empty_workbook_prints_the_guide_and_the_settings_and_each_sheet_once_it_has_rows(tmp_path, new_book):
    assert printed(new_book) <= {"Guide", "Today", "Settings"}
    path = tmp_path / "book.xlsx"
    draw(path)
    book = openpyxl.load_workbook(path)
    book["Rights"]["A2"] = "TM-1"
    book["Listings"]["A2"] = "L1"
    book.save(path)
    pipeline.recalculate(path, today=TODAY)
    assert printed(openpyxl.load_workbook(path)) - printed(new_book) == {"Rights", "To print", "Charts"}
    again = path.read_bytes()
    pipeline.recalculate(path, today=TODAY)
    assert path.read_bytes() == again


@pytest.mark.deep
def test_a_print_area_that_a_person_chose_stays(tmp_path):
    path = tmp_path / "book.xlsx"
    draw(path)
    book = openpyxl.load_workbook(path)
    book["Rights"].print_area = "A1:C9"
    book["Rights"]["A2"] = "TM-1"
    book.save(path)
    pipeline.recalculate(path, today=TODAY)
    assert openpyxl.load_workbook(path)["Rights"].print_area == "'Rights'!$A$1:$C$9"


@pytest.mark.hosts
@pytest.mark.parametrize(("name", "most"), [("sample", 20), ("new", 4)])
def test_the_sample_prints_on_20_pages_and_an_empty_workbook_on_4(request, tmp_path, name, most):
    path = request.getfixturevalue(f"{name}_path")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    paper = (
        tmp_path / path.with_suffix(".pdf").name
    )  # newer versions compress its objects, so its bytes do not show the pages
    told = subprocess.run(["pdfinfo", str(paper)], check=True, capture_output=True, text=True).stdout
    assert 0 < int(re.search(r"^Pages:\s+(\d+)$", told, re.MULTILINE)[1]) <= most
