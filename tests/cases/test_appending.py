"""Drafts in the workbook's file: appended after the last row, everything else as it was."""

import subprocess
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from ippbook import ooxml, pipeline
from ippbook.cases import filing
from ippbook.errors import UserError

TODAY = date(2026, 10, 31)


def complaints(path: Path):
    """Rows of the sheet Complaints that hold anything, by header, as openpyxl reads them."""
    sheet = openpyxl.load_workbook(path)["Complaints"]
    headers = [cell.value for cell in sheet[1]]
    rows = [dict(zip(headers, (cell.value for cell in row), strict=False)) for row in sheet.iter_rows(min_row=2)]
    return [{name: value for name, value in row.items() if value is not None} for row in rows if any(row.values())]


def test_drafts_are_appended_a_row_a_link_after_the_last_row(tmp_path, desk):
    before = desk.complaint(1, "L9", status="submitted", filed=date(2026, 10, 5))
    path = desk.workbook(tmp_path / "team.xlsx", listings=[desk.listing(1), desk.listing(2)], complaints=[before])
    done = filing.plan(path, today=TODAY)
    assert done.written
    first, *new = complaints(path)
    assert first["Complaint"] == "C1"
    shared = {
        "Complaint": "P-20261031-001", "Right": "TM-CN-1", "Account": "nordlys-legal", "Platform": "taobao",
        "Reason": "counterfeit by comparison", "Status": "draft",
    }  # fmt: skip
    assert new == [shared | {"Listing": "L1"}, shared | {"Listing": "L2"}]


def test_planning_twice_changes_nothing_more(tmp_path, desk):
    path = desk.workbook(tmp_path / "team.xlsx", listings=[desk.listing(number) for number in range(30)])
    filing.plan(path, today=TODAY)
    once = path.read_bytes()
    again = filing.plan(path, as_of=date(2026, 11, 20), today=TODAY)
    assert again.plan.drafts == ()
    assert {each.kind for each in again.plan.excluded} == {"drafted already"}
    assert path.read_bytes() == once


def test_only_the_sheet_of_complaints_and_its_table_change(tmp_path, desk):
    path = desk.workbook(tmp_path / "team.xlsx", listings=[desk.listing(number) for number in range(30)])
    out = tmp_path / "out.xlsx"
    grown = filing.plan(path, out, today=TODAY).grown
    assert grown == 10  # a new workbook has twenty empty rows
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out) as new:
        assert old.namelist() == new.namelist()
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    book = ooxml.open(path)
    assert changed == {book.sheet("Complaints").part, book.tables["Complaints"].part}
    sheet = openpyxl.load_workbook(out)["Complaints"]
    assert sheet.tables["Complaints"].ref.endswith("31")
    assert sheet["A31"].value == "P-20261031-001"
    assert sheet["A31"].number_format == sheet["A2"].number_format


def test_a_dry_run_writes_nothing(tmp_path, desk):
    path = desk.workbook(tmp_path / "team.xlsx", listings=[desk.listing(1)])
    before = path.read_bytes()
    done = filing.plan(path, today=TODAY, write=False)
    assert len(done.plan.drafts) == 1
    assert path.read_bytes() == before
    assert not done.written


def test_what_was_drafted_has_its_text_after_recalculation(tmp_path, desk):
    path = desk.workbook(tmp_path / "team.xlsx", listings=[desk.listing(1), desk.listing(2)])
    (draft,) = filing.plan(path, today=TODAY).plan.drafts
    study = pipeline.recalculate(path, today=TODAY).study
    assert [row.get("Characters") for row in complaints(path)] == [draft.characters, None]
    assert [
        finding for finding in study.findings if finding.table == "Complaints" and finding.severity.word == "error"
    ] == []


def plain(
    path: Path, complaint_rows, columns=("Complaint", "Listing", "Right", "Account", "Reason", "Our note")
) -> Path:
    """A team's own workbook: plain sheets without tables."""
    book = xlsxwriter.Workbook(path)
    sheets = {
        "Rights": [["Right", "Right type", "Office", "Number", "Name", "Owner"], ["TM-CN-1", "trademark", "CN", "8123456", "NORDLYS", "Nordlys AS"]],
        "Accounts": [["Account", "Role", "Complainant"], ["nordlys-legal", "right holder", "Nordlys AS"]],
        "Listings": [
            ["Listing", "URL", "Right", "Reason", "Genuine model", "Differences"],
            ["L1", "https://item.taobao.com/item.htm?id=612345678901", "TM-CN-1", "counterfeit by comparison", "Fjord", "zip"],
        ],
        "Complaints": [list(columns), *complaint_rows],
    }  # fmt: skip
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


def test_a_row_that_holds_only_the_teams_own_note_is_not_written_over(tmp_path):
    path = plain(tmp_path / "team.xlsx", [["", "", "", "", "", "call counsel on Monday"]])
    filing.plan(path, today=TODAY)
    assert complaints(path) == [
        {"Our note": "call counsel on Monday"},
        {"Complaint": "P-20261031-001", "Listing": "L1", "Right": "TM-CN-1", "Account": "nordlys-legal", "Reason": "counterfeit by comparison"},
    ]  # fmt: skip


def test_a_missing_column_that_drafting_needs_is_named(tmp_path):
    path = plain(tmp_path / "team.xlsx", [], columns=("Complaint", "Listing", "Right", "Reason"))
    with pytest.raises(UserError, match=r"Complaints on sheet Complaints has no column Account; add it"):
        filing.plan(path, today=TODAY)


@pytest.mark.hosts
def test_libreoffice_sees_the_appended_rows_in_the_grown_table(tmp_path, desk):
    path = desk.workbook(tmp_path / "team.xlsx", listings=[desk.listing(number) for number in range(25)])
    filing.plan(path, today=TODAY)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "lo"), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    theirs = complaints(tmp_path / "lo" / "team.xlsx")
    assert [row["Listing"] for row in theirs] == [f"L{number}" for number in range(25)]


def test_names_that_look_like_formulas_are_appended_as_text(tmp_path, desk):
    path = desk.workbook(
        tmp_path / "team.xlsx", listings=[desk.listing(1, listing='=HYPERLINK("http://evil.example")')]
    )
    filing.plan(path, today=TODAY)
    sheet = openpyxl.load_workbook(path)["Complaints"]
    place = next(cell.coordinate for cell in sheet[2] if sheet.cell(1, cell.column).value == "Listing")
    cell = ooxml.open(path).cell(f"Complaints!{place}")
    assert (cell.value, cell.formula) == ('=HYPERLINK("http://evil.example")', None)
    assert sheet[place].data_type != "f"
